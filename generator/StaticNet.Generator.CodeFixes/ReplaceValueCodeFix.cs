using System.Collections.Generic;
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

/// <summary>Puts the value that fits in place of one that does not: another loss, another size, a dilation.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReplaceValueCodeFix)), Shared]
public sealed class ReplaceValueCodeFix : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds =>
        [DiagnosticIds.SizeBelowOne, DiagnosticIds.LossDoesNotFit, DiagnosticIds.SizesDoNotJoin, DiagnosticIds.DilationWithoutEffect, DiagnosticIds.LossNeedsSteps];

    private protected override IEnumerable<CodeAction> Actions(FixRequest request)
    {
        TextSpan span = (request.Diagnostic.AdditionalLocations is [var elsewhere, ..] ? elsewhere : request.Diagnostic.Location).SourceSpan;
        if (request.Property(DiagnosticProperties.Replacement) is string replacement
            && request.Root.FindNode(span, getInnermostNodeForTie: true) is ExpressionSyntax expression && expression.Span == span)
        {
            bool isLoss = request.Diagnostic.Id is DiagnosticIds.LossDoesNotFit or DiagnosticIds.LossNeedsSteps;
            yield return Action(
                isLoss ? $"Use {replacement}" : request.Diagnostic.Id == DiagnosticIds.DilationWithoutEffect ? $"Use dilation {replacement}" : $"Use size {replacement}",
                cancellationToken => Replace(request.Document, expression, replacement, isLoss, cancellationToken));
        }
    }

    private static async Task<Document> Replace(
        Document document, ExpressionSyntax expression, string replacement, bool isLoss, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        ExpressionSyntax fitting = expression switch
        {
            _ when !isLoss => SyntaxFactory.ParseExpression(replacement),
            // However the enumeration is spelled, only the member changes.
            MemberAccessExpressionSyntax access => access.WithName(SyntaxFactory.IdentifierName(replacement)),
            IdentifierNameSyntax => SyntaxFactory.IdentifierName(replacement),
            _ => SyntaxFactory.ParseExpression("global::StaticNet.Loss." + replacement),
        };
        return document.WithSyntaxRoot(root.ReplaceNode(expression, fitting.WithTriviaFrom(expression)));
    }
}
