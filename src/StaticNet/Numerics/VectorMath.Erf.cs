using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics;

public static partial class VectorMath
{
    /// <summary>The error function 2/√π·∫₀ˣ e^−s² ds. At most 1 ULP.</summary>
    /// <remarks>
    /// erf ±0 = ±0, ±1 from |x| = 4 on. Method: for |x| &lt; 1, x + x·p(x²) with p of degree 6 (0.02 ULP);
    /// above, ±(1 − e^(−t·q(t))) with t = min(|x|, 4) and q, of degree 5, fitted to −log(erfc t)/t (0.04 ULP of erf).
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Erf(Vector128<float> x)
    {
        Vector128<float> square = x * x;
        Vector128<float> inner = Vector128.MultiplyAddEstimate(Vector128.Create(7.853860006434843e-05f), square, Vector128.Create(-0.0008010193123482168f));
        inner = Vector128.MultiplyAddEstimate(inner, square, Vector128.Create(0.005188327748328447f));
        inner = Vector128.MultiplyAddEstimate(inner, square, Vector128.Create(-0.026853812858462334f));
        inner = Vector128.MultiplyAddEstimate(inner, square, Vector128.Create(0.1128358542919159f));
        inner = Vector128.MultiplyAddEstimate(inner, square, Vector128.Create(-0.3761262595653534f));
        inner = Vector128.MultiplyAddEstimate(inner, square, Vector128.Create(0.12837916612625122f));
        inner = Vector128.MultiplyAddEstimate(inner, x, x);
        Vector128<float> magnitude = Vector128.Abs(x);
        Vector128<float> t = Vector128.MinNative(Vector128.Create(4f), magnitude);
        Vector128<float> outer = Vector128.MultiplyAddEstimate(Vector128.Create(-0.0002106420579366386f), t, Vector128.Create(0.0031869381200522184f));
        outer = Vector128.MultiplyAddEstimate(outer, t, Vector128.Create(-0.022798437625169754f));
        outer = Vector128.MultiplyAddEstimate(outer, t, Vector128.Create(0.1051160991191864f));
        outer = Vector128.MultiplyAddEstimate(outer, t, Vector128.Create(0.6358314752578735f));
        outer = Vector128.MultiplyAddEstimate(outer, t, Vector128.Create(1.128480076789856f));
        Vector128<float> p = ReducedExpm1(-(outer * t), out Vector128<int> n);
        Vector128<float> scale = PowerOfTwo(n);
        outer = (Vector128<float>.One - Vector128.MultiplyAddEstimate(p, scale, scale)) | (x & Vector128.Create(-0f));
        return Vector128.ConditionalSelect(Vector128.LessThan(magnitude, Vector128<float>.One), inner, outer);
    }

    /// <inheritdoc cref="Erf(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Erf(Vector256<float> x)
    {
        Vector256<float> square = x * x;
        Vector256<float> inner = Vector256.FusedMultiplyAdd(Vector256.Create(7.853860006434843e-05f), square, Vector256.Create(-0.0008010193123482168f));
        inner = Vector256.FusedMultiplyAdd(inner, square, Vector256.Create(0.005188327748328447f));
        inner = Vector256.FusedMultiplyAdd(inner, square, Vector256.Create(-0.026853812858462334f));
        inner = Vector256.FusedMultiplyAdd(inner, square, Vector256.Create(0.1128358542919159f));
        inner = Vector256.FusedMultiplyAdd(inner, square, Vector256.Create(-0.3761262595653534f));
        inner = Vector256.FusedMultiplyAdd(inner, square, Vector256.Create(0.12837916612625122f));
        inner = Vector256.FusedMultiplyAdd(inner, x, x);
        Vector256<float> magnitude = Vector256.Abs(x);
        Vector256<float> t = Vector256.MinNative(Vector256.Create(4f), magnitude);
        Vector256<float> outer = Vector256.FusedMultiplyAdd(Vector256.Create(-0.0002106420579366386f), t, Vector256.Create(0.0031869381200522184f));
        outer = Vector256.FusedMultiplyAdd(outer, t, Vector256.Create(-0.022798437625169754f));
        outer = Vector256.FusedMultiplyAdd(outer, t, Vector256.Create(0.1051160991191864f));
        outer = Vector256.FusedMultiplyAdd(outer, t, Vector256.Create(0.6358314752578735f));
        outer = Vector256.FusedMultiplyAdd(outer, t, Vector256.Create(1.128480076789856f));
        Vector256<float> p = ReducedExpm1(-(outer * t), out Vector256<int> n);
        Vector256<float> scale = PowerOfTwo(n);
        outer = (Vector256<float>.One - Vector256.FusedMultiplyAdd(p, scale, scale)) | (x & Vector256.Create(-0f));
        return Vector256.ConditionalSelect(Vector256.LessThan(magnitude, Vector256<float>.One), inner, outer);
    }

    /// <inheritdoc cref="Erf(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Erf(Vector512<float> x)
    {
        Vector512<float> square = x * x;
        Vector512<float> inner = Vector512.FusedMultiplyAdd(Vector512.Create(7.853860006434843e-05f), square, Vector512.Create(-0.0008010193123482168f));
        inner = Vector512.FusedMultiplyAdd(inner, square, Vector512.Create(0.005188327748328447f));
        inner = Vector512.FusedMultiplyAdd(inner, square, Vector512.Create(-0.026853812858462334f));
        inner = Vector512.FusedMultiplyAdd(inner, square, Vector512.Create(0.1128358542919159f));
        inner = Vector512.FusedMultiplyAdd(inner, square, Vector512.Create(-0.3761262595653534f));
        inner = Vector512.FusedMultiplyAdd(inner, square, Vector512.Create(0.12837916612625122f));
        inner = Vector512.FusedMultiplyAdd(inner, x, x);
        Vector512<float> magnitude = Vector512.Abs(x);
        Vector512<float> t = Vector512.MinNative(Vector512.Create(4f), magnitude);
        Vector512<float> outer = Vector512.FusedMultiplyAdd(Vector512.Create(-0.0002106420579366386f), t, Vector512.Create(0.0031869381200522184f));
        outer = Vector512.FusedMultiplyAdd(outer, t, Vector512.Create(-0.022798437625169754f));
        outer = Vector512.FusedMultiplyAdd(outer, t, Vector512.Create(0.1051160991191864f));
        outer = Vector512.FusedMultiplyAdd(outer, t, Vector512.Create(0.6358314752578735f));
        outer = Vector512.FusedMultiplyAdd(outer, t, Vector512.Create(1.128480076789856f));
        Vector512<float> p = ReducedExpm1(-(outer * t), out Vector512<int> n);
        Vector512<float> scale = PowerOfTwo(n);
        outer = (Vector512<float>.One - Vector512.FusedMultiplyAdd(p, scale, scale)) | (x & Vector512.Create(-0f));
        return Vector512.ConditionalSelect(Vector512.LessThan(magnitude, Vector512<float>.One), inner, outer);
    }

    /// <summary>The value of <see cref="Erf(Vector128{float})"/> for one number, bit for bit.</summary>
    public static float Erf(float x) => Erf(Vector128.CreateScalar(x)).ToScalar();
}
