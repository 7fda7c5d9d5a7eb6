using System;
using System.Collections.Generic;
using StaticNet.Losses;

namespace StaticNet;

/// <summary>A network with memory in double, over one batch of sequences: what its gradient check differentiates.</summary>
internal sealed class DoubleSequences : IDoubleLoss
{
    private readonly DoubleNetwork _network;
    private readonly DoubleTime _time;
    private readonly LossOptions _options;
    private readonly Loss _loss;
    private readonly int _outputs;
    private readonly bool _isManyToOne;
    private readonly bool _hasLabels;
    private readonly float[] _targets;
    private readonly int[] _labels;
    private readonly float[] _weights;
    private readonly int[] _rows;

    public DoubleSequences(NetworkDescription description, ParameterBuffer parameters, in SequenceBatch batch)
    {
        int count = batch.Inputs.Length / (batch.Steps * description.InputSize);
        _time = new DoubleTime(count, batch.Steps, batch.Lengths.ToArray());
        _options = description.LossOptions;
        _hasLabels = batch.HasLabels;
        _loss = batch.HasLabels ? description.LabelLoss!.Value : description.NumberLoss;
        _outputs = description.OutputSize;
        _isManyToOne = SequenceData.IsManyToOne(description);
        _network = new DoubleNetwork(description, parameters, description.LossOptions, new Batch(batch.Inputs, batch.Labels) { IsTraining = false }, _loss, _time);
        (_targets, _labels, _weights) = (batch.Targets.ToArray(), batch.Labels.ToArray(), batch.StepWeights.ToArray());
        var rows = new List<int>();
        int perSequence = _isManyToOne ? 1 : batch.Steps;
        for (int row = 0; row < count * perSequence; row++)
        {
            bool isThere = _isManyToOne || row % perSequence < _time.LengthOf(row / perSequence);
            if (isThere && (_weights.Length == 0 || _weights[row] != 0))
            {
                rows.Add(row);
            }
        }

        _rows = [.. rows];
    }

    public Dictionary<string, double[]> Parameters => _network.Parameters;

    /// <summary>The network's input (0), or the values of the layer before this index.</summary>
    public double[] Values(int layer) => _network.Values(layer);

    public double Loss() => Mean(_network.Run());

    /// <summary>The mean loss behind changed values: the layers from this index on are computed anew.</summary>
    public double LossFrom(int layer) => Mean(_network.RunFrom(layer));

    private double Mean(ReadOnlySpan<double> all)
    {
        if (_loss == StaticNet.Loss.ErrorToSignal)
        {
            return ErrorToSignal(all);
        }

        // Only the rows that count.
        double[] predictions = new double[_rows.Length * _outputs];
        float[] targets = new float[_hasLabels ? 0 : predictions.Length], weights = new float[_weights.Length == 0 ? 0 : _rows.Length];
        int[] labels = new int[_hasLabels ? _rows.Length : 0];
        for (int i = 0; i < _rows.Length; i++)
        {
            all.Slice(_rows[i] * _outputs, _outputs).CopyTo(predictions.AsSpan(i * _outputs));
            if (_hasLabels)
            {
                labels[i] = _labels[_rows[i]];
            }
            else
            {
                _targets.AsSpan(_rows[i] * _outputs, _outputs).CopyTo(targets.AsSpan(i * _outputs));
            }

            if (weights.Length > 0)
            {
                weights[i] = _weights[_rows[i]];
            }
        }

        var batch = _hasLabels ? new Batch(default, labels) { SampleWeights = weights } : new Batch(default, (ReadOnlySpan<float>)targets) { SampleWeights = weights };
        return DoubleLoss.Mean(_loss, _options, predictions, _outputs, batch);
    }

    private double ErrorToSignal(ReadOnlySpan<double> outputs)
    {
        double p = _options.PreEmphasis, share = _options.DirectCurrentWeight;
        double squares = 0, direct = 0, plain = 1e-5, emphasized = 1e-5;
        for (int b = 0; b < _time.Count; b++)
        {
            for (int o = 0; o < _outputs; o++)
            {
                double sum = 0, total = 0, errorBefore = 0, targetBefore = 0;
                for (int t = 0; t < _time.LengthOf(b); t++)
                {
                    int row = (b * _time.Steps) + t;
                    double weight = _weights.Length == 0 ? 1 : _weights[row];
                    double target = _targets[(row * _outputs) + o];
                    double error = weight == 0 ? 0 : outputs[(row * _outputs) + o] - target;
                    squares += weight * (error - (p * errorBefore)) * (error - (p * errorBefore));
                    emphasized += weight * (target - (p * targetBefore)) * (target - (p * targetBefore));
                    plain += weight * target * target;
                    sum += weight * error;
                    total += weight;
                    (errorBefore, targetBefore) = (error, target);
                }

                direct += total == 0 ? 0 : sum * sum / total;
            }
        }

        return ((1 - share) * squares / emphasized) + (share * direct / plain);
    }
}
