using System;
using System.Threading;
using StaticNet.Losses;
using StaticNet.Numerics;

namespace StaticNet;

/// <summary>A training step on several threads: the <see cref="GradientBlocks"/> of a batch, then passes over ranges of the parameters. The same bits as on one.</summary>
internal sealed unsafe partial class GradientTeam : BlockTeam
{
    private readonly GradientFunction _function;
    private readonly NetworkDescription _description;
    private readonly ParameterBuffer _sum;
    private readonly ParameterBuffer[] _own;
    private readonly BatchPart[] _parts;

    // Per worker the block whose gradient is in _own and not yet in the sum; 0 where there is none.
    private readonly int[] _left;
    private readonly SumRanges _sumRanges;
    private readonly long _workPerRow;
    private readonly int _blockRows;
    private readonly bool _ownBlocks; // not the network's: one thread adds them, too

    private float* _inputs;
    private float* _targets;
    private int* _labels;
    private float* _weights;
    private float* _from;
    private int* _chosen;
    private int _fromLength;
    private int _rows;
    private int _columns;
    private bool _hasLabels;
    private bool _hasWeights;
    private bool _isTraining;
    private ulong _seed;
    private int _blocks;
    private int _threads = 1;
    private int _turn;
    private double _loss;

    private GradientTeam(GradientFunction function, NetworkDescription description, ParameterBuffer sum, int workers, int blockRows)
    {
        _function = function;
        _description = description;
        _sum = sum;
        _own = new ParameterBuffer[workers];
        _parts = new BatchPart[workers];
        _left = new int[workers];
        _taken = new int[workers * CounterStride];
        _sumRanges = new SumRanges(sum, workers);
        for (int i = 0; i < workers; i++)
        {
            _own[i] = new ParameterBuffer(sum.Layout);
            _parts[i] = new BatchPart();
        }

        _workPerRow = WorkPerRow(sum.Layout);
        _blockRows = blockRows == 0 ? description.GradientRows : blockRows;
        _ownBlocks = blockRows != 0;
    }

    /// <summary>What a network computes with: <c>ComputeGradients</c>, bound.</summary>
    public delegate float GradientFunction(in Batch batch, ParameterBuffer gradients, bool accumulate);

    /// <summary>Whether the last sum has no NaN or infinity.</summary>
    public bool IsSumFinite { get; private set; }

    /// <summary>A team, or null where one thread does all: because it was asked for, or because no batch will have two blocks.</summary>
    /// <param name="function">Computes a block.</param>
    /// <param name="description">The network's.</param>
    /// <param name="sum">Receives the gradients.</param>
    /// <param name="threads">The most threads.</param>
    /// <param name="maxBatchSize">The most rows.</param>
    /// <param name="blockRows">Rows of a block; 0: the network's.</param>
    public static GradientTeam? Create(GradientFunction function, NetworkDescription description, ParameterBuffer sum, int threads, int maxBatchSize, int blockRows)
    {
        int blocks = GradientBlocks.Blocks(maxBatchSize, blockRows == 0 ? description.GradientRows : blockRows);
        int workers = maxBatchSize * WorkPerRow(sum.Layout) < WorkWorthSharing ? 1 : Math.Min(threads, blocks);
        return blocks > 1 && (workers > 1 || blockRows != 0) ? new GradientTeam(function, description, sum, workers, blockRows) : null;
    }

    /// <summary>Whether a batch is worth more than one thread, or has blocks that are not the network's.</summary>
    public bool Takes(in Batch batch)
    {
        int rows = batch.Inputs.Length / _description.InputSize;
        return rows > _blockRows && (_ownBlocks || rows * _workPerRow >= WorkWorthSharing);
    }

