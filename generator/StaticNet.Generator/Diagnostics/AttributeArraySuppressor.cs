using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using StaticNet.Generator.Parsing;

namespace StaticNet.Generator.Diagnostics;

/// <summary>
/// In an assembly with <c>[CLSCompliant(true)]</c> the compiler warns that the sizes of <c>[Mlp(4, 10, 3)]</c> are an array in an attribute
/// (CS3016). Other languages cannot write such an attribute; they need not, because it is read by this generator only.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AttributeArraySuppressor : DiagnosticSuppressor
{
    private static readonly SuppressionDescriptor s_suppression = new("SNETS3016", "CS3016", "The attributes of StaticNet are read at build time, by its generator for C#");

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions => [s_suppression];

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (Diagnostic diagnostic in context.ReportedDiagnostics)
        {
            if (diagnostic.Location.SourceTree is SyntaxTree tree
                && tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeSyntax>() is AttributeSyntax attribute
                && context.GetSemanticModel(tree).GetSymbolInfo(attribute, context.CancellationToken).Symbol is IMethodSymbol { ContainingType: INamedTypeSymbol type }
                && NetworkAttributes.IsOurs(type))
            {
                context.ReportSuppression(Suppression.Create(s_suppression, diagnostic));
            }
        }
    }
}
