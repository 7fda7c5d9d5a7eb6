using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics.Kernels;

/// <summary>Eight floats in a vector of 256 bits.</summary>
internal readonly struct EightWords : IEightWords<Vector256<float>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(ref float from, int offset) => Vector256.LoadUnsafe(ref Unsafe.Add(ref from, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadFirst(ref float from, int offset, int count)
    {
        ref float at = ref Unsafe.Add(ref from, offset);
        return Vector256.Create(
            at,
            count > 1 ? Unsafe.Add(ref at, 1) : 0f,
            count > 2 ? Unsafe.Add(ref at, 2) : 0f,
            count > 3 ? Unsafe.Add(ref at, 3) : 0f,
            count > 4 ? Unsafe.Add(ref at, 4) : 0f,
            count > 5 ? Unsafe.Add(ref at, 5) : 0f,
            count > 6 ? Unsafe.Add(ref at, 6) : 0f,
            0f);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Pair(ref float from, int offset) =>
        Vector256.Create(Vector128.Create(Unsafe.Add(ref from, offset)), Vector128.Create(Unsafe.Add(ref from, offset + 1)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Single(ref float from, int offset) =>
        Vector256.Create(Vector128.Create(Unsafe.Add(ref from, offset)), Vector128<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> PairOf(Vector256<float> eight, ref float from, int offset, int lane) => lane switch
    {
        0 => Vector256.Shuffle(eight, Vector256.Create(0, 0, 0, 0, 1, 1, 1, 1)),
        2 => Vector256.Shuffle(eight, Vector256.Create(2, 2, 2, 2, 3, 3, 3, 3)),
        4 => Vector256.Shuffle(eight, Vector256.Create(4, 4, 4, 4, 5, 5, 5, 5)),
        _ => Vector256.Shuffle(eight, Vector256.Create(6, 6, 6, 6, 7, 7, 7, 7)),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Multiply(Vector256<float> a, ref float b, int offset) => a * Load(ref b, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Fma(Vector256<float> a, ref float b, int offset, Vector256<float> c) => Vector256.FusedMultiplyAdd(a, Load(ref b, offset), c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Join(Vector256<float> sum) => sum.GetLower() + sum.GetUpper();
}
