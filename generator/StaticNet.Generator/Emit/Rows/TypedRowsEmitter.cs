using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Rows;

/// <summary>How does a row become features, and how do outputs become a value?</summary>
internal static class TypedRowsEmitter
{
    private const string Floats = "global::System.Span<float>";
    private const string Optimized =
        "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]";

    public static string Emit(NetworkPlan plan, TypedRowsSpec rows)
    {
        TypeShell type = plan.Spec.Type;
        string contract = $"global::StaticNet.ITypedNetwork<{type.SelfReference}, {rows.InputType}, {rows.OutputType}>";
        SourceWriter writer = FileHeader.Begin(type, "typed rows.", isSurface: true);
        System.Action end = FileHeader.Shell(writer, type, contract);
        EmitPredictions(writer, plan, rows, contract);
        EmitTraining(writer, plan, rows);
        EmitReadFeatures(writer, rows, contract);
        EmitTargets(writer, rows, contract);
        end();
        return writer.ToString();
    }

    /// <summary>The columns' names, as an argument of the network's description.</summary>
    public static string Columns(TypedRowsSpec rows)
    {
        static string List(IEnumerable<string> names) => $"new[] {{ {string.Join(", ", names.Select(CSharpLiteral.Of))} }}";
        return $"new global::StaticNet.NetworkColumns({List(rows.FeatureNames)}, {List(rows.OutputNames)})";
    }

    private static string Access(TypedRowsSpec rows) => rows.IsPublic ? "public" : "internal";

    private static void EmitPredictions(SourceWriter writer, NetworkPlan plan, TypedRowsSpec rows, string contract)
    {
        bool isClass = rows.Classes.Count > 0;
        string features = $$"""
                {{Floats}} features = stackalloc float[InputSize];
                __ReadFeatures(in row, features);
            """;
        writer.Line($$"""
            /// <summary>The predicted {{(isClass ? "class" : "value")}} of a row. Nothing is allocated.</summary>
            /// <param name="row">Its members are the inputs: {{Escaped(string.Join(", ", rows.FeatureNames))}}.</param>
            /// <exception cref="global::System.ArgumentException">An enum has a value that is none of its members.</exception>
            {{Optimized}}
            {{Access(rows)}} {{rows.OutputType}} Predict(in {{rows.InputType}} row)
            {
            {{features}}
            """);
        if (isClass)
        {
            writer.Line("    return __ClassAt(PredictClass(features));");
        }
        else
        {
            writer.Line($"    {Floats} output = stackalloc float[OutputSize];");
            writer.Line("    Forward(features, output);");
            string[] values = [.. rows.Numbers.Select((number, i) => Value(plan, rows, i))];
            writer.Line(rows.Form switch
            {
                NumbersForm.Single => $"    return {values[0]};",
                NumbersForm.Constructor => $"    return new {rows.OutputType}({string.Join(", ", values)});",
                _ => $"    return new {rows.OutputType} {{ {string.Join(", ", rows.Numbers.Select((number, i) => $"{number.Identifier} = {values[i]}"))} }};",
            });
        }

        writer.Line("}");
        writer.Line();
        if (!rows.IsPublic)
        {
            writer.Line($"{rows.OutputType} {contract}.Predict(in {rows.InputType} row) => Predict(in row);");
            writer.Line();
        }

        foreach (HeadSpec head in plan.Spec.Heads)
        {
            if (head.HasProbabilities)
            {
                writer.Line($$"""
                    /// <summary>The probabilities of head '{{head.Name}}' for a row. Nothing is allocated.</summary>
                    /// <param name="row">The row.</param>
                    /// <param name="probabilities">[{{head.Size}}], overwritten.</param>
                    /// <exception cref="global::System.ArgumentException">The span has another length, or an enum has a value that is none of its members.</exception>
                    {{Optimized}}
                    {{Access(rows)}} void Predict{{head.Identifier}}Probabilities(in {{rows.InputType}} row, {{Floats}} probabilities)
                    {
                    {{features}}
                        Predict{{head.Identifier}}Probabilities(features, probabilities);
                    }

                    """);
            }
        }

        if (!isClass || LossPlan.Probabilities(plan) is null)
        {
            return;
        }

        writer.Line($$"""
            /// <summary>The probability of each class of a row. Nothing is allocated.</summary>
            /// <param name="row">The row.</param>
            /// <param name="probabilities">[{{rows.Classes.Count}}], overwritten: {{Escaped(string.Join(", ", rows.OutputNames))}}.</param>
            /// <exception cref="global::System.ArgumentException">The span has another length, or an enum has a value that is none of its members.</exception>
            {{Optimized}}
            {{Access(rows)}} void PredictProbabilities(in {{rows.InputType}} row, {{Floats}} probabilities)
            {
            {{features}}
                PredictProbabilities(features, probabilities);
            }

            /// <summary>The probability that a row is of one class. Nothing is allocated.</summary>
            /// <param name="row">The row.</param>
            /// <param name="candidate">The class.</param>
            /// <exception cref="global::System.ArgumentException">An enum has a value that is none of its members.</exception>
            {{Optimized}}
            {{Access(rows)}} float PredictProbability(in {{rows.InputType}} row, {{rows.OutputType}} candidate)
            {
                {{Floats}} probabilities = stackalloc float[OutputSize];
                PredictProbabilities(in row, probabilities);
                return probabilities[__ClassOf(candidate)];
            }

            """);
    }

