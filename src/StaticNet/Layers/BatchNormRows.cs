using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;

namespace StaticNet.Layers;

/// <summary>Batch normalisation (Ioffe and Szegedy 2015) of the columns of a padded matrix: y = (x − m)·r·weight + bias with r = 1/√(v + ε).</summary>
/// <remarks>
/// While training m and v are mean and variance of the column over the whole batch, summed in double in the order of the rows; otherwise the
/// running averages. The statistics a pass used lie side by side as [3, stride]: m, v, r. Padding of results is 0.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class BatchNormRows
{
    /// <summary>Statistics of a batch.</summary>
    /// <param name="x">[rows, stride].</param>
    /// <param name="rows">The number of rows, all of the batch.</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="statistics">[3, stride], overwritten with m, v (divided by the number of rows) and r.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BatchStatistics(ref float x, int rows, int columns, int stride, float epsilon, ref float statistics)
    {
        for (int column = 0; column < columns; column++)
        {
            double sum = 0;
            for (int row = 0; row < rows; row++)
            {
                sum += Unsafe.Add(ref x, ((nint)row * stride) + column);
            }

            double mean = sum / rows;
            double squares = 0;
            for (int row = 0; row < rows; row++)
            {
                double centered = Unsafe.Add(ref x, ((nint)row * stride) + column) - mean;
                squares += centered * centered;
            }

            double variance = squares / rows;
            Unsafe.Add(ref statistics, column) = (float)mean;
            Unsafe.Add(ref statistics, stride + column) = (float)variance;
            Unsafe.Add(ref statistics, (2 * stride) + column) = (float)(1 / Math.Sqrt(variance + epsilon));
        }
    }

    /// <summary>The statistics that the running averages give.</summary>
    /// <param name="runningMean">[columns].</param>
    /// <param name="runningVariance">[columns].</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="stride">Floats from m to v and from v to r.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="statistics">[3, stride], overwritten.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunningStatistics(ref float runningMean, ref float runningVariance, int columns, int stride, float epsilon, ref float statistics)
    {
        for (int i = 0; i < columns; i += RowVector.Width)
        {
            int count = columns - i;
            Vector256<float> variance = RowVector.Load(ref Unsafe.Add(ref runningVariance, i), count);
            RowVector.Store(RowVector.Load(ref Unsafe.Add(ref runningMean, i), count), ref Unsafe.Add(ref statistics, i), count);
            RowVector.Store(variance, ref Unsafe.Add(ref statistics, stride + i), count);
            RowVector.Store(Inverse(variance, epsilon), ref Unsafe.Add(ref statistics, (2 * stride) + i), count);
        }
    }

    /// <summary>Normalises with given statistics.</summary>
    /// <param name="x">[rows, stride].</param>
    /// <param name="y">[rows, stride], overwritten.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="weight">[columns], or a null reference: 1.</param>
    /// <param name="bias">[columns], or a null reference: 0.</param>
    /// <param name="statistics">[3, stride].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(ref float x, ref float y, int rows, int columns, int stride, ref float weight, ref float bias, ref float statistics)
    {
        for (int i = 0; i < stride; i += RowVector.Width)
        {
            int stored = stride - i;
            int count = Math.Max(0, columns - i);
            Normalize(
                ref Unsafe.Add(ref x, i),
                ref Unsafe.Add(ref y, i),
                rows,
                stride,
                count,
                stored,
                RowVector.Load(ref Unsafe.Add(ref statistics, i), count),
                RowVector.Load(ref Unsafe.Add(ref statistics, (2 * stride) + i), count),
                ref weight,
                ref bias,
                i);
        }
    }

    /// <summary>Normalises with the running averages: inference. The same bits as <see cref="RunningStatistics"/> and <see cref="Forward"/>.</summary>
    /// <param name="x">[rows, stride].</param>
    /// <param name="y">[rows, stride], overwritten.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="weight">[columns], or a null reference: 1.</param>
    /// <param name="bias">[columns], or a null reference: 0.</param>
    /// <param name="runningMean">[columns].</param>
    /// <param name="runningVariance">[columns].</param>
    /// <param name="epsilon">ε.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Infer(
        ref float x, ref float y, int rows, int columns, int stride, ref float weight, ref float bias, ref float runningMean, ref float runningVariance, float epsilon)
    {
        for (int i = 0; i < stride; i += RowVector.Width)
        {
            int count = Math.Max(0, columns - i);
            Normalize(
                ref Unsafe.Add(ref x, i),
                ref Unsafe.Add(ref y, i),
                rows,
                stride,
                count,
                stride - i,
                RowVector.Load(ref Unsafe.Add(ref runningMean, i), count),
                Inverse(RowVector.Load(ref Unsafe.Add(ref runningVariance, i), count), epsilon),
                ref weight,
                ref bias,
                i);
        }
    }

    /// <summary>running ← (1 − momentum)·running + momentum·statistic; the variance with rows − 1 in its denominator, as PyTorch does.</summary>
    /// <param name="statistics">[3, stride] of a batch.</param>
    /// <param name="rows">The batch's rows, 2 or more.</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="stride">Floats from m to v.</param>
    /// <param name="momentum">Share of the batch.</param>
    /// <param name="runningMean">[columns], updated.</param>
    /// <param name="runningVariance">[columns], updated.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void UpdateRunning(
        ref float statistics, int rows, int columns, int stride, float momentum, ref float runningMean, ref float runningVariance)
    {
        double unbiased = rows / (double)Math.Max(1, rows - 1);
        for (int i = 0; i < columns; i++)
        {
            ref float mean = ref Unsafe.Add(ref runningMean, i);
            ref float variance = ref Unsafe.Add(ref runningVariance, i);
            mean = (float)(((1 - (double)momentum) * mean) + ((double)momentum * Unsafe.Add(ref statistics, i)));
            variance = (float)(((1 - (double)momentum) * variance) + ((double)momentum * unbiased * Unsafe.Add(ref statistics, stride + i)));
        }
    }

    // A store beyond the last column writes zeros: the loads fill up with 0, and 0·0 + 0 is 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Normalize(
        ref float x, ref float y, int rows, int stride, int count, int stored, Vector256<float> mean, Vector256<float> inverse, ref float weight, ref float bias, int index)
    {
        bool isAffine = !Unsafe.IsNullRef(ref weight);
        Vector256<float> w = isAffine ? RowVector.Load(ref Unsafe.Add(ref weight, index), count) : Vector256<float>.One & RowVector.MaskOf(count);
        Vector256<float> b = isAffine ? RowVector.Load(ref Unsafe.Add(ref bias, index), count) : Vector256<float>.Zero;
        for (int row = 0; row < rows; row++)
        {
            nint at = (nint)row * stride;
            Vector256<float> value = (RowVector.Load(ref Unsafe.Add(ref x, at), count) - mean) * inverse;
            RowVector.Store(RowVector.MultiplyAdd(value, w, b), ref Unsafe.Add(ref y, at), stored);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Inverse(Vector256<float> variance, float epsilon) =>
        Vector256<float>.One / Vector256.Sqrt(variance + Vector256.Create(epsilon));
}
