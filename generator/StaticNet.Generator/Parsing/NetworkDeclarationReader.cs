using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Collections;
using StaticNet.Generator.Model;
using StaticNet.Generator.Validation;

namespace StaticNet.Generator.Parsing;

/// <summary>
/// From a type with a network attribute to its <see cref="NetworkSpec"/> and problems. The generator takes the one, the analyzer
/// the other; both read the same.
/// </summary>
internal static class NetworkDeclarationReader
{
    public static NetworkDeclaration Read(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken)
    {
        var problems = new List<SpecProblem>();
        var attributes = new DeclaredAttributes(type, cancellationToken);

        // On anything but these the attributes' own usage forbids them, and the compiler says so.
        if (attributes.AreNone || type.TypeKind is not (TypeKind.Class or TypeKind.Struct))
        {
            return new(null, problems);
        }

        if (attributes.Networks.Count != 1)
        {
            ReportNoneOrSeveral(type, attributes, problems);
            return new(null, problems);
        }

        int index = attributes.Networks[0];
        CompilationFacts.Check(compilation, problems);
        TypeShell shell = TypeShellReader.Read(type, problems, cancellationToken);
        AttributeReader attribute = attributes.Reader(index, problems);
        NetworkDraft? draft = NetworkAttributes.ReaderOf(attributes[index])!(attribute, attributes, problems);
        if (draft is null || attribute.IsBroken || !TrainingReader.TryAdd(attributes, ref draft, problems))
        {
            return new(null, problems);
        }

        NetworkSpecValidator.Validate(draft, problems);
        if (problems.Exists(static problem => problem.Kind.PreventsGeneration()))
        {
            return new(null, problems);
        }

        var layers = new EquatableArray<LayerSpec>([.. draft.Layers.Select(static layer => layer.Layer)]);
        return new(new NetworkSpec(shell, draft.InputSize, layers, draft.Training, draft.Unroll), problems);
    }

    private static void ReportNoneOrSeveral(INamedTypeSymbol type, DeclaredAttributes attributes, List<SpecProblem> problems)
    {
        if (attributes.Networks.Count > 1)
        {
            problems.Add(new(ProblemKind.SeveralNetworkAttributes, ProblemPlace.OfAttribute(attributes.Networks[1]), type.Name));
            return;
        }

        attributes.RefuseLayers(problems);
        if (attributes.Training >= 0)
        {
            problems.Add(new(ProblemKind.TrainingWithoutNetwork, ProblemPlace.OfAttribute(attributes.Training), type.Name));
        }
    }
}
