using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;

namespace StaticNet.Layers;

/// <summary>
/// Feature scales on the columns of a padded matrix. Standardize: (x − mean)/std. MinMax: (x − min)/(max − min)·(high − low) + low. The inverses
/// lead back. A spread of 0 counts as 1, in the padding too. [stride] constants have zeros after the columns; padding of results is finite.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ScalingRows
{
    /// <summary>y = (x − mean)/std.</summary>
    /// <param name="x">[rows, stride].</param>
    /// <param name="y">[rows, stride], overwritten; may be <paramref name="x"/>.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="stride">Floats from one row to the next, and of each constant; a multiple of 4.</param>
    /// <param name="mean">[stride].</param>
    /// <param name="std">[stride].</param>
    public static void Forward(ref float x, ref float y, int rows, int stride, ref float mean, ref float std) =>
        Forward(ref x, ref y, rows, stride, ref mean, ref std, isRange: false, 0f, 1f);

    /// <summary>y = (x − min)/(max − min)·(high − low) + low.</summary>
    /// <param name="x">[rows, stride].</param>
    /// <param name="y">[rows, stride], overwritten; may be <paramref name="x"/>.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="stride">Floats from one row to the next, and of each constant; a multiple of 4.</param>
    /// <param name="min">[stride].</param>
    /// <param name="max">[stride].</param>
    /// <param name="low">What min becomes.</param>
    /// <param name="high">What max becomes.</param>
    public static void Forward(ref float x, ref float y, int rows, int stride, ref float min, ref float max, float low, float high) =>
        Forward(ref x, ref y, rows, stride, ref min, ref max, isRange: true, low, high);

    /// <summary>y = x·std + mean.</summary>
    /// <inheritdoc cref="Forward(ref float, ref float, int, int, ref float, ref float)"/>
    public static void Inverse(ref float x, ref float y, int rows, int stride, ref float mean, ref float std) =>
        Inverse(ref x, ref y, rows, stride, ref mean, ref std, isRange: false, 0f, 1f);

    /// <summary>y = (x − low)/(high − low)·(max − min) + min.</summary>
    /// <inheritdoc cref="Forward(ref float, ref float, int, int, ref float, ref float, float, float)"/>
    public static void Inverse(ref float x, ref float y, int rows, int stride, ref float min, ref float max, float low, float high) =>
        Inverse(ref x, ref y, rows, stride, ref min, ref max, isRange: true, low, high);

    /// <summary>dx = dy/std.</summary>
    /// <param name="dy">[rows, stride], the gradient with respect to y, zeros in the padding.</param>
    /// <param name="dx">[rows, stride], overwritten; may be <paramref name="dy"/>.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="stride">Floats from one row to the next, and of each constant; a multiple of 4.</param>
    /// <param name="mean">[stride].</param>
    /// <param name="std">[stride].</param>
    public static void Backward(ref float dy, ref float dx, int rows, int stride, ref float mean, ref float std) =>
        Backward(ref dy, ref dx, rows, stride, ref mean, ref std, isRange: false, 1f);

    /// <summary>dx = dy/(max − min)·(high − low).</summary>
    /// <param name="dy">[rows, stride], the gradient with respect to y, zeros in the padding.</param>
    /// <param name="dx">[rows, stride], overwritten; may be <paramref name="dy"/>.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="stride">Floats from one row to the next, and of each constant; a multiple of 4.</param>
    /// <param name="min">[stride].</param>
    /// <param name="max">[stride].</param>
    /// <param name="low">What min becomes.</param>
    /// <param name="high">What max becomes.</param>
    public static void Backward(ref float dy, ref float dx, int rows, int stride, ref float min, ref float max, float low, float high) =>
        Backward(ref dy, ref dx, rows, stride, ref min, ref max, isRange: true, high - low);

    /// <summary>dx = dy·std.</summary>
    /// <inheritdoc cref="Backward(ref float, ref float, int, int, ref float, ref float)"/>
    public static void InverseBackward(ref float dy, ref float dx, int rows, int stride, ref float mean, ref float std) =>
        InverseBackward(ref dy, ref dx, rows, stride, ref mean, ref std, isRange: false, 1f);

    /// <summary>dx = dy/(high − low)·(max − min).</summary>
    /// <inheritdoc cref="Backward(ref float, ref float, int, int, ref float, ref float, float, float)"/>
    public static void InverseBackward(ref float dy, ref float dx, int rows, int stride, ref float min, ref float max, float low, float high) =>
        InverseBackward(ref dy, ref dx, rows, stride, ref min, ref max, isRange: true, high - low);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward(ref float x, ref float y, int rows, int stride, ref float center, ref float spread, bool isRange, float low, float high)
    {
        Vector256<float> width = Vector256.Create(high - low), least = Vector256.Create(low);
        for (int i = 0; i < stride; i += RowVector.Width)
        {
            int count = stride - i;
            Vector256<float> middle = RowVector.Load(ref Unsafe.Add(ref center, i), count);
            Vector256<float> divisor = Spread(middle, RowVector.Load(ref Unsafe.Add(ref spread, i), count), isRange);
            for (int row = 0; row < rows; row++)
            {
                nint at = ((nint)row * stride) + i;
                Vector256<float> value = (RowVector.Load(ref Unsafe.Add(ref x, at), count) - middle) / divisor;
                RowVector.Store(isRange ? (value * width) + least : value, ref Unsafe.Add(ref y, at), count);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Inverse(ref float x, ref float y, int rows, int stride, ref float center, ref float spread, bool isRange, float low, float high)
    {
        Vector256<float> width = Vector256.Create(high - low), least = Vector256.Create(low);
        for (int i = 0; i < stride; i += RowVector.Width)
        {
            int count = stride - i;
            Vector256<float> middle = RowVector.Load(ref Unsafe.Add(ref center, i), count);
            Vector256<float> factor = Spread(middle, RowVector.Load(ref Unsafe.Add(ref spread, i), count), isRange);
            for (int row = 0; row < rows; row++)
            {
                nint at = ((nint)row * stride) + i;
                Vector256<float> value = RowVector.Load(ref Unsafe.Add(ref x, at), count);
                value = isRange ? (value - least) / width : value;
                RowVector.Store((value * factor) + middle, ref Unsafe.Add(ref y, at), count);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Backward(ref float dy, ref float dx, int rows, int stride, ref float center, ref float spread, bool isRange, float width)
    {
        for (int i = 0; i < stride; i += RowVector.Width)
        {
            int count = stride - i;
            Vector256<float> divisor = Spread(RowVector.Load(ref Unsafe.Add(ref center, i), count), RowVector.Load(ref Unsafe.Add(ref spread, i), count), isRange);
            for (int row = 0; row < rows; row++)
            {
                nint at = ((nint)row * stride) + i;
                RowVector.Store(RowVector.Load(ref Unsafe.Add(ref dy, at), count) / divisor * Vector256.Create(width), ref Unsafe.Add(ref dx, at), count);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InverseBackward(ref float dy, ref float dx, int rows, int stride, ref float center, ref float spread, bool isRange, float width)
    {
        for (int i = 0; i < stride; i += RowVector.Width)
        {
            int count = stride - i;
            Vector256<float> factor = Spread(RowVector.Load(ref Unsafe.Add(ref center, i), count), RowVector.Load(ref Unsafe.Add(ref spread, i), count), isRange);
            for (int row = 0; row < rows; row++)
            {
                nint at = ((nint)row * stride) + i;
                RowVector.Store(RowVector.Load(ref Unsafe.Add(ref dy, at), count) / Vector256.Create(width) * factor, ref Unsafe.Add(ref dx, at), count);
            }
        }
    }

    /// <summary>The deviation, or maximum − minimum; 1 where that is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Spread(Vector256<float> center, Vector256<float> spread, bool isRange)
    {
        Vector256<float> value = isRange ? spread - center : spread;
        return Vector256.ConditionalSelect(Vector256.Equals(value, Vector256<float>.Zero), Vector256<float>.One, value);
    }
}
