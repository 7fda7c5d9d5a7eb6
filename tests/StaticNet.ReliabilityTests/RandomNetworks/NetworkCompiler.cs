extern alias Generator;

using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Generator::StaticNet.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Xunit;

namespace StaticNet.ReliabilityTests.RandomNetworks;

/// <summary>Declarations → generator → compiler → loaded types.</summary>
internal static class NetworkCompiler
{
    private static readonly CSharpParseOptions s_parseOptions = new(LanguageVersion.CSharp14);

    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "StaticNet.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Compiles all networks as one optimized assembly with overflow checks; any warning fails.</summary>
    /// <param name="declarations">One network each, as the class of a given name.</param>
    /// <returns>The types, in order.</returns>
    public static Type[] Compile(IReadOnlyList<Func<string, string>> declarations)
    {
        string source = "using StaticNet;\nnamespace Random;\n" + string.Join("\n", declarations.Select((declare, i) => declare($"N{i}")));
        Compilation compilation = CSharpCompilation.Create(
            "RandomNetworks",
            [CSharpSyntaxTree.ParseText(source, s_parseOptions)],
            s_references,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, checkOverflow: true, warningLevel: 9999, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new StaticNetGenerator().AsSourceGenerator()], parseOptions: s_parseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out compilation, out ImmutableArray<Diagnostic> reported);

        using var image = new MemoryStream();
        EmitResult result = compilation.Emit(image);
        Diagnostic[] found = [.. reported.Concat(result.Diagnostics).Where(d => d.Severity > DiagnosticSeverity.Hidden).Take(10)];
        Assert.True(found.Length == 0 && result.Success, string.Join("\n", found.Select(d => d.ToString())) + "\n" + source);
        image.Position = 0;
        Assembly assembly = new AssemblyLoadContext("RandomNetworks", isCollectible: true).LoadFromStream(image);
        return [.. declarations.Select((_, i) => assembly.GetType($"Random.N{i}", throwOnError: true)!)];
    }
}
