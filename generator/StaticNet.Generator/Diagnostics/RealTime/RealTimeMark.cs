using System.Linq;
using Microsoft.CodeAnalysis;

namespace StaticNet.Generator.Diagnostics.RealTime;

/// <summary>Which members carry <c>[RealTime]</c>: by themselves, or as accessor of a property that does.</summary>
internal static class RealTimeMark
{
    public static bool IsOn(ISymbol symbol)
    {
        symbol = symbol.OriginalDefinition;
        return HasAttribute(symbol)
            || (symbol is IMethodSymbol { AssociatedSymbol: IPropertySymbol property } && HasAttribute(property))
            || (symbol is IMethodSymbol { PartialDefinitionPart: IMethodSymbol definition } && HasAttribute(definition))
            || (symbol is IMethodSymbol { PartialImplementationPart: IMethodSymbol implementation } && HasAttribute(implementation));
    }

    public static bool Is(INamedTypeSymbol? attribute) =>
        attribute is { Name: "RealTimeAttribute", ContainingNamespace: { Name: "StaticNet", ContainingNamespace.IsGlobalNamespace: true } };

    private static bool HasAttribute(ISymbol symbol) => symbol.GetAttributes().Any(static attribute => Is(attribute.AttributeClass));
}
