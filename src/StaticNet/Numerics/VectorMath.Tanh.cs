using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics;

public static partial class VectorMath
{
    /// <summary>tanh x. At most 2.5 ULP over the whole range.</summary>
    /// <remarks>tanh ±0 = ±0, tanh ±∞ = ±1, denormals are returned as they are. Method: tanh |x| = t / (t + 2) with t = e^(2|x|) − 1, then the sign.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Tanh(Vector128<float> x)
    {
        Vector128<float> magnitude = Vector128.Abs(x);
        Vector128<float> p = ReducedExpm1(Vector128.MinNative(Vector128.Create(18.1f), magnitude + magnitude), out Vector128<int> n);
        Vector128<float> scale = PowerOfTwo(n);
        Vector128<float> t = Vector128.MultiplyAddEstimate(p, scale, scale - Vector128<float>.One);
        return (t / (t + Vector128.Create(2f))) | (x & Vector128.Create(-0f));
    }

    /// <inheritdoc cref="Tanh(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Tanh(Vector256<float> x)
    {
        Vector256<float> magnitude = Vector256.Abs(x);
        Vector256<float> p = ReducedExpm1(Vector256.MinNative(Vector256.Create(18.1f), magnitude + magnitude), out Vector256<int> n);
        Vector256<float> scale = PowerOfTwo(n);
        Vector256<float> t = Vector256.FusedMultiplyAdd(p, scale, scale - Vector256<float>.One);
        return (t / (t + Vector256.Create(2f))) | (x & Vector256.Create(-0f));
    }

    /// <inheritdoc cref="Tanh(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x)
    {
        Vector512<float> magnitude = Vector512.Abs(x);
        Vector512<float> p = ReducedExpm1(Vector512.MinNative(Vector512.Create(18.1f), magnitude + magnitude), out Vector512<int> n);
        Vector512<float> scale = PowerOfTwo(n);
        Vector512<float> t = Vector512.FusedMultiplyAdd(p, scale, scale - Vector512<float>.One);
        return (t / (t + Vector512.Create(2f))) | (x & Vector512.Create(-0f));
    }

    /// <summary>The value of <see cref="Tanh(Vector128{float})"/> for one number, bit for bit.</summary>
    public static float Tanh(float x) => Tanh(Vector128.CreateScalar(x)).ToScalar();
}
