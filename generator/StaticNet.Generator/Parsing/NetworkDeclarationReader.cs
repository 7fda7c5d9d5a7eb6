using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Collections;
using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing.ModelFiles;
using StaticNet.Generator.Validation;

namespace StaticNet.Generator.Parsing;

/// <summary>
/// From a type with a network attribute to its <see cref="NetworkSpec"/> and problems. The generator takes the one, the analyzer
/// the other; both read the same.
/// </summary>
internal static class NetworkDeclarationReader
{
    /// <summary>Reads a type.</summary>
    /// <param name="type">Any type.</param>
    /// <param name="compilation">Its project.</param>
    /// <param name="files">The project's additional files; looked at only where the network comes from one.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static NetworkDeclaration Read(
        INamedTypeSymbol type, Compilation compilation, ImmutableArray<AdditionalText> files, CancellationToken cancellationToken)
    {
        var problems = new List<SpecProblem>();
        if (IsModelFile(type))
        {
            return ReadModelFile(type, compilation, problems, cancellationToken) is ModelFileDeclaration declaration
                ? ModelFileNetwork.Complete(declaration, ModelFileSet.Of(files, cancellationToken), checksVectors: true)
                : new(null, problems);
        }

        if (Begin(type, compilation, problems, cancellationToken) is not Start start)
        {
            return new(null, problems);
        }

        if (start.Attributes.Networks.Count > 1)
        {
            UserMembers.Check(type, null, false, problems);
            return Unavailable(type, start, problems);
        }

        NetworkReader reader = NetworkAttributes.ReaderOf(start.Attributes[start.Attribute.Index])!;
        NetworkDraft? draft = reader(start.Attribute, start.Attributes, problems);
        UserMembers.Check(type, draft is null ? null : draft.ValueSizes()[draft.Layers.Count], draft?.Layers.Any(static layer => layer.Layer.IsOverTime) == true, problems);
        foreach (string member in draft is null ? [] : draft.Heads.SelectMany(static head => head.Members()))
        {
            UserMembers.CheckName(type, member, problems);
        }

        if (draft is null || start.Attribute.IsBroken || !TrainingReader.TryAdd(start.Attributes, ref draft, problems))
        {
            return Unavailable(type, start, problems);
        }

        draft = draft.WithLoss();
        BudgetSpec? budget = BudgetReader.Read(type, start.Attributes, problems);
        NetworkSpecValidator.Validate(draft, problems);
        ModelFileSpec? trained = TrainedNetworkReader.Weights(start.Attributes, draft, problems);
        if (problems.Exists(static problem => problem.Kind.PreventsGeneration()))
        {
            return Unavailable(type, start, problems);
        }

        // Parameters that come with weights have them before any constructor runs.
        if (trained is null)
        {
            UserConstructors.Check(type, problems, cancellationToken);
        }

        var layers = new EquatableArray<LayerSpec>([.. draft.Layers.Select(static layer => layer.Layer)]);
        return new(
            new NetworkSpec(start.Shell, draft.InputSize, layers, draft.Training, draft.Unroll)
            {
                ModelFile = trained,
                Rows = draft.Rows,
                Heads = draft.Heads,
                Budget = budget,
                Style = draft.Style,
                IsStyleOpen = draft.IsStyleOpen && StyleRules.Obstacle(draft) is null,
            },
            problems);
    }

    private static NetworkDeclaration Unavailable(INamedTypeSymbol type, Start start, List<SpecProblem> problems) =>
        new(null, problems) { Unavailable = UnavailableNetworks.Of(start.Shell, type, start.Attribute, start.Attributes, problems) };

    /// <summary>What a <c>[ModelFile]</c> class says without its file; null where that is not enough.</summary>
    public static ModelFileDeclaration? ReadModelFile(
        INamedTypeSymbol type, Compilation compilation, List<SpecProblem> problems, CancellationToken cancellationToken) =>
        Begin(type, compilation, problems, cancellationToken) is Start start && NetworkAttributes.IsModelFile(start.Attributes[start.Attribute.Index])
            ? ModelFileReader.Read(type, start.Shell, start.Attribute, start.Attributes, problems)
            : null;

    private static bool IsModelFile(INamedTypeSymbol type) =>
        type.GetAttributes().FirstOrDefault(attribute => NetworkAttributes.Declares(attribute, type)) is AttributeData first
        && NetworkAttributes.IsModelFile(first);

    private sealed record Start(DeclaredAttributes Attributes, TypeShell Shell, AttributeReader Attribute);

    private static Start? Begin(INamedTypeSymbol type, Compilation compilation, List<SpecProblem> problems, CancellationToken cancellationToken)
    {
        var attributes = new DeclaredAttributes(type, cancellationToken);

        // On anything but these the attributes' own usage forbids them, and the compiler says so.
        if (attributes.AreNone || type.TypeKind is not (TypeKind.Class or TypeKind.Struct))
        {
            return null;
        }

        if (attributes.Networks.Count == 0)
        {
            ReportWithoutNetwork(type, attributes, problems);
            return null;
        }

        // The members of the first are generated all the same, unless a file tells them.
        if (attributes.Networks.Count > 1)
        {
            problems.Add(new(ProblemKind.SeveralNetworkAttributes, ProblemPlace.OfAttribute(attributes.Networks[1]), type.Name));
            if (NetworkAttributes.IsModelFile(attributes[attributes.Networks[0]]))
            {
                return null;
            }
        }

        if (attributes.Trained >= 0 && NetworkAttributes.IsModelFile(attributes[attributes.Networks[0]]))
        {
            problems.Add(new(
                ProblemKind.ModelFileUnusable, ProblemPlace.OfAttribute(attributes.Trained), "trained weights",
                "this class has the weights of its [ModelFile]; write these under another name, with ToCSharp(\"internal partial class Name\"), or remove [ModelFile]"));
            return null;
        }

        CompilationFacts.Check(compilation, problems);
        TypeShell shell = TypeShellReader.Read(type, problems, cancellationToken);
        return new(attributes, shell, attributes.Reader(attributes.Networks[0], problems));
    }

    private static void ReportWithoutNetwork(INamedTypeSymbol type, DeclaredAttributes attributes, List<SpecProblem> problems)
    {
        attributes.RefuseLayers(problems);
        if (attributes.Training >= 0)
        {
            problems.Add(new(ProblemKind.TrainingWithoutNetwork, ProblemPlace.OfAttribute(attributes.Training), type.Name));
        }

        if (attributes.Budget >= 0)
        {
            problems.Add(new(ProblemKind.BudgetWithoutNetwork, ProblemPlace.OfAttribute(attributes.Budget), type.Name));
        }
    }
}
