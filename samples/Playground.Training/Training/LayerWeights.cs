using System;
using System.Collections.Generic;

namespace StaticNet.Samples.Playground.Training;

/// <summary>One layer's parameters as a picture: a row per output, a column per input, the bias as the last column.</summary>
public sealed class LayerWeights
{
    private readonly ParameterInfo? _weight;
    private readonly ParameterInfo? _bias;
    private readonly float[] _values;

    private LayerWeights(string name, string kind, ParameterInfo? weight, ParameterInfo? bias)
    {
        Name = name;
        Kind = kind;
        _weight = weight;
        _bias = bias;
        Rows = (weight ?? bias)!.Shape[0];
        WeightColumns = weight == null ? 0 : weight.Count / Rows;
        Columns = WeightColumns + (bias == null ? 0 : 1);
        Cells = new byte[Rows * Columns];
        _values = new float[Math.Max(weight?.Count ?? 0, Rows)];
    }

    /// <summary>The layer's name.</summary>
    public string Name { get; }

    /// <summary>What kind of layer it is: Linear or LayerNorm.</summary>
    public string Kind { get; }

    /// <summary>One per output.</summary>
    public int Rows { get; }

    /// <summary>One per input, and one for the bias.</summary>
    public int Columns { get; }

    /// <summary>The columns without the bias.</summary>
    public int WeightColumns { get; }

    /// <summary>The largest magnitude in the layer.</summary>
    public float Scale { get; private set; }

    /// <summary>[Rows, Columns]: 128 is zero, 1 and 255 are minus and plus <see cref="Scale"/>.</summary>
    public byte[] Cells { get; }

    /// <summary>The layers of a network that have parameters.</summary>
    public static IReadOnlyList<LayerWeights> Of(ITrainingSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var layers = new List<LayerWeights>();
        foreach (string name in session.LayerNames)
        {
            ParameterInfo? weight = null, bias = null;
            foreach (ParameterInfo parameter in session.Description.Layout.Parameters)
            {
                weight = parameter.Name == name + ".weight" ? parameter : weight;
                bias = parameter.Name == name + ".bias" ? parameter : bias;
            }

            string kind = Array.Find(session.Description.Layers, layer => layer.Name == name)?.Kind ?? "";
            layers.Add(new LayerWeights(name, kind, weight, bias));
        }

        return layers;
    }

    /// <summary>Reads the parameters as they are now.</summary>
    public void Read(ParameterBuffer parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Scale = 0;
        Visit(parameters, (_, value) => Scale = MathF.Max(Scale, MathF.Abs(value)));
        Visit(parameters, (cell, value) =>
            Cells[cell] = Scale > 0 && float.IsFinite(Scale) ? (byte)(128 + (int)MathF.Round(127 * value / Scale)) : (byte)128);
    }

    private void Visit(ParameterBuffer parameters, Action<int, float> visit)
    {
        if (_weight != null)
        {
            parameters.CopyTo(_weight.Name, _values.AsSpan(0, _weight.Count));
            for (int i = 0; i < _weight.Count; i++)
            {
                visit((i / WeightColumns * Columns) + (i % WeightColumns), _values[i]);
            }
        }

        if (_bias != null)
        {
            parameters.CopyTo(_bias.Name, _values.AsSpan(0, Rows));
            for (int i = 0; i < Rows; i++)
            {
                visit((i * Columns) + WeightColumns, _values[i]);
            }
        }
    }
}
