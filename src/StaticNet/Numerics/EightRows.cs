using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace StaticNet.Numerics;

/// <summary>
/// Eight rows of up to four columns with the rows in the lanes: vector k holds column k of all eight. One exponential then serves
/// eight rows, where the row form spends one on each.
/// </summary>
internal static class EightRows
{
    /// <summary>Rows per vector.</summary>
    public const int Count = 8;

    /// <summary>Columns this form takes.</summary>
    public const int MaxColumns = 4;

    /// <summary>Whether the form pays on this processor.</summary>
    public static bool IsSupported
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx.IsSupported && Vector256.IsHardwareAccelerated;
    }

    /// <summary>Loads eight rows; columns from <paramref name="columns"/> on are −∞.</summary>
    /// <param name="source">The first value of the first row.</param>
    /// <param name="stride">The distance between rows, at least <paramref name="columns"/>.</param>
    /// <param name="columns">1 to 4.</param>
    /// <param name="c0">Column 0.</param>
    /// <param name="c1">Column 1.</param>
    /// <param name="c2">Column 2.</param>
    /// <param name="c3">Column 3.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(
        ref float source, int stride, int columns, out Vector256<float> c0, out Vector256<float> c1, out Vector256<float> c2, out Vector256<float> c3)
    {
        // What the first five rows read behind their columns is padding or belongs to the rows after them, and is replaced below.
        Vector256<float> r04 = Vector256.Create(Vector128.LoadUnsafe(ref source), Vector128.LoadUnsafe(ref Unsafe.Add(ref source, 4 * stride)));
        Vector256<float> r15 = Pair(ref source, stride, 1, columns);
        Vector256<float> r26 = Pair(ref source, stride, 2, columns);
        Vector256<float> r37 = Pair(ref source, stride, 3, columns);
        Exchange(r04, r15, r26, r37, out c0, out c1, out c2, out c3);
        Vector256<float> lowest = Vector256.Create(float.NegativeInfinity);
        c1 = columns > 1 ? c1 : lowest;
        c2 = columns > 2 ? c2 : lowest;
        c3 = columns > 3 ? c3 : lowest;
    }

    /// <summary>Stores the first <paramref name="columns"/> columns of eight rows and nothing else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(
        Vector256<float> c0, Vector256<float> c1, Vector256<float> c2, Vector256<float> c3, ref float destination, int stride, int columns)
    {
        Exchange(c0, c1, c2, c3, out Vector256<float> r04, out Vector256<float> r15, out Vector256<float> r26, out Vector256<float> r37);
        if (columns == MaxColumns || columns == stride)
        {
            // Without gaps between the rows, what a row writes behind its end is written over by the next.
            r04.GetLower().StoreUnsafe(ref destination);
            r15.GetLower().StoreUnsafe(ref Unsafe.Add(ref destination, stride));
            r26.GetLower().StoreUnsafe(ref Unsafe.Add(ref destination, 2 * stride));
            r37.GetLower().StoreUnsafe(ref Unsafe.Add(ref destination, 3 * stride));
            r04.GetUpper().StoreUnsafe(ref Unsafe.Add(ref destination, 4 * stride));
            Row(r15.GetUpper(), ref Unsafe.Add(ref destination, 5 * stride), columns);
            Row(r26.GetUpper(), ref Unsafe.Add(ref destination, 6 * stride), columns);
        }
        else
        {
            Row(r04.GetLower(), ref destination, columns);
            Row(r15.GetLower(), ref Unsafe.Add(ref destination, stride), columns);
            Row(r26.GetLower(), ref Unsafe.Add(ref destination, 2 * stride), columns);
            Row(r37.GetLower(), ref Unsafe.Add(ref destination, 3 * stride), columns);
            Row(r04.GetUpper(), ref Unsafe.Add(ref destination, 4 * stride), columns);
            Row(r15.GetUpper(), ref Unsafe.Add(ref destination, 5 * stride), columns);
            Row(r26.GetUpper(), ref Unsafe.Add(ref destination, 6 * stride), columns);
        }

        Row(r37.GetUpper(), ref Unsafe.Add(ref destination, 7 * stride), columns);
    }

    /// <summary>In every lane: the maximum m, the columns' exponentials e = exp(c − m), and their sum (e₀ + e₂) + (e₁ + e₃), the tree of <see cref="RowVector.Sum"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Exponentials(
        ref Vector256<float> c0, ref Vector256<float> c1, ref Vector256<float> c2, ref Vector256<float> c3, out Vector256<float> max, out Vector256<float> sum)
    {
        max = Vector256.MaxNative(Vector256.MaxNative(c0, c2), Vector256.MaxNative(c1, c3));
        c0 = VectorMath.ExpNonPositive(c0 - max);
        c1 = VectorMath.ExpNonPositive(c1 - max);
        c2 = VectorMath.ExpNonPositive(c2 - max);
        c3 = VectorMath.ExpNonPositive(c3 - max);
        sum = (c0 + c2) + (c1 + c3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Pair(ref float source, int stride, int row, int columns) => Vector256.Create(
        Vector128.LoadUnsafe(ref Unsafe.Add(ref source, row * stride)),
        RowVector.Load(ref Unsafe.Add(ref source, (row + 4) * stride), columns).GetLower());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(Vector128<float> values, ref float destination, int columns) =>
        RowVector.Store(Vector256.Create(values, Vector128<float>.Zero), ref destination, columns);

    // A 4×4 transpose in each half: rows i and i + 4 to columns, or columns to rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Exchange(
        Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d,
        out Vector256<float> p, out Vector256<float> q, out Vector256<float> r, out Vector256<float> s)
    {
        Vector256<float> acLower = Avx.UnpackLow(a, c), acUpper = Avx.UnpackHigh(a, c);
        Vector256<float> bdLower = Avx.UnpackLow(b, d), bdUpper = Avx.UnpackHigh(b, d);
        p = Avx.UnpackLow(acLower, bdLower);
        q = Avx.UnpackHigh(acLower, bdLower);
        r = Avx.UnpackLow(acUpper, bdUpper);
        s = Avx.UnpackHigh(acUpper, bdUpper);
    }
}
