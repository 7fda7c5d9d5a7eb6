using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using StaticNet.Generator;
using Xunit;

namespace StaticNet.DocsTests;

/// <summary>A snippet as the program a reader would make of it: <c>dotnet new console</c>, the package, the text.</summary>
internal sealed class SnippetProgram
{
    // What <ImplicitUsings>enable</ImplicitUsings>, the template's default, adds to a console program.
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path) is var name
                && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Orleans.", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll" or "StaticNet.dll" or "StaticNet.Onnx.dll" or "StaticNet.Data.dll" or "StaticNet.Orleans.dll" or "xunit.v3.core.dll"))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers =
    [
        .. typeof(StaticNetGenerator).Assembly.GetTypes()
            .Where(static type => !type.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(type))
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    private readonly Compilation _compilation;
    private readonly GeneratorDriverRunResult _generated;
    private readonly AnalyzerOptions _options;

    /// <param name="prelude">Stands before the text; a type that the text declares too is left out.</param>
    /// <param name="text">The snippet.</param>
    /// <param name="files">What the package's build step hands to the compiler; null for nothing.</param>
    /// <param name="language">The version of C#.</param>
    public SnippetProgram(string prelude, string text, ImmutableArray<AdditionalText>? files = null, LanguageVersion language = LanguageVersion.CSharp14)
    {
        var parseOptions = new CSharpParseOptions(language);
        _options = new AnalyzerOptions(files ?? []);
        SyntaxTree program = Join(prelude, text, parseOptions);
        var compilation = CSharpCompilation.Create(
            "Snippet",
            [program, CSharpSyntaxTree.ParseText(ImplicitUsings, parseOptions)],
            s_references,
            new CSharpCompilationOptions(HasStatements(program) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new StaticNetGenerator().AsSourceGenerator()], _options.AdditionalFiles, parseOptions);
        _generated = driver.RunGeneratorsAndUpdateCompilation(compilation, out _compilation, out _).GetRunResult();
    }

    /// <summary>The text of a generated file, found by the end of its name.</summary>
    public string Generated(string fileName) =>
        _generated.Results.SelectMany(static result => result.GeneratedSources).Single(source => source.HintName.EndsWith(fileName, StringComparison.Ordinal)).SourceText.ToString();

    /// <summary>Errors and warnings, with the text where there are any.</summary>
    public string Complaints()
    {
        Diagnostic[] found = [.. _compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !IsAboutFragments(diagnostic))];
        return found.Length == 0 ? "" : $"{string.Join('\n', (object[])found)}\n{_compilation.SyntaxTrees.First()}";
    }

    /// <summary>Our diagnostics and the compiler's errors, each once, as a build prints them: <c>error SNET0001: …</c>.</summary>
    public IEnumerable<string> Reported() =>
        Diagnostics().Where(static diagnostic => IsOurs(diagnostic) || diagnostic.Severity == DiagnosticSeverity.Error)
            .OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start).ThenBy(static diagnostic => diagnostic.Id, StringComparer.Ordinal)
            .Select(static diagnostic => $"{diagnostic.Severity.ToString().ToLowerInvariant()} {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}").Distinct();

    /// <summary>Runs the program and returns what it printed.</summary>
    public string Run()
    {
        using var image = new MemoryStream();
        Assert.True(_compilation.Emit(image).Success);
        image.Position = 0;
        var context = new AssemblyLoadContext("Snippet", isCollectible: true);
        TextWriter console = Console.Out;
        using var output = new StringWriter { NewLine = "\n" };
        try
        {
            Console.SetOut(output);
            MethodInfo entry = context.LoadFromStream(image).EntryPoint!;
            object? result = entry.Invoke(null, BindingFlags.DoNotWrapExceptions, null, entry.GetParameters().Length == 0 ? null : [Array.Empty<string>()], null);
            Assert.True(result is null or 0, $"The program ended with {result}; it printed\n{output}");
            return output.ToString();
        }
        finally
        {
            Console.SetOut(console);
            context.Unload();
        }
    }

    private static bool IsOurs(Diagnostic diagnostic) => diagnostic.Id.StartsWith("SNET", StringComparison.Ordinal);

    private static bool HasStatements(SyntaxTree program) => program.GetCompilationUnitRoot().Members.Any(static member => member is GlobalStatementSyntax);

    // A fragment may leave a variable or a function unused, and an async method without await.
    private static bool IsAboutFragments(Diagnostic diagnostic) => diagnostic.Id is "CS0168" or "CS0219" or "CS8321" or "CS1998";

    private ImmutableArray<Diagnostic> Diagnostics() => _compilation.WithAnalyzers(s_analyzers, _options).GetAllDiagnosticsAsync().GetAwaiter().GetResult();

    private static SyntaxTree Join(string prelude, string text, CSharpParseOptions parseOptions)
    {
        CompilationUnitSyntax before = Parse(prelude, parseOptions), snippet = Parse(text, parseOptions);
        var declared = new HashSet<string>(snippet.Members.OfType<BaseTypeDeclarationSyntax>().Select(static type => type.Identifier.ValueText), StringComparer.Ordinal);
        IEnumerable<string> usings = before.Usings.Concat(snippet.Usings).Select(static line => line.ToString()).Distinct(StringComparer.Ordinal);
        IEnumerable<string> attributes = before.AttributeLists.Concat(snippet.AttributeLists).Select(static list => list.ToString());
        IEnumerable<string> statements = before.Members.Concat(snippet.Members).OfType<GlobalStatementSyntax>().Select(static member => member.ToFullString());
        IEnumerable<string> types = before.Members.Where(member => member is not BaseTypeDeclarationSyntax type || !declared.Contains(type.Identifier.ValueText))
            .Concat(snippet.Members).Where(static member => member is not GlobalStatementSyntax).Select(static member => member.ToFullString());
        string program = $"{string.Join('\n', usings.Concat(attributes))}\n{string.Concat(statements)}\n{string.Concat(types)}";
        return CSharpSyntaxTree.ParseText(program, parseOptions, path: "Program.cs");
    }

    private static CompilationUnitSyntax Parse(string text, CSharpParseOptions options) => CSharpSyntaxTree.ParseText(text + "\n", options).GetCompilationUnitRoot();
}
