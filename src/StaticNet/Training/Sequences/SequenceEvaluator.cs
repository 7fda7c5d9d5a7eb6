using System;
using StaticNet.Sequences;

namespace StaticNet;

/// <summary>Runs a network with memory over many sequences, as many at a time as keep all threads busy. Holds its buffers.</summary>
internal sealed class SequenceEvaluator<TNetwork>
    where TNetwork : class, IStreamingNetwork<TNetwork>
{
    // Floats of outputs at a time, 1 MiB; one sequence's, where that has more.
    private const int MostOutputs = 1 << 18;
    private const int GroupsPerThread = 4;

    private readonly TNetwork _network;
    private readonly NetworkDescription _description = TNetwork.Description;
    private readonly int _threads;
    private readonly SequenceForwardTeam<TNetwork> _team;
    private SequenceTeam<TNetwork>? _lossTeam;
    private int _lossSequences; // the most that the team was made for
    private readonly int _steps;
    private readonly int _rows;
    private readonly float _threshold;
    private float[] _outputs = [];

    public SequenceEvaluator(TNetwork network, int steps, int threads)
    {
        _network = network;
        _steps = steps;
        _threads = threads;
        _team = new SequenceForwardTeam<TNetwork>(network);
        _rows = SequenceData.IsManyToOne(_description) ? 1 : steps;
        _threshold = ClassRule.Threshold(_description);
    }

    /// <summary>The mean loss over all sequences.</summary>
    public double Loss(in SequenceBatch all)
    {
        int sequences = all.Inputs.Length / (_steps * _description.InputSize);
        if (sequences > _lossSequences)
        {
            _lossSequences = sequences;
            _lossTeam = SequenceTeam<TNetwork>.Create(_network, null, _threads, sequences);
        }

        return _lossTeam != null && _lossTeam.Takes(in all) ? _lossTeam.Compute(in all, []) : _network.ComputeLoss(in all);
    }

    public ConfusionMatrix Confusion(in SequenceBatch all)
    {
        var matrix = new ConfusionMatrix(_description.OutputSize == 1 ? 2 : _description.OutputSize);
        int count = all.Labels.Length / _rows, size = _description.OutputSize, room = Room(count);
        for (int first = 0; first < count; first += room)
        {
            int sequences = Math.Min(room, count - first);
            Run(in all, first, sequences);
            ReadOnlySpan<int> labels = all.Labels.Slice(first * _rows, sequences * _rows);
            for (int row = 0; row < labels.Length; row++)
            {
                if (labels[row] != Batch.IgnoreLabel)
                {
                    matrix.Add(labels[row], ClassRule.Of(_outputs.AsSpan(row * size, size), _threshold));
                }
            }
        }

        return matrix;
    }

    /// <summary>The error-to-signal ratio, and what mean absolute error, root mean squared error and R² of each output follow from.</summary>
    public (double Ratio, ErrorSums Errors) Errors(in SequenceBatch all)
    {
        int columns = _description.OutputSize, each = _rows * columns;
        int count = all.Targets.Length / each, room = Room(count);
        bool mayMiss = _description.MayMissTargets;
        var errors = new ErrorSums(all.Targets, columns, 0, columns, mayMiss);
        for (int first = 0; first < count; first += room)
        {
            int sequences = Math.Min(room, count - first);
            Run(in all, first, sequences);
            errors.Add(_outputs.AsSpan(0, sequences * each), all.Targets.Slice(first * each, sequences * each));
        }

        double signal = 0;
        foreach (float target in all.Targets)
        {
            signal += mayMiss && float.IsNaN(target) ? 0 : (double)target * target;
        }

        return (errors.Squared / (signal + SignalEnergies.Floor), errors);
    }

    /// <summary>How many sequences run at a time; makes room for their outputs.</summary>
    private int Room(int count)
    {
        int each = _rows * _description.OutputSize;
        int room = Math.Min(Math.Min(count, _threads == 1 ? 1 : GroupsPerThread * _threads * SequencePart.GroupSize), Math.Max(MostOutputs / each, 1));
        if (_outputs.Length < (long)room * each)
        {
            _outputs = new float[room * each];
        }

        return room;
    }

    private void Run(in SequenceBatch all, int first, int sequences)
    {
        int ins = _steps * _description.InputSize;
        Span<float> outputs = _outputs.AsSpan(0, sequences * _rows * _description.OutputSize);
        _team.Run(_steps, _rows, all.Inputs.Slice(first * ins, sequences * ins), outputs, _threads);
    }
}
