using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Activations;

namespace StaticNet.Numerics.Kernels;

/// <summary>4 floats. The multiply-add is the estimate: one rounding wherever the processor has the instruction, two where it has not.</summary>
internal readonly struct Words128 : IVectorWords<Vector128<float>>
{
    public static int Lanes => 4;

    public static Vector128<float> Zero => Vector128<float>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(ref float from, int offset) => Vector128.LoadUnsafe(ref Unsafe.Add(ref from, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadHalves(ref float from, int offset) => Load(ref from, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> All(ref float from, int offset) => Vector128.Create(Unsafe.Add(ref from, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> value, ref float to, int offset) => value.StoreUnsafe(ref Unsafe.Add(ref to, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Subtract(Vector128<float> a, Vector128<float> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Multiply(Vector128<float> a, Vector128<float> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> OneMinus(Vector128<float> a) => Vector128<float>.One - a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Fma(Vector128<float> a, Vector128<float> b, Vector128<float> c) => Vector128.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Fma(Vector128<float> a, ref float b, int offset, Vector128<float> c) =>
        Vector128.MultiplyAddEstimate(a, Vector128.LoadUnsafe(ref Unsafe.Add(ref b, offset)), c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Apply<TActivation>(Vector128<float> x)
        where TActivation : struct, IActivation => TActivation.Forward(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Derive<TActivation>(Vector128<float> gradient, Vector128<float> kept)
        where TActivation : struct, IActivation => TActivation.Backward(gradient, kept);
}
