using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing;

namespace StaticNet.Generator.Diagnostics;

/// <summary>From the description of a spot to its location in source; the nearest thing around it where the spot is not written out.</summary>
internal static class PlaceLocator
{
    public static Location Find(INamedTypeSymbol type, ProblemPlace place, CancellationToken cancellationToken) => place.Kind switch
    {
        PlaceKind.TypePart => Part(type, place.Attribute, cancellationToken) ?? OfType(type, cancellationToken),
        PlaceKind.ContainerPart => Part(Container(type, place.Index), place.Attribute, cancellationToken) ?? OfType(type, cancellationToken),
        PlaceKind.Member => type.GetMembers()[place.Index].Locations[0],
        PlaceKind.Type => OfType(type, cancellationToken),
        _ => Syntax(type.GetAttributes(), place.Attribute, cancellationToken) is AttributeSyntax attribute
            ? Within(attribute, type.GetAttributes()[place.Attribute].AttributeConstructor, place).GetLocation()
            : OfType(type, cancellationToken),
    };

    // The part of the type that carries the network attribute.
    private static Location OfType(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        Declaration(type, cancellationToken)?.Identifier.GetLocation() ?? type.Locations[0];

    private static BaseTypeDeclarationSyntax? Declaration(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        type.GetAttributes().FirstOrDefault(attribute => NetworkAttributes.Declares(attribute, type))?.ApplicationSyntaxReference?.GetSyntax(cancellationToken)
            .FirstAncestorOrSelf<BaseTypeDeclarationSyntax>();

    private static Location? Part(INamedTypeSymbol? type, int part, CancellationToken cancellationToken) =>
        (type?.DeclaringSyntaxReferences.ElementAtOrDefault(part)?.GetSyntax(cancellationToken) as BaseTypeDeclarationSyntax)?.Identifier.GetLocation();

    private static INamedTypeSymbol? Container(INamedTypeSymbol type, int index)
    {
        var containers = new Stack<INamedTypeSymbol>();
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            containers.Push(outer);
        }

        return containers.ElementAtOrDefault(index);
    }

    private static AttributeSyntax? Syntax(ImmutableArray<AttributeData> attributes, int index, CancellationToken cancellationToken) =>
        attributes[index].ApplicationSyntaxReference?.GetSyntax(cancellationToken) as AttributeSyntax;

    private static SyntaxNode Within(AttributeSyntax attribute, IMethodSymbol? constructor, ProblemPlace place) => place.Kind switch
    {
        PlaceKind.Argument => Argument(attribute, constructor, place.Index) ?? attribute,
        PlaceKind.Property => (SyntaxNode?)Property(attribute, place.Name) ?? attribute,
        PlaceKind.Element => Property(attribute, place.Name) is ExpressionSyntax array
            ? Elements(array)?.ElementAtOrDefault(place.Index) ?? array
            : attribute,
        _ => attribute,
    };

    private static ExpressionSyntax? Property(AttributeSyntax attribute, string name) =>
        attribute.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name)?.Expression;

    private static SyntaxNode? Argument(AttributeSyntax attribute, IMethodSymbol? constructor, int index)
    {
        AttributeArgumentSyntax[] arguments = attribute.ArgumentList is null
            ? []
            : [.. attribute.ArgumentList.Arguments.Where(static argument => argument.NameEquals is null)];
        if (constructor?.Parameters is [{ Type.TypeKind: TypeKind.Array }])
        {
            return arguments is [var only] && Elements(only.Expression) is IEnumerable<SyntaxNode> elements
                ? elements.ElementAtOrDefault(index)
                : arguments.ElementAtOrDefault(index)?.Expression;
        }

        string? name = constructor?.Parameters.ElementAtOrDefault(index)?.Name;
        AttributeArgumentSyntax? argument =
            arguments.FirstOrDefault(argument => argument.NameColon is { } colon && colon.Name.Identifier.ValueText == name)
            ?? arguments.ElementAtOrDefault(index);
        return argument?.Expression;
    }

    /// <summary>The elements of an array that is written out.</summary>
    private static IEnumerable<SyntaxNode>? Elements(ExpressionSyntax array) => array switch
    {
        ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
        ImplicitArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
        CollectionExpressionSyntax collection => collection.Elements,
        _ => null,
    };
}
