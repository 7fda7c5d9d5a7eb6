using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics;

/// <summary>
/// The multiply-add of generated kernels, in three widths under one name. Each is one instruction and inlines to it. With 128 bits, which is also
/// what runs on processors without FMA, it is the estimate: the same bits wherever the processor has FMA, two roundings instead of an emulation
/// where it has none.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Simd
{
    /// <summary>a·b + c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Fma(Vector128<float> a, Vector128<float> b, Vector128<float> c) => Vector128.MultiplyAddEstimate(a, b, c);

    /// <inheritdoc cref="Fma(Vector128{float}, Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Fma(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Vector256.FusedMultiplyAdd(a, b, c);

    /// <inheritdoc cref="Fma(Vector128{float}, Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Fma(Vector512<float> a, Vector512<float> b, Vector512<float> c) => Vector512.FusedMultiplyAdd(a, b, c);

    /// <summary>a·b + c with b read from memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Fma(Vector128<float> a, ref float b, nuint offset, Vector128<float> c) =>
        Vector128.MultiplyAddEstimate(a, Vector128.LoadUnsafe(ref b, offset), c);

    /// <inheritdoc cref="Fma(Vector128{float}, ref float, nuint, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Fma(Vector256<float> a, ref float b, nuint offset, Vector256<float> c) =>
        Vector256.FusedMultiplyAdd(a, Vector256.LoadUnsafe(ref b, offset), c);

    /// <inheritdoc cref="Fma(Vector128{float}, ref float, nuint, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Fma(Vector512<float> a, ref float b, nuint offset, Vector512<float> c) =>
        Vector512.FusedMultiplyAdd(a, Vector512.LoadUnsafe(ref b, offset), c);

    /// <summary>All lanes = the float <paramref name="offset"/> floats behind <paramref name="start"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> All128(ref float start, int offset) => Vector128.Create(Unsafe.Add(ref start, offset));

    /// <summary>All lanes = the float <paramref name="offset"/> floats behind <paramref name="start"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> All256(ref float start, int offset) => Vector256.Create(Unsafe.Add(ref start, offset));

    /// <summary>All lanes = the float <paramref name="offset"/> floats behind <paramref name="start"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> All512(ref float start, int offset) => Vector512.Create(Unsafe.Add(ref start, offset));
}
