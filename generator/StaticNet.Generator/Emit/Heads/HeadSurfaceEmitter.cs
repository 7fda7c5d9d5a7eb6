using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Heads;

/// <summary>What does the user see of the heads: a property, and a prediction each.</summary>
internal static class HeadSurfaceEmitter
{
    private const string In = "global::System.ReadOnlySpan<float>";
    private const string Out = "global::System.Span<float>";
    private const string Head = "global::StaticNet.OutputHead";

    public static void Emit(SourceWriter writer, NetworkPlan plan)
    {
        int start = 0;
        for (int i = 0; i < plan.Spec.Heads.Count; i++)
        {
            HeadSpec head = plan.Spec.Heads[i];
            Emit(writer, plan, head, i, start);
            start += head.Size;
        }
    }

    /// <summary>The heads as data.</summary>
    public static void EmitLayout(SourceWriter writer, NetworkPlan plan)
    {
        if (plan.Spec.Heads.Count == 0)
        {
            return;
        }

        var heads = new List<string>();
        int start = 0;
        foreach (HeadSpec head in plan.Spec.Heads)
        {
            heads.Add($"    new {Head}({CSharpLiteral.Of(head.Name)}, {start}, {head.Size}, {plan.OutputSize}, global::StaticNet.Loss.{head.Loss}, {CSharpLiteral.Of(head.LossWeight)}){Weights(head)}");
            start += head.Size;
        }

        writer.Line($"public static readonly {Head}[] Heads = new[]");
        writer.Line("{");
        writer.Line(string.Join(",\n", heads));
        writer.Line("};");
        writer.Line();
    }

    private static string Weights(HeadSpec head)
    {
        string weights = head.ClassWeights.Count > 0 ? $"ClassWeights = {Array(head.ClassWeights)}"
            : head.PositiveWeights.Count > 0 ? $"PositiveWeights = {Array(head.PositiveWeights)}" : "";
        return weights.Length == 0 ? "" : $" {{ {weights} }}";

        static string Array(IEnumerable<float> values) => $"new[] {{ {string.Join(", ", values.Select(CSharpLiteral.Of))} }}";
    }

    private static void Emit(SourceWriter writer, NetworkPlan plan, HeadSpec head, int index, int start)
    {
        string columns = head.Size == 1 ? $"column {start}" : $"columns {start} to {start + head.Size - 1}";
        writer.Line($$"""
            /// <summary>Head '{{head.Name}}': {{columns}} of outputs and targets, {{head.Loss}} times {{PyTorchText.Number(head.LossWeight)}}.</summary>
            public static {{Head}} {{head.Identifier}}Head => __Layout.Heads[{{index}}];

            """);
        if (head.Size == 1)
        {
            writer.Line($$"""
                /// <summary>The output of head '{{head.Name}}' for a sample.</summary>
                /// <param name="input">[{{plan.InputSize}}].</param>
                /// <exception cref="global::System.ArgumentException">The span has another length.</exception>
                public float Predict{{head.Identifier}}({{In}} input) => global::StaticNet.Numerics.HeadOutputs.One(this, {{head.Identifier}}Head, input);

                """);
        }
        else
        {
            EmitInto(writer, plan, head, $"Predict{head.Identifier}", "The outputs", "Into", "output");
        }

        if (head.IsClassifier)
        {
            writer.Line($$"""
                /// <summary>The class with the largest output of head '{{head.Name}}': 0 … {{head.Size - 1}}; the first of equal ones.</summary>
                /// <param name="input">[{{plan.InputSize}}].</param>
                /// <exception cref="global::System.ArgumentException">The span has another length.</exception>
                public int Predict{{head.Identifier}}Class({{In}} input) => global::StaticNet.Numerics.HeadOutputs.Class(this, {{head.Identifier}}Head, input);

                """);
        }

        if (head.HasProbabilities)
        {
            EmitInto(writer, plan, head, $"Predict{head.Identifier}Probabilities", "The probabilities", "Probabilities", "probabilities");
        }
    }

    private static void EmitInto(SourceWriter writer, NetworkPlan plan, HeadSpec head, string member, string what, string method, string parameter) => writer.Line($$"""
        /// <summary>{{what}} of head '{{head.Name}}' for a sample.</summary>
        /// <param name="input">[{{plan.InputSize}}].</param>
        /// <param name="{{parameter}}">[{{head.Size}}], overwritten.</param>
        /// <exception cref="global::System.ArgumentException">A span has another length.</exception>
        public void {{member}}({{In}} input, {{Out}} {{parameter}}) => global::StaticNet.Numerics.HeadOutputs.{{method}}(this, {{head.Identifier}}Head, input, {{parameter}});

        """);
}
