using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StaticNet.Generator.Collections;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Parsing;

/// <summary>
/// Reads what has to be written around generated members. A wrong shell compiles silently into a different type, so every part
/// of it is taken from the symbol: namespace, containers, type parameters, keyword names.
/// </summary>
internal static class TypeShellReader
{
    public static TypeShell Read(INamedTypeSymbol type, List<SpecProblem> problems, CancellationToken cancellationToken)
    {
        var containers = new List<INamedTypeSymbol>();
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            containers.Insert(0, outer);
        }

        CheckPartial(type, ProblemKind.TypeNotPartial, ProblemPlace.OfPart, problems, cancellationToken);
        for (int i = 0; i < containers.Count; i++)
        {
            int container = i;
            CheckPartial(containers[i], ProblemKind.ContainerNotPartial, part => ProblemPlace.OfContainerPart(container, part), problems, cancellationToken);
        }

        TypeShapeRules.Check(type, containers, problems, cancellationToken);
        string @namespace = type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString(s_namespaceFormat) : "";
        return new(
            @namespace,
            new EquatableArray<string>([.. containers.Select(Declaration)]),
            Declaration(type),
            Escaped(type.Name),
            Escaped(type.Name) + TypeParameters(type, withVariance: false),
            type.Name + TypeParameters(type, withVariance: false),
            HintName.Stem(@namespace.Replace("@", ""), containers.Append(type).Select(static t => (t.Name, t.Arity))),
            HasConstructor(type),
            HasConstructor(type, SpecialType.System_UInt64));
    }

    private static readonly SymbolDisplayFormat s_namespaceFormat = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    private static void CheckPartial(
        INamedTypeSymbol type, ProblemKind kind, Func<int, ProblemPlace> place, List<SpecProblem> problems, CancellationToken cancellationToken)
    {
        ImmutableArray<SyntaxReference> parts = type.DeclaringSyntaxReferences;
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i].GetSyntax(cancellationToken) is TypeDeclarationSyntax declaration
                && !declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
            {
                problems.Add(new(kind, place(i), type.Name));
            }
        }
    }

    private static string Declaration(INamedTypeSymbol type)
    {
        string keyword = (type.TypeKind, type.IsRecord) switch
        {
            (TypeKind.Struct, true) => "record struct",
            (TypeKind.Struct, false) => "struct",
            (TypeKind.Interface, _) => "interface",
            (_, true) => "record",
            _ => "class",
        };
        return $"partial {keyword} {Escaped(type.Name)}{TypeParameters(type, withVariance: true)}";
    }

    // Constraints need not be repeated on other parts, names and variance must be.
    private static string TypeParameters(INamedTypeSymbol type, bool withVariance) =>
        type.Arity == 0 ? "" : $"<{string.Join(", ", type.TypeParameters.Select(parameter => Variance(parameter, withVariance) + Escaped(parameter.Name)))}>";

    private static string Variance(ITypeParameterSymbol parameter, bool withVariance) => (withVariance, parameter.Variance) switch
    {
        (true, VarianceKind.In) => "in ",
        (true, VarianceKind.Out) => "out ",
        _ => "",
    };

    /// <summary>The identifier as source must spell it; contextual keywords too, since <c>class record</c> is an error.</summary>
    private static string Escaped(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    private static bool HasConstructor(INamedTypeSymbol type, params SpecialType[] parameters) =>
        type.InstanceConstructors.Any(constructor =>
            !constructor.IsImplicitlyDeclared
            && constructor.Parameters.Select(static parameter => parameter.Type.SpecialType).SequenceEqual(parameters));
}
