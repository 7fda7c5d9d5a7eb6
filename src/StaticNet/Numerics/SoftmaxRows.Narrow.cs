using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics;

public static partial class SoftmaxRows
{
    /// <summary>Softmax of rows of at most four values, eight rows at a time; the same bits as row by row.</summary>
    /// <returns>The number of rows done, a multiple of eight.</returns>
    private static int SoftmaxOfEightRows(ref float values, int rows, int columns, int stride, ref float result, int resultStride)
    {
        int row = 0;
        for (; row <= rows - EightRows.Count; row += EightRows.Count)
        {
            EightRows.Load(
                ref Unsafe.Add(ref values, (nint)row * stride), stride, columns,
                out Vector256<float> c0, out Vector256<float> c1, out Vector256<float> c2, out Vector256<float> c3);
            EightRows.Exponentials(ref c0, ref c1, ref c2, ref c3, out _, out Vector256<float> sum);
            Vector256<float> inverse = Vector256<float>.One / sum;
            EightRows.Store(c0 * inverse, c1 * inverse, c2 * inverse, c3 * inverse, ref Unsafe.Add(ref result, (nint)row * resultStride), resultStride, columns);
        }

        return row;
    }
}
