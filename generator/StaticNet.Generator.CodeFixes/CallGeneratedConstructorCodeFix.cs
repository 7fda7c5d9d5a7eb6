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
using StaticNet.Generator.Diagnostics;

namespace StaticNet.Generator.CodeFixes;

/// <summary>Adds <c>: this()</c> or <c>: this(seed)</c> to a constructor that would leave the parameters zero.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CallGeneratedConstructorCodeFix)), Shared]
public sealed class CallGeneratedConstructorCodeFix : NetworkCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [DiagnosticIds.ConstructorLeavesZeros];

    private protected override IEnumerable<CodeAction> Actions(FixRequest request)
    {
        if (request.Property(DiagnosticProperties.Replacement) is string call && request.Find<ConstructorDeclarationSyntax>() is { Initializer: null } constructor)
        {
            yield return Action($"Add ': {call}'", cancellationToken => Add(request.Document, constructor, call, cancellationToken));
        }
    }

    private static async Task<Document> Add(Document document, ConstructorDeclarationSyntax constructor, string call, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        var @this = (InvocationExpressionSyntax)SyntaxFactory.ParseExpression(call);

        // What stood between the parameters and the body now stands behind the call.
        SyntaxTriviaList between = constructor.ParameterList.GetTrailingTrivia();
        ConstructorInitializerSyntax initializer = SyntaxFactory.ConstructorInitializer(
            SyntaxKind.ThisConstructorInitializer,
            SyntaxFactory.Token(SyntaxKind.ColonToken).WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Token(SyntaxKind.ThisKeyword),
            @this.ArgumentList.WithTrailingTrivia(between));
        return document.WithSyntaxRoot(root.ReplaceNode(
            constructor,
            constructor.WithParameterList(constructor.ParameterList.WithTrailingTrivia(SyntaxFactory.Space)).WithInitializer(initializer)));
    }
}
