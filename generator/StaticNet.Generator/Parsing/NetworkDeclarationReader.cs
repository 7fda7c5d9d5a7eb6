using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
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
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct))
        {
            // The attributes' own usage forbids it, and the compiler says so.
            return new(null, problems);
        }

        ImmutableArray<AttributeData> attributes = type.GetAttributes();
        int[] declaring = [.. Enumerable.Range(0, attributes.Length).Where(i => NetworkAttributes.DeclaresNetwork(attributes[i]))];
        if (declaring.Length == 0)
        {
            return new(null, problems);
        }

        if (declaring.Length > 1)
        {
            problems.Add(new(ProblemKind.SeveralNetworkAttributes, ProblemPlace.OfAttribute(declaring[1]), type.Name));
            return new(null, problems);
        }

        CompilationFacts.Check(compilation, problems);
        TypeShell shell = TypeShellReader.Read(type, problems, cancellationToken);
        var attribute = new AttributeReader(attributes[declaring[0]], declaring[0], problems);
        NetworkDraft? draft = MlpReader.Read(attribute, problems);
        Unroll unroll = attribute.Enum("Unroll", Unroll.Auto);
        if (draft is null || attribute.IsBroken)
        {
            return new(null, problems);
        }

        NetworkSpecValidator.Validate(draft, problems);
        if (problems.Exists(static problem => problem.Kind.PreventsGeneration()))
        {
            return new(null, problems);
        }

        var layers = new EquatableArray<LayerSpec>([.. draft.Layers.Select(static layer => layer.Layer)]);
        return new(new NetworkSpec(shell, draft.InputSize, layers, draft.Training, unroll), problems);
    }
}
