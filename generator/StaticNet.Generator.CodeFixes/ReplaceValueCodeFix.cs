using System.Collections.Immutable;
using System.Composition;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using StaticNet.Generator.Diagnostics;

namespace StaticNet.Generator.CodeFixes;

/// <summary>Puts the value that fits in place of one that does not: another loss, another size.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReplaceValueCodeFix)), Shared]
public sealed class ReplaceValueCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds =>
        [DiagnosticIds.SizeBelowOne, DiagnosticIds.LossDoesNotFit, DiagnosticIds.SizesDoNotJoin];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            TextSpan span = (diagnostic.AdditionalLocations is [var elsewhere, ..] ? elsewhere : diagnostic.Location).SourceSpan;
            if (root is not null
                && diagnostic.Properties.TryGetValue(DiagnosticProperties.Replacement, out string? replacement) && replacement is not null
                && root.FindNode(span, getInnermostNodeForTie: true) is ExpressionSyntax expression && expression.Span == span)
            {
                bool isSize = diagnostic.Id != DiagnosticIds.LossDoesNotFit;
                context.RegisterCodeFix(
                    CodeAction.Create(
                        isSize ? $"Use size {replacement}" : $"Use {replacement}",
                        cancellationToken => Replace(context.Document, expression, replacement, isSize, cancellationToken),
                        nameof(ReplaceValueCodeFix)),
                    diagnostic);
            }
        }
    }

    private static async Task<Document> Replace(
        Document document, ExpressionSyntax expression, string replacement, bool isSize, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        ExpressionSyntax fitting = expression switch
        {
            _ when isSize => SyntaxFactory.ParseExpression(replacement),
            // However the enumeration is spelled, only the member changes.
            MemberAccessExpressionSyntax access => access.WithName(SyntaxFactory.IdentifierName(replacement)),
            IdentifierNameSyntax => SyntaxFactory.IdentifierName(replacement),
            _ => SyntaxFactory.ParseExpression("global::StaticNet.Loss." + replacement),
        };
        return document.WithSyntaxRoot(root.ReplaceNode(expression, fitting.WithTriviaFrom(expression)));
    }
}
