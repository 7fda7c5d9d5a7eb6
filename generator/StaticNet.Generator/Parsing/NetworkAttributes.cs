using System;
using Microsoft.CodeAnalysis;

namespace StaticNet.Generator.Parsing;

/// <summary>The attributes that declare a network, by their metadata names.</summary>
internal static class NetworkAttributes
{
    public const string Mlp = "StaticNet.MlpAttribute";

    /// <summary>Each makes a network of the type it stands on; a type carries one of them.</summary>
    public static readonly string[] All = [Mlp];

    /// <summary>The metadata name of an attribute of ours, or null for everyone else's.</summary>
    public static string? NameOf(AttributeData attribute)
    {
        INamedTypeSymbol? type = attribute.AttributeClass;
        return type is { ContainingType: null, Arity: 0, ContainingNamespace: { Name: "StaticNet", ContainingNamespace.IsGlobalNamespace: true } }
            ? "StaticNet." + type.MetadataName
            : null;
    }

    public static bool DeclaresNetwork(AttributeData attribute) => NameOf(attribute) is string name && Array.IndexOf(All, name) >= 0;
}
