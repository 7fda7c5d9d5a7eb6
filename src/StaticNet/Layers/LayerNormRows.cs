using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;

namespace StaticNet.Layers;

/// <summary>Layer normalisation (Ba, Kiros and Hinton 2016) of the rows of a padded matrix, and its vector-Jacobian product.</summary>
/// <remarks>
/// For a row x of n values: m = Σxᵢ/n, v = Σ(xᵢ − m)²/n, r = 1/√(v + ε), x̂ᵢ = (xᵢ − m)·r, yᵢ = x̂ᵢ·weightᵢ + biasᵢ.
/// Sums have eight partial sums by i mod 8, joined by halves (see <see cref="SoftmaxRows"/>): the same bits for every vector width, and for a row
/// on its own or among others. Padding of results is 0.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LayerNormRows
{
    /// <summary>Normalises every row.</summary>
    /// <param name="x">[rows, stride].</param>
    /// <param name="y">[rows, stride], overwritten; not <paramref name="x"/>.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="weight">[columns], or a null reference: 1.</param>
    /// <param name="bias">[columns], or a null reference: 0.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="statistics">[rows, 2], overwritten with m and r, or a null reference.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(
        ref float x, ref float y, int rows, int columns, int stride, ref float weight, ref float bias, float epsilon, ref float statistics)
    {
        for (int row = 0; row < rows; row++)
        {
            ref float from = ref Unsafe.Add(ref x, (nint)row * stride);
            ref float to = ref Unsafe.Add(ref y, (nint)row * stride);
            (float mean, float inverse) = Statistics(ref from, columns, epsilon);
            Vector256<float> m = Vector256.Create(mean);
            Vector256<float> r = Vector256.Create(inverse);
            for (int i = 0; i < columns; i += RowVector.Width)
            {
                int count = columns - i;
                Vector256<float> value = (RowVector.Load(ref Unsafe.Add(ref from, i), count) - m) * r;
                if (!Unsafe.IsNullRef(ref weight))
                {
                    value = RowVector.MultiplyAdd(value, RowVector.Load(ref Unsafe.Add(ref weight, i), count), RowVector.Load(ref Unsafe.Add(ref bias, i), count));
                }

                RowVector.Store(value, ref Unsafe.Add(ref to, i), count);
            }

            RowVector.ClearAfter(ref to, columns, stride);
            if (!Unsafe.IsNullRef(ref statistics))
            {
                Unsafe.Add(ref statistics, 2 * row) = mean;
                Unsafe.Add(ref statistics, (2 * row) + 1) = inverse;
            }
        }
    }

    /// <summary>
    /// The gradient with respect to x: with g = dy·weight, dxᵢ = r·(gᵢ − Σg/n − x̂ᵢ·Σ(g·x̂)/n). Padding of dx is 0.
    /// </summary>
    /// <param name="x">[rows, stride], the input of the forward pass.</param>
    /// <param name="dy">[rows, stride], the gradient with respect to the result.</param>
    /// <param name="dx">[rows, stride], overwritten; may be <paramref name="dy"/>.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="weight">[columns], or a null reference: 1.</param>
    /// <param name="statistics">[rows, 2] from the forward pass.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(ref float x, ref float dy, ref float dx, int rows, int columns, int stride, ref float weight, ref float statistics)
    {
        for (int row = 0; row < rows; row++)
        {
            ref float from = ref Unsafe.Add(ref x, (nint)row * stride);
            ref float gradient = ref Unsafe.Add(ref dy, (nint)row * stride);
            ref float to = ref Unsafe.Add(ref dx, (nint)row * stride);
            Vector256<float> m = Vector256.Create(Unsafe.Add(ref statistics, 2 * row));
            Vector256<float> r = Vector256.Create(Unsafe.Add(ref statistics, (2 * row) + 1));
            Vector256<float> sum = Vector256<float>.Zero;
            Vector256<float> product = Vector256<float>.Zero;
            for (int i = 0; i < columns; i += RowVector.Width)
            {
                int count = columns - i;
                // Behind the end g is 0, so x̂ may be anything finite there.
                Vector256<float> g = Weighted(ref gradient, ref weight, i, count);
                sum += g;
                product = RowVector.MultiplyAdd(g, (RowVector.Load(ref Unsafe.Add(ref from, i), count) - m) * r, product);
            }

            Vector256<float> meanGradient = Vector256.Create(RowVector.Sum(sum).ToScalar() / columns);
            Vector256<float> meanProduct = Vector256.Create(RowVector.Sum(product).ToScalar() / columns);
            for (int i = 0; i < columns; i += RowVector.Width)
            {
                int count = columns - i;
                Vector256<float> g = Weighted(ref gradient, ref weight, i, count) - meanGradient;
                Vector256<float> normalized = (RowVector.Load(ref Unsafe.Add(ref from, i), count) - m) * r;
                RowVector.Store(r * RowVector.MultiplyAdd(-normalized, meanProduct, g), ref Unsafe.Add(ref to, i), count);
            }

            RowVector.ClearAfter(ref to, columns, stride);
        }
    }

    /// <summary>The gradients of weight, Σ dy·x̂, and bias, Σ dy, rows added in order. Overwrites.</summary>
    /// <param name="x">[rows, stride], the input of the forward pass.</param>
    /// <param name="dy">[rows, stride], the gradient with respect to the result.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="statistics">[rows, 2] from the forward pass.</param>
    /// <param name="weightGradient">[columns].</param>
    /// <param name="biasGradient">[columns].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ParameterGradients(
        ref float x, ref float dy, int rows, int columns, int stride, ref float statistics, ref float weightGradient, ref float biasGradient)
    {
        for (int i = 0; i < columns; i += RowVector.Width)
        {
            int count = columns - i;
            Vector256<float> weightSum = Vector256<float>.Zero;
            Vector256<float> biasSum = Vector256<float>.Zero;
            for (int row = 0; row < rows; row++)
            {
                nint at = ((nint)row * stride) + i;
                Vector256<float> g = RowVector.Load(ref Unsafe.Add(ref dy, at), count);
                Vector256<float> centered = RowVector.Load(ref Unsafe.Add(ref x, at), count) - Vector256.Create(Unsafe.Add(ref statistics, 2 * row));
                weightSum = RowVector.MultiplyAdd(g, centered * Vector256.Create(Unsafe.Add(ref statistics, (2 * row) + 1)), weightSum);
                biasSum += g;
            }

            RowVector.Store(weightSum, ref Unsafe.Add(ref weightGradient, i), count);
            RowVector.Store(biasSum, ref Unsafe.Add(ref biasGradient, i), count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Weighted(ref float gradient, ref float weight, int index, int count)
    {
        Vector256<float> g = RowVector.Load(ref Unsafe.Add(ref gradient, index), count);
        return Unsafe.IsNullRef(ref weight) ? g : g * RowVector.Load(ref Unsafe.Add(ref weight, index), count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (float Mean, float InverseDeviation) Statistics(ref float row, int columns, float epsilon)
    {
        Vector256<float> sum = Vector256<float>.Zero;
        for (int i = 0; i < columns; i += RowVector.Width)
        {
            sum += RowVector.Load(ref Unsafe.Add(ref row, i), columns - i);
        }

        float mean = RowVector.Sum(sum).ToScalar() / columns;
        Vector256<float> m = Vector256.Create(mean);
        Vector256<float> squares = Vector256<float>.Zero;
        for (int i = 0; i < columns; i += RowVector.Width)
        {
            Vector256<float> centered = (RowVector.Load(ref Unsafe.Add(ref row, i), columns - i) - m) & RowVector.MaskOf(columns - i);
            squares = RowVector.MultiplyAdd(centered, centered, squares);
        }

        float variance = RowVector.Sum(squares).ToScalar() / columns;
        return (mean, 1f / MathF.Sqrt(variance + epsilon));
    }
}
