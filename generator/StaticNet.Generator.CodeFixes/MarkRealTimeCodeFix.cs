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

/// <summary>Marks the called or overriding member <c>[RealTime]</c>, which then is checked itself.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MarkRealTimeCodeFix)), Shared]
public sealed class MarkRealTimeCodeFix : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [DiagnosticIds.RealTimeCallsUnmarked, DiagnosticIds.RealTimeOverrideUnmarked];

    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => null;

    private protected override IEnumerable<CodeAction> Actions(FixRequest request)
    {
        Diagnostic diagnostic = request.Diagnostic;
        Location? place = diagnostic.Id == DiagnosticIds.RealTimeOverrideUnmarked ? diagnostic.Location : diagnostic.AdditionalLocations is [Location first, ..] ? first : null;
        if (place?.SourceTree is SyntaxTree tree
            && request.Document.Project.Solution.GetDocument(tree) is Document document
            && tree.GetRoot(request.Cancellation).FindNode(place.SourceSpan).FirstAncestorOrSelf<MemberDeclarationSyntax>() is MemberDeclarationSyntax member
            && member is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax)
        {
            yield return Action($"Mark '{NameOf(member)}' [RealTime]", cancellationToken => Mark(document, member, cancellationToken));
        }
    }

    private static string NameOf(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.ValueText,
        _ => "this member",
    };

    private static async Task<Document> Mark(Document document, MemberDeclarationSyntax member, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        bool isImported = root is CompilationUnitSyntax unit
            && unit.Usings.Concat(member.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().SelectMany(static space => space.Usings)).Any(static import => import.Name?.ToString() == "StaticNet");
        AttributeListSyntax list = SyntaxFactory
            .AttributeList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Attribute(SyntaxFactory.ParseName(isImported ? "RealTime" : "global::StaticNet.RealTime"))))
            .WithLeadingTrivia(member.GetLeadingTrivia())
            .WithTrailingTrivia(SyntaxFactory.Space);
        MemberDeclarationSyntax bare = member.WithLeadingTrivia();
        return document.WithSyntaxRoot(root.ReplaceNode(member, bare.WithAttributeLists(bare.AttributeLists.Insert(0, list))));
    }
}
