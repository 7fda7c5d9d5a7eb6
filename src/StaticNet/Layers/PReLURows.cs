using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;

namespace StaticNet.Layers;

/// <summary>PReLU with one slope, or one per column (He et al. 2015): x where x &gt; 0, otherwise slope·x. At 0 the derivative is the slope, as in PyTorch.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PReLURows
{
    /// <summary>The function of every value.</summary>
    /// <param name="x">[count].</param>
    /// <param name="y">[count], overwritten; may be <paramref name="x"/>.</param>
    /// <param name="count">A multiple of 4.</param>
    /// <param name="slope">The trained slope.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(ref float x, ref float y, int count, float slope)
    {
        for (int i = 0; i < count; i += RowVector.Width)
        {
            Vector256<float> value = RowVector.Load(ref Unsafe.Add(ref x, i), count - i);
            Vector256<float> result = Vector256.ConditionalSelect(Vector256.GreaterThan(value, Vector256<float>.Zero), value, value * Vector256.Create(slope));
            RowVector.Store(result, ref Unsafe.Add(ref y, i), count - i);
        }
    }

    /// <summary>dx = dy where x &gt; 0, otherwise slope·dy.</summary>
    /// <param name="x">[count], the input of the forward pass.</param>
    /// <param name="dy">[count], the gradient with respect to the result.</param>
    /// <param name="dx">[count], overwritten; may be <paramref name="dy"/>.</param>
    /// <param name="count">A multiple of 4.</param>
    /// <param name="slope">The trained slope.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(ref float x, ref float dy, ref float dx, int count, float slope)
    {
        for (int i = 0; i < count; i += RowVector.Width)
        {
            Vector256<float> gradient = RowVector.Load(ref Unsafe.Add(ref dy, i), count - i);
            Vector256<float> isPositive = Vector256.GreaterThan(RowVector.Load(ref Unsafe.Add(ref x, i), count - i), Vector256<float>.Zero);
            RowVector.Store(Vector256.ConditionalSelect(isPositive, gradient, gradient * Vector256.Create(slope)), ref Unsafe.Add(ref dx, i), count - i);
        }
    }

    /// <summary>Σ dy·x over the values that are not positive: eight partial sums by column mod 8 over the rows in order, joined by halves.</summary>
    /// <param name="x">[rows, stride], the input of the forward pass.</param>
    /// <param name="dy">[rows, stride], the gradient with respect to the result.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <returns>The gradient of the slope.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float SlopeGradient(ref float x, ref float dy, int rows, int columns, int stride)
    {
        Vector256<float> sum = Vector256<float>.Zero;
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < columns; i += RowVector.Width)
            {
                nint at = ((nint)row * stride) + i;
                Vector256<float> value = RowVector.Load(ref Unsafe.Add(ref x, at), columns - i);
                Vector256<float> negative = Vector256.AndNot(value, Vector256.GreaterThan(value, Vector256<float>.Zero));
                sum = RowVector.MultiplyAdd(RowVector.Load(ref Unsafe.Add(ref dy, at), columns - i), negative, sum);
            }
        }

        return RowVector.Sum(sum).ToScalar();
    }

    /// <summary>The function of every value, each column with its own slope.</summary>
    /// <param name="x">[rows, stride].</param>
    /// <param name="y">[rows, stride], overwritten; may be <paramref name="x"/>.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="stride">Floats from one row to the next; a multiple of 4.</param>
    /// <param name="slopes">[stride], the trained slopes, zeros after the columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(ref float x, ref float y, int rows, int stride, ref float slopes)
    {
        for (int i = 0; i < stride; i += RowVector.Width)
        {
            int count = stride - i;
            Vector256<float> slope = RowVector.Load(ref Unsafe.Add(ref slopes, i), count);
            for (int row = 0; row < rows; row++)
            {
                nint at = ((nint)row * stride) + i;
                Vector256<float> value = RowVector.Load(ref Unsafe.Add(ref x, at), count);
                Vector256<float> result = Vector256.ConditionalSelect(Vector256.GreaterThan(value, Vector256<float>.Zero), value, value * slope);
                RowVector.Store(result, ref Unsafe.Add(ref y, at), count);
            }
        }
    }

    /// <summary>dx = dy where x &gt; 0, otherwise the column's slope·dy.</summary>
    /// <param name="x">[rows, stride], the input of the forward pass.</param>
    /// <param name="dy">[rows, stride], the gradient with respect to the result.</param>
    /// <param name="dx">[rows, stride], overwritten; may be <paramref name="dy"/>.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="stride">Floats from one row to the next; a multiple of 4.</param>
    /// <param name="slopes">[stride], the trained slopes, zeros after the columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(ref float x, ref float dy, ref float dx, int rows, int stride, ref float slopes)
    {
        for (int i = 0; i < stride; i += RowVector.Width)
        {
            int count = stride - i;
            Vector256<float> slope = RowVector.Load(ref Unsafe.Add(ref slopes, i), count);
            for (int row = 0; row < rows; row++)
            {
                nint at = ((nint)row * stride) + i;
                Vector256<float> gradient = RowVector.Load(ref Unsafe.Add(ref dy, at), count);
                Vector256<float> isPositive = Vector256.GreaterThan(RowVector.Load(ref Unsafe.Add(ref x, at), count), Vector256<float>.Zero);
                RowVector.Store(Vector256.ConditionalSelect(isPositive, gradient, gradient * slope), ref Unsafe.Add(ref dx, at), count);
            }
        }
    }

    /// <summary>Σ dy·x per column over the values that are not positive, rows added in order. Overwrites.</summary>
    /// <param name="x">[rows, stride], the input of the forward pass.</param>
    /// <param name="dy">[rows, stride], the gradient with respect to the result.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="slopeGradients">[columns].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SlopeGradients(ref float x, ref float dy, int rows, int columns, int stride, ref float slopeGradients)
    {
        for (int i = 0; i < columns; i += RowVector.Width)
        {
            int count = columns - i;
            Vector256<float> sum = Vector256<float>.Zero;
            for (int row = 0; row < rows; row++)
            {
                nint at = ((nint)row * stride) + i;
                Vector256<float> value = RowVector.Load(ref Unsafe.Add(ref x, at), count);
                Vector256<float> negative = Vector256.AndNot(value, Vector256.GreaterThan(value, Vector256<float>.Zero));
                sum = RowVector.MultiplyAdd(RowVector.Load(ref Unsafe.Add(ref dy, at), count), negative, sum);
            }

            RowVector.Store(sum, ref Unsafe.Add(ref slopeGradients, i), count);
        }
    }
}
