using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace StaticNet.Generator.CodeFixes;

/// <summary>A code fix that looks at one diagnostic at a time and offers what it finds.</summary>
public abstract class NetworkCodeFix : CodeFixProvider
{
    /// <summary>Whether <see cref="Actions"/> asks for the semantic model.</summary>
    private protected virtual bool NeedsModel => false;

    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = NeedsModel ? await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) : null;
        if (root is null || (NeedsModel && model is null))
        {
            return;
        }

        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            foreach (CodeAction action in Actions(new FixRequest(context.Document, root, model!, diagnostic, context.CancellationToken)))
            {
                context.RegisterCodeFix(action, diagnostic);
            }
        }
    }

    /// <summary>What is offered for a diagnostic; nothing where the code is not as expected.</summary>
    private protected abstract IEnumerable<CodeAction> Actions(FixRequest request);

    /// <summary>A change of one document.</summary>
    private protected CodeAction Action(string title, Func<CancellationToken, Task<Document>> change, string key = "") => CodeAction.Create(title, change, GetType().Name + key);

    /// <summary>A diagnostic to be fixed.</summary>
    /// <param name="Document">Where it is.</param>
    /// <param name="Root">The document's root.</param>
    /// <param name="Model">Only where <see cref="NeedsModel"/> says so.</param>
    /// <param name="Diagnostic">The diagnostic.</param>
    /// <param name="Cancellation">Of the search.</param>
    private protected sealed record FixRequest(Document Document, SyntaxNode Root, SemanticModel Model, Diagnostic Diagnostic, CancellationToken Cancellation)
    {
        /// <summary>The innermost node of a kind around the diagnostic.</summary>
        public TNode? Find<TNode>()
            where TNode : SyntaxNode => Root.FindNode(Diagnostic.Location.SourceSpan).FirstAncestorOrSelf<TNode>();

        /// <summary>A property of the diagnostic, if it has one.</summary>
        public string? Property(string name) => Diagnostic.Properties.TryGetValue(name, out string? value) ? value : null;
    }
}
