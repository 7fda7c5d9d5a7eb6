using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.Architecture;

/// <summary>The one-way flow between the generator's folders: a room that names a type it must not know fails a build.</summary>
public sealed class RoomTests
{
    private const string Root = "StaticNet.Generator.";
    private const string LayerKinds = Root + "Layers";
    private const string Roslyn = "Microsoft.CodeAnalysis";

    /// <summary>Per room, the namespaces it must not know.</summary>
    private static readonly Dictionary<string, string[]> s_forbidden = new()
    {
        ["Collections"] = [Roslyn, Root + "Model", Root + "Validation", Root + "Parsing", Root + "Planning", Root + "Emit", Root + "Diagnostics"],
        ["Model"] = [Roslyn, Root + "Validation", Root + "Parsing", Root + "Planning", Root + "Emit", Root + "Diagnostics"],
        ["Validation"] = [Roslyn, Root + "Parsing", Root + "Planning", Root + "Emit", Root + "Diagnostics"],
        ["Parsing"] = [Root + "Planning", Root + "Emit", Root + "Diagnostics"],
        ["Planning"] = [Roslyn, Root + "Validation", Root + "Parsing", Root + "Emit", Root + "Diagnostics"],
        ["Emit"] = [Roslyn, Root + "Validation", Root + "Parsing", Root + "Diagnostics"],
        ["Diagnostics"] = [Root + "StaticNetGenerator"],
        ["Layers"] = [Root + "Diagnostics"],
        [""] = [Root + "Diagnostics"],
    };

    /// <summary>A layer kind's files stand together; by the ends of their names they keep to the rules of these rooms.</summary>
    private static readonly Dictionary<string, string> s_roomOfSuffix = new()
    {
        ["Spec"] = "Model",
        ["Reader"] = "Parsing",
        ["Stage"] = "Planning",
        ["Emitter"] = "Emit",
    };

    private static readonly Lazy<CSharpCompilation> s_generator = new(Compile);

    private static readonly ConcurrentDictionary<SyntaxTree, (SimpleNameSyntax Name, string Type)[]> s_named = new();

    public static TheoryData<string> Rooms => [.. s_forbidden.Keys];

    public static TheoryData<string> Suffixes => [.. s_roomOfSuffix.Keys];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Room_NamesNothingItMustNotKnow(string room)
    {
        string folder = RepositoryFiles.PathOf(Path.Combine("generator/StaticNet.Generator", room));

        // Nobody but the type that lists them knows the layer kinds: that is what makes a new one a matter of its folder.
        string[] forbidden = room is "Layers" or "" ? s_forbidden[room] : [.. s_forbidden[room], LayerKinds];
        Assert.Empty(Named(tree => InRoom(tree.FilePath, folder, room), used => IsOneOf(used, forbidden)));
    }

    /// <summary>The folders of Emit, its own files as one of them, use each other in one direction: removing those that use nothing more leaves none.</summary>
    [Fact]
    public void FoldersOfEmit_HaveNoCircle()
    {
        string emit = RepositoryFiles.PathOf("generator/StaticNet.Generator/Emit"), prefix = Root + "Emit.";
        string[] folders = ["", .. Directory.EnumerateDirectories(emit).Select(static path => Path.GetFileName(path))];
        var uses = folders.ToDictionary(static folder => folder, folder => new HashSet<string>(
            s_generator.Value.SyntaxTrees.Where(tree => Path.GetDirectoryName(tree.FilePath) == Path.Combine(emit, folder).TrimEnd('/'))
                .SelectMany(static tree => s_named.GetOrAdd(tree, static named => [.. NamesOf(named)]))
                .Where(name => name.Type.StartsWith(prefix, StringComparison.Ordinal))
                .Select(name => name.Type[prefix.Length..].Split('.')[0])
                .Select(first => folders.Contains(first) ? first : "")
                .Where(other => other != folder)));
        while (uses.Keys.FirstOrDefault(folder => uses[folder].Count == 0) is string last)
        {
            uses.Remove(last);
            foreach (HashSet<string> others in uses.Values)
            {
                others.Remove(last);
            }
        }

        Assert.True(uses.Count == 0, "a circle among " + string.Join("; ", uses.Select(static pair => $"'{pair.Key}' uses {string.Join(", ", pair.Value)}")));
    }

    [Theory]
    [MemberData(nameof(Suffixes))]
    public void FilesOfALayerKind_KeepToTheirRoom(string suffix)
    {
        string room = s_roomOfSuffix[suffix];
        Assert.Empty(Named(
            tree => IsOfLayerKind(tree) && Path.GetFileNameWithoutExtension(tree.FilePath).EndsWith(suffix, StringComparison.Ordinal),
            used => IsOneOf(used, s_forbidden[room])
                || s_roomOfSuffix.Any(other => used.StartsWith(LayerKinds + ".", StringComparison.Ordinal)
                    && used.EndsWith(other.Key, StringComparison.Ordinal) && s_forbidden[room].Contains(Root + other.Value))));
    }

