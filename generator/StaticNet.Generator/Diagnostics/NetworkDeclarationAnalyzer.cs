using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing;

namespace StaticNet.Generator.Diagnostics;

/// <summary>Says what is wrong with a network's declaration, where it is wrong. Reads exactly what the generator reads.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NetworkDeclarationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => DiagnosticDescriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        // A declaration may stand in a file that another generator wrote, or that is only called so (Nets.g.cs): its faults are faults.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        NetworkDeclaration declaration = NetworkDeclarationReader.Read(type, context.Compilation, context.Options.AdditionalFiles, context.CancellationToken);
        foreach (SpecProblem problem in declaration.Problems)
        {
            Report(context, type, problem);
        }

        NetworkSpec? generated = declaration.Spec is NetworkSpec spec
            ? ProjectStyle.Apply(spec, ProjectStyle.Read(context.Options.AnalyzerConfigOptionsProvider.GlobalOptions))
            : null;
        foreach (SpecProblem problem in BudgetReview.Of(generated, context.CancellationToken))
        {
            Report(context, type, problem);
        }

        if (UnrollAdvice.For(type, generated, context.CancellationToken) is SpecProblem advice)
        {
            Report(context, type, advice);
        }
    }

    private static void Report(SymbolAnalysisContext context, INamedTypeSymbol type, SpecProblem problem) =>
        context.ReportDiagnostic(Diagnostic.Create(
            DiagnosticDescriptors.Of(problem.Kind),
            PlaceLocator.Find(type, problem.Place, context.CancellationToken),
            problem.ReplacementPlace is ProblemPlace place ? [PlaceLocator.Find(type, place, context.CancellationToken)] : null,
            PropertiesOf(problem),
            problem.Arguments.ToArray<object>()));

    private static ImmutableDictionary<string, string?>? PropertiesOf(SpecProblem problem) =>
        problem.Replacement is string replacement ? ImmutableDictionary<string, string?>.Empty.Add(DiagnosticProperties.Replacement, replacement)
        : problem.Kind == ProblemKind.MemberIsNoFeature ? ImmutableDictionary<string, string?>.Empty.Add(DiagnosticProperties.Member, problem.Arguments[1])
        : null;
}
