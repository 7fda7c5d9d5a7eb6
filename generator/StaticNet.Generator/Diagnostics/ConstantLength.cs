using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StaticNet.Generator.Diagnostics;

/// <summary>The number of elements of an array or span, where the source says it.</summary>
internal static class ConstantLength
{
    public static int? Of(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken) => expression switch
    {
        ParenthesizedExpressionSyntax inner => Of(inner.Expression, model, cancellationToken),
        CastExpressionSyntax cast => Of(cast.Expression, model, cancellationToken),
        ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions.Count,
        ArrayCreationExpressionSyntax { Type: var type } => Rank(type, model, cancellationToken),
        ImplicitArrayCreationExpressionSyntax array => array.Initializer.Expressions.Count,
        StackAllocArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions.Count,
        StackAllocArrayCreationExpressionSyntax { Type: ArrayTypeSyntax type } => Rank(type, model, cancellationToken),
        ImplicitStackAllocArrayCreationExpressionSyntax array => array.Initializer.Expressions.Count,
        CollectionExpressionSyntax collection when collection.Elements.All(static element => element is ExpressionElementSyntax) =>
            collection.Elements.Count,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsSpan" } access, ArgumentList.Arguments.Count: 0 } =>
            Of(access.Expression, model, cancellationToken),
        IdentifierNameSyntax name => OfLocal(name, model, cancellationToken),
        _ => null,
    };

    private static int? Rank(ArrayTypeSyntax type, SemanticModel model, CancellationToken cancellationToken) =>
        type.RankSpecifiers is [{ Sizes: [var size] }]
        && model.GetConstantValue(size, cancellationToken) is { HasValue: true, Value: int length }
            ? length
            : null;

    // A local that keeps what it was declared with. Going back in the text only, the search ends even where "var v = v.AsSpan();" stands.
    private static int? OfLocal(IdentifierNameSyntax name, SemanticModel model, CancellationToken cancellationToken)
    {
        if (model.GetSymbolInfo(name, cancellationToken).Symbol is not ILocalSymbol { IsRef: false, DeclaringSyntaxReferences: [var reference] }
            || reference.GetSyntax(cancellationToken) is not VariableDeclaratorSyntax { Initializer.Value: var value } declarator
            || value is IdentifierNameSyntax
            || declarator.Span.End > name.SpanStart)
        {
            return null;
        }

        SyntaxNode? scope = declarator.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        if (scope is GlobalStatementSyntax)
        {
            // Statements of a top-level program see each other's locals.
            scope = scope.Parent;
        }

        return scope is null || scope.DescendantNodes().OfType<IdentifierNameSyntax>().Any(other =>
                other.Identifier.ValueText == name.Identifier.ValueText && MayChange(other))
            ? null
            : Of(value, model, cancellationToken);
    }

    private static bool MayChange(IdentifierNameSyntax name) => name.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == name,
        ArgumentSyntax argument => argument.RefKindKeyword.IsKind(SyntaxKind.RefKeyword) || argument.RefKindKeyword.IsKind(SyntaxKind.OutKeyword) || argument.Parent is TupleExpressionSyntax,
        RefExpressionSyntax => true,
        _ => false,
    };
}
