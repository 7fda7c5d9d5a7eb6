using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.TypeShapes;

/// <summary>Nothing that a user declares, in whatever namespace, changes what generated code means.</summary>
public sealed class HostileNamesTests
{
    /// <summary>Networks whose code uses every form of kernel and every kind of layer.</summary>
    private const string Networks = """
        [Mlp(4, 10, 3)] public partial class Iris;
        [Mlp(4, 8, 16, 1, Activation = global::StaticNet.Activation.Tanh, OutputActivation = global::StaticNet.Activation.Sigmoid)] public partial class OneUnit;
        [Mlp(16, 32, 32, 4, OutputActivation = global::StaticNet.Activation.Softmax)] public partial class Medium;
        [Mlp(5, 9, 7, 2, Activation = global::StaticNet.Activation.GELU)] public partial class Odd;
        [Mlp(1, 3, 1, OutputActivation = global::StaticNet.Activation.LogSoftmax)] public partial class Tiny;
        [Mlp(40, 300, 3, Activation = global::StaticNet.Activation.ReLU)] public partial class Loops;
        [Mlp(3, 70, 1, Activation = global::StaticNet.Activation.SiLU)] public partial class Wide;
        [Perceptron(2)] public partial class Gate;
        [Sequential(6), BatchNorm1d, Linear(9, Name = "stem"), BatchNorm1d, ReLU, Dropout(0.2f), Linear(9), LayerNorm, LeakyReLU, Residual("stem"), RMSNorm, GELU, PReLU, Concat, Select(2, 5), Select([1, 0, 1]), Linear(3), Softmax] public partial class Staged;
        [Sequential(6), Linear(40), ReLU, BatchNorm1d, Linear(1), Softplus] public partial class StagedDot;
        [Sequential(3), LSTM(8), Conv1d(4, 3, dilation: 2), Tanh, Linear(1), Residual(5, From = 0, Count = 1)] public partial class Amp;
        [Sequential(2), GRU(5, Layers = 2), RNN(4), LastStep, Linear(3)] public partial class Gesture;
        [Mlp<Flower, Species>(10)] public partial class Typed;
        [Mlp(4, 10, 3, Style = global::StaticNet.NetworkStyle.Readable)] public partial class Plain;
        [Sequential(8), FreeParameter("log_std", 2, -0.5f), Linear(32), Tanh, Head("policy", 2, Loss = global::StaticNet.Loss.CrossEntropy), Head("value", 1)] public partial class Policy;
        public readonly record struct Flower(float Sepal, float? Petal, Species? Neighbor, bool IsWild);
        public enum Species { Setosa, Virginica }
        [TrainedNetwork("input 2\nlayer Linear only 2 1 -1\ntensor 0 only.weight 1x2\n1, 2\ntensor 0 only.bias 1\n0")] public partial class Trained;
        """;

    /// <summary>Types that are compiled and not run here.</summary>
    private static readonly string[] s_others = ["Amp", "Gesture", "Typed", "Flower", "Species", "Trained", "Policy"];

    private static readonly string[] s_names = ["Iris", "OneUnit", "Medium", "Odd", "Tiny", "Loops", "Wide", "Gate", "Staged", "StagedDot", "Plain"];

