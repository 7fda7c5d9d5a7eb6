using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;

namespace StaticNet;

/// <summary>
/// The Euclidean norm of each layer's gradient (weight and bias together, before clipping), averaged over the batches of an epoch:
/// shows gradients that vanish toward the first layers, or explode.
/// </summary>
public sealed class GradientNorms : TrainingCallback
{
    private readonly List<double[]> _epochs = [];
    private string[] _layers = [];
    private double[] _sums = [];
    private int _batches;

    /// <summary>Names of the layers with parameters, in order.</summary>
    public IReadOnlyList<string> Layers => _layers;

    /// <summary>Per epoch one mean norm per layer.</summary>
    public IReadOnlyList<double[]> Epochs => _epochs;

    /// <inheritdoc/>
    public override void OnTrainingBegin(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _epochs.Clear();
        _layers = [.. context.LayerNames];
        _sums = new double[_layers.Length];
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(TrainingContext context)
    {
        Array.Clear(_sums);
        _batches = 0;
    }

    /// <inheritdoc/>
    public override void OnGradients(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        ReadOnlySpan<float> values = context.Gradients.Values;
        int layer = 0;
        double squares = 0;
        foreach (ParameterInfo parameter in context.Description.Layout.Parameters)
        {
            if (!parameter.IsTrainable)
            {
                continue;
            }

            if (!ParameterLayers.LayerOf(parameter).SequenceEqual(_layers[layer]))
            {
                _sums[layer++] += Math.Sqrt(squares);
                squares = 0;
            }

            for (int i = 0; i < parameter.Count; i++)
            {
                double value = values[parameter.StorageIndex(i)];
                squares += value * value;
            }
        }

        _sums[layer] += Math.Sqrt(squares);
        _batches++;
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context, EpochReport report) => _epochs.Add(Array.ConvertAll(_sums, s => s / _batches));

    /// <inheritdoc/>
    public override void SaveState(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_epochs.Count);
        foreach (double[] epoch in _epochs)
        {
            foreach (double norm in epoch)
            {
                writer.Write(norm);
            }
        }
    }

    /// <inheritdoc/>
    public override void LoadState(TrainingContext context, BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        for (int count = reader.ReadInt32(); count > 0; count--)
        {
            var norms = new double[_layers.Length];
            for (int i = 0; i < norms.Length; i++)
            {
                norms[i] = reader.ReadDouble();
            }

            _epochs.Add(norms);
        }
    }

    /// <summary>A table: one line per epoch, one column per layer.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("epoch");
        foreach (string layer in _layers)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {layer,10}");
        }

        for (int epoch = 0; epoch < _epochs.Count; epoch++)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{epoch + 1,5}");
            for (int layer = 0; layer < _layers.Length; layer++)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {_epochs[epoch][layer].ToString("G4", CultureInfo.InvariantCulture).PadLeft(Math.Max(10, _layers[layer].Length))}");
            }
        }

        return text.ToString();
    }
}
