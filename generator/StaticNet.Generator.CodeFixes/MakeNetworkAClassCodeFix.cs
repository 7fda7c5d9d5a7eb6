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

/// <summary>Makes a struct a class and a record struct a record, in all parts.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeNetworkAClassCodeFix)), Shared]
public sealed class MakeNetworkAClassCodeFix : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [DiagnosticIds.TypeShapeUnsupported];

    private protected override bool NeedsModel => true;

    private protected override IEnumerable<CodeAction> Actions(FixRequest request)
    {
        if (request.Find<TypeDeclarationSyntax>() is not TypeDeclarationSyntax type || !IsStruct(type))
        {
            yield break;
        }

        // With a primary constructor it would be refused as a class too.
        TypeDeclarationSyntax[] parts =
        [
            .. request.Model.GetDeclaredSymbol(type, request.Cancellation)?.DeclaringSyntaxReferences
                .Select(reference => reference.GetSyntax(request.Cancellation)).OfType<TypeDeclarationSyntax>() ?? [],
        ];
        if (parts.Length > 0 && parts.All(static part => IsStruct(part) && part.ParameterList is null))
        {
            yield return CodeAction.Create(
                $"Make '{type.Identifier.ValueText}' a {(type is RecordDeclarationSyntax ? "record" : "class")}",
                cancellationToken => MakeClass(request.Document.Project.Solution, parts, cancellationToken),
                nameof(MakeNetworkAClassCodeFix));
        }
    }

    private static bool IsStruct(TypeDeclarationSyntax type) => type.IsKind(SyntaxKind.StructDeclaration) || type.IsKind(SyntaxKind.RecordStructDeclaration);

    private static async Task<Solution> MakeClass(Solution solution, TypeDeclarationSyntax[] parts, CancellationToken cancellationToken)
    {
        Solution changed = solution;
        foreach (IGrouping<SyntaxTree, TypeDeclarationSyntax> tree in parts.GroupBy(static part => part.SyntaxTree))
        {
            if (solution.GetDocument(tree.Key) is Document document)
            {
                SourceText text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
                changed = changed.WithDocumentText(document.Id, text.WithChanges(tree.SelectMany(Changes).OrderBy(static change => change.Span.Start)));
            }
        }

        return changed;
    }

    // 'readonly' and 'ref' are of structs only.
    private static IEnumerable<TextChange> Changes(TypeDeclarationSyntax part)
    {
        foreach (SyntaxToken modifier in part.Modifiers.Where(static modifier => modifier.IsKind(SyntaxKind.ReadOnlyKeyword) || modifier.IsKind(SyntaxKind.RefKeyword)))
        {
            yield return Without(modifier);
        }

        yield return part is RecordDeclarationSyntax record ? Without(record.ClassOrStructKeyword) : new TextChange(part.Keyword.Span, "class");
    }

    private static TextChange Without(SyntaxToken token) => new(TextSpan.FromBounds(token.SpanStart, token.GetNextToken().SpanStart), "");
}
