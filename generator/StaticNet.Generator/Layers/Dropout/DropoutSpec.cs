using System.Collections.Generic;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Layers;

/// <summary>While training: 0 with the given probability, otherwise x/(1 − probability). Otherwise x.</summary>
internal sealed record DropoutSpec(string Name, float Probability) : LayerSpec(Name)
{
    public override IReadOnlyList<(string Name, float Value)> Arguments => [("p", Probability)];

    public override IReadOnlyList<LayerOption> Options =>
        [new(0, Probability, Probability >= 0 && Probability < 1, "The probability of Dropout", "it must be 0 or more and less than 1")];

    public override ProblemKind? ProblemAfterOutput => ProblemKind.DropoutAfterOutput;
}
