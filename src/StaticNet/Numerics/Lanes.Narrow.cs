using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace StaticNet.Numerics;

/// <content>
/// Two or three columns with 512-bit permutations of two sources: index i below 16 takes lane i of the first source, otherwise lane i − 16 of the second.
/// Value r of column c is value columns·r + c of the rows.
/// </content>
public static partial class Lanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FromNarrowRows512(ref float rows, int columns, ref float lanes)
    {
        Vector512<float> a = Vector512.LoadUnsafe(ref rows);
        Vector512<float> b = Vector512.LoadUnsafe(ref rows, Count);
        if (columns == 2)
        {
            Permute(a, b, Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30)).StoreUnsafe(ref lanes);
            Permute(a, b, Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31)).StoreUnsafe(ref lanes, Count);
            return;
        }

        Vector512<float> c = Vector512.LoadUnsafe(ref rows, 2 * Count);
        Permute(
            Permute(a, b, Vector512.Create(0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 0, 0, 0, 0, 0)),
            c,
            Vector512.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17, 20, 23, 26, 29)).StoreUnsafe(ref lanes);
        Permute(
            Permute(a, b, Vector512.Create(1, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, 0, 0, 0, 0, 0)),
            c,
            Vector512.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 18, 21, 24, 27, 30)).StoreUnsafe(ref lanes, Count);
        Permute(
            Permute(a, b, Vector512.Create(2, 5, 8, 11, 14, 17, 20, 23, 26, 29, 0, 0, 0, 0, 0, 0)),
            c,
            Vector512.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 19, 22, 25, 28, 31)).StoreUnsafe(ref lanes, 2 * Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ToNarrowRows512(ref float lanes, int columns, ref float rows)
    {
        Vector512<float> a = Vector512.LoadUnsafe(ref lanes);
        Vector512<float> b = Vector512.LoadUnsafe(ref lanes, Count);
        if (columns == 2)
        {
            Permute(a, b, Vector512.Create(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)).StoreUnsafe(ref rows);
            Permute(a, b, Vector512.Create(8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)).StoreUnsafe(ref rows, Count);
            return;
        }

        Vector512<float> c = Vector512.LoadUnsafe(ref lanes, 2 * Count);
        Permute(
            Permute(a, b, Vector512.Create(0, 16, 0, 1, 17, 0, 2, 18, 0, 3, 19, 0, 4, 20, 0, 5)),
            c,
            Vector512.Create(0, 1, 16, 3, 4, 17, 6, 7, 18, 9, 10, 19, 12, 13, 20, 15)).StoreUnsafe(ref rows);
        Permute(
            Permute(a, b, Vector512.Create(21, 0, 6, 22, 0, 7, 23, 0, 8, 24, 0, 9, 25, 0, 10, 26)),
            c,
            Vector512.Create(0, 21, 2, 3, 22, 5, 6, 23, 8, 9, 24, 11, 12, 25, 14, 15)).StoreUnsafe(ref rows, Count);
        Permute(
            Permute(a, b, Vector512.Create(0, 11, 27, 0, 12, 28, 0, 13, 29, 0, 14, 30, 0, 15, 31, 0)),
            c,
            Vector512.Create(26, 1, 2, 27, 4, 5, 28, 7, 8, 29, 10, 11, 30, 13, 14, 31)).StoreUnsafe(ref rows, 2 * Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Permute(Vector512<float> first, Vector512<float> second, Vector512<int> indices) =>
        Avx512F.PermuteVar16x32x2(first, indices, second);
}
