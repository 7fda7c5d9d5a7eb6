using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics;

public static partial class SoftmaxRows
{
    /// <summary>resultᵢ = xᵢ − log Σⱼ exp(xⱼ) in every row.</summary>
    /// <param name="values">The first value of a row-major matrix.</param>
    /// <param name="rows">The number of rows; 0 or more.</param>
    /// <param name="columns">The number of values per row; 1 or more.</param>
    /// <param name="stride">The distance between rows, at least <paramref name="columns"/>.</param>
    /// <param name="result">The first value of the result; may be <paramref name="values"/> (then with the same stride).</param>
    /// <param name="resultStride">The distance between rows of the result, at least <paramref name="columns"/>.</param>
    public static void LogSoftmax(ref float values, int rows, int columns, int stride, ref float result, int resultStride)
    {
        for (int row = 0; row < rows; row++)
        {
            ref float x = ref Unsafe.Add(ref values, (nint)row * stride);
            ref float y = ref Unsafe.Add(ref result, (nint)row * resultStride);
            Vector256<float> max = columns <= 2 * RowVector.Width ? RowMaxOfUpTo16(ref x, columns) : RowMax(ref x, columns);
            Vector256<float> sums = RowVector.ExpNonPositive(Shifted(ref x, 0, columns, max));
            for (int i = RowVector.Width; i < columns; i += RowVector.Width)
            {
                sums += RowVector.ExpNonPositive(Shifted(ref x, i, columns, max));
            }

            Vector256<float> log = RowVector.Broadcast(VectorMath.Log(RowVector.Sum(sums)));
            for (int i = 0; i < columns; i += RowVector.Width)
            {
                Vector256<float> shifted = RowVector.Load(ref Unsafe.Add(ref x, i), columns - i) - max;
                RowVector.Store(shifted - log, ref Unsafe.Add(ref y, i), columns - i);
            }
        }
    }

    /// <summary>
    /// The vector-Jacobian product of log-softmax: resultᵢ = gᵢ − exp(yᵢ)·Σⱼ gⱼ, the sum in the order given above,
    /// the product and the difference as one fused multiply-add.
    /// </summary>
    /// <param name="outputGradient">g: the gradient with respect to the log-softmax.</param>
    /// <param name="gradientStride">The distance between rows of the gradient.</param>
    /// <param name="output">y: the log-softmax.</param>
    /// <param name="outputStride">The distance between rows of the log-softmax.</param>
    /// <param name="rows">The number of rows; 0 or more.</param>
    /// <param name="columns">The number of values per row; 1 or more.</param>
    /// <param name="result">The gradient with respect to the input of the log-softmax; may be either argument.</param>
    /// <param name="resultStride">The distance between rows of the result.</param>
    public static void LogSoftmaxBackward(
        ref float outputGradient, int gradientStride, ref float output, int outputStride, int rows, int columns, ref float result, int resultStride)
    {
        for (int row = 0; row < rows; row++)
        {
            ref float g = ref Unsafe.Add(ref outputGradient, (nint)row * gradientStride);
            ref float y = ref Unsafe.Add(ref output, (nint)row * outputStride);
            ref float dx = ref Unsafe.Add(ref result, (nint)row * resultStride);
            Vector256<float> negativeSum = -RowVector.Broadcast(RowVector.Sum(PartialSums(ref g, columns)));
            for (int i = 0; i < columns; i += RowVector.Width)
            {
                Vector256<float> gradients = RowVector.Load(ref Unsafe.Add(ref g, i), columns - i);
                Vector256<float> softmax = RowVector.ExpNonPositive(RowVector.Load(ref Unsafe.Add(ref y, i), columns - i));
                RowVector.Store(RowVector.MultiplyAdd(softmax, negativeSum, gradients), ref Unsafe.Add(ref dx, i), columns - i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> RowMaxOfUpTo16(ref float x, int columns)
    {
        Vector256<float> lowest = Vector256.Create(float.NegativeInfinity);
        Vector256<float> max = Vector256.ConditionalSelect(RowVector.MaskOf(columns), RowVector.Load(ref x, columns), lowest);
        int rest = columns - RowVector.Width;
        if (rest > 0)
        {
            Vector256<float> second = RowVector.Load(ref Unsafe.Add(ref x, RowVector.Width), rest);
            max = Vector256.MaxNative(max, Vector256.ConditionalSelect(RowVector.MaskOf(rest), second, lowest));
        }

        return RowVector.Max(max);
    }
}
