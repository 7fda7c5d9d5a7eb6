using System;
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
using Microsoft.CodeAnalysis.Text;
using StaticNet.Generator.Diagnostics;

namespace StaticNet.Generator.CodeFixes;

/// <summary>Takes out a layer that is of no use where it stands: softmax before the output, a norm or dropout behind it, a layer of no network,
/// a second end of time or one that finds no steps.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveLayerCodeFix)), Shared]
public sealed class RemoveLayerCodeFix : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds =>
        [DiagnosticIds.SoftmaxBeforeOutput, DiagnosticIds.LayerOutsideSequential, DiagnosticIds.NormAfterOutput, DiagnosticIds.DropoutAfterOutput, DiagnosticIds.TimeLayerMisplaced];

    private protected override IEnumerable<CodeAction> Actions(FixRequest request)
    {
        // Of an Mlp the diagnostic stands at an argument, and there is no layer to remove.
        if (request.Find<AttributeSyntax>() is { Parent: AttributeListSyntax list } attribute
            && attribute.Span == request.Diagnostic.Location.SourceSpan
            && (request.Diagnostic.Id != DiagnosticIds.TimeLayerMisplaced || EndsTime(attribute)))
        {
            yield return Action("Remove this layer", cancellationToken => Remove(request.Document, list, attribute, cancellationToken));
        }
    }

    // A layer over time behind the end of time is not superfluous: the end is to be moved.
    private static bool EndsTime(AttributeSyntax attribute) =>
        attribute.Name.GetLastToken().ValueText is string name && (name.StartsWith("LastStep", StringComparison.Ordinal) || name.Contains("OverTime"));

    private static async Task<Document> Remove(Document document, AttributeListSyntax list, AttributeSyntax attribute, CancellationToken cancellationToken)
    {
        SourceText text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        return document.WithText(text.WithChanges(Removed(list, attribute).Select(static span => new TextChange(span, ""))));
    }

    // The layer, a comma beside it and the space between; comments there stay.
    private static IEnumerable<TextSpan> Removed(AttributeListSyntax list, AttributeSyntax attribute)
    {
        SeparatedSyntaxList<AttributeSyntax> all = list.Attributes;
        int index = all.IndexOf(attribute);
        if (all.Count == 1)
        {
            return UpTo(list.Span, list.GetLastToken().GetNextToken());
        }

        return index < all.Count - 1
            ? UpTo(attribute.Span, all.GetSeparator(index), all[index + 1].GetFirstToken())
            : UpTo(all.GetSeparator(index - 1).Span, attribute.GetFirstToken()).Append(attribute.Span);
    }

    private static IEnumerable<TextSpan> UpTo(TextSpan first, params SyntaxToken[] tokens)
    {
        TextSpan span = first;
        for (int i = 0; i < tokens.Length; i++)
        {
            SyntaxToken token = tokens[i];
            bool isBlank = token.GetPreviousToken().TrailingTrivia.Concat(token.LeadingTrivia).All(static trivia =>
                trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia));
            int end = i == tokens.Length - 1 ? token.SpanStart : token.Span.End;
            if (isBlank)
            {
                span = TextSpan.FromBounds(span.Start, end);
                continue;
            }

            yield return span;
            span = TextSpan.FromBounds(token.SpanStart, end);
        }

        yield return span;
    }
}
