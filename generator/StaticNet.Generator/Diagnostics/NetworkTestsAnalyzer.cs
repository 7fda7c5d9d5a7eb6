using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StaticNet.Generator.Parsing;

namespace StaticNet.Generator.Diagnostics;

/// <summary>Says why <c>[assembly: NetworkTests]</c> writes no tests: xunit is missing, or a listed type is no network that tests can use.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NetworkTestsAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [DiagnosticDescriptors.NetworkTestsNotWritten];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationAction(Analyze);
    }

    private static void Analyze(CompilationAnalysisContext context)
    {
        foreach (AttributeData attribute in context.Compilation.Assembly.GetAttributes().Where(static attribute => NetworkAttributes.NameOf(attribute) == NetworkTestsReader.Attribute))
        {
            Location place = attribute.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken).GetLocation() ?? Location.None;
            if (!NetworkTestsReader.HasXunit(context.Compilation))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    DiagnosticDescriptors.NetworkTestsNotWritten, place,
                    "the project does not refer to xunit; add the package xunit.v3, or call StaticNet.Testing.NetworkChecks from tests of another framework"));
                continue;
            }

            foreach (ITypeSymbol type in NetworkTestsReader.Listed(attribute).Where(type => type.TypeKind != TypeKind.Error && !NetworkTestsReader.IsTestable(type, context.Compilation)))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    DiagnosticDescriptors.NetworkTestsNotWritten, place,
                    $"'{type.ToDisplayString()}' is no network that this project can create; list classes with [Mlp], [Sequential] or another network attribute that are neither generic nor private and whose constructor without parameters is not private"));
            }
        }
    }
}
