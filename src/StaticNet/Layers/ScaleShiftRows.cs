using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;

namespace StaticNet.Layers;

/// <summary>A factor and a summand per column of a padded matrix: y = (x − mean)·scale + shift, the last two steps rounded once.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ScaleShiftRows
{
    /// <summary>y = f((x − mean)·scale + shift).</summary>
    /// <typeparam name="TFunction">The function f.</typeparam>
    /// <param name="x">[rows, stride].</param>
    /// <param name="y">[rows, stride], overwritten; may be <paramref name="x"/>. Padding is f(0).</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="stride">Floats from one row to the next, and of each constant; a multiple of 4.</param>
    /// <param name="mean">[stride], or a null reference: nothing is subtracted.</param>
    /// <param name="scale">[stride], zeros after the columns.</param>
    /// <param name="shift">[stride], zeros after the columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<TFunction>(ref float x, ref float y, int rows, int stride, ref float mean, ref float scale, ref float shift)
        where TFunction : struct, IRowFunction
    {
        bool isCentered = !Unsafe.IsNullRef(ref mean);
        for (int i = 0; i < stride; i += RowVector.Width)
        {
            int count = stride - i;
            Vector256<float> center = isCentered ? RowVector.Load(ref Unsafe.Add(ref mean, i), count) : Vector256<float>.Zero;
            Vector256<float> factor = RowVector.Load(ref Unsafe.Add(ref scale, i), count);
            Vector256<float> summand = RowVector.Load(ref Unsafe.Add(ref shift, i), count);
            for (int row = 0; row < rows; row++)
            {
                nint at = ((nint)row * stride) + i;
                Vector256<float> value = RowVector.Load(ref Unsafe.Add(ref x, at), count) - center;
                RowVector.Store(TFunction.Invoke(RowVector.MultiplyAdd(value, factor, summand)), ref Unsafe.Add(ref y, at), count);
            }
        }
    }

    /// <summary>y = (x − mean)·scale + shift.</summary>
    /// <inheritdoc cref="Forward{TFunction}"/>
    public static void Forward(ref float x, ref float y, int rows, int stride, ref float mean, ref float scale, ref float shift) =>
        Forward<IdentityFunction>(ref x, ref y, rows, stride, ref mean, ref scale, ref shift);

    /// <summary>dx = dy·scale.</summary>
    /// <param name="dy">[rows, stride], the gradient with respect to y, zeros in the padding.</param>
    /// <param name="dx">[rows, stride], overwritten; may be <paramref name="dy"/>.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="stride">Floats from one row to the next; a multiple of 4.</param>
    /// <param name="scale">[stride], zeros after the columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(ref float dy, ref float dx, int rows, int stride, ref float scale)
    {
        for (int i = 0; i < stride; i += RowVector.Width)
        {
            int count = stride - i;
            Vector256<float> factor = RowVector.Load(ref Unsafe.Add(ref scale, i), count);
            for (int row = 0; row < rows; row++)
            {
                nint at = ((nint)row * stride) + i;
                RowVector.Store(RowVector.Load(ref Unsafe.Add(ref dy, at), count) * factor, ref Unsafe.Add(ref dx, at), count);
            }
        }
    }
}