    private static void EmitTraining(SourceWriter writer, NetworkPlan plan, TypedRowsSpec rows)
    {
        TypeShell type = plan.Spec.Type;
        string row = $"({rows.InputType} Features, {rows.OutputType} Target)";
        string types = $"<{type.SelfReference}, {rows.InputType}, {rows.OutputType}";
        writer.Line($$"""
            /// <summary>Trains on typed rows.</summary>
            /// <param name="rows">Features and target of each row.</param>
            /// <param name="optimizer">For example <c>new Adam(learningRate: 1e-2f)</c>.</param>
            /// <param name="options">Epochs, batch size, validation, …; null for the defaults.</param>
            /// <param name="cancellationToken">Looked at between batches.</param>
            /// <exception cref="global::System.ArgumentException">Rows or options do not fit; nothing has been trained.</exception>
            {{Access(rows)}} global::StaticNet.TrainingHistory Fit<TOptimizer>(
                global::System.Collections.Generic.IReadOnlyList<{{row}}> rows, TOptimizer optimizer, global::StaticNet.FitOptions? options = null,
                global::System.Threading.CancellationToken cancellationToken = default)
                where TOptimizer : global::StaticNet.IOptimizer => global::StaticNet.TypedRows.Fit{{types}}, TOptimizer>(this, rows, optimizer, options, cancellationToken);

            /// <summary>Measures the network on typed rows.</summary>
            /// <param name="rows">Features and target of each row; at least one.</param>
            /// <exception cref="global::System.ArgumentException">There are no rows, or an enum has a value that is none of its members.</exception>
            {{Access(rows)}} global::StaticNet.Evaluation Evaluate(global::System.Collections.Generic.IReadOnlyList<{{row}}> rows) => global::StaticNet.TypedRows.Evaluate{{types}}>(this, rows);

            """);
        if (plan.Spec.Layers.Any(static layer => layer.IsScaling))
        {
            writer.Line($$"""
                /// <summary>Fits the scales of the network's features, and of its targets where it ends in a scale too. Call it once, before training, with the training rows.</summary>
                /// <param name="rows">Features and target of each row; at least one.</param>
                /// <exception cref="global::System.ArgumentException">There are no rows, an enum has a value that is none of its members, or a value is NaN or infinite; the network is unchanged.</exception>
                {{Access(rows)}} void FitStandardize(global::System.Collections.Generic.IReadOnlyList<{{row}}> rows) => global::StaticNet.TypedRows.FitStandardize{{types}}>(this, rows);

                """);
        }
    }

    private static void EmitReadFeatures(SourceWriter writer, TypedRowsSpec rows, string contract)
    {
        writer.Line($"static void {contract}.ReadFeatures(in {rows.InputType} row, {Floats} features) => __ReadFeatures(in row, features);");
        writer.Line();
        using (writer.Block($"private static void __ReadFeatures(in {rows.InputType} row, {Floats} features)"))
        {
            if (rows.InputIsClass)
            {
                writer.Line("global::System.ArgumentNullException.ThrowIfNull(row);");
            }

            int index = 0;
            foreach (FeatureSpec feature in rows.Features)
            {
                Emit(writer, feature, index);
                index += feature.Width;
            }
        }

        writer.Line();
    }

    private static void Emit(SourceWriter writer, FeatureSpec feature, int index)
    {
        string member = $"row.{feature.Member}";
        if (feature.IsNullable)
        {
            int flag = index + feature.Width - 1;
            string value = $"value{index}";
            writer.Line($"features.Slice({index}, {feature.Width}).Clear();");
            using (writer.Block($"if ({member} is {{ }} {value})"))
            {
                writer.Line($"features[{flag}] = 1f;");
                writer.Line(feature.Kind == FeatureKind.Enumeration
                    ? $"features[{index} + {ClassOf(feature, value)}] = 1f;"
                    : $"features[{index}] = {Number(feature, value)};");
            }
        }
        else if (feature.Kind == FeatureKind.Enumeration)
        {
            writer.Line($"features.Slice({index}, {feature.EnumMembers.Count}).Clear();");
            writer.Line($"features[{index} + {ClassOf(feature, member)}] = 1f;");
        }
        else
        {
            writer.Line($"features[{index}] = {Number(feature, member)};");
        }
    }

