using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace StaticNet.Benchmarks;

/// <summary>What the generator and its text cost the compiler, per network.</summary>
internal static class GeneratorCost
{
    private const int WarmRuns = 25;

    private static readonly MetadataReference[] s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(File.Exists).Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Where the generator was built, as the project file recorded it.</summary>
    public static string GeneratorPath { get; } = typeof(GeneratorCost).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == "GeneratorPath").Value!;

    /// <summary>One row per network.</summary>
    public static string Measure()
    {
        var table = new MarkdownTable("network", "emitted source", "files", "cold compiler", "warm", "after an unrelated edit", "warm, compiled too");
        CSharpCompilation empty = Compile("class Empty { }");
        double without = Median(() => TimeCompiled(CreateDriver(), empty));
        foreach (NetworkShape shape in NetworkShape.All)
        {
            CSharpCompilation compilation = Compile(Declaration(shape));
            var stopwatch = Stopwatch.StartNew();
            GeneratorDriver driver = CreateDriver().RunGenerators(compilation);
            double cold = stopwatch.Elapsed.TotalMilliseconds;
            IReadOnlyList<GeneratedSourceResult> files = driver.GetRunResult().Results[0].GeneratedSources;
            double warm = Median(() => Time(CreateDriver(), compilation));
            double edited = Median(() => Time(driver, compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Unrelated { }"))));
            double compiled = Median(() => TimeCompiled(CreateDriver(), compilation)) - without;
            table.Add($"{shape}", $"{files.Sum(file => Encoding.UTF8.GetByteCount(file.SourceText.ToString())) / 1024.0:F1} KiB", $"{files.Count}", $"{cold:F1} ms", $"{warm:F2} ms", $"{edited:F2} ms", $"{compiled:F1} ms");
        }

        return $"### Generator\n\n{table}";
    }

    /// <summary>The declaration a user writes for a shape.</summary>
    public static string Declaration(NetworkShape shape)
    {
        string options = (shape.Hidden == Activation.ReLU ? "" : $", Activation = StaticNet.Activation.{shape.Hidden}")
            + (shape.Output == Activation.Identity ? "" : $", OutputActivation = StaticNet.Activation.{shape.Output}");
        return $"[StaticNet.Mlp({string.Join(", ", shape.Sizes)}{options})] public partial class {shape.Name};\n";
    }

    private static CSharpGeneratorDriver CreateDriver()
    {
        Type type = Assembly.LoadFrom(GeneratorPath).GetTypes().First(candidate => typeof(IIncrementalGenerator).IsAssignableFrom(candidate) && !candidate.IsAbstract);
        return CSharpGeneratorDriver.Create((IIncrementalGenerator)Activator.CreateInstance(type)!);
    }

    private static CSharpCompilation Compile(string source) => CSharpCompilation.Create(
        "Measured", [CSharpSyntaxTree.ParseText(source)], s_references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    private static double Time(GeneratorDriver driver, CSharpCompilation compilation)
    {
        long start = Stopwatch.GetTimestamp();
        _ = driver.RunGenerators(compilation);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    // What one network more costs a compiler that is warm: generated, bound and written.
    private static double TimeCompiled(GeneratorDriver driver, CSharpCompilation compilation)
    {
        long start = Stopwatch.GetTimestamp();
        driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation updated, out _);
        using var assembly = new MemoryStream();
        if (!updated.Emit(assembly).Success)
        {
            throw new InvalidOperationException("The measured network does not compile.");
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Median(Func<double> measure)
    {
        double[] values = [.. Enumerable.Range(0, WarmRuns).Select(_ => measure())];
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
