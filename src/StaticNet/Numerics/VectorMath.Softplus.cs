using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics;

public static partial class VectorMath
{
    /// <summary>log(1 + e^x) = max(x, 0) + log(1 + e^−|x|). At most 1.7 ULP.</summary>
    /// <remarks>softplus(−∞) = 0, softplus(+∞) = +∞; results below 2^−126 (x &lt; −87.33654) are 0.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Softplus(Vector128<float> x)
    {
        return Vector128.MaxNative(Vector128<float>.Zero, x) + Log1pOfUnit(ExpNonPositive(-Vector128.Abs(x)));
    }

    /// <inheritdoc cref="Softplus(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Softplus(Vector256<float> x)
    {
        return Vector256.MaxNative(Vector256<float>.Zero, x) + Log1pOfUnit(ExpNonPositive(-Vector256.Abs(x)));
    }

    /// <inheritdoc cref="Softplus(Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Softplus(Vector512<float> x)
    {
        return Vector512.MaxNative(Vector512<float>.Zero, x) + Log1pOfUnit(ExpNonPositive(-Vector512.Abs(x)));
    }

    /// <summary>The value of <see cref="Softplus(Vector128{float})"/> for one number, bit for bit.</summary>
    public static float Softplus(float x) => Softplus(Vector128.CreateScalar(x)).ToScalar();
}
