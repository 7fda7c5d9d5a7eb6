using System;
using System.Numerics;

namespace StaticNet;

/// <content>Blending and mutating whole networks: soft updates, evolution.</content>
public sealed unsafe partial class ParameterBuffer
{
    /// <summary>Moves every value toward another buffer's: value + amount·(target − value), running statistics included. With 0.005 the soft update of a target network.</summary>
    /// <param name="target">A buffer of the same network type; it is not changed.</param>
    /// <param name="amount">From 0 (nothing changes) to 1 (the other buffer's values, up to rounding).</param>
    /// <exception cref="ArgumentException">The other buffer has another layout.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The amount is not from 0 to 1.</exception>
    [RealTime]
    public void Lerp(ParameterBuffer target, float amount)
    {
        ArgumentNullException.ThrowIfNull(target);
        CheckSameLayout(target, nameof(target));
        if (!(amount >= 0 && amount <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(amount), amount, "Expected a number from 0 to 1.");
        }

        // Element by element without a fused multiply-add: the same bits in every width.
        Span<float> values = Values;
        ReadOnlySpan<float> targets = target.Values;
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var value = new Vector<float>(values[i..]);
            (value + (new Vector<float>(amount) * (new Vector<float>(targets[i..]) - value))).CopyTo(values[i..]);
        }

        for (; i < values.Length; i++)
        {
            values[i] += amount * (targets[i] - values[i]);
        }
    }

    /// <summary>Adds normally distributed noise to every trainable value, drawn in PyTorch's order; running statistics stay.</summary>
    /// <param name="random">Advances; equal generators give equal noise on every machine.</param>
    /// <param name="deviation">The noise's standard deviation, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is negative or not finite.</exception>
    [RealTime]
    public void AddNormal(ref Pcg32 random, float deviation)
    {
        HyperParameter.NotNegative(deviation, nameof(deviation));
        foreach (ParameterInfo parameter in Layout.Parameters)
        {
            for (int i = 0; parameter.IsTrainable && i < parameter.Count; i++)
            {
                _start[parameter.StorageIndex(i)] += (float)(deviation * random.NextNormal());
            }
        }
    }

    /// <summary>
    /// Uniform crossover: takes every trainable value from one of two parents, each with probability ½, drawn in PyTorch's order.
    /// Running statistics are the first parent's.
    /// </summary>
    /// <param name="first">A buffer of the same network type; may be this one.</param>
    /// <param name="second">A buffer of the same network type; may be this one.</param>
    /// <param name="random">Advances; equal generators give equal children on every machine.</param>
    /// <exception cref="ArgumentException">A parent has another layout; nothing has been written.</exception>
    [RealTime]
    public void Crossover(ParameterBuffer first, ParameterBuffer second, ref Pcg32 random)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        CheckSameLayout(first, nameof(first));
        CheckSameLayout(second, nameof(second));
        uint bits = 0;
        int left = 0;
        foreach (ParameterInfo parameter in Layout.Parameters)
        {
            for (int i = 0; i < parameter.Count; i++)
            {
                int index = parameter.StorageIndex(i);
                bool isSecond = false;
                if (parameter.IsTrainable)
                {
                    (bits, left) = left == 0 ? (random.NextUInt32(), 31) : (bits >> 1, left - 1);
                    isSecond = (bits & 1) != 0;
                }

                _start[index] = (isSecond ? second : first)._start[index];
            }
        }
    }

    /// <summary>The parameters as named matrices, in PyTorch's order and layout; of large ones the first and last three rows and columns.</summary>
    public override string ToString() => ParameterText.Of(this);
}
