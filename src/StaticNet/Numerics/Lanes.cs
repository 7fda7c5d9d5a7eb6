using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace StaticNet.Numerics;

/// <summary>
/// Between sixteen rows and sixteen lanes: [16][columns] ↔ [column][16]. Inlined into generated code, where the number of columns is a constant.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class Lanes
{
    /// <summary>Samples side by side.</summary>
    public const int Count = 16;

    /// <summary>Rows of a gradient block: the partial sums of so many rows are joined before the next block's are added.</summary>
    public const int GradientRows = 512;

    /// <summary>Rows to lanes: lanes[c][r] = rows[r][c].</summary>
    /// <param name="rows">[16, columns], row-major, without padding; nothing beyond is read.</param>
    /// <param name="columns">1 or more.</param>
    /// <param name="lanes">[columns, 16].</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FromRows(ref float rows, int columns, ref float lanes)
    {
        if (columns < 4)
        {
            FromNarrowRows(ref rows, columns, ref lanes);
            return;
        }

        for (int column = 0; column < columns; column += 4)
        {
            // The last block of columns overlaps the one before.
            int start = column + 4 <= columns ? column : columns - 4;
            ref float source = ref Unsafe.Add(ref rows, start);
            ref float target = ref Unsafe.Add(ref lanes, start * Count);

            // Whole vectors are stored, as wide as they will be loaded: a wide load of several fresh narrow stores would wait for them.
            if (Avx512F.IsSupported)
            {
                Columns512(ref source, columns, ref target);
            }
            else if (Avx.IsSupported)
            {
                Columns256(ref source, columns, ref target);
                Columns256(ref Unsafe.Add(ref source, 8 * columns), columns, ref Unsafe.Add(ref target, 8));
            }
            else
            {
                for (int row = 0; row < Count; row += 4)
                {
                    Block(ref Unsafe.Add(ref source, row * columns), columns, ref Unsafe.Add(ref target, row), Count);
                }
            }
        }
    }

    // Sixteen rows of four columns: 128-bit lane l of vector j is row 4·l + j, so that a transpose inside the lanes gives the columns in row order.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns512(ref float rows, int stride, ref float lanes)
    {
        Vector512<float> a = Rows512(ref rows, stride);
        Vector512<float> b = Rows512(ref Unsafe.Add(ref rows, stride), stride);
        Vector512<float> c = Rows512(ref Unsafe.Add(ref rows, 2 * stride), stride);
        Vector512<float> d = Rows512(ref Unsafe.Add(ref rows, 3 * stride), stride);
        Vector512<float> ab0 = Avx512F.UnpackLow(a, b);
        Vector512<float> ab1 = Avx512F.UnpackHigh(a, b);
        Vector512<float> cd0 = Avx512F.UnpackLow(c, d);
        Vector512<float> cd1 = Avx512F.UnpackHigh(c, d);
        Avx512F.Shuffle(ab0, cd0, 0x44).StoreUnsafe(ref lanes);
        Avx512F.Shuffle(ab0, cd0, 0xEE).StoreUnsafe(ref lanes, Count);
        Avx512F.Shuffle(ab1, cd1, 0x44).StoreUnsafe(ref lanes, 2 * Count);
        Avx512F.Shuffle(ab1, cd1, 0xEE).StoreUnsafe(ref lanes, 3 * Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Rows512(ref float row, int stride) => Vector512.Create(
        Vector256.Create(Vector128.LoadUnsafe(ref row), Vector128.LoadUnsafe(ref row, (nuint)(4 * stride))),
        Vector256.Create(Vector128.LoadUnsafe(ref row, (nuint)(8 * stride)), Vector128.LoadUnsafe(ref row, (nuint)(12 * stride))));

    // The same for eight rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns256(ref float rows, int stride, ref float lanes)
    {
        Vector256<float> a = Rows256(ref rows, stride);
        Vector256<float> b = Rows256(ref Unsafe.Add(ref rows, stride), stride);
        Vector256<float> c = Rows256(ref Unsafe.Add(ref rows, 2 * stride), stride);
        Vector256<float> d = Rows256(ref Unsafe.Add(ref rows, 3 * stride), stride);
        Vector256<float> ab0 = Avx.UnpackLow(a, b);
        Vector256<float> ab1 = Avx.UnpackHigh(a, b);
        Vector256<float> cd0 = Avx.UnpackLow(c, d);
        Vector256<float> cd1 = Avx.UnpackHigh(c, d);
        Avx.Shuffle(ab0, cd0, 0x44).StoreUnsafe(ref lanes);
        Avx.Shuffle(ab0, cd0, 0xEE).StoreUnsafe(ref lanes, Count);
        Avx.Shuffle(ab1, cd1, 0x44).StoreUnsafe(ref lanes, 2 * Count);
        Avx.Shuffle(ab1, cd1, 0xEE).StoreUnsafe(ref lanes, 3 * Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Rows256(ref float row, int stride) =>
        Vector256.Create(Vector128.LoadUnsafe(ref row), Vector128.LoadUnsafe(ref row, (nuint)(4 * stride)));

    /// <summary>Lanes to rows: rows[r][c] = lanes[c][r].</summary>
    /// <param name="lanes">[columns, 16].</param>
    /// <param name="columns">1 or more.</param>
    /// <param name="rows">[16, columns], row-major, without padding; nothing beyond is written.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ToRows(ref float lanes, int columns, ref float rows)
    {
        if (columns < 4)
        {
            ToNarrowRows(ref lanes, columns, ref rows);
            return;
        }

        for (int row = 0; row < Count; row += 4)
        {
            ref float source = ref Unsafe.Add(ref lanes, row);
            ref float target = ref Unsafe.Add(ref rows, row * columns);
            for (int column = 0; column < columns; column += 4)
            {
                int start = column + 4 <= columns ? column : columns - 4;
                Block(ref Unsafe.Add(ref source, start * Count), Count, ref Unsafe.Add(ref target, start), columns);
            }
        }
    }

    /// <summary>Lanes to some columns of wider rows: rows[r·stride + c] = lanes[c][r].</summary>
    /// <param name="lanes">[columns, 16].</param>
    /// <param name="columns">1 or more.</param>
    /// <param name="rows">[16] at <paramref name="stride"/>; nothing but the columns is written.</param>
    /// <param name="stride">Floats from one row to the next, at least <paramref name="columns"/>.</param>
    internal static void ToRows(ref float lanes, int columns, ref float rows, int stride)
    {
        int column = 0;
        for (; column <= columns - 4; column += 4)
        {
            for (int row = 0; row < Count; row += 4)
            {
                Block(ref Unsafe.Add(ref lanes, (column * Count) + row), Count, ref Unsafe.Add(ref rows, (row * stride) + column), stride);
            }
        }

        for (; column < columns; column++)
        {
            for (int row = 0; row < Count; row++)
            {
                Unsafe.Add(ref rows, (row * stride) + column) = Unsafe.Add(ref lanes, (column * Count) + row);
            }
        }
    }

    /// <summary>Lanes to padded rows: rows[r][c] = lanes[c][r] for all <paramref name="stride"/> columns.</summary>
    /// <param name="lanes">[stride, 16].</param>
    /// <param name="stride">A multiple of 4.</param>
    /// <param name="rows">[16, stride].</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ToPaddedRows(ref float lanes, int stride, ref float rows)
    {
        for (int row = 0; row < Count; row += 4)
        {
            for (int column = 0; column < stride; column += 4)
            {
                Block(ref Unsafe.Add(ref lanes, (column * Count) + row), Count, ref Unsafe.Add(ref rows, (row * stride) + column), stride);
            }
        }
    }

    /// <summary>
    /// The sums over the sixteen lanes of many rows: i + (i+8), i + (i+4), i + (i+2), 0 + 1, in every width.
    /// </summary>
    /// <param name="lanes">[count, 16].</param>
    /// <param name="count">A multiple of 8.</param>
    /// <param name="sums">[count].</param>
    /// <param name="accumulate">True to add to <paramref name="sums"/>, false to overwrite.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Reduce(ref float lanes, int count, ref float sums, bool accumulate)
    {
        for (int i = 0; i < count; i += 8)
        {
            ref float at = ref Unsafe.Add(ref lanes, i * Count);
            Vector256<float> result;
            if (Avx.IsSupported)
            {
                Vector256<float> a = Pair(ref at);
                Vector256<float> b = Pair(ref Unsafe.Add(ref at, Count));
                Vector256<float> c = Pair(ref Unsafe.Add(ref at, 2 * Count));
                Vector256<float> d = Pair(ref Unsafe.Add(ref at, 3 * Count));
                Vector256<float> ab0 = Avx.UnpackLow(a, b);
                Vector256<float> ab1 = Avx.UnpackHigh(a, b);
                Vector256<float> cd0 = Avx.UnpackLow(c, d);
                Vector256<float> cd1 = Avx.UnpackHigh(c, d);
                Vector256<float> even = Avx.Shuffle(ab0, cd0, 0x44) + Avx.Shuffle(ab1, cd1, 0x44);
                Vector256<float> odd = Avx.Shuffle(ab0, cd0, 0xEE) + Avx.Shuffle(ab1, cd1, 0xEE);
                result = even + odd;
            }
            else
            {
                result = Vector256.Create(Quarters(ref at), Quarters(ref Unsafe.Add(ref at, 4 * Count)));
            }

            if (accumulate)
            {
                result += Vector256.LoadUnsafe(ref sums, (nuint)i);
            }

            result.StoreUnsafe(ref sums, (nuint)i);
        }
    }

    // Lanes l + (l+8), then + (l+4), of rows 0 and 4: one in each half.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Pair(ref float row)
    {
        Vector256<float> a = Vector256.LoadUnsafe(ref row) + Vector256.LoadUnsafe(ref row, 8);
        Vector256<float> b = Vector256.LoadUnsafe(ref row, 4 * Count) + Vector256.LoadUnsafe(ref row, (4 * Count) + 8);
        return Avx.Permute2x128(a, b, 0x20) + Avx.Permute2x128(a, b, 0x31);
    }

    // The same for four rows with 128-bit vectors.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Quarters(ref float rows)
    {
        Vector128<float> a = Quarter(ref rows);
        Vector128<float> b = Quarter(ref Unsafe.Add(ref rows, Count));
        Vector128<float> c = Quarter(ref Unsafe.Add(ref rows, 2 * Count));
        Vector128<float> d = Quarter(ref Unsafe.Add(ref rows, 3 * Count));
        Transpose(ref a, ref b, ref c, ref d);
        return (a + c) + (b + d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Quarter(ref float row) =>
        (Vector128.LoadUnsafe(ref row) + Vector128.LoadUnsafe(ref row, 8)) + (Vector128.LoadUnsafe(ref row, 4) + Vector128.LoadUnsafe(ref row, 12));

    // A 4 × 4 block transposed in registers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block(ref float source, int sourceStride, ref float target, int targetStride)
    {
        Vector128<float> r0 = Vector128.LoadUnsafe(ref source);
        Vector128<float> r1 = Vector128.LoadUnsafe(ref source, (nuint)sourceStride);
        Vector128<float> r2 = Vector128.LoadUnsafe(ref source, (nuint)(2 * sourceStride));
        Vector128<float> r3 = Vector128.LoadUnsafe(ref source, (nuint)(3 * sourceStride));
        Transpose(ref r0, ref r1, ref r2, ref r3);
        r0.StoreUnsafe(ref target);
        r1.StoreUnsafe(ref target, (nuint)targetStride);
        r2.StoreUnsafe(ref target, (nuint)(2 * targetStride));
        r3.StoreUnsafe(ref target, (nuint)(3 * targetStride));
    }

    /// <summary>Transposes four vectors of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(ref Vector128<float> a, ref Vector128<float> b, ref Vector128<float> c, ref Vector128<float> d)
    {
        Vector128<float> ab0;
        Vector128<float> ab1;
        Vector128<float> cd0;
        Vector128<float> cd1;
        if (Sse.IsSupported)
        {
            ab0 = Sse.UnpackLow(a, b);
            ab1 = Sse.UnpackHigh(a, b);
            cd0 = Sse.UnpackLow(c, d);
            cd1 = Sse.UnpackHigh(c, d);
            a = Sse.MoveLowToHigh(ab0, cd0);
            b = Sse.MoveHighToLow(cd0, ab0);
            c = Sse.MoveLowToHigh(ab1, cd1);
            d = Sse.MoveHighToLow(cd1, ab1);
            return;
        }

        if (AdvSimd.Arm64.IsSupported)
        {
            ab0 = AdvSimd.Arm64.ZipLow(a, b);
            ab1 = AdvSimd.Arm64.ZipHigh(a, b);
            cd0 = AdvSimd.Arm64.ZipLow(c, d);
            cd1 = AdvSimd.Arm64.ZipHigh(c, d);
        }
        else
        {
            ab0 = Vector128.Create(a[0], b[0], a[1], b[1]);
            ab1 = Vector128.Create(a[2], b[2], a[3], b[3]);
            cd0 = Vector128.Create(c[0], d[0], c[1], d[1]);
            cd1 = Vector128.Create(c[2], d[2], c[3], d[3]);
        }

        a = Vector128.Create(ab0.GetLower(), cd0.GetLower());
        b = Vector128.Create(ab0.GetUpper(), cd0.GetUpper());
        c = Vector128.Create(ab1.GetLower(), cd1.GetLower());
        d = Vector128.Create(ab1.GetUpper(), cd1.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FromNarrowRows(ref float rows, int columns, ref float lanes)
    {
        if (Avx512F.IsSupported && columns > 1)
        {
            FromNarrowRows512(ref rows, columns, ref lanes);
            return;
        }

        for (int column = 0; column < columns; column++)
        {
            for (int row = 0; row < Count; row++)
            {
                Unsafe.Add(ref lanes, (column * Count) + row) = Unsafe.Add(ref rows, (row * columns) + column);
            }
        }
    }

    // Four rows at a time as 4 × 4 blocks whose last columns are whatever follows; rows are written in order, so that each one overwrites
    // the surplus of the one before, and the last row is written without surplus.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ToNarrowRows(ref float lanes, int columns, ref float rows)
    {
        if (columns == 1)
        {
            for (int row = 0; row < Count; row += 4)
            {
                Vector128.LoadUnsafe(ref lanes, (nuint)row).StoreUnsafe(ref rows, (nuint)row);
            }

            return;
        }

        if (Avx512F.IsSupported)
        {
            ToNarrowRows512(ref lanes, columns, ref rows);
            return;
        }

        for (int row = 0; row < Count; row += 4)
        {
            ref float source = ref Unsafe.Add(ref lanes, row);
            Vector128<float> a = Vector128.LoadUnsafe(ref source);
            Vector128<float> b = Vector128.LoadUnsafe(ref source, Count);
            Vector128<float> c = columns > 2 ? Vector128.LoadUnsafe(ref source, 2 * Count) : Vector128<float>.Zero;
            Vector128<float> d = Vector128<float>.Zero;
            Transpose(ref a, ref b, ref c, ref d);
            ref float target = ref Unsafe.Add(ref rows, row * columns);
            a.StoreUnsafe(ref target);
            b.StoreUnsafe(ref target, (nuint)columns);
            if (row < Count - 4)
            {
                c.StoreUnsafe(ref target, (nuint)(2 * columns));
                d.StoreUnsafe(ref target, (nuint)(3 * columns));
            }
            else
            {
                StoreExactly(c, ref Unsafe.Add(ref target, 2 * columns), columns);
                StoreExactly(d, ref Unsafe.Add(ref target, 3 * columns), columns);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreExactly(Vector128<float> row, ref float target, int columns)
    {
        Unsafe.WriteUnaligned(ref Unsafe.As<float, byte>(ref target), row.AsDouble().ToScalar());
        if (columns == 3)
        {
            Unsafe.Add(ref target, 2) = row.GetElement(2);
        }
    }
}