    /// <summary>Overwrites the sum with the gradient of the mean loss, and returns the mean loss.</summary>
    /// <param name="batch">All rows.</param>
    /// <param name="gather">Where their inputs are still to be copied from.</param>
    public float ComputeGradients(in Batch batch, RowGather gather)
    {
        if (batch.HasLabels)
        {
            LabelCheck.Validate(batch.Labels, _description.OutputSize == 1 ? 2 : _description.OutputSize, _description.LabelLoss ?? Loss.Auto);
        }

        OutputLoss? loss = batch.Part?.OutputLoss;
        float scale = loss is null ? GradientBlocks.Scale(_description, batch) : batch.Part!.Scale;
        foreach (BatchPart part in _parts)
        {
            part.Scale = scale;
            part.OutputLoss = loss;
        }

        _rows = batch.Inputs.Length / _description.InputSize;
        _columns = batch.Targets.Length / _rows;
        _hasLabels = batch.HasLabels;
        _hasWeights = !batch.SampleWeights.IsEmpty;
        _isTraining = batch.IsTraining;
        _seed = batch.DropoutSeed;
        _turn = 0;
        _loss = 0;
        Array.Clear(_left);
        fixed (float* inputs = batch.Inputs, targets = batch.Targets, weights = batch.SampleWeights)
        fixed (float* from = gather.From)
        fixed (int* labels = batch.Labels, chosen = gather.Rows)
        {
            _from = from;
            _chosen = chosen;
            _fromLength = gather.From.Length;
            _inputs = inputs;
            _targets = targets;
            _weights = weights;
            _labels = labels;
            _blocks = GradientBlocks.Blocks(_rows, _blockRows);
            long work = _rows * _workPerRow;
            _threads = work < WorkWorthSharing ? 1 : _own.Length;
            Run(_blocks, _threads, work);
        }

        AddTheLast();
        return (float)_loss;
    }

    protected override void Compute(int block, int worker)
    {
        if (_ranges != null)
        {
            ComputeRanges(block);
        }
        else
        {
            ComputeBlock(block, worker);
        }
    }

    private void ComputeBlock(int block, int worker)
    {
        BatchPart part = _parts[worker];
        ReadOnlySpan<float> inputs = new(_inputs, _rows * _description.InputSize);
        ReadOnlySpan<float> weights = new(_weights, _hasWeights ? _rows : 0);
        Batch batch = _hasLabels
            ? new Batch(inputs, new ReadOnlySpan<int>(_labels, _rows)) { SampleWeights = weights, IsTraining = _isTraining, DropoutSeed = _seed }
            : new Batch(inputs, new ReadOnlySpan<float>(_targets, _rows * _columns)) { SampleWeights = weights, IsTraining = _isTraining, DropoutSeed = _seed };
        ParameterBuffer gradient = block == 0 ? _sum : _own[worker];
        if (_chosen != null)
        {
            int first = block * _blockRows;
            new RowGather(new(_from, _fromLength), new(_chosen, _rows), new(_inputs, _rows * _description.InputSize)).Copy(first, Math.Min(_blockRows, _rows - first), _description.InputSize);
        }

        _function(GradientBlocks.Take(_description, batch, block, part, _columns, _blockRows), gradient, accumulate: false);

        // Added in the order of the blocks, whoever is done first. The block whose turn it is never waits, so there is always progress.
        var wait = new SpinWait();
        while (true)
        {
            if (HasFailed)
            {
                return;
            }

            // In this order: who begins the last block has added all that it did before. The turn is then at the first block that is still computed,
            // so it comes to one of the workers, and no more than one block of each is left.
            bool allBegun = AllBegun;
            bool isTurn = Volatile.Read(ref _turn) == block;
            if (block > 0 && allBegun && (!isTurn || block == _blocks - 1))
            {
                _left[worker] = block;
                return;
            }

            if (isTurn)
            {
                break;
            }

            wait.SpinOnce(sleep1Threshold: -1);
        }

        if (block > 0)
        {
            Accumulation.Add(ref gradient.Reference, ref _sum.Reference, _sum.Layout.Length);
        }

        _loss += part.Loss;
        Volatile.Write(ref _turn, block + 1);
    }

    // Once all blocks are begun, a worker that is done has nothing else to do: what is left is added by all of them, each a range at a time.
    private void AddTheLast()
    {
        _sumRanges.Begin();
        for (; _turn < _blocks; _turn++)
        {
            int worker = Array.IndexOf(_left, _turn);
            _loss += _parts[worker].Loss;
            _sumRanges.Add(_own[worker]);
        }

        RunRanges(_sumRanges, 0, _sum.Layout.Length);
        IsSumFinite = _sumRanges.IsFinite;
    }

    // Three products per weight, and what a row costs whatever the weights are: loss, activations, transposes.
    private static long WorkPerRow(ParameterLayout layout) => (3L * layout.TrainableLength) + 800;
}
