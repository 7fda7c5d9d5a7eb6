using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>A plain recurrent layer; keeps its sum and h of each step.</summary>
internal sealed record RNNStage(int Layer, string Name, string Identifier, int Inputs, int Hidden, int Source, RecurrentSpec Spec, int Number, RecurrentWeights Weights)
    : RecurrentStage(Layer, Name, Identifier, Inputs, Hidden, Source, Spec, Number, Weights)
{
    protected override int KeptUnits => 2;

    protected override int SumStride => LayoutRules.RoundUp(Padded, 16);

    public static RNNStage Plan(RNNSpec layer, StageContext context) => Stack(layer, context, (at, number, identifier, weights) =>
        new RNNStage(at.Layer, at.Name, identifier, at.Inputs, layer.Hidden, at.Source, layer, number, weights));
}
