using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using StaticNet.Generator.Diagnostics;

namespace StaticNet.Generator.CodeFixes;

/// <summary>Marks a member of a row type that cannot be a feature <c>[Feature(Skip = true)]</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SkipFeatureCodeFix)), Shared]
public sealed class SkipFeatureCodeFix : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [DiagnosticIds.MemberIsNoFeature];

    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => null;

    private protected override bool NeedsModel => true;

    private protected override IEnumerable<CodeAction> Actions(FixRequest request)
    {
        if (request.Property(DiagnosticProperties.Member) is string name
            && request.Find<AttributeSyntax>() is AttributeSyntax attribute
            && request.Model.GetTypeInfo(attribute, request.Cancellation).Type is INamedTypeSymbol { TypeArguments: [INamedTypeSymbol rows, ..] }
            && DeclarationOf(rows, name, request.Cancellation) is SyntaxNode member
            && request.Document.Project.Solution.GetDocument(member.SyntaxTree) is Document document)
        {
            yield return Action($"Mark '{name}' [Feature(Skip = true)]", cancellationToken => Mark(document, member, cancellationToken));
        }
    }

    // A property, a parameter of a record, or a field that is declared alone: an attribute on several fields would skip them all.
    private static SyntaxNode? DeclarationOf(INamedTypeSymbol rows, string name, CancellationToken cancellationToken)
    {
        for (INamedTypeSymbol? type = rows; type is not null; type = type.BaseType)
        {
            if (type.GetMembers(name).FirstOrDefault(static member => member is IPropertySymbol or IFieldSymbol) is ISymbol member)
            {
                return member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) switch
                {
                    ParameterSyntax parameter => parameter,
                    PropertyDeclarationSyntax property => property,
                    VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: FieldDeclarationSyntax field } } => field,
                    _ => null,
                };
            }
        }

        return null;
    }

    private static async Task<Document> Mark(Document document, SyntaxNode member, CancellationToken cancellationToken)
    {
        var root = (CompilationUnitSyntax)(await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        bool isImported = root.Usings
            .Concat(member.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().SelectMany(static space => space.Usings))
            .Any(static import => import.Name?.ToString() == "StaticNet");
        SourceText text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        string mark = isImported ? "[Feature(Skip = true)] " : "[global::StaticNet.Feature(Skip = true)] ";
        return document.WithText(text.WithChanges(new TextChange(new TextSpan(member.SpanStart, 0), mark)));
    }
}
