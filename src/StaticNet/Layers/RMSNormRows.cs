using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;

namespace StaticNet.Layers;

/// <summary>Root-mean-square normalisation (Zhang and Sennrich 2019) of the rows of a padded matrix, and its vector-Jacobian product.</summary>
/// <remarks>
/// For a row x of n values: r = 1/√(Σxᵢ²/n + ε), x̂ᵢ = xᵢ·r, yᵢ = x̂ᵢ·weightᵢ. Sums have eight partial sums by i mod 8, joined by halves
/// (see <see cref="SoftmaxRows"/>): the same bits for every vector width, and for a row on its own or among others. Padding of results is 0.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RMSNormRows
{
    /// <summary>Normalises every row.</summary>
    /// <param name="x">[rows, stride].</param>
    /// <param name="y">[rows, stride], overwritten; not <paramref name="x"/>.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="weight">[columns], or a null reference: 1.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="statistics">[rows], overwritten with r, or a null reference.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(ref float x, ref float y, int rows, int columns, int stride, ref float weight, float epsilon, ref float statistics)
    {
        for (int row = 0; row < rows; row++)
        {
            ref float from = ref Unsafe.Add(ref x, (nint)row * stride);
            ref float to = ref Unsafe.Add(ref y, (nint)row * stride);
            Vector256<float> squares = Vector256<float>.Zero;
            for (int i = 0; i < columns; i += RowVector.Width)
            {
                Vector256<float> value = RowVector.Load(ref Unsafe.Add(ref from, i), columns - i);
                squares = RowVector.MultiplyAdd(value, value, squares);
            }

            float inverse = 1f / MathF.Sqrt((RowVector.Sum(squares).ToScalar() / columns) + epsilon);
            Vector256<float> r = Vector256.Create(inverse);
            for (int i = 0; i < columns; i += RowVector.Width)
            {
                int count = columns - i;
                Vector256<float> value = RowVector.Load(ref Unsafe.Add(ref from, i), count) * r;
                if (!Unsafe.IsNullRef(ref weight))
                {
                    value *= RowVector.Load(ref Unsafe.Add(ref weight, i), count);
                }

                RowVector.Store(value, ref Unsafe.Add(ref to, i), count);
            }

            RowVector.ClearAfter(ref to, columns, stride);
            if (!Unsafe.IsNullRef(ref statistics))
            {
                Unsafe.Add(ref statistics, row) = inverse;
            }
        }
    }

    /// <summary>The gradient with respect to x: with g = dy·weight, dxᵢ = r·(gᵢ − x̂ᵢ·Σ(g·x̂)/n). Padding of dx is 0.</summary>
    /// <param name="x">[rows, stride], the input of the forward pass.</param>
    /// <param name="dy">[rows, stride], the gradient with respect to the result.</param>
    /// <param name="dx">[rows, stride], overwritten; may be <paramref name="dy"/>.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="weight">[columns], or a null reference: 1.</param>
    /// <param name="statistics">[rows] from the forward pass.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(ref float x, ref float dy, ref float dx, int rows, int columns, int stride, ref float weight, ref float statistics)
    {
        for (int row = 0; row < rows; row++)
        {
            ref float from = ref Unsafe.Add(ref x, (nint)row * stride);
            ref float gradient = ref Unsafe.Add(ref dy, (nint)row * stride);
            ref float to = ref Unsafe.Add(ref dx, (nint)row * stride);
            Vector256<float> r = Vector256.Create(Unsafe.Add(ref statistics, row));
            Vector256<float> product = Vector256<float>.Zero;
            for (int i = 0; i < columns; i += RowVector.Width)
            {
                int count = columns - i;
                // Behind the end g is 0, so x̂ may be anything finite there.
                product = RowVector.MultiplyAdd(Weighted(ref gradient, ref weight, i, count), RowVector.Load(ref Unsafe.Add(ref from, i), count) * r, product);
            }

            Vector256<float> meanProduct = Vector256.Create(RowVector.Sum(product).ToScalar() / columns);
            for (int i = 0; i < columns; i += RowVector.Width)
            {
                int count = columns - i;
                Vector256<float> normalized = RowVector.Load(ref Unsafe.Add(ref from, i), count) * r;
                Vector256<float> value = RowVector.MultiplyAdd(-normalized, meanProduct, Weighted(ref gradient, ref weight, i, count));
                RowVector.Store(r * value, ref Unsafe.Add(ref to, i), count);
            }

            RowVector.ClearAfter(ref to, columns, stride);
        }
    }

    /// <summary>The gradient of weight, Σ dy·x̂, rows added in order. Overwrites.</summary>
    /// <param name="x">[rows, stride], the input of the forward pass.</param>
    /// <param name="dy">[rows, stride], the gradient with respect to the result.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="statistics">[rows] from the forward pass.</param>
    /// <param name="weightGradient">[columns].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WeightGradient(ref float x, ref float dy, int rows, int columns, int stride, ref float statistics, ref float weightGradient)
    {
        for (int i = 0; i < columns; i += RowVector.Width)
        {
            int count = columns - i;
            Vector256<float> sum = Vector256<float>.Zero;
            for (int row = 0; row < rows; row++)
            {
                nint at = ((nint)row * stride) + i;
                Vector256<float> normalized = RowVector.Load(ref Unsafe.Add(ref x, at), count) * Vector256.Create(Unsafe.Add(ref statistics, row));
                sum = RowVector.MultiplyAdd(RowVector.Load(ref Unsafe.Add(ref dy, at), count), normalized, sum);
            }

            RowVector.Store(sum, ref Unsafe.Add(ref weightGradient, i), count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Weighted(ref float gradient, ref float weight, int index, int count)
    {
        Vector256<float> g = RowVector.Load(ref Unsafe.Add(ref gradient, index), count);
        return Unsafe.IsNullRef(ref weight) ? g : g * RowVector.Load(ref Unsafe.Add(ref weight, index), count);
    }
}
