using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using StaticNet.Generator;
using StaticNet.Generator.Diagnostics;

namespace StaticNet.Show;

/// <summary>A declaration on the command line, compiled with the generator and its analyzer.</summary>
internal sealed class Declaration
{
    private static readonly CSharpParseOptions s_parseOptions = new(LanguageVersion.CSharp14);

    /// <param name="text">Attributes alone, which then stand on a class <c>Net</c>; or whole declarations.</param>
    public Declaration(string text)
    {
        string source = "using StaticNet;\n" + (text.TrimEnd().EndsWith(']') ? text + "\npublic partial class Net;\n" : text);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Shown", [CSharpSyntaxTree.ParseText(source, s_parseOptions)], References(), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        GeneratorDriverRunResult run = CSharpGeneratorDriver.Create([new StaticNetGenerator().AsSourceGenerator()], parseOptions: s_parseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _)
            .GetRunResult();
        Files = [.. run.Results[0].GeneratedSources.Select(static source => new GeneratedText(source.HintName, source.SourceText.ToString()))];
        Diagnostics =
        [
            .. output.WithAnalyzers([new NetworkDeclarationAnalyzer()]).GetAllDiagnosticsAsync().GetAwaiter().GetResult()
                .Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Info),
        ];
    }

    /// <summary>The generated files.</summary>
    public IReadOnlyList<GeneratedText> Files { get; }

    /// <summary>What the compiler and the analyzer say.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    private static IEnumerable<MetadataReference> References() => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(static path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "StaticNet.dll"))
        .Select(static path => MetadataReference.CreateFromFile(path));
}
