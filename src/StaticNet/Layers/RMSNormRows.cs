using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;

namespace StaticNet.Layers;

/// <summary>Root-mean-square normalization (Zhang and Sennrich 2019) of the rows of a padded matrix, and its vector-Jacobian product.</summary>
/// <remarks>
/// For a row x of n values: r = 1/√(Σxᵢ²/n + ε), x̂ᵢ = xᵢ·r, yᵢ = x̂ᵢ·weightᵢ. Sums have eight partial sums by i mod 8, joined by halves
/// (see <see cref="SoftmaxRows"/>): the same bits for every vector width, and for a row on its own or among others. Padding of results is 0.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RMSNormRows
{
    /// <summary>Normalizes every row.</summary>
    /// <inheritdoc cref="Forward{TFunction}"/>
    public static void Forward(ref float x, ref float y, int rows, int columns, int stride, ref float weight, float epsilon, ref float statistics) =>
        Forward<IdentityFunction>(ref x, ref y, rows, columns, stride, ref weight, epsilon, ref statistics);

    /// <summary>Normalizes every row, then applies a function to its values.</summary>
    /// <typeparam name="TFunction">The function.</typeparam>
    /// <param name="x">[rows, stride].</param>
    /// <param name="y">[rows, stride], overwritten; not <paramref name="x"/>.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="weight">[columns], or a null reference: 1.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="statistics">[rows], overwritten with r, or a null reference.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<TFunction>(ref float x, ref float y, int rows, int columns, int stride, ref float weight, float epsilon, ref float statistics)
        where TFunction : struct, IRowFunction
    {
        int row = 0;

        // A row's sum waits for itself, those of four rows do not wait for each other.
        for (; row + 4 <= rows; row += 4)
        {
            ref float from = ref Unsafe.Add(ref x, (nint)row * stride);
            ref float to = ref Unsafe.Add(ref y, (nint)row * stride);
            Vector128<float> squares = RowVector.Sums(
                Squares(ref from, columns),
                Squares(ref Unsafe.Add(ref from, stride), columns),
                Squares(ref Unsafe.Add(ref from, 2 * stride), columns),
                Squares(ref Unsafe.Add(ref from, 3 * stride), columns));
            Vector128<float> inverses = Vector128<float>.One / Vector128.Sqrt((squares / Vector128.Create((float)columns)) + Vector128.Create(epsilon));
            for (int i = 0; i < 4; i++)
            {
                Scale<TFunction>(ref Unsafe.Add(ref from, i * stride), ref Unsafe.Add(ref to, i * stride), columns, stride, ref weight, inverses[i]);
                if (!Unsafe.IsNullRef(ref statistics))
                {
                    Unsafe.Add(ref statistics, row + i) = inverses[i];
                }
            }
        }

        for (; row < rows; row++)
        {
            ref float from = ref Unsafe.Add(ref x, (nint)row * stride);
            float inverse = 1f / MathF.Sqrt((RowVector.Sum(Squares(ref from, columns)).ToScalar() / columns) + epsilon);
            Scale<TFunction>(ref from, ref Unsafe.Add(ref y, (nint)row * stride), columns, stride, ref weight, inverse);
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

    /// <summary>The eight partial sums of a row's squares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Squares(ref float row, int columns)
    {
        int whole = columns & -RowVector.Width;
        Vector256<float> squares = Vector256<float>.Zero;
        for (int i = 0; i < whole; i += RowVector.Width)
        {
            Vector256<float> value = Vector256.LoadUnsafe(ref row, (nuint)i);
            squares = RowVector.MultiplyAdd(value, value, squares);
        }

        if (whole < columns)
        {
            Vector256<float> value = RowVector.Load(ref Unsafe.Add(ref row, whole), columns - whole);
            squares = RowVector.MultiplyAdd(value, value, squares);
        }

        return squares;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scale<TFunction>(ref float from, ref float to, int columns, int stride, ref float weight, float inverse)
        where TFunction : struct, IRowFunction
    {
        int whole = columns & -RowVector.Width;
        bool isAffine = !Unsafe.IsNullRef(ref weight);
        Vector256<float> r = Vector256.Create(inverse);
        for (int i = 0; i < whole; i += RowVector.Width)
        {
            Vector256<float> value = Vector256.LoadUnsafe(ref from, (nuint)i) * r;
            value = isAffine ? value * Vector256.LoadUnsafe(ref weight, (nuint)i) : value;
            TFunction.Invoke(value).StoreUnsafe(ref to, (nuint)i);
        }

        if (whole < columns)
        {
            int count = columns - whole;
            Vector256<float> value = RowVector.Load(ref Unsafe.Add(ref from, whole), count) * r;
            value = isAffine ? value * RowVector.Load(ref Unsafe.Add(ref weight, whole), count) : value;
            RowVector.Store(TFunction.Invoke(value), ref Unsafe.Add(ref to, whole), count);
        }

        RowVector.ClearAfter(ref to, columns, stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Weighted(ref float gradient, ref float weight, int index, int count)
    {
        Vector256<float> g = RowVector.Load(ref Unsafe.Add(ref gradient, index), count);
        return Unsafe.IsNullRef(ref weight) ? g : g * RowVector.Load(ref Unsafe.Add(ref weight, index), count);
    }
}
