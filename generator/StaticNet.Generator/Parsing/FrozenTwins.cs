using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace StaticNet.Generator.Parsing;

/// <summary>Two classes of one project from the same model file, one of which has its weights as constants.</summary>
internal static class FrozenTwins
{
    private const string Frozen = "Frozen";

    /// <summary>What changes the class, and not its outputs.</summary>
    private static readonly string[] s_otherwise = [Frozen, "InferenceOnly", "Loss", "Unroll"];

    /// <summary>The frozen class for one that loads its weights; null where there is none.</summary>
    public static INamedTypeSymbol? Of(INamedTypeSymbol type, IReadOnlyList<INamedTypeSymbol> networks) =>
        FileOf(type) is AttributeData file && !IsFrozen(file)
            ? networks.Where(other => FileOf(other) is AttributeData twin && IsFrozen(twin) && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, other.ContainingAssembly)
                    && Network(other).SequenceEqual(Network(type)))
                .OrderBy(static other => other.ToDisplayString(), StringComparer.Ordinal).FirstOrDefault()
            : null;

    private static AttributeData? FileOf(INamedTypeSymbol type) => type.GetAttributes().FirstOrDefault(NetworkAttributes.IsModelFile);

    private static bool IsFrozen(AttributeData file) => file.NamedArguments.Any(static argument => argument.Key == Frozen && argument.Value.Value is true);

    /// <summary>The attributes of the network, in their order: layers may stand beside the file's.</summary>
    private static IEnumerable<string> Network(INamedTypeSymbol type) => type.GetAttributes()
        .Where(static attribute => NetworkAttributes.NameOf(attribute) is string name && name is not (NetworkAttributes.Budget or NetworkAttributes.Training))
        .Select(static attribute => NetworkAttributes.IsModelFile(attribute) ? Text(attribute, s_otherwise) : Text(attribute, []));

    private static string Text(AttributeData attribute, string[] without) => string.Join("|",
        new[] { attribute.AttributeClass?.ToDisplayString() ?? "" }
            .Concat(attribute.ConstructorArguments.Select(Text))
            .Concat(attribute.NamedArguments.Where(argument => Array.IndexOf(without, argument.Key) < 0).OrderBy(static argument => argument.Key, StringComparer.Ordinal)
                .Select(static argument => $"{argument.Key}={Text(argument.Value)}")));

    // Constants of attributes print as C#; those of half-typed code may have no type.
    private static string Text(TypedConstant value) => value.Kind == TypedConstantKind.Error ? "?" : value.ToCSharpString();
}
