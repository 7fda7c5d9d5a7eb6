using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using StaticNet.Generator.Model;
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
        [DiagnosticDescriptors.TargetsOfWrongKind, DiagnosticDescriptors.LengthDoesNotFit];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName("StaticNet.INetwork`1") is not null)
            {
                var networks = new ConcurrentDictionary<INamedTypeSymbol, NetworkSpec?>(SymbolEqualityComparer.Default);
                start.RegisterSyntaxNodeAction(call => Analyze(call, networks), SyntaxKind.InvocationExpression);
            }
        });
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, ConcurrentDictionary<INamedTypeSymbol, NetworkSpec?> networks)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        if (CalledOn(call) is not ({ } receiver, var method)
            || NetworkCall.ParametersOf(method) is not ImmutableArray<CallParameter> parameters
            || NetworkOf(context.SemanticModel.GetTypeInfo(receiver, context.CancellationToken).Type) is not INamedTypeSymbol network
            || !MayBeOurs(context.SemanticModel.GetSymbolInfo(call, context.CancellationToken))
            || networks.GetOrAdd(network.OriginalDefinition, type => Read(type, context)) is not NetworkSpec spec)
        {
            return;
        }

        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        for (int i = 0; i < arguments.Count; i++)
        {
            CallParameter? parameter = arguments[i].NameColon is { } colon
                ? parameters.FirstOrDefault(candidate => candidate.Name == colon.Name.Identifier.ValueText)
                : i < 2 && i < parameters.Length ? parameters[i] : null;
            if (parameter is not null)
            {
                CheckArgument(context, spec, method, parameter, arguments[i].Expression);
            }
        }
    }

    private static void CheckArgument(
        SyntaxNodeAnalysisContext context, NetworkSpec spec, string method, CallParameter parameter, ExpressionSyntax argument)
    {
        int[] sizes = spec.ValueSizes();
        int outputs = sizes[sizes.Length - 1];
        Activation output = spec.Layers[spec.Layers.Count - 1] is ActivationSpec last ? last.Function : Activation.Identity;
        bool isLabels = parameter.IsTargets && HoldsIntegers(context.SemanticModel.GetTypeInfo(argument, context.CancellationToken).Type);
        if (isLabels)
        {
            if (!LossRules.TakesLabels(spec.Training.Loss, output, outputs))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    DiagnosticDescriptors.TargetsOfWrongKind,
                    argument.GetLocation(),
                    method,
                    spec.Type.DisplayName,
                    spec.Training.Loss != Loss.Auto ? $"its loss is {spec.Training.Loss}" : $"its output is {output}",
                    outputs.ToString(CultureInfo.InvariantCulture)));
            }

            return;
        }

        int size = parameter.IsInput ? spec.InputSize : outputs;
        if (ConstantLength.Of(argument, context.SemanticModel, context.CancellationToken) is not int length
            || (parameter.IsRows ? length % size == 0 : length == size || (length == 0 && parameter.IsOptional)))
        {
            return;
        }

        string taken = size.ToString(CultureInfo.InvariantCulture);
        context.ReportDiagnostic(Diagnostic.Create(
            DiagnosticDescriptors.LengthDoesNotFit,
            argument.GetLocation(),
            parameter.Name,
            length.ToString(CultureInfo.InvariantCulture),
            spec.Type.DisplayName,
            parameter.IsRows ? $"whole rows of {taken}" : taken,
            method));
    }

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
        if (method.ContainingType is not INamedTypeSymbol type)
        {
            return false;
        }

        // A network may lie in our namespace, with methods of its author's. Of another assembly only signatures are known.
        return type.GetAttributes().Any(NetworkAttributes.DeclaresNetwork)
            ? UserMembers.IsOurs(method) || (method.DeclaringSyntaxReferences.IsEmpty && GeneratedMembers.Collides(method.Name, UserMembers.ParameterTypes(method)))
            : type.ContainingNamespace is { Name: "StaticNet", ContainingNamespace.IsGlobalNamespace: true };
    }

    private static NetworkSpec? Read(INamedTypeSymbol type, SyntaxNodeAnalysisContext context) =>
        NetworkDeclarationReader.Read(type, context.Compilation, context.Options.AdditionalFiles, CancellationToken.None).Spec;

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

    // int[], Span<int>, ReadOnlySpan<int>, Memory<int>, List<int>, ...
    private static bool HoldsIntegers(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType.SpecialType == SpecialType.System_Int32,
        INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_Int32 }] } => true,
        _ => false,
    };
}
