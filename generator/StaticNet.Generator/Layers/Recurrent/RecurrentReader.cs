using System;
using System.Collections.Generic;
using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing.Layers;

namespace StaticNet.Generator.Layers;

/// <summary><c>LSTM(40)</c>, <c>GRU(32, Layers = 2)</c>, <c>RNN(8, Nonlinearity = Activation.ReLU)</c>.</summary>
/// <param name="make">The layer of a name, hidden size, number of layers, with or without bias.</param>
/// <param name="makeOfFile">The same of a file.</param>
internal sealed class RecurrentReader(Func<LayerContext, int, int, bool, RecurrentSpec> make, Func<FileLayerContext, int, int, bool, RecurrentSpec> makeOfFile) : LayerReader
{
    public static RecurrentReader LSTM { get; } = new(
        static (layer, hidden, count, bias) => new LSTMSpec(layer.Name, hidden, count, bias), static (layer, hidden, count, bias) => new LSTMSpec(layer.Name, hidden, count, bias));

    public static RecurrentReader GRU { get; } = new(
        static (layer, hidden, count, bias) => new GRUSpec(layer.Name, hidden, count, bias), static (layer, hidden, count, bias) => new GRUSpec(layer.Name, hidden, count, bias));

    public static RecurrentReader RNN { get; } = new(
        static (layer, hidden, count, bias) => new RNNSpec(layer.Name, hidden, count, bias, layer.Attribute.Enum("Nonlinearity", Activation.Tanh)),
        static (layer, hidden, count, bias) => new RNNSpec(layer.Name, hidden, count, bias, layer.Argument("relu", 0f) == 0f ? Activation.Tanh : Activation.ReLU));

    public override LayerSpec Read(LayerContext layer) =>
        make(layer, layer.Attribute.Argument(0, 0), layer.Attribute.Property("Layers", 1), layer.Attribute.Property("Bias", true));

    public override LayerSpec? Read(FileLayerContext layer)
    {
        RecurrentSpec spec = makeOfFile(layer, layer.Layer.Outputs, (int)layer.Argument("num_layers", 1f), layer.HasTensor(".bias_ih_l0"));
        var initial = new List<float>();
        while (layer.Layer.Arguments.TryGetValue(RecurrentSpec.InitialName(initial.Count), out float value))
        {
            initial.Add(value);
        }

        return initial.Count == 0 ? spec
            : initial.Count == spec.StateSize(layer.Inputs) ? spec with { Initial = new([.. initial]) }
            : null;
    }
}
