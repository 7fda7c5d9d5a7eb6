using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Activations;

namespace StaticNet.Numerics.Kernels;

/// <summary>8 floats.</summary>
internal readonly struct Words256 : IVectorWords<Vector256<float>>
{
    public static int Lanes => 8;

    public static Vector256<float> Zero => Vector256<float>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(ref float from, int offset) => Vector256.LoadUnsafe(ref Unsafe.Add(ref from, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadHalves(ref float from, int offset) => Load(ref from, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> All(ref float from, int offset) => Vector256.Create(Unsafe.Add(ref from, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, ref float to, int offset) => value.StoreUnsafe(ref Unsafe.Add(ref to, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Subtract(Vector256<float> a, Vector256<float> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Multiply(Vector256<float> a, Vector256<float> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> OneMinus(Vector256<float> a) => Vector256<float>.One - a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Fma(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Vector256.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Fma(Vector256<float> a, ref float b, int offset, Vector256<float> c) =>
        Vector256.FusedMultiplyAdd(a, Vector256.LoadUnsafe(ref Unsafe.Add(ref b, offset)), c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Apply<TActivation>(Vector256<float> x)
        where TActivation : struct, IActivation => TActivation.Forward(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Derive<TActivation>(Vector256<float> gradient, Vector256<float> kept)
        where TActivation : struct, IActivation => TActivation.Backward(gradient, kept);
}