    [Fact]
    public void EveryFileOfALayerKind_SaysItsRoom() => Assert.All(
        s_generator.Value.SyntaxTrees.Where(IsOfLayerKind),
        static tree => Assert.Contains(s_roomOfSuffix.Keys, suffix => Path.GetFileNameWithoutExtension(tree.FilePath).EndsWith(suffix, StringComparison.Ordinal)));

    [Fact]
    public void EveryFolder_IsARoomOfTheTable() => Assert.All(
        Directory.EnumerateDirectories(RepositoryFiles.PathOf("generator/StaticNet.Generator")).Select(static path => Path.GetFileName(path)),
        static room => Assert.True(room is "bin" or "obj" || s_forbidden.ContainsKey(room!), $"'{room}' is in no row of the table"));

    [Fact]
    public void Generator_CompilesForThisTest() =>
        Assert.Empty(s_generator.Value.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));

    [Fact]
    public void RuntimeLibrary_KnowsOnlyTheFramework() => Assert.All(
        System.Reflection.Assembly.Load("StaticNet").GetReferencedAssemblies(),
        static reference => Assert.True(reference.Name!.StartsWith("System.", StringComparison.Ordinal) || reference.Name == "Microsoft.Win32.Primitives", reference.Name));

    [Fact]
    public void Generator_ReferencesOnlyTheCompilerAndNetStandard() => Assert.All(
        typeof(StaticNetGenerator).Assembly.GetReferencedAssemblies(),
        static reference => Assert.Contains(
            reference.Name,
            new[] { "netstandard", "Microsoft.CodeAnalysis", "Microsoft.CodeAnalysis.CSharp", "System.Collections.Immutable", "System.Memory", "System.Runtime.CompilerServices.Unsafe" }));

    /// <summary>Where trees name a type that they must not.</summary>
    private static List<string> Named(Func<SyntaxTree, bool> isMeant, Func<string, bool> isForbidden)
    {
        SyntaxTree[] trees = [.. s_generator.Value.SyntaxTrees.Where(isMeant)];
        Assert.NotEmpty(trees);
        var found = new List<string>();
        foreach (SyntaxTree tree in trees)
        {
            foreach ((SimpleNameSyntax name, string used) in s_named.GetOrAdd(tree, static named => [.. NamesOf(named)]))
            {
                if (isForbidden(used))
                {
                    found.Add($"{Path.GetFileName(tree.FilePath)}({name.GetLocation().GetLineSpan().StartLinePosition.Line + 1}): {used}");
                }
            }
        }

        return found;
    }

    /// <summary>The names in a tree that stand for a type or a member of one, with that type.</summary>
    private static IEnumerable<(SimpleNameSyntax Name, string Type)> NamesOf(SyntaxTree tree)
    {
        SemanticModel model = s_generator.Value.GetSemanticModel(tree);
        foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            ISymbol? symbol = model.GetSymbolInfo(name).Symbol;
            if ((symbol as INamedTypeSymbol ?? symbol?.ContainingType)?.ToDisplayString() is string type)
            {
                yield return (name, type);
            }
        }
    }

    private static bool IsOneOf(string used, string[] forbidden) =>
        forbidden.Any(prefix => used == prefix || used.StartsWith(prefix + ".", StringComparison.Ordinal));

    /// <summary>In a folder of its own below that of all kinds.</summary>
    private static bool IsOfLayerKind(SyntaxTree tree) => tree.FilePath.Length > 0
        && Path.GetDirectoryName(Path.GetDirectoryName(tree.FilePath)) == RepositoryFiles.PathOf("generator/StaticNet.Generator/Layers");

    private static bool InRoom(string file, string folder, string room) => room.Length == 0
        ? Path.GetDirectoryName(file) == folder.TrimEnd('/')
        : file.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static CSharpCompilation Compile()
    {
        string folder = RepositoryFiles.PathOf("generator/StaticNet.Generator");
        IEnumerable<string> files = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.StartsWith(Path.Combine(folder, "obj"), StringComparison.Ordinal) && !file.StartsWith(Path.Combine(folder, "bin"), StringComparison.Ordinal))
            .Concat(new[] { "Activation", "Loss", "Initializer", "MissingTargets", "NetworkStyle", "Unroll" }.Select(static name => RepositoryFiles.PathOf($"src/StaticNet/Attributes/{name}.cs")))
            .Concat(new[] { "ModelFileException", "Neutral/ImportedModel", "Neutral/LayerEvaluator", "Neutral/LayerFunctions", "Neutral/LittleEndian", "Neutral/Selection", "Neutral/SequenceVectorCheck", "Neutral/TestVectorCheck", "Neutral/TimeLayers", "Neutral/WeightRounding" }
                .Select(static name => RepositoryFiles.PathOf($"generator/StaticNet.ModelFiles/{name}.cs")));
        return CSharpCompilation.Create(
            "GeneratorSources",
            files.Select(static file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), TestCompilation.ParseOptions, file)),
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(static path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith(Roslyn, StringComparison.Ordinal)))
                .Select(static path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }
}
