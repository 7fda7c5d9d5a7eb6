using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
        for (int column = 0; column < columns; column++)
        {
            float mean = Unsafe.Add(ref statistics, column);
            float inverse = Unsafe.Add(ref statistics, (2 * stride) + column);
            double sum = 0;
            double product = 0;
            for (int row = 0; row < rows; row++)
            {
                nint at = ((nint)row * stride) + column;
                float g = Unsafe.Add(ref dy, at);
                sum += g;
                product += (double)g * ((Unsafe.Add(ref x, at) - mean) * inverse);
            }

            if (!Unsafe.IsNullRef(ref weightGradient))
            {
                Unsafe.Add(ref weightGradient, column) = (float)product;
                Unsafe.Add(ref biasGradient, column) = (float)sum;
            }

            if (!Unsafe.IsNullRef(ref dx))
            {
                float scale = Unsafe.IsNullRef(ref weight) ? inverse : Unsafe.Add(ref weight, column) * inverse;
                float meanGradient = isTraining ? (float)(sum / rows) : 0f;
                float meanProduct = isTraining ? (float)(product / rows) : 0f;
                for (int row = 0; row < rows; row++)
                {
                    nint at = ((nint)row * stride) + column;
                    float normalized = (Unsafe.Add(ref x, at) - mean) * inverse;
                    Unsafe.Add(ref dx, at) = scale * (Unsafe.Add(ref dy, at) - meanGradient - (normalized * meanProduct));
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
