using System;
using StaticNet.Numerics;

namespace StaticNet;

/// <summary>What <c>Fit</c> needs of a loss of the user's own, whatever its type.</summary>
internal abstract class OwnLoss : OutputLoss
{
    private readonly BatchPart _part;

    protected OwnLoss() => _part = new BatchPart { OutputLoss = this };

    /// <summary>The batch with this loss in the place of the network's: <c>ComputeGradients</c> of it gives the mean loss and its gradient.</summary>
    /// <exception cref="ArgumentException">Lengths do not fit.</exception>
    public Batch Of(NetworkDescription description, in Batch batch)
    {
        _part.Scale = 1f / Count(description, batch.Inputs.Length, batch.Targets.Length);
        return batch with { Part = _part };
    }

    /// <summary>The mean loss of any number of rows; the network computes on <paramref name="threads"/> threads, the loss on the calling one.</summary>
    public abstract double Mean(in Batch rows, int threads);

    /// <summary>The number of rows, 1 or more.</summary>
    protected static int Count(NetworkDescription description, int inputs, int targets)
    {
        int count = inputs / description.InputSize;
        return count == 0 || inputs != count * description.InputSize || targets % count != 0 || targets == 0
            ? throw new ArgumentException(
                $"The inputs have {inputs} values and the targets {targets}; give whole rows of {description.InputSize} inputs, at least one, and equally many targets for each.")
            : count;
    }
}

/// <summary>A loss function over a network.</summary>
/// <typeparam name="TNetwork">The network class.</typeparam>
/// <typeparam name="TLoss">The loss function.</typeparam>
/// <param name="network">The network.</param>
/// <param name="loss">The loss function.</param>
internal sealed class OwnLoss<TNetwork, TLoss>(TNetwork network, TLoss loss) : OwnLoss
    where TNetwork : class, INetwork<TNetwork>
    where TLoss : ILossFunction
{
    private const int BlockRows = 256;
    private const int BlocksOfThreads = 16;

    private float[] _outputs = [];

    /// <summary>The loss function.</summary>
    public TLoss Function { get; set; } = loss;

    public override double Mean(in Batch rows, int threads)
    {
        NetworkDescription description = TNetwork.Description;
        int ins = description.InputSize, outs = description.OutputSize;
        int count = Count(description, rows.Inputs.Length, rows.Targets.Length);
        int columns = rows.Targets.Length / count, passRows = Math.Min(count, threads == 1 ? BlockRows : BlockRows * BlocksOfThreads);
        int length = passRows * outs, gradientLength = Math.Min(count, BlockRows) * outs;
        if (_outputs.Length < length + gradientLength)
        {
            _outputs = new float[length + gradientLength];
        }

        double sum = 0;
        for (int first = 0; first < count; first += passRows)
        {
            int end = Math.Min(first + passRows, count);
            network.ForwardBatch(rows.Inputs[(first * ins)..(end * ins)], _outputs.AsSpan(0, (end - first) * outs), threads);
            for (int start = first; start < end; start += BlockRows)
            {
                int size = Math.Min(BlockRows, end - start);
                ReadOnlySpan<float> outputs = _outputs.AsSpan((start - first) * outs, size * outs);
                sum += Function.Compute(outputs, rows.Targets.Slice(start * columns, size * columns), _outputs.AsSpan(length, size * outs), outs);
            }
        }

        return sum / count;
    }

    public override double Rows(ref float outputs, ReadOnlySpan<float> targets, int rows, int columns, int stride, float scale, ref float gradient)
    {
        int length = rows * columns;
        float[]? workspace = Workspace.Lend(), room = LossRoom.Lend((2 * length) + PaddedRows.Slack);
        try
        {
            Span<float> gradients = room.AsSpan(length, length);
            PaddedRows.Compact(ref outputs, rows, columns, stride, room);
            float sum = Function.Compute(room.AsSpan(0, length), targets, gradients, columns);
            PaddedRows.Spread(gradients, columns, scale, stride, ref gradient);
            return (double)sum * scale;
        }
        finally
        {
            LossRoom.GiveBack(room);
            Workspace.GiveBack(workspace);
        }
    }
}
