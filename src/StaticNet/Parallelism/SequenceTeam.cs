using System;
using System.Threading;
using StaticNet.Numerics;
using StaticNet.Sequences;

namespace StaticNet;

/// <summary>Loss and gradients of a batch of sequences, its groups on several threads: the same bits as on one.</summary>
internal sealed unsafe class SequenceTeam<TNetwork> : BlockTeam
    where TNetwork : class, IStreamingNetwork<TNetwork>
{
    private readonly TNetwork _network;
    private readonly NetworkDescription _description = TNetwork.Description;
    private readonly ParameterBuffer? _sum;
    private readonly ParameterBuffer[] _own;
    private readonly SequencePart[] _parts;
    private readonly int _stateLength = TNetwork.TrainingStateLength;

    private float* _inputs;
    private float* _targets;
    private int* _labels;
    private float* _weights;
    private int* _lengths;
    private float* _states;
    private int _count;
    private int _steps;
    private int _rows;
    private bool _hasLabels;
    private bool _hasWeights;
    private bool _hasLengths;
    private bool _carry;
    private bool _isTraining;
    private ulong _seed;
    private int _turn;
    private double _loss;

    private SequenceTeam(TNetwork network, ParameterBuffer? sum, int workers)
    {
        _network = network;
        _sum = sum;
        _own = new ParameterBuffer[sum is null ? 0 : workers];
        for (int i = 0; i < _own.Length; i++)
        {
            _own[i] = new ParameterBuffer(sum!.Layout);
        }

        _parts = new SequencePart[workers];
        for (int i = 0; i < workers; i++)
        {
            _parts[i] = new SequencePart();
        }
    }

    /// <summary>A team, or null where one thread does all: because it was asked for, or because no batch will have two groups.</summary>
    /// <param name="network">Whose loss it is.</param>
    /// <param name="sum">Receives gradients; null for losses alone.</param>
    /// <param name="threads">The most.</param>
    /// <param name="maxSequences">The most sequences of a batch.</param>
    public static SequenceTeam<TNetwork>? Create(TNetwork network, ParameterBuffer? sum, int threads, int maxSequences)
    {
        // Statistics of the batch are over all sequences, which then go through the network together.
        bool together = sum != null && TNetwork.Description.WholeBatchLayer != null;
        int workers = together ? 1 : Math.Min(threads, SequencePart.Groups(maxSequences));
        return workers < 2 ? null : new SequenceTeam<TNetwork>(network, sum, workers);
    }

    /// <summary>Whether a batch is worth more than one thread.</summary>
    public bool Takes(in SequenceBatch batch)
    {
        long steps = batch.Inputs.Length / _description.InputSize;
        return steps > (long)SequencePart.GroupSize * batch.Steps && steps * WorkPerStep >= WorkWorthSharing;
    }

    /// <summary>The mean loss; with a sum, overwrites that with its gradient.</summary>
    /// <param name="batch">The sequences.</param>
    /// <param name="states">[count, TrainingStateLength], in and out; empty where states are not kept.</param>
    public float Compute(in SequenceBatch batch, Span<float> states)
    {
        SequencePart first = _parts[0];
        (first.Group, first.Totals) = (-1, null);
        _network.ComputeLoss(batch with { Carry = false, Part = first }); // says what is wrong with the batch, before anything is written
        foreach (SequencePart part in _parts)
        {
            part.Totals = first.Totals;
        }

        (_steps, _hasLabels, _carry, _isTraining, _seed) = (batch.Steps, batch.HasLabels, batch.Carry, batch.IsTraining, batch.DropoutSeed);
        _count = batch.Inputs.Length / (batch.Steps * _description.InputSize);
        _rows = batch.HasLabels ? batch.Labels.Length : batch.Targets.Length / _description.OutputSize;
        _hasWeights = !batch.StepWeights.IsEmpty;
        _hasLengths = !batch.Lengths.IsEmpty;
        _turn = 0;
        _loss = 0;
        fixed (float* inputs = batch.Inputs, targets = batch.Targets, weights = batch.StepWeights, kept = states)
        fixed (int* labels = batch.Labels, lengths = batch.Lengths)
        {
            _inputs = inputs;
            _targets = targets;
            _labels = labels;
            _weights = weights;
            _lengths = lengths;
            _states = kept;
            Run(SequencePart.Groups(_count), _parts.Length, (long)_count * _steps * WorkPerStep);
        }

        return (float)_loss;
    }

    protected override void Compute(int block, int worker)
    {
        SequencePart part = _parts[worker];
        part.Group = block;
        ReadOnlySpan<float> inputs = new(_inputs, _count * _steps * _description.InputSize);
        SequenceBatch batch = (_hasLabels
            ? new SequenceBatch(inputs, new ReadOnlySpan<int>(_labels, _rows), _steps)
            : new SequenceBatch(inputs, new ReadOnlySpan<float>(_targets, _rows * _description.OutputSize), _steps)) with
        {
            Lengths = new ReadOnlySpan<int>(_lengths, _hasLengths ? _count : 0),
            StepWeights = new ReadOnlySpan<float>(_weights, _hasWeights ? _rows : 0),
            Carry = _carry,
            IsTraining = _isTraining,
            DropoutSeed = _seed,
            Part = part,
        };
        ParameterBuffer? gradient = block == 0 ? _sum : _sum is null ? null : _own[worker];
        if (gradient is null)
        {
            _network.ComputeLoss(in batch);
        }
        else
        {
            _network.ComputeGradients(in batch, gradient, accumulate: false, _states == null ? [] : new Span<float>(_states, _count * _stateLength));
        }

        if (WaitForTurn(block))
        {
            if (block > 0 && gradient != null)
            {
                Accumulation.Add(ref gradient.Reference, ref _sum!.Reference, _sum.Layout.Length);
            }

            _loss += part.Loss;
            Volatile.Write(ref _turn, block + 1);
        }
    }

    /// <summary>
    /// Waits until the groups before have been added: in their order, whoever is done first. The group whose turn it is never waits, so there is always progress.
    /// </summary>
    /// <returns>False where a group has thrown: there will be no turn.</returns>
    private bool WaitForTurn(int block)
    {
        var wait = new SpinWait();
        while (Volatile.Read(ref _turn) != block)
        {
            if (HasFailed)
            {
                return false;
            }

            wait.SpinOnce(sleep1Threshold: -1);
        }

        return true;
    }

    // Three products per weight with gradients, and what a step costs whatever the weights are.
    private long WorkPerStep => ((_sum is null ? 1L : 3L) * _description.Layout.TrainableLength) + 100;
}
