using System;

namespace StaticNet.Testing;

/// <summary>Rows for checks: the same ones for the same seed.</summary>
internal static class CheckData
{
    /// <summary>Standard normal values.</summary>
    public static float[] Values(int count, ulong seed)
    {
        var random = new Pcg32(seed);
        var values = new float[count];
        foreach (ref float value in values.AsSpan())
        {
            value = (float)random.NextNormal();
        }

        return values;
    }

    /// <summary>Class labels.</summary>
    public static int[] Labels(NetworkDescription description, int rows, ulong seed)
    {
        var random = new Pcg32(seed);
        var labels = new int[rows];
        foreach (ref int label in labels.AsSpan())
        {
            label = random.NextInt32(description.OutputSize == 1 ? 2 : description.OutputSize);
        }

        return labels;
    }

    /// <summary>Numbers that are targets of the network's loss: 0 or 1, −1 or 1, a distribution in each row, or any.</summary>
    public static float[] Targets(NetworkDescription description, int rows, ulong seed)
    {
        float[] values = Values(rows * description.OutputSize, seed);
        if (description.Heads.Count == 0)
        {
            MakeTargets(description.NumberLoss, values, description.OutputSize);
        }

        foreach (OutputHead head in description.Heads)
        {
            for (int row = 0; row < rows; row++)
            {
                MakeTargets(head.Loss, head.Slice(values, row), head.Size);
            }
        }

        return values;
    }

    private static void MakeTargets(Loss loss, Span<float> values, int columns)
    {
        switch (loss)
        {
            case Loss.BinaryCrossEntropy or Loss.Perceptron:
                Replace(values, static value => value > 0 ? 1f : 0f);
                break;
            case Loss.Hinge:
                Replace(values, static value => value > 0 ? 1f : -1f);
                break;
            case Loss.CrossEntropy or Loss.KLDivergence:
                for (int start = 0; start < values.Length; start += columns)
                {
                    Span<float> shares = values.Slice(start, columns);
                    float sum = 0;
                    foreach (ref float share in shares)
                    {
                        share = MathF.Abs(share) + 0.01f;
                        sum += share;
                    }

                    foreach (ref float share in shares)
                    {
                        share /= sum;
                    }
                }

                break;
        }
    }

    /// <summary>Fails where a float differs in any bit.</summary>
    /// <param name="expected">Of the first way.</param>
    /// <param name="actual">Of the other.</param>
    /// <param name="width">Values per row.</param>
    /// <param name="what">What was compared.</param>
    public static void SameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, int width, string what)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(actual[i]))
            {
                throw new NetworkCheckException(FormattableString.Invariant($"{what}: row {i / width}, output {i % width} is {expected[i]:R} and {actual[i]:R}; both ways must give the same bits."));
            }
        }
    }

    /// <summary>Fails where two networks cannot be compared.</summary>
    public static void SameSizes(NetworkDescription network, NetworkDescription other)
    {
        if ((network.InputSize, network.OutputSize) != (other.InputSize, other.OutputSize))
        {
            throw new NetworkCheckException(FormattableString.Invariant(
                $"{network.Name} has {network.InputSize} inputs and {network.OutputSize} outputs, {other.Name} {other.InputSize} and {other.OutputSize}; only networks of the same weights can be compared."));
        }
    }

    /// <summary>Fails where the second run of something allocates; the first may compile it and take scratch memory.</summary>
    public static void AllocatesNothing(string what, Action action)
    {
        // The runtime itself may allocate on this thread when it replaces code; twice in a row is the action's doing.
        action();
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 3 && least != 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        if (least != 0)
        {
            throw new NetworkCheckException(FormattableString.Invariant($"{what} allocated {least} bytes; it must allocate none."));
        }
    }

    private static void Replace(Span<float> values, Func<float, float> rule)
    {
        foreach (ref float value in values)
        {
            value = rule(value);
        }
    }
}
