using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>A GRU; keeps its gates, the state's part of n, and h of each step.</summary>
internal sealed record GRUStage(int Layer, string Name, string Identifier, int Inputs, int Hidden, int Source, RecurrentSpec Spec, int Number, RecurrentWeights Weights)
    : RecurrentStage(Layer, Name, Identifier, Inputs, Hidden, Source, Spec, Number, Weights)
{
    protected override int KeptUnits => 5;

    protected override int SumStride => LayoutRules.RoundUp(Padded + LayoutRules.RoundUp(3 * Padded, 16), 16);

    public static GRUStage Plan(GRUSpec layer, StageContext context) => Stack(layer, context, (at, number, identifier, weights) =>
        new GRUStage(at.Layer, at.Name, identifier, at.Inputs, layer.Hidden, at.Source, layer, number, weights));
}
