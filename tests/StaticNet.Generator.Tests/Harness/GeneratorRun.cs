using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace StaticNet.Generator.Tests.Harness;

/// <summary>One run of the generator over a user's sources.</summary>
internal sealed class GeneratorRun
{
    private GeneratorRun(GeneratorDriver driver, Compilation output, ImmutableArray<Diagnostic> generatorDiagnostics)
    {
        Driver = driver;
        Output = output;
        GeneratorDiagnostics = generatorDiagnostics;
    }

    /// <summary>Ready for the next run over an edited compilation.</summary>
    public GeneratorDriver Driver { get; }

    /// <summary>The user's sources and the generated ones.</summary>
    public Compilation Output { get; }

    /// <summary>What the generator itself reported; a crash shows here as CS8785 or SNET0099.</summary>
    public ImmutableArray<Diagnostic> GeneratorDiagnostics { get; }

    public GeneratorRunResult Result => Driver.GetRunResult().Results[0];

    /// <summary>Generated texts by hint name.</summary>
    public IReadOnlyDictionary<string, string> Files =>
        Result.GeneratedSources.IsDefault
            ? new Dictionary<string, string>()
            : Result.GeneratedSources.ToDictionary(static source => source.HintName, static source => source.SourceText.ToString());

    /// <summary>Runs the generator over source files as they are written.</summary>
    public static GeneratorRun Over(params string[] sources) => Over(TestCompilation.Create(sources));

    public static GeneratorRun Over(CSharpCompilation compilation) => Over(compilation, NewDriver((CSharpParseOptions)compilation.SyntaxTrees[0].Options));

    public static GeneratorRun Over(Compilation compilation, GeneratorDriver driver)
    {
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out ImmutableArray<Diagnostic> diagnostics);
        return new(driver, output, diagnostics);
    }

    /// <summary>A driver that, unless told otherwise, keeps the run reason of every step.</summary>
    public static GeneratorDriver NewDriver(CSharpParseOptions? parseOptions = null, bool trackSteps = true) => CSharpGeneratorDriver.Create(
        [new StaticNetGenerator().AsSourceGenerator()],
        parseOptions: parseOptions ?? TestCompilation.ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: trackSteps));

    /// <summary>Fails with numbered source unless generator and compiler are silent.</summary>
    public GeneratorRun AssertCompiles()
    {
        Diagnostic[] found = [.. GeneratorDiagnostics, .. TestCompilation.VisibleDiagnostics(Output)];
        if (found.Length > 0)
        {
            Assert.Fail(Describe(found));
        }

        return this;
    }

    private static string Describe(IReadOnlyCollection<Diagnostic> diagnostics)
    {
        var text = new StringBuilder();
        foreach (Diagnostic diagnostic in diagnostics.Take(20))
        {
            text.AppendLine(diagnostic.ToString());
        }

        foreach (SyntaxTree tree in diagnostics.Select(static diagnostic => diagnostic.Location.SourceTree).OfType<SyntaxTree>().Distinct().Take(3))
        {
            text.AppendLine().AppendLine("---- " + tree.FilePath);
            int number = 0;
            foreach (string line in tree.ToString().Split('\n'))
            {
                text.Append((++number).ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(5)).Append("  ").AppendLine(line);
            }
        }

        return text.ToString();
    }
}
