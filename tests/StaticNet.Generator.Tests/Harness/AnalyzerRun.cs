using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using StaticNet.Generator.Diagnostics;
using StaticNet.Generator.Diagnostics.RealTime;
using Xunit;

namespace StaticNet.Generator.Tests.Harness;

/// <summary>
/// Runs the analyzers as a build does, over the user's sources with the generated ones. Expected diagnostics are marked in the
/// source: <c>[Mlp(4, {|SNET0004:0|}, 3)]</c>.
/// </summary>
internal static class AnalyzerRun
{
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers => [new NetworkDeclarationAnalyzer(), new NetworkCallAnalyzer(), new RecordCopyAnalyzer(), new RealTimeAnalyzer(), new NetworkTestsAnalyzer()];

    /// <summary>Every diagnostic of ours, in order of place.</summary>
    public static Task<Diagnostic[]> Over(Compilation compilation, params ImmutableArray<AdditionalText> files) => Over(compilation, new AnalyzerOptions(files));

    /// <summary>The same, with options of the project.</summary>
    public static async Task<Diagnostic[]> Over(Compilation compilation, AnalyzerOptions project)
    {
        var options = new CompilationWithAnalyzersOptions(
            project,
            onAnalyzerException: static (exception, _, _) => throw exception,
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false);
        ImmutableArray<Diagnostic> found = await new CompilationWithAnalyzers(compilation, Analyzers, options).GetAnalyzerDiagnosticsAsync();
        return [.. found.OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start).ThenBy(static diagnostic => diagnostic.Id, StringComparer.Ordinal)];
    }

    /// <summary>Checks that exactly the marked diagnostics are reported, exactly there.</summary>
    /// <returns>Their messages, in order of place.</returns>
    /// <param name="markedSource">The source, without the using of our namespace.</param>
    /// <param name="parseOptions">The project's C# version.</param>
    /// <param name="withGenerated">Whether the generated files are there, as in a build; without them a run is ten times faster.</param>
    /// <param name="path">The path of the source.</param>
    /// <param name="references">Other projects.</param>
    /// <param name="files">The project's additional files.</param>
    public static async Task<string[]> Verify(string markedSource, CSharpParseOptions? parseOptions = null, bool withGenerated = true, string path = "User0.cs", ImmutableArray<MetadataReference> references = default, params ImmutableArray<AdditionalText> files)
    {
        (string source, (string Id, int Start, int End)[] expected) = Markup.Parse(TestCompilation.Usings + markedSource);
        CSharpCompilation user = TestCompilation.Create(parseOptions ?? TestCompilation.ParseOptions, source);
        user = user.ReplaceSyntaxTree(user.SyntaxTrees[0], user.SyntaxTrees[0].WithFilePath(path));
        Compilation compilation = references.IsDefault ? user : user.AddReferences(references);
        if (withGenerated)
        {
            GeneratorRun run = GeneratorRun.Over(compilation, GeneratorRun.NewDriver(parseOptions).AddAdditionalTexts(files));
            Assert.Empty(run.GeneratorDiagnostics);
            compilation = run.Output;
        }

        Diagnostic[] found = await Over(compilation, files);
        Assert.Equal(
            expected.Select(mark => Show(source, mark.Id, mark.Start, mark.End)),
            found.Select(diagnostic => Show(source, diagnostic.Id, diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.End)));
        return [.. found.Select(static diagnostic => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture))];
    }

    private static string Show(string source, string id, int start, int end) => $"{id} at {start}: {source[start..end]}";
}