    private static string Number(FeatureSpec feature, string value)
    {
        if (feature.Kind == FeatureKind.Boolean)
        {
            return $"({value} ? 1f : 0f)";
        }

        string number = $"(float){value}";
        number = feature.Offset == 0f ? number : $"({number} - {CSharpLiteral.Of(feature.Offset)})";
        return feature.Scale == 1f ? number : $"{number} * {CSharpLiteral.Of(feature.Scale)}";
    }

    private static string ClassOf(FeatureSpec feature, string value) => Switch(feature.EnumType, [.. feature.EnumMembers], value, feature.Name);

    private static string Switch(string type, IReadOnlyList<EnumMemberSpec> members, string value, string name)
    {
        string arms = string.Concat(members.Select((member, i) => $"{type}.{member.Identifier} => {i}, "));
        string text = CSharpLiteral.Of(string.Join(", ", members.Select(static member => member.Name)));
        return $"({value} switch {{ {arms}{{ }} other => global::StaticNet.TypedRows.NotAMember({CSharpLiteral.Of(name)}, other.ToString(), {text}) }})";
    }

    private static void EmitTargets(SourceWriter writer, TypedRowsSpec rows, string contract)
    {
        bool isClass = rows.Classes.Count > 0;
        writer.Line($"static bool {contract}.PredictsClasses => {(isClass ? "true" : "false")};");
        writer.Line();
        if (isClass)
        {
            writer.Line($"static int {contract}.ReadTarget(in {rows.OutputType} target, {Floats} numbers) => __ClassOf(target);");
            writer.Line();
            writer.Line($"private static int __ClassOf({rows.OutputType} target) => {Switch(rows.OutputType, [.. rows.Classes], "target", "The target")};");
            writer.Line();
            EmitMemberAt(writer, "__ClassAt", rows.OutputType, [.. rows.Classes]);
            return;
        }

        using (writer.Block($"static int {contract}.ReadTarget(in {rows.OutputType} target, {Floats} numbers)"))
        {
            for (int i = 0; i < rows.Numbers.Count; i++)
            {
                NumberSpec number = rows.Numbers[i];
                string value = rows.Form == NumbersForm.Single ? "target" : $"target.{number.Identifier}";
                int start = Start(rows, i);
                if (number.Kind == FeatureKind.Enumeration)
                {
                    writer.Line($"numbers.Slice({start}, {number.Width}).Clear();");
                    writer.Line($"numbers[{start} + {Switch(number.Type, [.. number.EnumMembers], value, number.Member)}] = 1f;");
                }
                else
                {
                    string asFloat = number.Kind == FeatureKind.Boolean ? $"{value} ? 1f : 0f" : $"(float){(number.IsNullable ? $"({value} ?? float.NaN)" : value)}";
                    writer.Line($"numbers[{start}] = {asFloat};");
                }
            }

            writer.Line("return -1;");
        }

        foreach (NumberSpec number in rows.Numbers)
        {
            if (number.Kind == FeatureKind.Enumeration)
            {
                writer.Line();
                EmitMemberAt(writer, $"__{number.Member}At", number.Type, [.. number.EnumMembers]);
            }
        }
    }

    private static int Start(TypedRowsSpec rows, int member) => rows.Numbers.Take(member).Sum(static number => number.Width);

    /// <summary>A member of the target from the outputs: those of its head where there are heads.</summary>
    private static string Value(NetworkPlan plan, TypedRowsSpec rows, int member)
    {
        NumberSpec number = rows.Numbers[member];
        int start = Start(rows, member);
        return number.Kind switch
        {
            FeatureKind.Enumeration => $"__{number.Member}At(global::StaticNet.Numerics.LargestOutput.Of(output.Slice({start}, {number.Width})))",
            FeatureKind.Boolean => $"output[{start}] > {(plan.Spec.Heads[member].HasProbabilities ? "0f" : "0.5f")}",
            _ => $"output[{start}]",
        };
    }

    private static void EmitMemberAt(SourceWriter writer, string method, string type, IReadOnlyList<EnumMemberSpec> members)
    {
        string arms = string.Concat(members.Take(members.Count - 1).Select((member, i) => $"{i} => {type}.{member.Identifier}, "));
        writer.Line($"private static {type} {method}(int index) => index switch {{ {arms}_ => {type}.{members[members.Count - 1].Identifier} }};");
    }

    private static string Escaped(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace('\n', ' ').Replace('\r', ' ');
}
