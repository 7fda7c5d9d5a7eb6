using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Layers;

/// <summary>
/// One row of many steps: the last one, the mean or the maximum over time. Row t·sequences + b is step t of sequence b. A sequence may end early;
/// steps after its length do not count.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class OverTimeRows
{
    /// <summary>y = x(length − 1).</summary>
    /// <param name="x">[steps·sequences, stride].</param>
    /// <param name="y">[sequences, stride], overwritten.</param>
    /// <param name="steps">1 or more.</param>
    /// <param name="sequences">1 or more.</param>
    /// <param name="stride">Floats from one row to the next: a multiple of 4.</param>
    /// <param name="lengths">Steps per sequence, 1 to <paramref name="steps"/>; empty: all.</param>
    public static void LastStep(ref float x, ref float y, int steps, int sequences, int stride, ReadOnlySpan<int> lengths)
    {
        for (int i = 0; i < sequences; i++)
        {
            Row(ref x, LengthOf(lengths, i, steps) - 1, i, sequences, stride).CopyTo(Row(ref y, 0, i, sequences, stride));
        }
    }

    /// <summary>dx(length − 1) = dy, otherwise 0.</summary>
    /// <param name="dy">[sequences, stride].</param>
    /// <param name="dx">[steps·sequences, stride], overwritten.</param>
    /// <param name="steps">1 or more.</param>
    /// <param name="sequences">1 or more.</param>
    /// <param name="stride">Floats from one row to the next: a multiple of 4.</param>
    /// <param name="lengths">Steps per sequence; empty: all.</param>
    public static void LastStepBackward(ref float dy, ref float dx, int steps, int sequences, int stride, ReadOnlySpan<int> lengths)
    {
        MemoryMarshal.CreateSpan(ref dx, steps * sequences * stride).Clear();
        for (int i = 0; i < sequences; i++)
        {
            Row(ref dy, 0, i, sequences, stride).CopyTo(Row(ref dx, LengthOf(lengths, i, steps) - 1, i, sequences, stride));
        }
    }

    /// <summary>y = Σ x(t)/length, steps ascending.</summary>
    /// <param name="x">[steps·sequences, stride].</param>
    /// <param name="y">[sequences, stride], overwritten.</param>
    /// <param name="steps">1 or more.</param>
    /// <param name="sequences">1 or more.</param>
    /// <param name="stride">Floats from one row to the next: a multiple of 4.</param>
    /// <param name="lengths">Steps per sequence, 1 to <paramref name="steps"/>; empty: all.</param>
    public static void Mean(ref float x, ref float y, int steps, int sequences, int stride, ReadOnlySpan<int> lengths)
    {
        for (int i = 0; i < sequences; i++)
        {
            int length = LengthOf(lengths, i, steps);
            ref float to = ref Unsafe.Add(ref y, i * stride);
            MemoryMarshal.CreateSpan(ref to, stride).Clear();
            Sum(ref Unsafe.Add(ref x, i * stride), ref to, length, stride, sequences * stride);
            FinishMean(ref to, ref to, length, stride);
        }
    }

    /// <summary>dx(t) = dy/length for the steps that count, otherwise 0.</summary>
    /// <param name="dy">[sequences, stride].</param>
    /// <param name="dx">[steps·sequences, stride], overwritten.</param>
    /// <param name="steps">1 or more.</param>
    /// <param name="sequences">1 or more.</param>
    /// <param name="stride">Floats from one row to the next: a multiple of 4.</param>
    /// <param name="lengths">Steps per sequence; empty: all.</param>
    public static void MeanBackward(ref float dy, ref float dx, int steps, int sequences, int stride, ReadOnlySpan<int> lengths)
    {
        MemoryMarshal.CreateSpan(ref dx, steps * sequences * stride).Clear();
        for (int i = 0; i < sequences; i++)
        {
            int length = LengthOf(lengths, i, steps);
            FinishMean(ref Unsafe.Add(ref dy, i * stride), ref Unsafe.Add(ref dx, i * stride), length, stride);
            for (int step = 1; step < length; step++)
            {
                Row(ref dx, 0, i, sequences, stride).CopyTo(Row(ref dx, step, i, sequences, stride));
            }
        }
    }

    /// <summary>sum += Σ x(t) over the next steps of a stream, ascending.</summary>
    /// <param name="x">[steps, stride].</param>
    /// <param name="sum">[stride]; zeros before the first step.</param>
    /// <param name="steps">0 or more.</param>
    /// <param name="stride">Floats from one row to the next: a multiple of 4.</param>
    public static void AddMean(ref float x, ref float sum, int steps, int stride) => Sum(ref x, ref sum, steps, stride, stride);

    /// <summary>y = sum/count.</summary>
    /// <param name="sum">[stride].</param>
    /// <param name="y">[stride], overwritten; may be <paramref name="sum"/>.</param>
    /// <param name="count">1 or more.</param>
    /// <param name="stride">A multiple of 4.</param>
    public static void FinishMean(ref float sum, ref float y, int count, int stride)
    {
        Vector128<float> divisor = Vector128.Create((float)count);
        for (int j = 0; j < stride; j += 4)
        {
            (Vector128.LoadUnsafe(ref sum, (nuint)j) / divisor).StoreUnsafe(ref y, (nuint)j);
        }
    }

    /// <summary>y = max x(t), the first of equal ones; NaN if there is one.</summary>
    /// <param name="x">[steps·sequences, stride].</param>
    /// <param name="y">[sequences, stride], overwritten.</param>
    /// <param name="index">[sequences, stride], overwritten with the steps, integers in the bits of floats.</param>
    /// <param name="steps">1 or more.</param>
    /// <param name="sequences">1 or more.</param>
    /// <param name="stride">Floats from one row to the next: a multiple of 4.</param>
    /// <param name="lengths">Steps per sequence, 1 to <paramref name="steps"/>; empty: all.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Max(ref float x, ref float y, ref float index, int steps, int sequences, int stride, ReadOnlySpan<int> lengths)
    {
        for (int i = 0; i < sequences; i++)
        {
            int length = LengthOf(lengths, i, steps);
            for (int j = 0; j < stride; j += 4)
            {
                nuint at = (nuint)((i * stride) + j);
                Vector128<float> greatest = Vector128.LoadUnsafe(ref x, at);
                Vector128<int> step = Vector128<int>.Zero;
                for (int t = 1; t < length; t++)
                {
                    Vector128<float> value = Vector128.LoadUnsafe(ref x, at + ((nuint)t * (nuint)(sequences * stride)));
                    Vector128<int> isGreater = IsGreater(value, greatest).AsInt32();
                    greatest = Vector128.ConditionalSelect(isGreater.AsSingle(), value, greatest);
                    step = Vector128.ConditionalSelect(isGreater, Vector128.Create(t), step);
                }

                greatest.StoreUnsafe(ref y, at);
                step.AsSingle().StoreUnsafe(ref index, at);
            }
        }
    }

    /// <summary>dx(t) = dy where t is the step of the maximum, otherwise 0.</summary>
    /// <param name="dy">[sequences, stride].</param>
    /// <param name="index">[sequences, stride] from <see cref="Max"/>.</param>
    /// <param name="dx">[steps·sequences, stride], overwritten.</param>
    /// <param name="steps">1 or more.</param>
    /// <param name="sequences">1 or more.</param>
    /// <param name="stride">Floats from one row to the next: a multiple of 4.</param>
    public static void MaxBackward(ref float dy, ref float index, ref float dx, int steps, int sequences, int stride)
    {
        MemoryMarshal.CreateSpan(ref dx, steps * sequences * stride).Clear();
        for (int i = 0; i < sequences * stride; i++)
        {
            int step = BitConverter.SingleToInt32Bits(Unsafe.Add(ref index, i));
            Unsafe.Add(ref dx, ((nint)step * sequences * stride) + i) = Unsafe.Add(ref dy, i);
        }
    }

    /// <summary>The maximum of what a stream has seen.</summary>
    /// <param name="x">[steps, stride].</param>
    /// <param name="max">[stride].</param>
    /// <param name="steps">0 or more.</param>
    /// <param name="stride">Floats from one row to the next: a multiple of 4.</param>
    /// <param name="isFirst">Whether nothing has been seen before, so that <paramref name="max"/> does not count.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddMax(ref float x, ref float max, int steps, int stride, bool isFirst)
    {
        for (int t = 0; t < steps; t++)
        {
            for (int j = 0; j < stride; j += 4)
            {
                Vector128<float> value = Vector128.LoadUnsafe(ref x, (nuint)((t * stride) + j));
                Vector128<float> greatest = isFirst && t == 0 ? value : Vector128.LoadUnsafe(ref max, (nuint)j);
                Vector128.ConditionalSelect(IsGreater(value, greatest), value, greatest).StoreUnsafe(ref max, (nuint)j);
            }
        }
    }

    // NaN is greater than all numbers, and the first one stays.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> IsGreater(Vector128<float> value, Vector128<float> greatest) =>
        Vector128.GreaterThan(value, greatest) | Vector128.AndNot(Vector128.Equals(greatest, greatest), Vector128.Equals(value, value));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum(ref float x, ref float sum, int steps, int stride, nint apart)
    {
        for (int j = 0; j < stride; j += 4)
        {
            ref float at = ref Unsafe.Add(ref x, j);
            Vector128<float> total = Vector128.LoadUnsafe(ref sum, (nuint)j);
            for (int t = 0; t < steps; t++)
            {
                total += Vector128.LoadUnsafe(ref at);
                at = ref Unsafe.Add(ref at, apart);
            }

            total.StoreUnsafe(ref sum, (nuint)j);
        }
    }

    private static int LengthOf(ReadOnlySpan<int> lengths, int sequence, int steps) => lengths.IsEmpty ? steps : lengths[sequence];

    private static Span<float> Row(ref float x, int step, int sequence, int sequences, int stride) =>
        MemoryMarshal.CreateSpan(ref Unsafe.Add(ref x, (((nint)step * sequences) + sequence) * stride), stride);
}
