using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StaticNet.Generator.Parsing;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.Incrementality;

/// <summary>What a keystroke costs in a project of many networks. A measurement, not a gate: run it by name, on a quiet machine.</summary>
public sealed class EditorCostTests
{
    private const int Rounds = 200;

    /// <summary>
    /// An edit in a file without networks, beside what the compiler alone takes for as many attributes (it looks all of them up again after
    /// every edit) and for as many generated files (it compares every file's name with all before it).
    /// </summary>
    [Theory(Explicit = true)]
    [InlineData(1, 0)]
    [InlineData(10, 0)]
    [InlineData(100, 0)]
    [InlineData(400, 0)]
    [InlineData(100, 1000)]
    [InlineData(100, 4000)]
    public void Keystroke(int networks, int otherFiles)
    {
        int files = GeneratorRun.Over(Source(0, 1)).Files.Count;
        foreach (bool isFileEach in (bool[])[false, true])
        {
            string[] sources = isFileEach ? [.. Enumerable.Range(0, networks).Select(static i => Source(i, 1))] : [Source(0, networks)];
            int networkFiles = sources.Length;
            sources = [.. sources, .. Enumerable.Range(0, otherFiles).Select(OtherSource)];
            EditedProject attributes = new(sources, new AttributesOnly(0)), names = new(sources, new AttributesOnly(files)), all = new(sources, new StaticNetGenerator());
            for (int i = 0; i < Rounds; i++)
            {
                // In turn, so that a busy machine disturbs all alike.
                attributes.Edit(i);
                names.Edit(i);
                all.Edit(i);
            }

            TestContext.Current.SendDiagnosticMessage(string.Create(
                CultureInfo.InvariantCulture,
                $"{networks} networks in {networkFiles} files, {otherFiles} other files: edit elsewhere {all}, attributes alone {attributes}, attributes and file names {names}; held {all.HeldMiB:F1} MiB"));
        }
    }

    private static string Source(int first, int count)
    {
        var source = new StringBuilder(TestCompilation.Usings);
        for (int i = first; i < first + count; i++)
        {
            source.AppendLine(CultureInfo.InvariantCulture, $"[Mlp({2 + (i % 30)}, {4 + (i % 7)}, 3)] public partial class Net{i};");
        }

        return source.ToString();
    }

    private static string OtherSource(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $"namespace Other{number}; [System.Serializable] public sealed class Thing {{ [System.Obsolete] public int Half(int x) => x / 2; public string Name {{ get; set; }} = \"{number}\"; }}");

    private sealed class EditedProject
    {
        private readonly List<double> _times = [];
        private CSharpCompilation _compilation;
        private GeneratorDriver _driver;

        public EditedProject(string[] sources, IIncrementalGenerator generator)
        {
            _compilation = TestCompilation.Create([.. sources, "class Program { }"]);
            long before = GC.GetTotalMemory(forceFullCollection: true);
            _driver = CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions)
                .RunGenerators(_compilation, TestContext.Current.CancellationToken);
            HeldMiB = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1024.0 / 1024.0;
        }

        public double HeldMiB { get; }

        public void Edit(int number)
        {
            SyntaxTree old = _compilation.SyntaxTrees[^1];
            _compilation = _compilation.ReplaceSyntaxTree(old, CSharpSyntaxTree.ParseText($"class Program {{ static int X() => {number}; }}", TestCompilation.ParseOptions, old.FilePath));
            long start = Stopwatch.GetTimestamp();
            _driver = _driver.RunGenerators(_compilation, TestContext.Current.CancellationToken);
            _times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        public override string ToString()
        {
            // An editor's compiler is warm.
            double[] warm = [.. _times.Skip(_times.Count / 2).Order()];
            return string.Create(CultureInfo.InvariantCulture, $"{warm[0]:F2} ms (median {warm[warm.Length / 2]:F2})");
        }
    }

    /// <summary>Looks for our attributes and does nothing with them but write empty files.</summary>
    private sealed class AttributesOnly(int files) : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context)
        {
            foreach (string attribute in NetworkAttributes.All.Append(NetworkAttributes.ModelFile))
            {
                IncrementalValuesProvider<string> found = context.SyntaxProvider.ForAttributeWithMetadataName(
                    attribute, static (node, _) => node is TypeDeclarationSyntax, static (found, _) => found.TargetSymbol.Name);
                context.RegisterSourceOutput(found, (output, name) =>
                {
                    for (int i = 0; i < files; i++)
                    {
                        output.AddSource($"{name}.{i}.g.cs", "");
                    }
                });
            }
        }
    }
}
