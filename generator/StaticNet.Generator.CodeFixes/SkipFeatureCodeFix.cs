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
public sealed class SkipFeatureCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [DiagnosticIds.MemberIsNoFeature];

    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (diagnostic.Properties.TryGetValue(DiagnosticProperties.Member, out string? name) && name is not null
                && root?.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeSyntax>() is AttributeSyntax attribute
                && model?.GetTypeInfo(attribute, context.CancellationToken).Type is INamedTypeSymbol { TypeArguments: [INamedTypeSymbol rows, ..] }
                && DeclarationOf(rows, name, context.CancellationToken) is SyntaxNode member
                && context.Document.Project.Solution.GetDocument(member.SyntaxTree) is Document document)
            {
                context.RegisterCodeFix(
                    CodeAction.Create($"Mark '{name}' [Feature(Skip = true)]", cancellationToken => Mark(document, member, cancellationToken), nameof(SkipFeatureCodeFix)),
                    diagnostic);
            }
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
