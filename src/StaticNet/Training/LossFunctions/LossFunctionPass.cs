using System;
using System.Linq;

namespace StaticNet;

/// <summary>Forward, a loss of the user's own, and backward for the rows of a batch. Holds its buffers, so that steps allocate nothing.</summary>
/// <typeparam name="TNetwork">The network class.</typeparam>
internal sealed class LossFunctionPass<TNetwork>
    where TNetwork : class, INetwork<TNetwork>
{
    private const int BlockRows = 256;

    private readonly TNetwork _network;
    private readonly NetworkDescription _description = TNetwork.Description;
    private float[] _outputs = [];
    private float[] _gradients = [];

    public LossFunctionPass(TNetwork network)
    {
        // The backward pass of single rows computes what inference computes.
        if (_description.Layers.FirstOrDefault(static layer => layer.Kind is "Dropout" or "BatchNorm1d") is LayerDescription layer)
        {
            throw new NotSupportedException(
                $"'{_description.Name}' has a layer {layer.Kind}, which computes something else in training, and a loss function of your own is computed without it; remove the layer, or use one of the built-in losses.");
        }

        _network = network;
    }

    /// <summary>The mean loss and its gradient.</summary>
    public float ComputeGradients<TLoss>(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, TLoss loss, ParameterBuffer gradients)
        where TLoss : ILossFunction
    {
        int count = Prepare(inputs, targets, int.MaxValue);
        Span<float> outputs = _outputs.AsSpan(0, count * _description.OutputSize), outputGradients = _gradients.AsSpan(0, outputs.Length);
        _network.ForwardBatch(inputs, outputs);
        float sum = loss.Compute(outputs, targets, outputGradients, _description.OutputSize);
        foreach (ref float gradient in outputGradients)
        {
            gradient /= count;
        }

        gradients.Clear();
        _network.BackwardBatch(inputs, outputGradients, gradients);
        return sum / count;
    }

    /// <summary>The mean loss, block by block.</summary>
    public double Mean<TLoss>(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, TLoss loss)
        where TLoss : ILossFunction
    {
        int count = Prepare(inputs, targets, BlockRows);
        int columns = targets.Length / count;
        double sum = 0;
        for (int start = 0; start < count; start += BlockRows)
        {
            int size = Math.Min(BlockRows, count - start);
            Span<float> outputs = _outputs.AsSpan(0, size * _description.OutputSize);
            _network.ForwardBatch(inputs.Slice(start * _description.InputSize, size * _description.InputSize), outputs);
            sum += loss.Compute(outputs, targets.Slice(start * columns, size * columns), _gradients.AsSpan(0, outputs.Length), _description.OutputSize);
        }

        return sum / count;
    }

    private int Prepare(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, int mostRows)
    {
        int count = inputs.Length / _description.InputSize;
        if (count == 0 || inputs.Length != count * _description.InputSize || targets.Length % count != 0 || targets.IsEmpty)
        {
            throw new ArgumentException(
                $"The inputs have {inputs.Length} values and the targets {targets.Length}; give whole rows of {_description.InputSize} inputs, at least one, and equally many targets for each.");
        }

        int length = Math.Min(count, mostRows) * _description.OutputSize;
        if (_outputs.Length < length)
        {
            _outputs = new float[length];
            _gradients = new float[length];
        }

        return count;
    }
}
