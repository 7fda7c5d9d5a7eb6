using System;

namespace StaticNet;

/// <summary>The values of one layer, for each row that was traced.</summary>
public sealed class LayerTrace
{
    /// <summary>Prefix of the layer's parameters, or its index in a sequence; <c>input</c> for the network's input.</summary>
    public required string Name { get; init; }

    /// <summary><see cref="LayerDescription.Kind"/>; <c>Input</c> for the network's input.</summary>
    public required string Kind { get; init; }

    /// <summary>Values per row.</summary>
    public required int Size { get; init; }

    /// <summary>
    /// [count, <see cref="Size"/>], row-major: what the layer computed. In networks with memory [count, steps, <see cref="Size"/>], a row per step, up to the layer
    /// that leaves one row of a sequence.
    /// </summary>
    public required float[] Values { get; init; }

    /// <summary>
    /// As many: the gradient of the mean loss with respect to <see cref="Values"/>. Empty where no loss was asked for, and for a last
    /// Softmax, LogSoftmax or Sigmoid that the loss computes itself: the gradient is that of the layer before.
    /// </summary>
    public float[] Gradients { get; init; } = [];

    /// <summary>One row of <see cref="Values"/>; step t of sequence b is row b·steps + t.</summary>
    public ReadOnlySpan<float> Row(int row) => Values.AsSpan(row * Size, Size);

    /// <summary>The Euclidean norm of <see cref="Gradients"/> over all rows; NaN where there are none.</summary>
    public double GradientNorm => Gradients.Length == 0 ? double.NaN : Math.Sqrt(Sum(Gradients));

    /// <summary>The root mean square of <see cref="Values"/>.</summary>
    public double RootMeanSquare => Math.Sqrt(Sum(Values) / Values.Length);

    private static double Sum(float[] values)
    {
        double sum = 0;
        foreach (float value in values)
        {
            sum += (double)value * value;
        }

        return sum;
    }
}