    /// <summary>Prints the bits of all passes of all networks.</summary>
    private static readonly string s_user = $$"""
        namespace Checks
        {
            internal static class User
            {
                public static string Run()
                {
                    global::System.Text.StringBuilder text = new global::System.Text.StringBuilder();
                    {{string.Concat(s_names.Select(static name => $"Check<global::Mine.{name}>(text, global::Mine.{name}.InputSize, global::Mine.{name}.OutputSize);\n"))}}
                    return text.ToString();
                }

                private static void Check<T>(global::System.Text.StringBuilder text, int inputs, int outputs) where T : class, global::StaticNet.INetwork<T>
                {
                    T network = T.Create(3);
                    foreach (int rows in new[] { 1, 3, 21 })
                    {
                        float[] x = new float[rows * inputs];
                        float[] y = new float[rows * outputs];
                        for (int i = 0; i < x.Length; i++)
                        {
                            x[i] = ((i * 7) % 11 - 5) / 4f;
                        }

                        network.ForwardBatch(x, y);
                        Print(text, y);
                        network.Forward(global::System.MemoryExtensions.AsSpan(x, 0, inputs), global::System.MemoryExtensions.AsSpan(y, 0, outputs));
                        Print(text, y);
                        global::StaticNet.ParameterBuffer gradients = new global::StaticNet.ParameterBuffer(T.Description.Layout);
                        network.ComputeGradients(new global::StaticNet.Batch(x, new float[rows * outputs]), gradients, false);
                        Print(text, gradients.Values);
                    }

                    global::StaticNet.ParameterBuffer product = new global::StaticNet.ParameterBuffer(T.Description.Layout);
                    float[] dx = new float[inputs];
                    float[] dy = new float[outputs];
                    dy[0] = 1f;
                    network.Backward(new float[inputs], dy, product, dx);
                    Print(text, product.Values);
                    Print(text, dx);
                    if (outputs > 1)
                    {
                        network.ComputeGradients(new global::StaticNet.Batch(new float[inputs], new[] { 1 }), product, false);
                        Print(text, product.Values);
                    }
                }

                private static void Print(global::System.Text.StringBuilder text, global::System.ReadOnlySpan<float> values)
                {
                    foreach (float value in values)
                    {
                        text.Append(global::System.BitConverter.SingleToInt32Bits(value).ToString("x8")).Append(' ');
                    }
                }
            }
        }
        """;

    private static readonly GeneratorRun s_clean = GeneratorRun.Over(Source(""), s_user);
    private static readonly Lazy<string> s_bits = new(() => Bits(s_clean));

    [Fact]
    public void CleanProject_Compiles()
    {
        s_clean.AssertCompiles();
        Assert.True(s_bits.Value.Length > 10000);
    }

    [Fact]
    public void GeneratedCode_CallsNothingAsAnExtension()
    {
        foreach ((SyntaxTree tree, SemanticModel model) in Generated(s_clean))
        {
            foreach (InvocationExpressionSyntax call in tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<InvocationExpressionSyntax>())
            {
                var method = (IMethodSymbol?)model.GetSymbolInfo(call, TestContext.Current.CancellationToken).Symbol;
                Assert.False(method?.ReducedFrom is not null || method?.ContainingType.IsExtension == true, $"{tree.FilePath}: {call}");
            }
        }
    }

    /// <summary>A name that is looked up from where it stands is the network's own: everything else begins with global:: or with an alias and ::.</summary>
    [Fact]
    public void GeneratedCode_LooksUpOnlyItsOwnNames()
    {
        foreach ((SyntaxTree tree, SemanticModel model) in Generated(s_clean))
        {
            foreach (SimpleNameSyntax name in tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<SimpleNameSyntax>().Where(IsLookedUp))
            {
                ISymbol? symbol = model.GetSymbolInfo(name, TestContext.Current.CancellationToken).Symbol;
                bool isOwn = symbol is ILocalSymbol or IParameterSymbol or ITypeParameterSymbol or IMethodSymbol { MethodKind: MethodKind.LocalFunction }
                    || (symbol is INamedTypeSymbol or IMethodSymbol or IPropertySymbol or IFieldSymbol && symbol.Locations.All(static location => location.IsInSource));
                Assert.True(isOwn && name is not IdentifierNameSyntax { IsVar: true }, $"{tree.FilePath}: '{name}' in '{name.Parent}' is {symbol}");
            }
        }
    }

    [Theory]
    [InlineData("namespace")]
    [InlineData("global namespace")]
    [InlineData("both, as generic types")]
    [InlineData("global aliases")]
    public void TypesAndAliasesOfEveryName_ChangeNothing(string place)
    {
        // Of the user's own names, and of the two that stand behind global::, there can be but one.
        IEnumerable<string> names = Identifiers().Append("var").Except(s_names).Except(s_others).Except(["Mine", "global", "System", "StaticNet"]);
        var text = new StringBuilder();
        foreach (string name in names)
        {
            text.AppendLine(place switch
            {
                "namespace" => $"namespace Mine {{ internal static class {name} {{ }} }}",
                "global namespace" => $"internal static class {name} {{ }}",
                "global aliases" => $"global using {name} = System.String;",
                _ => $"namespace Mine {{ internal static class {name}<T> {{ }} }} internal static class {name}<T> {{ }}",
            });
        }

        if (place == "namespace")
        {
            text.AppendLine("namespace Mine { internal static class System { } internal static class StaticNet { } internal static class global { } }");
        }

        AssertSameBits(text.ToString());
    }

