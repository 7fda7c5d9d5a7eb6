using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Layers;

/// <summary>An LSTM; keeps its gates, c, tanh c and h of each step.</summary>
internal sealed record LSTMStage(int Layer, string Name, string Identifier, int Inputs, int Hidden, int Source, RecurrentSpec Spec, int Number, RecurrentWeights Weights)
    : RecurrentStage(Layer, Name, Identifier, Inputs, Hidden, Source, Spec, Number, Weights)
{
    protected override int KeptUnits => 7;

    protected override int SumStride => 4 * Padded;

    public static LSTMStage Plan(LSTMSpec layer, StageContext context) => Stack(layer, context, (at, number, identifier, weights) =>
        new LSTMStage(at.Layer, at.Name, identifier, at.Inputs, layer.Hidden, at.Source, layer, number, weights));
}
