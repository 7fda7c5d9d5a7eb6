using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;

namespace StaticNet;

/// <summary>Runs a network over many rows in blocks. Holds its buffers, so that an evaluation per epoch allocates them once.</summary>
internal sealed class Evaluator<TNetwork>
    where TNetwork : class, INetwork<TNetwork>
{
    private const int BlockRows = 256;

    private readonly TNetwork _network;
    private readonly NetworkDescription _description = TNetwork.Description;
    private readonly int _threads;
    private readonly LossTeam<TNetwork>? _team;
    private float[] _outputs;
    private int _rows = BlockRows;

    // One output stands for class 1: above this value.
    private readonly float _threshold;

    public Evaluator(TNetwork network, int threads)
    {
        _network = network;
        _threads = threads;
        _team = threads == 1 ? null : new LossTeam<TNetwork>(network);
        _outputs = new float[BlockRows * _description.OutputSize];
        _threshold = ClassRule.Threshold(_description);
    }

    /// <summary>The most threads.</summary>
    public int Threads => _threads;

    /// <summary>The number of classes that labels may name.</summary>
    public int Classes => _description.OutputSize == 1 ? 2 : _description.OutputSize;

    /// <summary>The mean loss; each block counts with its rows, or with their class weights.</summary>
    public double Loss(in Batch rows)
    {
        double sum = 0, weights = 0;
        int count = rows.Inputs.Length / _description.InputSize;
        ReadOnlySpan<float> losses = count > BlockRows && _team != null ? _team.Compute(rows, BlockRows, _threads) : default;
        for (int start = 0; start < count; start += BlockRows)
        {
            Batch block = rows.Slice(start, Math.Min(BlockRows, count - start), _description.InputSize, _description.OutputSize);
            double weight = LossWeights.Of(_description, block);
            weights += weight;
            if (weight != 0) // rows that do not count: their mean is 0/0
            {
                sum += (losses.IsEmpty ? _network.ComputeLoss(block) : losses[start / BlockRows]) * weight;
            }
        }

        return sum / weights;
    }

    /// <summary>How many rows with a label are classified rightly.</summary>
    public int Correct(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels)
    {
        int correct = 0;
        Prepare(labels.Length);
        for (int start = 0; start < labels.Length; start += _rows)
        {
            int size = Math.Min(_rows, labels.Length - start);
            ReadOnlySpan<float> outputs = Run(inputs, start, size);
            for (int row = 0; row < size; row++)
            {
                correct += Class(outputs, row) == labels[start + row] ? 1 : 0;
            }
        }

        return correct;
    }

    public ConfusionMatrix Confusion(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels)
    {
        var matrix = new ConfusionMatrix(Classes);
        Prepare(labels.Length);
        for (int start = 0; start < labels.Length; start += _rows)
        {
            int size = Math.Min(_rows, labels.Length - start);
            ReadOnlySpan<float> outputs = Run(inputs, start, size);
            for (int row = 0; row < size; row++)
            {
                if (labels[start + row] != Batch.IgnoreLabel)
                {
                    matrix.Add(labels[start + row], Class(outputs, row));
                }
            }
        }

        return matrix;
    }

    /// <summary>What mean absolute error, root mean squared error and R² of each output against its targets follow from.</summary>
    public ErrorSums Errors(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
    {
        int columns = _description.OutputSize, count = targets.Length / columns;
        Prepare(count);
        var sums = new ErrorSums(targets, columns, 0, columns, _description.MayMissTargets);
        for (int start = 0; start < count; start += _rows)
        {
            int size = Math.Min(_rows, count - start);
            sums.Add(Run(inputs, start, size), targets.Slice(start * columns, size * columns));
        }

        return sums;
    }

    /// <summary>Each head by itself, in their order; empty for a network without heads.</summary>
    public IReadOnlyDictionary<string, Evaluation> Heads(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
    {
        if (_description.Heads.Count == 0)
        {
            return ReadOnlyDictionary<string, Evaluation>.Empty;
        }

        var measures = new HeadMeasure[_description.Heads.Count];
        for (int i = 0; i < measures.Length; i++)
        {
            measures[i] = new HeadMeasure(_description, _description.Heads[i], targets);
        }

        int columns = _description.OutputSize, count = targets.Length / columns;
        Prepare(count);
        for (int start = 0; start < count; start += _rows)
        {
            int size = Math.Min(_rows, count - start);
            ReadOnlySpan<float> outputs = Run(inputs, start, size);
            foreach (HeadMeasure measure in measures)
            {
                measure.Add(outputs, targets.Slice(start * columns, size * columns), start);
            }
        }

        var heads = new OrderedDictionary<string, Evaluation>();
        for (int i = 0; i < measures.Length; i++)
        {
            heads.Add(_description.Heads[i].Name, measures[i].ToEvaluation());
        }

        return heads;
    }

    private ReadOnlySpan<float> Run(ReadOnlySpan<float> inputs, int start, int size)
    {
        Span<float> outputs = _outputs.AsSpan(0, size * _description.OutputSize);
        if (_threads == 1)
        {
            _network.ForwardBatch(Inputs(inputs, start, size), outputs);
        }
        else
        {
            ForwardTeam<TNetwork>.Run(_network, Inputs(inputs, start, size), outputs, _threads);
        }

        return outputs;
    }

    /// <summary>Room for as many rows at a time as keep all threads busy.</summary>
    private void Prepare(int count)
    {
        if (_threads > 1)
        {
            _rows = Math.Max(BlockRows, (int)Math.Min(count, 4L * _threads * ForwardTeam<TNetwork>.BlockRows(_description, count, _threads)));
            if (_outputs.Length < (long)_rows * _description.OutputSize)
            {
                _outputs = new float[_rows * _description.OutputSize];
            }
        }
    }

    private ReadOnlySpan<float> Inputs(ReadOnlySpan<float> inputs, int start, int size) =>
        inputs.Slice(start * _description.InputSize, size * _description.InputSize);

    private int Class(ReadOnlySpan<float> outputs, int row) =>
        ClassRule.Of(outputs.Slice(row * _description.OutputSize, _description.OutputSize), _threshold);
}
