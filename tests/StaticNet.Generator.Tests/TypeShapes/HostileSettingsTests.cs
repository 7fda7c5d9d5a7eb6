using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.TypeShapes;

/// <summary>Generated code compiles whatever the project's switches are: it says itself what it needs.</summary>
public sealed class HostileSettingsTests
{
    private const string Source = TestCompilation.Usings + "namespace A { [Mlp(4, 10, 3, OutputActivation = Activation.Softmax)] public partial class Net; [Mlp(20, 300, 3)] internal partial class Large; " + Staged + " }";

    /// <summary>Every kind of layer, alone and in a pass with others.</summary>
    private const string Staged = "[Sequential(6), BatchNorm1d, Linear(9, Name = \"stem\"), BatchNorm1d, ReLU, Dropout(0.2f), Linear(9), LayerNorm, LeakyReLU, Residual(\"stem\"), RMSNorm, GELU, PReLU, Concat, Select(2, 5), Select([1, 0, 1]), Linear(3), Sigmoid] public partial class Staged;";

    [Theory]
    [InlineData(NullableContextOptions.Disable)]
    [InlineData(NullableContextOptions.Enable)]
    [InlineData(NullableContextOptions.Warnings)]
    [InlineData(NullableContextOptions.Annotations)]
    public void EveryNullableContext_Compiles(NullableContextOptions nullable) =>
        Compile(options => options.WithNullableContextOptions(nullable));

    [Theory]
    [InlineData(true, OptimizationLevel.Debug)]
    [InlineData(false, OptimizationLevel.Release)]
    public void OverflowChecksAndOptimization_Compile(bool checkOverflow, OptimizationLevel level) =>
        Compile(options => options.WithOverflowChecks(checkOverflow).WithOptimizationLevel(level));

    [Fact]
    public void WarningsAsErrors_Compile() => Compile(static options => options.WithGeneralDiagnosticOption(ReportDiagnostic.Error));

    [Theory]
    [InlineData(LanguageVersion.CSharp14)]
    [InlineData(LanguageVersion.LatestMajor)]
    [InlineData(LanguageVersion.Preview)]
    public void EverySupportedLanguageVersion_Compiles(LanguageVersion version) =>
        GeneratorRun.Over(TestCompilation.Create(TestCompilation.ParseOptions.WithLanguageVersion(version), Source)).AssertCompiles();

    [Fact]
    public void UsersGlobalUsingsAndAliases_ChangeNothing()
    {
        const string Aliases = """
            global using System;
            global using Vector256 = System.String;
            global using Span = System.Int32;
            global using Unsafe = System.Object;
            global using ParameterBuffer = System.DateTime;
            """;
        GeneratorRun run = GeneratorRun.Over(TestCompilation.Create(Source, Aliases));
        Diagnostic[] found = [.. TestCompilation.VisibleDiagnostics(run.Output).Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        Assert.True(found.Length == 0, string.Join("\n", found.Select(static diagnostic => diagnostic.ToString())));
    }

    [Fact]
    public void GeneratedCode_IsSafe() =>
        Assert.All(GeneratorRun.Over(Source).Files, static file => Assert.DoesNotContain("unsafe", file.Value.Replace("System.Runtime.CompilerServices.Unsafe", "", StringComparison.Ordinal), StringComparison.Ordinal));

    private static void Compile(Func<CSharpCompilationOptions, CSharpCompilationOptions> change)
    {
        CSharpCompilation compilation = TestCompilation.Create(Source);
        GeneratorRun.Over(compilation.WithOptions(change(compilation.Options).WithSpecificDiagnosticOptions([new("CS1591", ReportDiagnostic.Suppress)]))).AssertCompiles();
    }
}
