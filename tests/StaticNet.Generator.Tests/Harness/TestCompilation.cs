using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace StaticNet.Generator.Tests.Harness;

/// <summary>A user's project: its sources against .NET and the runtime library, with every warning on.</summary>
internal static class TestCompilation
{
    /// <summary>Stands before sources that write <c>[Mlp(4, 10, 3)]</c> without a using of their own.</summary>
    public const string Usings = "using StaticNet;\n";

    public static readonly CSharpParseOptions ParseOptions =
        new(LanguageVersion.CSharp14, DocumentationMode.Diagnose);

    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path) is var name
                && (name.StartsWith("System.", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll" or "StaticNet.dll"))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    public static CSharpCompilation Create(params string[] sources) => Create(ParseOptions, sources);

    public static CSharpCompilation Create(CSharpParseOptions parseOptions, params string[] sources) => CSharpCompilation.Create(
        "UserProject",
        sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, parseOptions, path: $"User{i}.cs")),
        s_references,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            checkOverflow: true,
            warningLevel: 9999,
            nullableContextOptions: NullableContextOptions.Enable,
            allowUnsafe: false,
            deterministic: true,
            // Members of test sources need no documentation; generated ones do, and are checked in their own files.
            specificDiagnosticOptions: [new("CS1591", ReportDiagnostic.Default)]));

    /// <summary>Diagnostics a user would see, those above hidden; missing documentation only where it is ours.</summary>
    public static IReadOnlyList<Diagnostic> VisibleDiagnostics(Compilation compilation) =>
    [
        .. compilation.GetDiagnostics().Where(static diagnostic =>
            diagnostic.Severity > DiagnosticSeverity.Hidden
            && !(diagnostic.Id == "CS1591" && diagnostic.Location.SourceTree?.FilePath.StartsWith("User", StringComparison.Ordinal) == true)),
    ];
}
