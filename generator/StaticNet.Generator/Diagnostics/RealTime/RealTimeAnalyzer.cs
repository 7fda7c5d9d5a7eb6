using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace StaticNet.Generator.Diagnostics.RealTime;

/// <summary>
/// Checks what is marked <c>[RealTime]</c>: the body behind each mark, and that overriding members repeat it. It looks at attributes only, so code that
/// does not use the mark costs next to nothing.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RealTimeAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics =>
    [
        DiagnosticDescriptors.RealTimeAllocates, DiagnosticDescriptors.RealTimeWaits, DiagnosticDescriptors.RealTimeThrows,
        DiagnosticDescriptors.RealTimeCallsUnmarked, DiagnosticDescriptors.RealTimeOverrideUnmarked,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName("StaticNet.RealTimeAttribute") is not null)
            {
                var marked = new ConcurrentDictionary<INamedTypeSymbol, ImmutableArray<ISymbol>>(SymbolEqualityComparer.Default);
                start.RegisterSyntaxNodeAction(AnalyzeMark, SyntaxKind.Attribute);
                start.RegisterSymbolAction(AnalyzeOverride, SymbolKind.Method);
                start.RegisterSymbolAction(type => AnalyzeInterfaces(type, marked), SymbolKind.NamedType);
            }
        });
    }

    private static void AnalyzeMark(SyntaxNodeAnalysisContext context)
    {
        var attribute = (AttributeSyntax)context.Node;
        if (!RealTimeMark.Is(context.SemanticModel.GetTypeInfo(attribute, context.CancellationToken).Type as INamedTypeSymbol)
            || attribute.Parent?.Parent is not SyntaxNode member)
        {
            return;
        }

        string name = NameOf(member);
        var rules = new RealTimeRules(name, context.ReportDiagnostic);
        foreach (SyntaxNode body in Bodies(member))
        {
            if (context.SemanticModel.GetOperation(body, context.CancellationToken) is IOperation operation)
            {
                rules.Check(operation);
            }
        }

        if (Modifiers(member).FirstOrDefault(static modifier => modifier.IsKind(SyntaxKind.AsyncKeyword)) is { RawKind: not 0 } async)
        {
            context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.RealTimeWaits, async.GetLocation(), name, "'async'", "make it an ordinary method and poll for results"));
        }

        // The mark may stand on the part without a body; the other part is checked where it is marked itself.
        if (context.SemanticModel.GetDeclaredSymbol(member, context.CancellationToken) is IMethodSymbol { PartialImplementationPart: IMethodSymbol implementation }
            && implementation.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.CancellationToken) is MethodDeclarationSyntax part
            && !part.AttributeLists.SelectMany(static list => list.Attributes).Any(static mark => mark.Name.ToString().Contains("RealTime")))
        {
            context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.RealTimeOverrideUnmarked, part.Identifier.GetLocation(), implementation.Name, "its declaration"));
        }
    }

    private static void AnalyzeOverride(SymbolAnalysisContext context)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (method.IsOverride && !RealTimeMark.IsOn(method))
        {
            for (IMethodSymbol? overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
            {
                if (RealTimeMark.IsOn(overridden))
                {
                    Report(context.ReportDiagnostic, method, $"'{overridden.ContainingType.Name}.{NameOf(overridden)}'");
                    return;
                }
            }
        }
    }

    private static void AnalyzeInterfaces(SymbolAnalysisContext context, ConcurrentDictionary<INamedTypeSymbol, ImmutableArray<ISymbol>> marked)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct))
        {
            return;
        }

        foreach (INamedTypeSymbol contract in type.AllInterfaces)
        {
            foreach (ISymbol member in marked.GetOrAdd(contract, static found => [.. found.GetMembers().Where(static member => member is IMethodSymbol && RealTimeMark.IsOn(member))]))
            {
                if (type.FindImplementationForInterfaceMember(member) is IMethodSymbol implementation
                    && SymbolEqualityComparer.Default.Equals(implementation.ContainingType, type)
                    && !implementation.IsOverride
                    && !RealTimeMark.IsOn(implementation))
                {
                    Report(context.ReportDiagnostic, implementation, $"'{contract.Name}.{NameOf((IMethodSymbol)member)}'");
                }
            }
        }
    }

    private static void Report(System.Action<Diagnostic> report, IMethodSymbol method, string promise)
    {
        ISymbol place = method.AssociatedSymbol ?? method;
        if (place.Locations.FirstOrDefault(static location => location.IsInSource) is Location location)
        {
            report(Diagnostic.Create(DiagnosticDescriptors.RealTimeOverrideUnmarked, location, NameOf(method), promise));
        }
    }

    private static string NameOf(IMethodSymbol method) => method.AssociatedSymbol?.Name ?? method.Name;

    private static string NameOf(SyntaxNode member) => member switch
    {
        MethodDeclarationSyntax method => $"'{method.Identifier.ValueText}'",
        LocalFunctionStatementSyntax function => $"'{function.Identifier.ValueText}'",
        ConstructorDeclarationSyntax constructor => $"The constructor of '{constructor.Identifier.ValueText}'",
        PropertyDeclarationSyntax property => $"'{property.Identifier.ValueText}'",
        AccessorDeclarationSyntax { Parent.Parent: PropertyDeclarationSyntax property } accessor => $"'{property.Identifier.ValueText}.{accessor.Keyword.ValueText}'",
        OperatorDeclarationSyntax operation => $"Operator '{operation.OperatorToken.ValueText}'",
        IndexerDeclarationSyntax => "The indexer",
        LambdaExpressionSyntax => "This function",
        _ => "This member",
    };

    private static SyntaxTokenList Modifiers(SyntaxNode member) => member switch
    {
        MemberDeclarationSyntax declaration => declaration.Modifiers,
        LocalFunctionStatementSyntax function => function.Modifiers,
        LambdaExpressionSyntax lambda => lambda.Modifiers,
        _ => default,
    };

    // A method's operation covers its body and a constructor's initializer; a property's bodies are those of its accessors, or its expression.
    private static ImmutableArray<SyntaxNode> Bodies(SyntaxNode member) => member switch
    {
        BasePropertyDeclarationSyntax { AccessorList: AccessorListSyntax list } => [.. list.Accessors],
        PropertyDeclarationSyntax { ExpressionBody: ArrowExpressionClauseSyntax body } => [body],
        IndexerDeclarationSyntax { ExpressionBody: ArrowExpressionClauseSyntax body } => [body],
        LambdaExpressionSyntax lambda => [lambda.Body],
        LocalFunctionStatementSyntax { Body: BlockSyntax body } => [body],
        LocalFunctionStatementSyntax { ExpressionBody: ArrowExpressionClauseSyntax body } => [body],
        _ => [member],
    };
}
