using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Model;
using StaticNet.Generator.Validation;

namespace StaticNet.Generator.Parsing;

/// <summary><c>[Sequential(4), Linear(32), ReLU, Linear(3)]</c>: the layers of one attribute list, in its order.</summary>
internal static class SequentialReader
{
    public static NetworkDraft? Read(AttributeReader attribute, DeclaredAttributes attributes, List<SpecProblem> problems)
    {
        int inputs = attribute.Argument(0, 0);
        Unroll unroll = attribute.Enum("Unroll", Unroll.Auto);
        if (LayerListReader.Read(attribute, attributes, problems) is not List<LayerDraft> layers)
        {
            return null;
        }

        if (!layers.Any(static layer => layer.Layer is LinearSpec))
        {
            problems.Add(new(ProblemKind.SequentialWithoutWeights, attribute.Place));
            return null;
        }

        return new(
            inputs, ProblemPlace.OfArgument(attribute.Index, 0), "The input size", layers, TrainingSpec.Default(Loss.Auto),
            attribute.Place, attribute.Place, Unroll: unroll);
    }
}
