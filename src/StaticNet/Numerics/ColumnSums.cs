using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics;

/// <summary>Sums over the rows of a matrix: the gradient of a bias.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ColumnSums
{
    /// <summary>result[j] = Σᵢ values[i, j], rows added in order, to zero.</summary>
    /// <param name="values">[rows, stride], row-major.</param>
    /// <param name="rows">1 or more.</param>
    /// <param name="columns">A multiple of 4.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="result">[columns].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compute(ref float values, int rows, int columns, int stride, ref float result)
    {
        int column = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; column + 32 <= columns; column += 32)
            {
                ref float at = ref Unsafe.Add(ref values, column);
                Vector512<float> low = Vector512<float>.Zero, high = low;
                for (int row = 0; row < rows; row++)
                {
                    low += Vector512.LoadUnsafe(ref at);
                    high += Vector512.LoadUnsafe(ref at, 16);
                    at = ref Unsafe.Add(ref at, stride);
                }

                low.StoreUnsafe(ref Unsafe.Add(ref result, column));
                high.StoreUnsafe(ref Unsafe.Add(ref result, column + 16));
            }
        }

        if (Vector256.IsHardwareAccelerated)
        {
            for (; column + 8 <= columns; column += 8)
            {
                ref float at = ref Unsafe.Add(ref values, column);
                Vector256<float> sum = Vector256<float>.Zero;
                for (int row = 0; row < rows; row++)
                {
                    sum += Vector256.LoadUnsafe(ref at);
                    at = ref Unsafe.Add(ref at, stride);
                }

                sum.StoreUnsafe(ref Unsafe.Add(ref result, column));
            }
        }

        for (; column < columns; column += 4)
        {
            ref float at = ref Unsafe.Add(ref values, column);
            Vector128<float> sum = Vector128<float>.Zero;
            for (int row = 0; row < rows; row++)
            {
                sum += Vector128.LoadUnsafe(ref at);
                at = ref Unsafe.Add(ref at, stride);
            }

            sum.StoreUnsafe(ref Unsafe.Add(ref result, column));
        }
    }
}
