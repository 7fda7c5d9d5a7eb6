using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing.ModelFiles;
using StaticNet.Generator.Validation;

namespace StaticNet.Generator.Parsing;

/// <summary>Reads the network an attribute declares; null where there is nothing to go on with.</summary>
internal delegate NetworkDraft? NetworkReader(AttributeReader attribute, DeclaredAttributes attributes, List<SpecProblem> problems);

/// <summary>The attributes that declare a network, by their metadata names.</summary>
internal static class NetworkAttributes
{
    public const string Training = "StaticNet.TrainingAttribute";

    public const string Budget = "StaticNet.BudgetAttribute";

    /// <summary>Declares a network too, but only half of it: the rest stands in a file.</summary>
    public const string ModelFile = "StaticNet.ModelFileAttribute";

    /// <summary>Declares a network by itself, and only gives it weights beside another attribute that does.</summary>
    public const string Trained = "StaticNet.TrainedNetworkAttribute";

    /// <summary>Each makes a network of the type it stands on; a type carries one of them. A new one is entered here.</summary>
    private static readonly (string Name, NetworkReader Reader)[] s_readers =
    [
        ("StaticNet.MlpAttribute", MlpReader.Read),
        ("StaticNet.MlpAttribute`2", MlpReader.ReadTyped),
        ("StaticNet.SequentialAttribute", SequentialReader.Read),
        ("StaticNet.SequentialAttribute`2", SequentialReader.ReadTyped),
        ("StaticNet.PerceptronAttribute", PerceptronReader.Read),
        (Trained, TrainedNetworkReader.Read),
    ];

    public static IEnumerable<string> All => s_readers.Select(static reader => reader.Name);

    /// <summary>The metadata name of an attribute of ours, or null for everyone else's.</summary>
    public static string? NameOf(AttributeData attribute)
    {
        INamedTypeSymbol? type = attribute.AttributeClass;
        return type is not null && IsOurs(type) ? "StaticNet." + type.MetadataName : null;
    }

    /// <summary>Whether a type is one of the namespace StaticNet.</summary>
    public static bool IsOurs(INamedTypeSymbol type) =>
        type is { ContainingType: null, ContainingNamespace: { Name: "StaticNet", ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>What reads the attribute, or null where it declares no network.</summary>
    public static NetworkReader? ReaderOf(AttributeData attribute) => NameOf(attribute) is string name
        ? Array.Find(s_readers, reader => reader.Name == name).Reader
        : null;

    public static bool DeclaresNetwork(AttributeData attribute) => ReaderOf(attribute) is not null || IsModelFile(attribute);

    /// <summary>Whether the attribute is the first of the type that declares a network: one of several declares its members.</summary>
    public static bool IsFirst(AttributeData attribute, INamedTypeSymbol type) =>
        type.GetAttributes().FirstOrDefault(other => Declares(other, type)) is AttributeData first
        && (ReferenceEquals(first, attribute) || (first.ApplicationSyntaxReference is { } own && attribute.ApplicationSyntaxReference is { } asked && own.SyntaxTree == asked.SyntaxTree && own.Span == asked.Span));

    /// <summary>Whether the attribute only gives weights to what another attribute of the type declares.</summary>
    public static bool IsCompanion(AttributeData attribute, INamedTypeSymbol type) =>
        NameOf(attribute) == Trained && type.GetAttributes().Any(static other => DeclaresNetwork(other) && NameOf(other) != Trained);

    /// <summary>Whether the attribute is the one that declares the type's network.</summary>
    public static bool Declares(AttributeData attribute, INamedTypeSymbol type) => DeclaresNetwork(attribute) && !IsCompanion(attribute, type);

    public static bool IsModelFile(AttributeData attribute) => NameOf(attribute) == ModelFile;
}
