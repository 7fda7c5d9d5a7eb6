using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using StaticNet.Generator.Parsing;
using StaticNet.Generator.Validation;

namespace StaticNet.Generator.Diagnostics;

/// <summary>
/// Looks at calls of networks and trainers: labels where numbers are trained on, and lengths that are known while typing and do
/// not fit. Works on syntax and receiver, so it also explains calls that do not compile for the same reason; a call that is bound
/// to a method of the user's own is none of ours, whatever its name.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NetworkCallAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics =>
        [DiagnosticDescriptors.TargetsOfWrongKind, DiagnosticDescriptors.LengthDoesNotFit, DiagnosticDescriptors.CallWithoutState, DiagnosticDescriptors.LiteralsAreLabels];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName("StaticNet.INetwork`1") is not null)
            {
                var networks = new ConcurrentDictionary<INamedTypeSymbol, CalledNetwork?>(SymbolEqualityComparer.Default);
                start.RegisterSyntaxNodeAction(call => Analyze(call, networks), SyntaxKind.InvocationExpression);
            }
        });
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, ConcurrentDictionary<INamedTypeSymbol, CalledNetwork?> networks)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        if (CalledOn(call) is not ({ } receiver, var method)
            || NetworkCall.ParametersOf(method) is not ImmutableArray<CallParameter> parameters
            || NetworkOf(context.SemanticModel.GetTypeInfo(receiver, context.CancellationToken).Type) is not INamedTypeSymbol type
            || !MayBeOurs(context.SemanticModel.GetSymbolInfo(call, context.CancellationToken))
            || networks.GetOrAdd(type.OriginalDefinition, found => CalledNetwork.Of(found, context.Compilation, context.Options)) is not CalledNetwork network)
        {
            return;
        }

        if (network.IsStreaming)
        {
            CheckState(context, call, network, method);
            return;
        }

        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        Rows? inputs = null;
        Rows? others = null;
        for (int i = 0; i < arguments.Count; i++)
        {
            CallParameter? parameter = arguments[i].NameColon is { } colon
                ? parameters.FirstOrDefault(candidate => candidate.Name == colon.Name.Identifier.ValueText)
                : i < 2 && i < parameters.Length ? parameters[i] : null;
            if (parameter is not null && CheckArgument(context, network, method, parameter, arguments[i].Expression) is Rows rows)
            {
                inputs = parameter.IsInput ? rows : inputs;
                others = parameter.IsInput ? others : rows;
            }
        }

        if (inputs is not null && others is not null && inputs.Count != others.Count)
        {
            int expected = inputs.Count * (others.Length / System.Math.Max(others.Count, 1));
            string count = inputs.Count.ToString(CultureInfo.InvariantCulture);
            ReportLength(context, others.Argument, others.Name, others.Length, network, others.Count == 0 ? $"{count} rows" : $"{expected.ToString(CultureInfo.InvariantCulture)} for {count} {(inputs.Count == 1 ? "row" : "rows")} of inputs", method);
        }
    }

    /// <summary>Explains a call that does not compile because a network with memory is called like one without.</summary>
    private static void CheckState(SyntaxNodeAnalysisContext context, InvocationExpressionSyntax call, CalledNetwork network, string method)
    {
        if (context.SemanticModel.GetSymbolInfo(call, context.CancellationToken).Symbol is not null || StateCall.InPlaceOf(method) is not string cure)
        {
            return;
        }

        Location location = call.Expression is MemberAccessExpressionSyntax access ? access.Name.GetLocation() : call.Expression.GetLocation();
        context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.CallWithoutState, location, network.Name, method, cure));
    }

    /// <summary>An argument that holds whole rows, as many as its source says.</summary>
    private sealed record Rows(ExpressionSyntax Argument, string Name, int Length, int Count);

    /// <summary>Reports an argument that does not fit by itself. Returns its rows where it fits and they are known.</summary>
    private static Rows? CheckArgument(SyntaxNodeAnalysisContext context, CalledNetwork network, string method, CallParameter parameter, ExpressionSyntax argument)
    {
        bool isLabels = parameter.IsTargets && HoldsIntegers(argument, context.SemanticModel, context.CancellationToken);
        if (isLabels && network.NumbersOnly is string reason)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                DiagnosticDescriptors.TargetsOfWrongKind, argument.GetLocation(), method, network.Name, reason, network.Outputs.ToString(CultureInfo.InvariantCulture)));
            return null;
        }

        if (isLabels && network.TargetsDecide && IsWrittenOut(argument))
        {
            string found = argument.ToString();
            string numbers = argument is CollectionExpressionSyntax { Elements.Count: 1 } ? found.Insert(found.Length - 1, "f") : "float literals (1f)";
            context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.LiteralsAreLabels, argument.GetLocation(), found, method, network.Name, numbers));
        }

        if (ConstantLength.Of(argument, context.SemanticModel, context.CancellationToken) is not int length)
        {
            return null;
        }

        if (isLabels)
        {
            return new(argument, "labels", length, length);
        }

        int size = parameter.IsInput ? network.Inputs : network.Outputs;
        if (parameter.IsRows ? length % size == 0 : length == size || (length == 0 && parameter.IsOptional))
        {
            return parameter.IsRows ? new(argument, parameter.Name, length, length / size) : null;
        }

        string taken = size.ToString(CultureInfo.InvariantCulture);
        ReportLength(context, argument, parameter.Name, length, network, parameter.IsRows ? $"whole rows of {taken}" : taken, method);
        return null;
    }

    private static void ReportLength(
        SyntaxNodeAnalysisContext context, ExpressionSyntax argument, string name, int length, CalledNetwork network, string taken, string method) =>
        context.ReportDiagnostic(Diagnostic.Create(
            DiagnosticDescriptors.LengthDoesNotFit, argument.GetLocation(), name, length.ToString(CultureInfo.InvariantCulture), network.Name, taken, method));

    /// <summary>What stands before the dot, and the name behind it: of <c>net.Forward(...)</c> and of <c>net?.Forward(...)</c>.</summary>
    private static (ExpressionSyntax Receiver, string Method)? CalledOn(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => (access.Expression, access.Name.Identifier.ValueText),
        MemberBindingExpressionSyntax binding
            when call.Ancestors().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault(around => around.WhenNotNull.Span.Contains(call.Span)) is { } access =>
            (access.Expression, binding.Name.Identifier.ValueText),
        _ => null,
    };

    /// <summary>
    /// Whether the called method, or one the compiler considered, is generated or the runtime library's. Where it knows none, because
    /// the network is not generated yet, the name has to do.
    /// </summary>
    private static bool MayBeOurs(SymbolInfo called) => called.Symbol is ISymbol symbol
        ? IsOurs(symbol)
        : called.CandidateSymbols.IsEmpty || called.CandidateSymbols.Any(IsOurs);

    private static bool IsOurs(ISymbol method)
    {
        // Typed rows have no lengths.
        if (method.ContainingType is not INamedTypeSymbol type || method is IMethodSymbol { Parameters: [{ Name: "row" or "rows" }, ..] })
        {
            return false;
        }

        // A network may lie in our namespace, with methods of its author's. Of another assembly only signatures are known.
        return type.GetAttributes().Any(NetworkAttributes.DeclaresNetwork)
            ? UserMembers.IsOurs(method) || (method.DeclaringSyntaxReferences.IsEmpty && GeneratedMembers.Collides(method.Name, UserMembers.ParameterTypes(method)))
            : type.ContainingNamespace is { Name: "StaticNet", ContainingNamespace.IsGlobalNamespace: true };
    }

    /// <summary>The network a call is about: the receiver itself, or the one a trainer of ours is made for.</summary>
    private static INamedTypeSymbol? NetworkOf(ITypeSymbol? receiver)
    {
        if (receiver is not INamedTypeSymbol type)
        {
            return null;
        }

        return type.GetAttributes().Any(NetworkAttributes.DeclaresNetwork)
            ? type
            : type.ContainingNamespace is { Name: "StaticNet", ContainingNamespace.IsGlobalNamespace: true }
                ? type.TypeArguments.OfType<INamedTypeSymbol>().FirstOrDefault(static argument => argument.GetAttributes().Any(NetworkAttributes.DeclaresNetwork))
                : null;
    }

    /// <summary>
    /// Whether targets are class labels. A collection expression is what the called method takes; where the call is not bound, its elements have to do.
    /// </summary>
    private static bool HoldsIntegers(ExpressionSyntax argument, SemanticModel model, CancellationToken cancellationToken)
    {
        TypeInfo info = model.GetTypeInfo(argument, cancellationToken);
        if ((info.Type ?? info.ConvertedType) is { TypeKind: not TypeKind.Error } type)
        {
            return HoldsIntegers(type);
        }

        return argument is CollectionExpressionSyntax { Elements: { Count: > 0 } elements } && elements.All(element => element switch
        {
            ExpressionElementSyntax value => model.GetTypeInfo(value.Expression, cancellationToken).Type?.SpecialType == SpecialType.System_Int32,
            SpreadElementSyntax spread => HoldsIntegers(model.GetTypeInfo(spread.Expression, cancellationToken).Type),
            _ => false,
        });
    }

    // [0, 1], new[] { 0, 1 }: whole numbers as one types them without a thought of their type. `new int[] { 0, 1 }` says it.
    private static bool IsWrittenOut(ExpressionSyntax argument) => argument switch
    {
        CollectionExpressionSyntax { Elements: { Count: > 0 } elements } => elements.All(static element => element is ExpressionElementSyntax { Expression: LiteralExpressionSyntax }),
        ImplicitArrayCreationExpressionSyntax { Initializer.Expressions: { Count: > 0 } values } => values.All(static value => value is LiteralExpressionSyntax),
        _ => false,
    };

    // int[], Span<int>, ReadOnlySpan<int>, Memory<int>, List<int>, ...
    private static bool HoldsIntegers(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType.SpecialType == SpecialType.System_Int32,
        INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_Int32 }] } => true,
        _ => false,
    };
}
