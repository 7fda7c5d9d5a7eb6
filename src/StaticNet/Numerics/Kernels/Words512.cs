using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Activations;

namespace StaticNet.Numerics.Kernels;

/// <summary>16 floats.</summary>
internal readonly struct Words512 : IVectorWords<Vector512<float>>
{
    public static int Lanes => 16;

    public static Vector512<float> Zero => Vector512<float>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(ref float from, int offset) => Vector512.LoadUnsafe(ref Unsafe.Add(ref from, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadHalves(ref float from, int offset) =>
        Vector256.LoadUnsafe(ref Unsafe.Add(ref from, offset)).ToVector512Unsafe().WithUpper(Vector256.LoadUnsafe(ref Unsafe.Add(ref from, offset + 8)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> All(ref float from, int offset) => Vector512.Create(Unsafe.Add(ref from, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, ref float to, int offset) => value.StoreUnsafe(ref Unsafe.Add(ref to, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Subtract(Vector512<float> a, Vector512<float> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Multiply(Vector512<float> a, Vector512<float> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> OneMinus(Vector512<float> a) => Vector512<float>.One - a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Fma(Vector512<float> a, Vector512<float> b, Vector512<float> c) => Vector512.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Fma(Vector512<float> a, ref float b, int offset, Vector512<float> c) =>
        Vector512.FusedMultiplyAdd(a, Vector512.LoadUnsafe(ref Unsafe.Add(ref b, offset)), c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Apply<TActivation>(Vector512<float> x)
        where TActivation : struct, IActivation => TActivation.Forward(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Derive<TActivation>(Vector512<float> gradient, Vector512<float> kept)
        where TActivation : struct, IActivation => TActivation.Backward(gradient, kept);
}
