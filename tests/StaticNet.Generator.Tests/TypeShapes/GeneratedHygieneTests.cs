using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.TypeShapes;

/// <summary>Generated code earns no warning from what the project around it declares, and no line in a coverage report.</summary>
public sealed class GeneratedHygieneTests
{
    private const string Documented = """
        namespace Lib;

        /// <summary>A network.</summary>
        [Mlp(4, 10, 3)]
        public partial class Net
        {
            /// <summary>Convenience.</summary>
            public float[] Forward(float[] input)
            {
                var output = new float[OutputSize];
                Forward(input.AsSpan(), output);
                return output;
            }

            /// <summary>Convenience.</summary>
            public static ParameterBuffer CreateGradients(int unused) => CreateGradients();
        }

        """;

    /// <summary>A doc comment that names a method by its name alone is ambiguous once the user adds an overload: CS0419.</summary>
    [Fact]
    public void OverloadsOfTheUsersOwn_LeaveNoReferenceAmbiguous() => Compile(Documented, []);

    /// <summary>The arrays in [Mlp(4, 10, 3)] are the suppressor's, the type of the user's own method is his.</summary>
    [Fact]
    public void ClsCompliantAssembly_Compiles() => Compile("#pragma warning disable CS3016, CS3002\n[assembly: System.CLSCompliant(true)]\n" + Documented + Networks("public"), []);

    [Fact]
    public async Task ClsCompliantAssembly_HearsNothingAboutTheSizesOfNetworks()
    {
        GeneratorRun run = GeneratorRun.Over("[assembly: System.CLSCompliant(true)]", TestCompilation.Usings + Networks("public")
            + "/// <summary>Another's.</summary>\n[Sizes([4, 3])] public class Other; internal sealed class SizesAttribute(int[] sizes) : System.Attribute { public int[] Sizes => sizes; }");
        var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, concurrentAnalysis: false, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: true);
        ImmutableArray<Diagnostic> found = await new CompilationWithAnalyzers(run.Output, [new AttributeArraySuppressor()], options).GetAllDiagnosticsAsync(TestContext.Current.CancellationToken);
        Diagnostic[] arrays = [.. found.Where(static diagnostic => diagnostic.Id == "CS3016")];
        Assert.True(arrays.Length >= 4, $"{arrays.Length}");
        Assert.Equal("Sizes([4, 3])", Assert.Single(arrays, static diagnostic => !diagnostic.IsSuppressed) is Diagnostic other ? Attribute(other) : "");
        Assert.DoesNotContain(found, static diagnostic => !diagnostic.IsSuppressed && diagnostic.Location.SourceTree?.FilePath.Contains("StaticNetGenerator", StringComparison.Ordinal) == true && diagnostic.Severity >= DiagnosticSeverity.Warning);

