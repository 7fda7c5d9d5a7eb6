using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics;

public static partial class SoftmaxRows
{
    /// <summary>Softmax of every row of a matrix, in place.</summary>
    /// <param name="values">Row-major, whole rows of <paramref name="columns"/> values.</param>
    /// <param name="columns">The number of values per row; 1 or more.</param>
    public static void Softmax(Span<float> values, int columns)
    {
        ref float first = ref MemoryMarshal.GetReference(values);
        Softmax(ref first, values.Length / columns, columns, columns, ref first, columns);
    }

    /// <summary>resultᵢ = exp(xᵢ) / Σⱼ exp(xⱼ) in every row.</summary>
    /// <param name="values">The first value of a row-major matrix.</param>
    /// <param name="rows">The number of rows; 0 or more.</param>
    /// <param name="columns">The number of values per row; 1 or more.</param>
    /// <param name="stride">The distance between rows, at least <paramref name="columns"/>.</param>
    /// <param name="result">The first value of the result; may be <paramref name="values"/> (then with the same stride).</param>
    /// <param name="resultStride">The distance between rows of the result, at least <paramref name="columns"/>.</param>
    public static void Softmax(ref float values, int rows, int columns, int stride, ref float result, int resultStride)
    {
        int row = EightRows.IsSupported && columns <= EightRows.MaxColumns
            ? SoftmaxOfEightRows(ref values, rows, columns, stride, ref result, resultStride)
            : 0;
        for (; row < rows; row++)
        {
            ref float x = ref Unsafe.Add(ref values, (nint)row * stride);
            ref float y = ref Unsafe.Add(ref result, (nint)row * resultStride);
            if (columns <= RowVector.Width)
            {
                SoftmaxOfUpTo8(ref x, columns, ref y);
            }
            else if (columns <= 2 * RowVector.Width)
            {
                SoftmaxOfUpTo16(ref x, columns, ref y);
            }
            else
            {
                SoftmaxOfMany(ref x, columns, ref y);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SoftmaxOfUpTo8(ref float x, int columns, ref float y)
    {
        Vector256<float> values = Vector256.ConditionalSelect(
            RowVector.MaskOf(columns), RowVector.Load(ref x, columns), Vector256.Create(float.NegativeInfinity));
        Vector256<float> exponentials = RowVector.ExpNonPositive(values - RowVector.Max(values));
        Vector128<float> inverse = Vector128<float>.One / RowVector.Sum(exponentials);
        RowVector.Store(exponentials * RowVector.Broadcast(inverse), ref y, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SoftmaxOfUpTo16(ref float x, int columns, ref float y)
    {
        int rest = columns - RowVector.Width;
        Vector256<float> first = Vector256.LoadUnsafe(ref x);
        Vector256<float> second = Vector256.ConditionalSelect(
            RowVector.MaskOf(rest), RowVector.Load(ref Unsafe.Add(ref x, RowVector.Width), rest), Vector256.Create(float.NegativeInfinity));
        Vector256<float> max = RowVector.Max(Vector256.MaxNative(first, second));
        first = RowVector.ExpNonPositive(first - max);
        second = RowVector.ExpNonPositive(second - max);
        Vector256<float> inverse = RowVector.Broadcast(Vector128<float>.One / RowVector.Sum(first + second));
        (first * inverse).StoreUnsafe(ref y);
        RowVector.Store(second * inverse, ref Unsafe.Add(ref y, RowVector.Width), rest);
    }

    private static void SoftmaxOfMany(ref float x, int columns, ref float y)
    {
        Vector256<float> max = RowMax(ref x, columns);
        Vector256<float> sums = RowVector.ExpNonPositive(Shifted(ref x, 0, columns, max));
        sums.StoreUnsafe(ref y);
        for (int i = RowVector.Width; i < columns; i += RowVector.Width)
        {
            Vector256<float> exponentials = RowVector.ExpNonPositive(Shifted(ref x, i, columns, max));
            sums += exponentials;
            RowVector.Store(exponentials, ref Unsafe.Add(ref y, i), columns - i);
        }

        Vector256<float> inverse = RowVector.Broadcast(Vector128<float>.One / RowVector.Sum(sums));
        for (int i = 0; i < columns; i += RowVector.Width)
        {
            ref float part = ref Unsafe.Add(ref y, i);
            RowVector.Store(RowVector.Load(ref part, columns - i) * inverse, ref part, columns - i);
        }
    }

    /// <summary>
    /// The vector-Jacobian product of softmax: resultᵢ = yᵢ·(gᵢ − d) with d = Σⱼ gⱼ·yⱼ. The partial sums of d start from a rounded product
    /// and continue with fused multiply-adds, in the order given above.
    /// </summary>
    /// <param name="outputGradient">g: the gradient with respect to the softmax.</param>
    /// <param name="gradientStride">The distance between rows of the gradient.</param>
    /// <param name="output">y: the softmax.</param>
    /// <param name="outputStride">The distance between rows of the softmax.</param>
    /// <param name="rows">The number of rows; 0 or more.</param>
    /// <param name="columns">The number of values per row; 1 or more.</param>
    /// <param name="result">The gradient with respect to the input of the softmax; may be either argument.</param>
    /// <param name="resultStride">The distance between rows of the result.</param>
    public static void SoftmaxBackward(
        ref float outputGradient, int gradientStride, ref float output, int outputStride, int rows, int columns, ref float result, int resultStride)
    {
        for (int row = 0; row < rows; row++)
        {
            ref float g = ref Unsafe.Add(ref outputGradient, (nint)row * gradientStride);
            ref float y = ref Unsafe.Add(ref output, (nint)row * outputStride);
            ref float dx = ref Unsafe.Add(ref result, (nint)row * resultStride);
            Vector256<float> sums = RowVector.Load(ref g, columns) * RowVector.Load(ref y, columns);
            for (int i = RowVector.Width; i < columns; i += RowVector.Width)
            {
                Vector256<float> gradients = RowVector.Load(ref Unsafe.Add(ref g, i), columns - i);
                Vector256<float> outputs = RowVector.Load(ref Unsafe.Add(ref y, i), columns - i);
                sums = RowVector.MultiplyAdd(gradients, outputs, sums);
            }

            Vector256<float> dot = RowVector.Broadcast(RowVector.Sum(sums));
            for (int i = 0; i < columns; i += RowVector.Width)
            {
                Vector256<float> gradients = RowVector.Load(ref Unsafe.Add(ref g, i), columns - i);
                Vector256<float> outputs = RowVector.Load(ref Unsafe.Add(ref y, i), columns - i);
                RowVector.Store(outputs * (gradients - dot), ref Unsafe.Add(ref dx, i), columns - i);
            }
        }
    }
}
