using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StaticNet.Generator.Diagnostics;

namespace StaticNet.Generator.CodeFixes;

/// <summary>Passes a state that is in scope to <c>Forward</c> of a network with memory. A new state would forget the stream, so none is created.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PassStateCodeFix)), Shared]
public sealed class PassStateCodeFix : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [DiagnosticIds.CallWithoutState];

    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => null;

    private protected override bool NeedsModel => true;

    private protected override IEnumerable<CodeAction> Actions(FixRequest request)
    {
        if (request.Find<InvocationExpressionSyntax>() is { ArgumentList.Arguments.Count: 2, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Forward" } access } call
            && request.Model.GetTypeInfo(access.Expression, request.Cancellation).Type is ITypeSymbol network)
        {
            foreach (string state in StatesInScope(request.Model, call.SpanStart, network))
            {
                yield return Action($"Pass '{state}'", cancellationToken => Pass(request.Document, call, state, cancellationToken), " " + state);
            }
        }
    }

    private static IEnumerable<string> StatesInScope(SemanticModel model, int position, ITypeSymbol network) =>
        model.LookupSymbols(position).Where(symbol => IsStateOf(TypeOf(symbol), network) && !(symbol is ILocalSymbol && symbol.Locations[0].SourceSpan.Start > position)).Select(static symbol => symbol.Name);

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };

    private static bool IsStateOf(ITypeSymbol? type, ITypeSymbol network) =>
        type is INamedTypeSymbol { Name: "NetworkState", TypeArguments: [ITypeSymbol argument] } && SymbolEqualityComparer.Default.Equals(argument, network);

    private static async Task<Document> Pass(Document document, InvocationExpressionSyntax call, string state, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        ArgumentSyntax first = call.ArgumentList.Arguments[0];
        ArgumentListSyntax arguments = call.ArgumentList.WithArguments(SyntaxFactory.SeparatedList(
            [SyntaxFactory.Argument(SyntaxFactory.IdentifierName(state)).WithLeadingTrivia(first.GetLeadingTrivia()), first.WithLeadingTrivia(SyntaxFactory.Space), .. call.ArgumentList.Arguments.Skip(1)],
            [SyntaxFactory.Token(SyntaxKind.CommaToken), .. call.ArgumentList.Arguments.GetSeparators()]));
        return document.WithSyntaxRoot(root.ReplaceNode(call, call.WithArgumentList(arguments)));
    }
}
