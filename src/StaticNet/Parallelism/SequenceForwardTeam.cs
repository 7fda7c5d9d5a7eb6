using System;
using StaticNet.Sequences;

namespace StaticNet;

/// <summary>Whole sequences through a network, on several threads: sequences do not depend on each other, so every split gives the same bits.</summary>
internal sealed unsafe class SequenceForwardTeam<TNetwork>(TNetwork network) : BlockTeam
    where TNetwork : class, IStreamingNetwork<TNetwork>
{
    private readonly NetworkDescription _description = TNetwork.Description;
    private float* _inputs;
    private float* _outputs;
    private int _count;
    private int _steps;
    private int _rows;

    /// <summary>All sequences through the network.</summary>
    /// <param name="steps">Of each sequence.</param>
    /// <param name="rows">Rows of outputs of each.</param>
    /// <param name="inputs">[count, steps, InputSize].</param>
    /// <param name="outputs">[count, rows, OutputSize], overwritten.</param>
    /// <param name="threads">The most, the calling one included.</param>
    public void Run(int steps, int rows, ReadOnlySpan<float> inputs, Span<float> outputs, int threads)
    {
        (_steps, _rows, _count) = (steps, rows, inputs.Length / (steps * _description.InputSize));
        fixed (float* x = inputs, y = outputs)
        {
            _inputs = x;
            _outputs = y;
            Run(SequencePart.Groups(_count), threads, (long)_count * steps * _description.Layout.TrainableLength);
        }
    }

    protected override void Compute(int block, int worker)
    {
        int first = block * SequencePart.GroupSize, sequences = Math.Min(SequencePart.GroupSize, _count - first);
        int ins = _steps * _description.InputSize, outs = _rows * _description.OutputSize;
        network.ForwardSequences(
            _steps, new ReadOnlySpan<float>(_inputs + ((nint)first * ins), sequences * ins), new Span<float>(_outputs + ((nint)first * outs), sequences * outs));
    }
}