        static string Attribute(Diagnostic diagnostic) =>
            diagnostic.Location.SourceTree!.GetRoot().FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeSyntax>()!.ToString();
    }

    [Fact]
    public void LowerCaseName_Compiles() => Compile(
        "#pragma warning disable CS8981\n/// <summary>A network.</summary>\n[Mlp(4, 3)] public partial class net;\n/// <summary>A container.</summary>\npublic static partial class outer { /// <summary>A network.</summary>\n[Mlp(4, 3)] public partial class inner; }", []);

    /// <summary>A test project that compiles the same declaration as the project it sees the internals of.</summary>
    [Fact]
    public void SameTypeInAReferencedProject_Compiles()
    {
        const string Source = "namespace Lib { [Mlp(4, 3)] internal partial class Net; }";
        GeneratorRun library = GeneratorRun.Over(TestCompilation.Usings + "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"UserProject\")]\n" + Source);
        using var image = new MemoryStream();
        Assert.True(library.Output.WithAssemblyName("Library").Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        Compile(Source, [MetadataReference.CreateFromImage(image.ToArray())]);
    }

    [Fact]
    public void EveryGeneratedMember_IsMarkedAsGenerated_AndLeftOutOfCoverage()
    {
        GeneratorRun run = GeneratorRun.Over(TestCompilation.Usings + Networks("public"));
        int members = 0;
        foreach (GeneratedSourceResult source in run.Result.GeneratedSources)
        {
            SemanticModel model = run.Output.GetSemanticModel(source.SyntaxTree);
            IEnumerable<TypeDeclarationSyntax> types = source.SyntaxTree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<TypeDeclarationSyntax>()
                .Where(type => IsNetwork(model.GetDeclaredSymbol(type, TestContext.Current.CancellationToken)!));
            foreach (MemberDeclarationSyntax member in types.SelectMany(static type => type.Members).Where(static member => member is not FieldDeclarationSyntax))
            {
                ISymbol symbol = model.GetDeclaredSymbol(member, TestContext.Current.CancellationToken)!;
                if (symbol is IMethodSymbol { PartialDefinitionPart: { } definition })
                {
                    symbol = definition;
                }

                string[] attributes = [.. symbol.GetAttributes().Select(static attribute => attribute.AttributeClass!.Name)];
                Assert.True(attributes.Contains("GeneratedCodeAttribute") && attributes.Contains("ExcludeFromCodeCoverageAttribute"), $"{source.HintName}: {symbol}");
                members++;
            }
        }

        Assert.True(members > 100, $"{members}");
        Assert.DoesNotContain(run.Output.GetTypeByMetadataName("Iris")!.GetAttributes(), static attribute => attribute.AttributeClass!.Name.StartsWith("Exclude", StringComparison.Ordinal));
    }

    /// <summary>The file of a declaration may count as generated by its name or its first line.</summary>
    [Theory]
    [InlineData("Nets.g.cs", "")]
    [InlineData("Nets.designer.cs", "")]
    [InlineData("Nets.cs", "// <auto-generated/>\n")]
    public async Task DeclarationInAFileThatCountsAsGenerated_GetsItsDiagnostics(string path, string firstLine) =>
        Assert.Single(await AnalyzerRun.Verify(firstLine + "[Mlp(4, {|SNET0004:0|}, 3)] partial class Net;", path: path));

    private static bool IsNetwork(INamedTypeSymbol type) => type.GetAttributes().Any(static attribute => attribute.AttributeClass!.ContainingNamespace.Name == "StaticNet");

    private static string Networks(string access) => string.Concat(
        new (string Name, string Attributes)[]
        {
            ("Iris", "[Mlp(4, 10, 3)]"),
            ("OneUnit", "[Mlp(4, 8, 1, Activation = Activation.Tanh, OutputActivation = Activation.Sigmoid)]"),
            ("Loops", "[Mlp(40, 300, 3)]"),
            ("Gate", "[Perceptron(2)]"),
            ("Amp", "[Sequential(3), LSTM(8), Conv1d(4, 3, dilation: 2), Tanh, Linear(1)]"),
            ("Gesture", "[Sequential(2), GRU(5, Layers = 2), RNN(4), LastStep, Linear(3)]"),
            ("Timed", "[Mlp(2, 2), Budget(Nanoseconds = 1000)]"),
            ("Plain", "[Mlp(4, 10, 3, Style = NetworkStyle.Readable)]"),
            ("Policy", "[Sequential(8), FreeParameter(\"log_std\", 2, -0.5f), Linear(32), Tanh, Head(\"policy\", 2, Loss = Loss.CrossEntropy), Head(\"value\", 1)]"),
            ("Rows", "[Mlp<Flower, Species>(10)]"),
            ("Prices", "[Mlp<Flower, float>(10)]"),
            ("Staged", "[Sequential(6), BatchNorm1d, Linear(9), LayerNorm, LeakyReLU, Residual(2), RMSNorm, GELU, PReLU, Dropout(0.1f), Linear(3), Softmax]"),
        }.Select(network => $"/// <summary>A network.</summary>\n{network.Attributes} {access} partial class {network.Name};\n").Append("""
        /// <summary>A row.</summary>
        public readonly struct Flower
        {
            /// <summary>A number.</summary>
            public float Sepal { get; init; }
            /// <summary>A class.</summary>
            public Species? Neighbor { get; init; }
        }
        /// <summary>Classes.</summary>
        public enum Species
        {
            /// <summary>One.</summary>
            Setosa,
            /// <summary>Another.</summary>
            Virginica,
        }

        """));

    /// <summary>Every warning is an error, those about documentation too.</summary>
    private static void Compile(string source, MetadataReference[] references)
    {
        // A using before an assembly attribute is in order; a file-scoped namespace has to come after both.
        CSharpCompilation compilation = TestCompilation.Create("using System;\n" + TestCompilation.Usings + source).AddReferences(references);
        compilation = compilation.WithOptions(compilation.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Error));
        GeneratorRun.Over(compilation).AssertCompiles();
    }
}