    [Fact]
    public void ContainersMembersOfEveryName_ChangeNothing()
    {
        const string Network = "[Mlp(4, 10, 3)] public partial class Iris;";
        string run = s_user.Replace("global::Mine.", "global::Mine.Outer.", StringComparison.Ordinal);
        foreach (string name in s_names.Skip(1))
        {
            run = run.Replace($"Check<global::Mine.Outer.{name}>(text, global::Mine.Outer.{name}.InputSize, global::Mine.Outer.{name}.OutputSize);\n", "", StringComparison.Ordinal);
        }

        string types = string.Concat(Identifiers().Except(s_names).Except(["global"]).Append("var").Append("System").Append("StaticNet").Distinct().Select(static name => $"private static class {name} {{ }}\n"));
        string clean = Bits(GeneratorRun.Over(TestCompilation.Usings + "namespace Mine { public partial class Outer { " + Network + " } }", run));
        string hostile = Bits(GeneratorRun.Over(TestCompilation.Usings + "namespace Mine { public partial class Outer { " + Network + " " + types + " } }", run));
        Assert.Equal(clean, hostile);
    }

    /// <summary>GeneratedCode_CallsNothingAsAnExtension says why; this compiles and runs it.</summary>
    [Fact(Explicit = true)]
    [Trait("Length", "Long")]
    public void ExtensionsOfEveryName_ChangeNothing()
    {
        // Methods of every name for whatever generated code may call them on, and operators.
        string[] receivers =
        [
            "Vector128<float>", "Vector256<float>", "Vector512<float>", "Vector128<double>", "Vector128<int>", "Vector256<int>", "Vector512<int>",
            "System.Span<float>", "System.ReadOnlySpan<float>", "System.ReadOnlySpan<int>", "StaticNet.ParameterBuffer", "StaticNet.Batch", "float", "int",
        ];
        IEnumerable<string> names = Identifiers().Except(["var"])
            .Concat(["GetElement", "GetLower", "GetUpper", "ToScalar", "AsSingle", "AsDouble", "AsInt32", "StoreUnsafe", "Store", "ToVector512Unsafe", "ToVector256Unsafe", "ToVector512", "WithElement", "CopyTo", "Slice", "Clear", "Fill"])
            .Distinct();
        var text = new StringBuilder("using System.Runtime.Intrinsics;\nnamespace Mine\n{\n");
        int number = 0;
        foreach (string receiver in receivers)
        {
            text.AppendLine($"internal static class Extensions{number} {{");
            foreach (string name in names)
            {
                text.AppendLine($"public static {receiver} {name}(this {receiver} v) => throw new System.Exception(); public static float {name}(this {receiver} v, int i) => throw new System.Exception();");
                text.AppendLine($"public static void {name}(this {receiver} v, ref float r) => throw new System.Exception(); public static void {name}(this {receiver} v, ref float r, nuint i) => throw new System.Exception();");
            }

            text.AppendLine("}");
            if (receiver.StartsWith("Vector", StringComparison.Ordinal) && receiver.EndsWith("<float>", StringComparison.Ordinal))
            {
                text.AppendLine($"internal static class Operators{number} {{ extension({receiver}) {{");
                text.AppendLine(string.Concat("+-*/&|".Select(symbol => $"public static {receiver} operator {symbol}({receiver} a, {receiver} b) => throw new System.Exception();\n")));
                text.AppendLine("} }");
                text.AppendLine($"internal static class Assignments{number} {{ extension(ref {receiver} v) {{");
                text.AppendLine(string.Concat("+-*/&|".Select(symbol => $"public void operator {symbol}=({receiver} b) => throw new System.Exception();\n")));
                text.AppendLine("} }");
            }

            number++;
        }

        AssertSameBits(text.Append('}').ToString());
    }

