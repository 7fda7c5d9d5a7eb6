using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.Incrementality;

/// <summary>What a keystroke costs in a project of many networks. A measurement, not a gate: run it by name, on a quiet machine.</summary>
public sealed class EditorCostTests
{
    [Theory(Explicit = true)]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(400)]
    public void Keystroke(int networks)
    {
        var source = new StringBuilder(TestCompilation.Usings);
        for (int i = 0; i < networks; i++)
        {
            source.AppendLine(CultureInfo.InvariantCulture, $"[Mlp({2 + (i % 30)}, {4 + (i % 7)}, 3)] public partial class Net{i};");
        }

        CSharpCompilation compilation = TestCompilation.Create(source.ToString(), "class Program { }");
        long before = GC.GetTotalMemory(forceFullCollection: true);
        GeneratorDriver driver = GeneratorRun.NewDriver(trackSteps: false).RunGenerators(compilation, TestContext.Current.CancellationToken);
        long held = GC.GetTotalMemory(forceFullCollection: true) - before;

        // An editor's compiler is warm.
        for (int i = 0; i < 300; i++)
        {
            Edit(1, $"class Program {{ static int Y() => {i}; }}");
        }

        double[] elsewhere = [.. Enumerable.Range(0, 200).Select(i => Edit(1, $"class Program {{ static int X() => {i}; }}"))];
        double[] inAnAttribute = [.. Enumerable.Range(0, 40).Select(i => Edit(0, source + $"[Mlp({i + 1}, 4, 3)] partial class Typed;"))];
        TestContext.Current.SendDiagnosticMessage(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{networks} networks: edit elsewhere {elsewhere.Min():F2} ms (median {Median(elsewhere):F2}), edit of one network {inAnAttribute.Min():F2} ms (median {Median(inAnAttribute):F2}), held {held / 1024.0 / 1024.0:F1} MiB"));

        double Edit(int file, string text)
        {
            SyntaxTree old = compilation.SyntaxTrees[file];
            compilation = compilation.ReplaceSyntaxTree(old, CSharpSyntaxTree.ParseText(text, TestCompilation.ParseOptions, old.FilePath));
            long start = Stopwatch.GetTimestamp();
            driver = driver.RunGenerators(compilation, TestContext.Current.CancellationToken);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
