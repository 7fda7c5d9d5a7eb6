using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using StaticNet.Generator.Parsing;

namespace StaticNet.Generator.Diagnostics;

/// <summary>
/// Warns about <c>network with { }</c>: the copy constructor of a record copies the reference to the parameters, so that two networks have one
/// set of them. A network with frozen weights has none to share.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RecordCopyAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [DiagnosticDescriptors.RecordCopySharesParameters];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationAction(Analyze, OperationKind.With);
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        for (ITypeSymbol? type = ((IWithOperation)context.Operation).Operand.Type; type is { IsRecord: true }; type = type.BaseType)
        {
            if (type.GetAttributes().Any(NetworkAttributes.DeclaresNetwork) && !type.GetMembers("Parameters").IsEmpty)
            {
                context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.RecordCopySharesParameters, context.Operation.Syntax.GetLocation(), type.Name));
                return;
            }
        }
    }
}
