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

/// <summary>Writes whole numbers that are class labels as float targets: <c>[1]</c> becomes <c>[1f]</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(WriteNumbersCodeFix)), Shared]
public sealed class WriteNumbersCodeFix : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [DiagnosticIds.LiteralsAreLabels];

    private protected override IEnumerable<CodeAction> Actions(FixRequest request)
    {
        SyntaxNode targets = request.Root.FindNode(request.Diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        yield return Action("Write float targets", cancellationToken => Write(request.Document, targets, cancellationToken));
    }

    private static async Task<Document> Write(Document document, SyntaxNode targets, CancellationToken cancellationToken)
    {
        SourceText text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        return document.WithText(text.WithChanges(targets.DescendantNodes()
            .Where(static node => node.IsKind(SyntaxKind.NumericLiteralExpression) && ((LiteralExpressionSyntax)node).Token.Value is int)
            .Select(static literal => new TextChange(new TextSpan(literal.Span.End, 0), "f"))));
    }
}
