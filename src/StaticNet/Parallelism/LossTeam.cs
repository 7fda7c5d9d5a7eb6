using System;

namespace StaticNet;

/// <summary>The mean losses of blocks of rows, on several threads.</summary>
internal sealed unsafe class LossTeam<TNetwork>(TNetwork network) : BlockTeam
    where TNetwork : class, INetwork<TNetwork>
{
    private readonly NetworkDescription _description = TNetwork.Description;
    private float[] _losses = [];
    private float* _inputs;
    private float* _targets;
    private int* _labels;
    private int _rows;
    private int _blockRows;
    private bool _hasLabels;

    /// <summary>The mean loss of each block; valid until the next call.</summary>
    public ReadOnlySpan<float> Compute(in Batch rows, int blockRows, int threads)
    {
        _rows = rows.Inputs.Length / _description.InputSize;
        _blockRows = blockRows;
        _hasLabels = rows.HasLabels;
        int blocks = (_rows + blockRows - 1) / blockRows;
        if (_losses.Length < blocks)
        {
            _losses = new float[blocks];
        }

        fixed (float* inputs = rows.Inputs, targets = rows.Targets)
        fixed (int* labels = rows.Labels)
        {
            _inputs = inputs;
            _targets = targets;
            _labels = labels;
            Run(blocks, threads, _rows * (long)_description.Layout.TrainableLength);
        }

        return _losses.AsSpan(0, blocks);
    }

    protected override void Compute(int block, int worker)
    {
        int start = block * _blockRows, size = Math.Min(_blockRows, _rows - start);
        var inputs = new ReadOnlySpan<float>(_inputs + ((nint)start * _description.InputSize), size * _description.InputSize);
        _losses[block] = network.ComputeLoss(_hasLabels
            ? new Batch(inputs, new ReadOnlySpan<int>(_labels + start, size))
            : new Batch(inputs, new ReadOnlySpan<float>(_targets + ((nint)start * _description.OutputSize), size * _description.OutputSize)));
    }
}
