using System;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using StaticNet.Generator.Collections;
using StaticNet.Generator.Emit;
using StaticNet.Generator.Emit.Network;
using StaticNet.Generator.Emit.Tests;
using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing;
using StaticNet.Generator.Parsing.ModelFiles;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator;

/// <summary>
/// The pipeline: types with a network attribute → specs → source. It says nothing about bad declarations; the analyzer does.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class StaticNetGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<NetworkSpec>[] networks =
            [.. NetworkAttributes.All.Select(attribute => Networks(context, attribute)), ModelFileNetworks(context)];

        IncrementalValueProvider<EquatableArray<string>> colliding = networks
            .Select(static specs => specs.Select(static (spec, _) => spec.Type.HintName).Collect())
            .Aggregate(static (some, others) => some.Combine(others).Select(static (both, _) => both.Left.AddRange(both.Right)))
            .Select(static (stems, _) => new EquatableArray<string>(HintName.Colliding(stems)))
            .WithTrackingName(TrackingNames.CollidingHintNames);

        IncrementalValueProvider<NetworkStyle> style = context.AnalyzerConfigOptionsProvider.Select(static (options, _) => ProjectStyle.Read(options.GlobalOptions));
        foreach (IncrementalValuesProvider<NetworkSpec> specs in networks)
        {
            IncrementalValuesProvider<NetworkSpec> named = specs
                .Combine(style)
                .Select(static (pair, _) => ProjectStyle.Apply(pair.Left, pair.Right))
                .Combine(colliding)
                .Select(static (pair, _) => pair.Right.Contains(pair.Left.Type.HintName)
                    ? pair.Left with { Type = pair.Left.Type with { HintName = HintName.WithHash(pair.Left.Type.HintName) } }
                    : pair.Left)
                .WithTrackingName(TrackingNames.NamedNetworks);
            context.RegisterSourceOutput(named, static (output, spec) => AddSources(output, spec));
        }

        AddTests(context, networks);
    }

    /// <summary>Tests of networks where the project asks for them: what its own networks have comes from their specs.</summary>
    private static void AddTests(IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<NetworkSpec>[] networks)
    {
        IncrementalValueProvider<ImmutableArray<NetworkSpec>> all = networks
            .Select(static specs => specs.Collect())
            .Aggregate(static (some, others) => some.Combine(others).Select(static (both, _) => both.Left.AddRange(both.Right)));
        IncrementalValuesProvider<(NetworkTestsSpec Tests, EquatableArray<TestedNetwork> Networks)> tests = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                NetworkTestsReader.Attribute,
                predicate: static (node, _) => node is CompilationUnitSyntax,
                transform: static (found, cancellationToken) => NetworkTestsReader.Read(found.Attributes[0], found.SemanticModel.Compilation, cancellationToken))
            .Where(static tests => tests is not null)
            .Combine(all)
            .Select(static (pair, cancellationToken) => (pair.Left!, NetworkTestsPlanner.Plan(pair.Left!, pair.Right, cancellationToken)))
            .WithTrackingName(TrackingNames.NetworkTests);
        context.RegisterSourceOutput(tests.Collect(), static (output, found) =>
        {
            if (found.Length > 0 && found[0].Networks.Count > 0)
            {
                Add(output, NetworkTestsEmitter.Emit([.. found[0].Networks], found[0].Tests.IsOptimized));
            }
        });
    }

    private static IncrementalValuesProvider<NetworkSpec> Networks(IncrementalGeneratorInitializationContext context, string attribute) => Specs(context, context.SyntaxProvider
        .ForAttributeWithMetadataName(
            attribute,
            predicate: static (node, _) => node is TypeDeclarationSyntax,
            transform: static (found, cancellationToken) => found.TargetSymbol is INamedTypeSymbol type && NetworkAttributes.IsFirst(found.Attributes[0], type)
                ? Parts(NetworkDeclarationReader.Read(type, found.SemanticModel.Compilation, [], cancellationToken))
                : default));

    /// <summary>What is emitted; problems are the analyzer's to report.</summary>
    private static (NetworkSpec? Spec, UnavailableNetwork? Unavailable) Parts(NetworkDeclaration declaration) => (declaration.Spec, declaration.Unavailable);

    /// <summary>The networks; classes that have none get members that throw.</summary>
    private static IncrementalValuesProvider<NetworkSpec> Specs(
        IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<(NetworkSpec? Spec, UnavailableNetwork? Unavailable)> declared)
    {
        context.RegisterSourceOutput(
            declared.Where(static network => network.Unavailable is not null).Select(static (network, _) => network.Unavailable!),
            static (output, network) => Add(output, UnavailableNetworkEmitter.Emit(network)));
        return declared
            .Where(static network => network.Spec is not null)
            .Select(static (network, _) => network.Spec!)
            .WithTrackingName(TrackingNames.Networks);
    }

    /// <summary>Declarations meet texts late: typing reads no file, and a changed file reads no declaration.</summary>
    private static IncrementalValuesProvider<NetworkSpec> ModelFileNetworks(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<EquatableArray<ModelFileEntry>> files = context.AdditionalTextsProvider
            .Where(static file => ModelFileSet.Concerns(file.Path))
            .Select(static (file, cancellationToken) => ModelFileSet.Read(file, cancellationToken)!)
            .Where(static file => file is not null)
            .WithTrackingName(TrackingNames.ModelFiles)
            .Collect()
            .Select(static (entries, _) => new EquatableArray<ModelFileEntry>([.. entries]));
        return Specs(context, context.SyntaxProvider
            .ForAttributeWithMetadataName(
                NetworkAttributes.ModelFile,
                predicate: static (node, _) => node is TypeDeclarationSyntax,
                transform: static (found, cancellationToken) => found.TargetSymbol is INamedTypeSymbol type
                    ? NetworkDeclarationReader.ReadModelFile(type, found.SemanticModel.Compilation, [], cancellationToken)
                    : null)
            .Where(static declaration => declaration is not null)
            .WithTrackingName(TrackingNames.ModelFileDeclarations)
            .Combine(files)
            .Select(static (pair, _) => Parts(ModelFileNetwork.Complete(pair.Left!, new ModelFileSet([.. pair.Right]), checksVectors: false))));
    }

    private static void Add(SourceProductionContext output, GeneratedFile file) => output.AddSource(file.HintName, SourceText.From(file.Text, Encoding.UTF8));

    // An exception that leaves a generator takes away the code of every network in the project; here it costs one network.
    private static void AddSources(SourceProductionContext output, NetworkSpec spec)
    {
        try
        {
            foreach (GeneratedFile file in NetworkEmitter.Emit(spec, output.CancellationToken))
            {
                Add(output, file);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            output.ReportDiagnostic(InternalError(spec.Type.DisplayName, exception));
        }
    }

    /// <summary>What is reported where the code of a network could not be generated.</summary>
    internal static Diagnostic InternalError(string network, Exception exception) =>
        Diagnostic.Create(s_internalError, Location.None, network, exception.ToString().Replace('\n', ' '));

    private static readonly DiagnosticDescriptor s_internalError = new(
        "SNET0099",
        "The generator failed",
        "No code could be generated for '{0}', which is a defect of StaticNet; please report it with the declaration: {1}",
        "StaticNet",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: "https://github.com/staticnet/staticnet/blob/main/docs/diagnostics/SNET0099.md");
}
