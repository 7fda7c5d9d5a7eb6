using System.Collections.Generic;
using StaticNet.Generator.Model;
using StaticNet.Generator.Validation;

namespace StaticNet.Generator.Parsing;

/// <summary><c>[Perceptron(2)]</c>: one linear unit and a step, trained by the perceptron rule.</summary>
internal static class PerceptronReader
{
    public static NetworkDraft? Read(AttributeReader attribute, DeclaredAttributes attributes, List<SpecProblem> problems)
    {
        attributes.RefuseLayers(problems);
        int inputs = attribute.Argument(0, 0);
        var initializer = attribute.Enum("Initializer", Initializer.Auto);
        if (attribute.IsBroken)
        {
            return null;
        }

        return new(
            inputs,
            ProblemPlace.OfArgument(attribute.Index, 0),
            "The input size",
            [
                new(new LinearSpec("output", 1, HasBias: true, initializer), attribute.Place, attribute.Place, attribute.Place, ""),
                new(new ActivationSpec("1", Activation.Step), attribute.Place, attribute.Place, attribute.Place, ""),
            ],
            TrainingSpec.Default(Loss.Perceptron),
            attribute.Place,
            attribute.Place);
    }
}
