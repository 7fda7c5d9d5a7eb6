using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;

namespace StaticNet.Layers;

/// <summary>Layer normalization (Ba, Kiros and Hinton 2016) of the rows of a padded matrix, and its vector-Jacobian product.</summary>
/// <remarks>
/// For a row x of n values: m = Σxᵢ/n, v = Σ(xᵢ − m)²/n, r = 1/√(v + ε), x̂ᵢ = (xᵢ − m)·r, yᵢ = x̂ᵢ·weightᵢ + biasᵢ.
/// Sums have eight partial sums by i mod 8, joined by halves (see <see cref="SoftmaxRows"/>): the same bits for every vector width, and for a row
/// on its own or among others. Padding of results is 0.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LayerNormRows
{
    /// <summary>Normalizes every row.</summary>
    /// <inheritdoc cref="Forward{TFunction}"/>
    public static void Forward(
        ref float x, ref float y, int rows, int columns, int stride, ref float weight, ref float bias, float epsilon, ref float statistics) =>
        Forward<IdentityFunction>(ref x, ref y, rows, columns, stride, ref weight, ref bias, epsilon, ref statistics);

    /// <summary>Normalizes every row, then applies a function to its values.</summary>
    /// <typeparam name="TFunction">The function.</typeparam>
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
    public static void Forward<TFunction>(
        ref float x, ref float y, int rows, int columns, int stride, ref float weight, ref float bias, float epsilon, ref float statistics)
        where TFunction : struct, IRowFunction
    {
        int row = 0;

        // A row's sums wait for each other, those of four rows do not.
        for (; row + 4 <= rows; row += 4)
        {
            ref float from = ref Unsafe.Add(ref x, (nint)row * stride);
            ref float to = ref Unsafe.Add(ref y, (nint)row * stride);
            (Vector128<float> means, Vector128<float> inverses) = StatisticsOfFour(ref from, columns, stride, epsilon);
            for (int i = 0; i < 4; i++)
            {
                Normalize<TFunction>(
                    ref Unsafe.Add(ref from, i * stride), ref Unsafe.Add(ref to, i * stride), columns, stride, ref weight, ref bias, means[i], inverses[i]);
                if (!Unsafe.IsNullRef(ref statistics))
                {
                    Unsafe.Add(ref statistics, 2 * (row + i)) = means[i];
                    Unsafe.Add(ref statistics, (2 * (row + i)) + 1) = inverses[i];
                }
            }
        }

        for (; row < rows; row++)
        {
            ref float from = ref Unsafe.Add(ref x, (nint)row * stride);
            (float mean, float inverse) = Statistics(ref from, columns, epsilon);
            Normalize<TFunction>(ref from, ref Unsafe.Add(ref y, (nint)row * stride), columns, stride, ref weight, ref bias, mean, inverse);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Normalize<TFunction>(
        ref float from, ref float to, int columns, int stride, ref float weight, ref float bias, float mean, float inverse)
        where TFunction : struct, IRowFunction
    {
        int whole = columns & -RowVector.Width;
        bool isAffine = !Unsafe.IsNullRef(ref weight);
        Vector256<float> m = Vector256.Create(mean);
        Vector256<float> r = Vector256.Create(inverse);
        for (int i = 0; i < whole; i += RowVector.Width)
        {
            Vector256<float> value = (Vector256.LoadUnsafe(ref from, (nuint)i) - m) * r;
            if (isAffine)
            {
                value = RowVector.MultiplyAdd(value, Vector256.LoadUnsafe(ref weight, (nuint)i), Vector256.LoadUnsafe(ref bias, (nuint)i));
            }

            TFunction.Invoke(value).StoreUnsafe(ref to, (nuint)i);
        }

        if (whole < columns)
        {
            int count = columns - whole;
            Vector256<float> value = (RowVector.Load(ref Unsafe.Add(ref from, whole), count) - m) * r;
            if (isAffine)
            {
                value = RowVector.MultiplyAdd(value, RowVector.Load(ref Unsafe.Add(ref weight, whole), count), RowVector.Load(ref Unsafe.Add(ref bias, whole), count));
            }

            RowVector.Store(TFunction.Invoke(value), ref Unsafe.Add(ref to, whole), count);
        }

        RowVector.ClearAfter(ref to, columns, stride);
    }

    /// <summary>The same sums as <see cref="Statistics"/>, of four rows side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<float> Means, Vector128<float> InverseDeviations) StatisticsOfFour(ref float rows, int columns, int stride, float epsilon)
    {
        int whole = columns & -RowVector.Width;
        ref float second = ref Unsafe.Add(ref rows, stride);
        ref float third = ref Unsafe.Add(ref rows, 2 * stride);
        ref float fourth = ref Unsafe.Add(ref rows, 3 * stride);
        Vector256<float> a = Vector256<float>.Zero, b = Vector256<float>.Zero, c = Vector256<float>.Zero, d = Vector256<float>.Zero;
        for (int i = 0; i < whole; i += RowVector.Width)
        {
            a += Vector256.LoadUnsafe(ref rows, (nuint)i);
            b += Vector256.LoadUnsafe(ref second, (nuint)i);
            c += Vector256.LoadUnsafe(ref third, (nuint)i);
            d += Vector256.LoadUnsafe(ref fourth, (nuint)i);
        }

        int rest = columns - whole;
        if (rest > 0)
        {
            a += RowVector.Load(ref Unsafe.Add(ref rows, whole), rest);
            b += RowVector.Load(ref Unsafe.Add(ref second, whole), rest);
            c += RowVector.Load(ref Unsafe.Add(ref third, whole), rest);
            d += RowVector.Load(ref Unsafe.Add(ref fourth, whole), rest);
        }

        Vector128<float> n = Vector128.Create((float)columns);
        Vector128<float> means = RowVector.Sums(a, b, c, d) / n;
        Vector256<float> ma = Vector256.Create(means[0]), mb = Vector256.Create(means[1]), mc = Vector256.Create(means[2]), md = Vector256.Create(means[3]);
        a = b = c = d = Vector256<float>.Zero;
        for (int i = 0; i < whole; i += RowVector.Width)
        {
            Vector256<float> ca = Vector256.LoadUnsafe(ref rows, (nuint)i) - ma, cb = Vector256.LoadUnsafe(ref second, (nuint)i) - mb;
            Vector256<float> cc = Vector256.LoadUnsafe(ref third, (nuint)i) - mc, cd = Vector256.LoadUnsafe(ref fourth, (nuint)i) - md;
            a = RowVector.MultiplyAdd(ca, ca, a);
            b = RowVector.MultiplyAdd(cb, cb, b);
            c = RowVector.MultiplyAdd(cc, cc, c);
            d = RowVector.MultiplyAdd(cd, cd, d);
        }

        if (rest > 0)
        {
            Vector256<float> mask = RowVector.MaskOf(rest);
            Vector256<float> ca = (RowVector.Load(ref Unsafe.Add(ref rows, whole), rest) - ma) & mask, cb = (RowVector.Load(ref Unsafe.Add(ref second, whole), rest) - mb) & mask;
            Vector256<float> cc = (RowVector.Load(ref Unsafe.Add(ref third, whole), rest) - mc) & mask, cd = (RowVector.Load(ref Unsafe.Add(ref fourth, whole), rest) - md) & mask;
            a = RowVector.MultiplyAdd(ca, ca, a);
            b = RowVector.MultiplyAdd(cb, cb, b);
            c = RowVector.MultiplyAdd(cc, cc, c);
            d = RowVector.MultiplyAdd(cd, cd, d);
        }

        Vector128<float> variances = RowVector.Sums(a, b, c, d) / n;
        return (means, Vector128<float>.One / Vector128.Sqrt(variances + Vector128.Create(epsilon)));
    }

    // The whole vectors first: a loop over them alone has no branch on how many lanes count.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (float Mean, float InverseDeviation) Statistics(ref float row, int columns, float epsilon)
    {
        int whole = columns & -RowVector.Width;
        Vector256<float> sum = Vector256<float>.Zero;
        for (int i = 0; i < whole; i += RowVector.Width)
        {
            sum += Vector256.LoadUnsafe(ref row, (nuint)i);
        }

        if (whole < columns)
        {
            sum += RowVector.Load(ref Unsafe.Add(ref row, whole), columns - whole);
        }

        float mean = RowVector.Sum(sum).ToScalar() / columns;
        Vector256<float> m = Vector256.Create(mean);
        Vector256<float> squares = Vector256<float>.Zero;
        for (int i = 0; i < whole; i += RowVector.Width)
        {
            Vector256<float> centered = Vector256.LoadUnsafe(ref row, (nuint)i) - m;
            squares = RowVector.MultiplyAdd(centered, centered, squares);
        }

        if (whole < columns)
        {
            Vector256<float> centered = (RowVector.Load(ref Unsafe.Add(ref row, whole), columns - whole) - m) & RowVector.MaskOf(columns - whole);
            squares = RowVector.MultiplyAdd(centered, centered, squares);
        }

        float variance = RowVector.Sum(squares).ToScalar() / columns;
        return (mean, 1f / MathF.Sqrt(variance + epsilon));
    }
}