    /// <summary>A layer may be called like a keyword, like a variable or a method of generated code, or like another layer's variables.</summary>
    [Theory]
    [MemberData(nameof(LayerNames))]
    public void LayersOfEveryName_Compile(string names)
    {
        string[] name = names.Split(' ');
        string list = string.Join(", ", name.Append("out_").Select(static n => $"\"{n}\""));
        string widths = string.Concat(name.Select(static _ => "8, "));
        GeneratorRun.Over(TestCompilation.Usings + $$"""
            [Mlp(4, {{widths}}3, Names = [{{list}}])] internal partial class Registers;
            [Mlp(4, {{widths.Replace("8", "300", StringComparison.Ordinal)}}3, Names = [{{list}}])] internal partial class Loops;
            [Mlp(4, {{widths}}1, Names = [{{list}}], Activation = Activation.GELU)] internal partial class OneOutput;
            [Sequential(4), {{string.Concat(name.Select(static n => $"Linear(8, Name = \"{n}\"), LayerNorm(Name = \"n{n}\"), ReLU, "))}}Linear(3)] internal partial class Staged;
            """).AssertCompiles();
    }

    public static TheoryData<string> LayerNames =>
    [
        "x X", "a x", "x.x y", "w y", "s v", "d g", "t b", "c z", "k i", "h o", "lane row", "dz dx", "dw db", "rows count", "loss label", "max sum", "log reciprocal",
        "class if", "int float", "var ref", "this base", "W V", "TLoss U", "a a1", "a1 a11", "x0 x1", "h h0", "forward backward", "layout initialize", "input output", "hidden hiddenRow",
        "inputs outputs", "gradients parameters", "half quarter", "all end", "p0 s0a", "b0 v0", "dz0 dz_0", "unit tile", "scale folded", "Row Rows", "probabilities value", "block padded",
    ];

    private static void AssertSameBits(string hostile) => Assert.Equal(s_bits.Value, Bits(GeneratorRun.Over(Source(""), s_user, hostile)));

    private static string Source(string more) => TestCompilation.Usings + "namespace Mine\n{\n" + Networks + more + "\n}\n";

    /// <summary>Without a look at warnings: what is hostile earns some in its own file.</summary>
    private static string Bits(GeneratorRun run)
    {
        Assert.Empty(run.GeneratorDiagnostics);
        using LoadedProject project = LoadedProject.Of(run.Output);
        return (string)project.Call("Checks.User", "Run")!;
    }

    private static IEnumerable<(SyntaxTree Tree, SemanticModel Model)> Generated(GeneratorRun run) =>
        run.Result.GeneratedSources.Select(source => (source.SyntaxTree, run.Output.GetSemanticModel(source.SyntaxTree)));

    /// <summary>Every identifier in the generated files that is not a keyword somewhere.</summary>
    private static string[] Identifiers() =>
    [
        .. s_clean.Result.GeneratedSources
            .SelectMany(static source => source.SyntaxTree.GetRoot().DescendantTokens())
            .Where(static token => token.IsKind(SyntaxKind.IdentifierToken))
            .Select(static token => token.ValueText)
            .Distinct(StringComparer.Ordinal)
            .OrderBy(static name => name, StringComparer.Ordinal),
    ];

    private static bool IsLookedUp(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == name,
        QualifiedNameSyntax qualified => qualified.Left == name,
        AliasQualifiedNameSyntax => false,
        NameColonSyntax or NameEqualsSyntax or ExplicitInterfaceSpecifierSyntax => false,
        AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment => assignment.Left != name,
        NamespaceDeclarationSyntax or FileScopedNamespaceDeclarationSyntax => false,
        MemberBindingExpressionSyntax => false,
        _ => !name.Ancestors().Any(static node => node is UsingDirectiveSyntax or CrefSyntax or DocumentationCommentTriviaSyntax),
    };
}
