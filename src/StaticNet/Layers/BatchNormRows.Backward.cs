using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;

namespace StaticNet.Layers;

public static partial class BatchNormRows
{
    /// <summary>
    /// The gradients of parameters and input. With x̂ = (x − m)·r: d weight = Σ dy·x̂ and d bias = Σ dy over the rows; where the statistics are the
    /// batch's, dx = weight·r·(dy − Σdy/n − x̂·Σ(dy·x̂)/n), otherwise dx = weight·r·dy. Sums in double, in the order of the rows.
    /// </summary>
    /// <param name="x">[rows, stride], the input of the forward pass.</param>
    /// <param name="dy">[rows, stride], the gradient with respect to the result.</param>
    /// <param name="dx">[blockRows, stride], overwritten, zeros behind the last row; may be <paramref name="dy"/>, or a null reference.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="blockRows">Rows of the matrices, <paramref name="rows"/> or more.</param>
    /// <param name="columns">Values per row.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="weight">[columns], or a null reference: 1.</param>
    /// <param name="statistics">[3, stride] of the forward pass.</param>
    /// <param name="isTraining">Whether they are those of the batch.</param>
    /// <param name="weightGradient">[columns], overwritten, or a null reference.</param>
    /// <param name="biasGradient">[columns], overwritten, or a null reference.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(
        ref float x,
        ref float dy,
        ref float dx,
        int rows,
        int blockRows,
        int columns,
        int stride,
        ref float weight,
        ref float statistics,
        bool isTraining,
        ref float weightGradient,
        ref float biasGradient)
    {
        // Eight columns side by side; each column's sums stay in the order of the rows.
        for (int column = 0; column < columns; column += RowVector.Width)
        {
            int count = columns - column;
            Vector256<float> mean = RowVector.Load(ref Unsafe.Add(ref statistics, column), count);
            Vector256<float> inverse = RowVector.Load(ref Unsafe.Add(ref statistics, (2 * stride) + column), count);
            Vector256<double> lowerSum = Vector256<double>.Zero, upperSum = Vector256<double>.Zero;
            Vector256<double> lowerProduct = Vector256<double>.Zero, upperProduct = Vector256<double>.Zero;
            for (int row = 0; row < rows; row++)
            {
                nint at = ((nint)row * stride) + column;
                Vector256<float> g = RowVector.Load(ref Unsafe.Add(ref dy, at), count);
                Vector256<float> normalized = (RowVector.Load(ref Unsafe.Add(ref x, at), count) - mean) * inverse;
                Vector256<double> lower = Vector256.WidenLower(g), upper = Vector256.WidenUpper(g);
                lowerSum += lower;
                upperSum += upper;
                lowerProduct += lower * Vector256.WidenLower(normalized);
                upperProduct += upper * Vector256.WidenUpper(normalized);
            }

            if (!Unsafe.IsNullRef(ref weightGradient))
            {
                RowVector.Store(Vector256.Narrow(lowerProduct, upperProduct), ref Unsafe.Add(ref weightGradient, column), count);
                RowVector.Store(Vector256.Narrow(lowerSum, upperSum), ref Unsafe.Add(ref biasGradient, column), count);
            }

            if (!Unsafe.IsNullRef(ref dx))
            {
                Vector256<float> scale = Unsafe.IsNullRef(ref weight) ? inverse : RowVector.Load(ref Unsafe.Add(ref weight, column), count) * inverse;
                Vector256<double> n = Vector256.Create((double)rows);
                Vector256<float> meanGradient = isTraining ? Vector256.Narrow(lowerSum / n, upperSum / n) : Vector256<float>.Zero;
                Vector256<float> meanProduct = isTraining ? Vector256.Narrow(lowerProduct / n, upperProduct / n) : Vector256<float>.Zero;
                for (int row = 0; row < rows; row++)
                {
                    nint at = ((nint)row * stride) + column;
                    Vector256<float> normalized = (RowVector.Load(ref Unsafe.Add(ref x, at), count) - mean) * inverse;
                    Vector256<float> value = scale * (RowVector.Load(ref Unsafe.Add(ref dy, at), count) - meanGradient - (normalized * meanProduct));
                    RowVector.Store(value, ref Unsafe.Add(ref dx, at), count);
                }
            }
        }

        if (!Unsafe.IsNullRef(ref dx))
        {
            for (int row = 0; row < rows; row++)
            {
                MemoryMarshal.CreateSpan(ref Unsafe.Add(ref dx, ((nint)row * stride) + columns), stride - columns).Clear();
            }

            MemoryMarshal.CreateSpan(ref Unsafe.Add(ref dx, (nint)rows * stride), (blockRows - rows) * stride).Clear();
        }
    }
}
