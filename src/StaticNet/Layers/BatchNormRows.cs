using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;

namespace StaticNet.Layers;

/// <summary>Batch normalization (Ioffe and Szegedy 2015) of the columns of a padded matrix: y = (x − m)·r·weight + bias with r = 1/√(v + ε).</summary>
/// <remarks>
/// While training m and v are mean and variance of the column over the whole batch, summed in double in the order of the rows; otherwise the
/// running averages, which come down to one factor and one summand per column. The statistics a pass used lie side by side as [3, stride]: m, v, r.
/// Padding of results is 0.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class BatchNormRows
{
    private const float SmallestNormal = 1.17549435e-38f;

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
        // Eight columns side by side; each column's sums stay in the order of the rows.
        for (int column = 0; column < columns; column += RowVector.Width)
        {
            int count = columns - column;
            ref float first = ref Unsafe.Add(ref x, column);
            Vector256<double> lowerSum = Vector256<double>.Zero, upperSum = Vector256<double>.Zero;
            for (int row = 0; row < rows; row++)
            {
                Vector256<float> value = RowVector.Load(ref Unsafe.Add(ref first, (nint)row * stride), count);
                lowerSum += Vector256.WidenLower(value);
                upperSum += Vector256.WidenUpper(value);
            }

            Vector256<double> lowerMean = lowerSum / Vector256.Create((double)rows), upperMean = upperSum / Vector256.Create((double)rows);
            Vector256<double> lowerSquares = Vector256<double>.Zero, upperSquares = Vector256<double>.Zero;
            for (int row = 0; row < rows; row++)
            {
                Vector256<float> value = RowVector.Load(ref Unsafe.Add(ref first, (nint)row * stride), count);
                Vector256<double> lower = Vector256.WidenLower(value) - lowerMean, upper = Vector256.WidenUpper(value) - upperMean;
                lowerSquares += lower * lower;
                upperSquares += upper * upper;
            }

            Vector256<double> lowerVariance = lowerSquares / Vector256.Create((double)rows), upperVariance = upperSquares / Vector256.Create((double)rows);
            RowVector.Store(Vector256.Narrow(lowerMean, upperMean), ref Unsafe.Add(ref statistics, column), count);
            RowVector.Store(Vector256.Narrow(lowerVariance, upperVariance), ref Unsafe.Add(ref statistics, stride + column), count);
            RowVector.Store(
                Vector256.Narrow(
                    Vector256<double>.One / Vector256.Sqrt(lowerVariance + Vector256.Create((double)epsilon)),
                    Vector256<double>.One / Vector256.Sqrt(upperVariance + Vector256.Create((double)epsilon))),
                ref Unsafe.Add(ref statistics, (2 * stride) + column),
                count);
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

    /// <summary>Normalizes with given statistics.</summary>
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

    /// <summary>
    /// The running averages folded into one factor and one summand per column, as PyTorch does it: scale = weight/√(v + ε),
    /// shift = bias − m·scale; each operation is rounded.
    /// </summary>
    /// <param name="weight">[columns], or a null reference: 1.</param>
    /// <param name="bias">[columns], or a null reference: 0.</param>
    /// <param name="runningMean">[columns].</param>
    /// <param name="runningVariance">[columns].</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="stride">Floats per row of the matrices.</param>
    /// <param name="distance">Floats from the factors to the summands, <paramref name="stride"/> or more.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="folded">Overwritten with [stride] factors and, at the distance, [stride] summands; zeros behind the columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fold(
        ref float weight, ref float bias, ref float runningMean, ref float runningVariance, int columns, int stride, int distance, float epsilon, ref float folded)
    {
        bool isAffine = !Unsafe.IsNullRef(ref weight);
        for (int i = 0; i < stride; i += RowVector.Width)
        {
            int count = Math.Max(0, columns - i);
            Vector256<float> w = isAffine ? RowVector.Load(ref Unsafe.Add(ref weight, i), count) : Vector256<float>.One & RowVector.MaskOf(count);
            Vector256<float> b = isAffine ? RowVector.Load(ref Unsafe.Add(ref bias, i), count) : Vector256<float>.Zero;
            Vector256<float> scale = w / Vector256.Sqrt(RowVector.Load(ref Unsafe.Add(ref runningVariance, i), count) + Vector256.Create(epsilon));
            Vector256<float> product = RowVector.Load(ref Unsafe.Add(ref runningMean, i), count) * scale;
            RowVector.Store(scale, ref Unsafe.Add(ref folded, i), stride - i);
            RowVector.Store(b - product, ref Unsafe.Add(ref folded, distance + i), stride - i);
        }
    }

    /// <summary>y = f(x·scale + shift): inference where no linear layer before it takes factor and summand in. Padding of y is f(shift) there.</summary>
    /// <typeparam name="TFunction">The function.</typeparam>
    /// <param name="x">[rows, stride].</param>
    /// <param name="y">[rows, stride], overwritten; may be <paramref name="x"/>.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="distance">Floats from the factors to the summands.</param>
    /// <param name="folded">What <see cref="Fold"/> wrote.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ScaleShift<TFunction>(ref float x, ref float y, int rows, int stride, int distance, ref float folded)
        where TFunction : struct, IRowFunction
    {
        for (int i = 0; i < stride; i += RowVector.Width)
        {
            int count = stride - i;
            Vector256<float> scale = RowVector.Load(ref Unsafe.Add(ref folded, i), count);
            Vector256<float> shift = RowVector.Load(ref Unsafe.Add(ref folded, distance + i), count);
            for (int row = 0; row < rows; row++)
            {
                nint at = ((nint)row * stride) + i;
                RowVector.Store(TFunction.Invoke(RowVector.MultiplyAdd(RowVector.Load(ref Unsafe.Add(ref x, at), count), scale, shift)), ref Unsafe.Add(ref y, at), count);
            }
        }
    }

    /// <summary>y = x·scale + shift.</summary>
    /// <inheritdoc cref="ScaleShift{TFunction}"/>
    public static void ScaleShift(ref float x, ref float y, int rows, int stride, int distance, ref float folded) =>
        ScaleShift<IdentityFunction>(ref x, ref y, rows, stride, distance, ref folded);

    /// <summary>running ← (1 − momentum)·running + momentum·statistic; the variance with rows − 1 in its denominator, as PyTorch does. Below 2⁻¹²⁶ they are 0.</summary>
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
            mean = Normal(((1 - (double)momentum) * mean) + ((double)momentum * Unsafe.Add(ref statistics, i)));
            variance = Normal(((1 - (double)momentum) * variance) + ((double)momentum * unbiased * Unsafe.Add(ref statistics, stride + i)));
        }
    }

    // A column of zeros would end as a subnormal number that no longer shrinks, and each operation on one costs 100 cycles or more.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Normal(double value) => Math.Abs((float)value) < SmallestNormal ? 0f : (float)value;

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
