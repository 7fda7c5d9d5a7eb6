using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;

namespace StaticNet.Losses;

// Of one probability p = σ(z) against a target t: u^γ·l with l the binary cross-entropy and u = 1 − p_t = p·(1 − t) + (1 − p)·t, as torchvision's
// sigmoid_focal_loss and Keras's BinaryFocalCrossentropy have it for targets between 0 and 1, too. Since du/dz = (1 − 2t)·p·(1 − p), the derivative is
// u^γ·(l′ + γ·(1 − 2t)·p·(1 − p)/u·l).
internal static partial class FocalLoss
{
    private const float SmallestNormal = 1.17549435e-38f;

    /// <summary>The losses of eight elements and their derivatives with respect to the logits.</summary>
    public static (Vector256<float> Value, Vector256<float> Slope) Binary(
        Vector256<float> logit, Vector256<float> target, Vector256<float> positiveWeight, float gamma)
    {
        (Vector128<float> lowValue, Vector128<float> lowSlope) = Binary(logit.GetLower(), target.GetLower(), positiveWeight.GetLower(), gamma);
        (Vector128<float> highValue, Vector128<float> highSlope) = Binary(logit.GetUpper(), target.GetUpper(), positiveWeight.GetUpper(), gamma);
        return (Vector256.Create(lowValue, highValue), Vector256.Create(lowSlope, highSlope));
    }

    private static (Vector128<float> Value, Vector128<float> Slope) Binary(
        Vector128<float> logit, Vector128<float> target, Vector128<float> positiveWeight, float gamma)
    {
        Vector128<float> one = Vector128<float>.One;
        Vector128<float> loss = BinaryCrossEntropyLoss.Value(logit, target, positiveWeight);
        Vector128<float> slope = BinaryCrossEntropyLoss.Gradient(logit, target, positiveWeight);
        Vector128<float> p = VectorMath.Sigmoid(logit), q = VectorMath.Sigmoid(-logit);
        Vector128<float> u = (p * (one - target)) + (q * target);
        Vector128<float> power = Power(u, gamma);
        Vector128<float> ratio = (one - target - target) * p * q / Vector128.MaxNative(u, Vector128.Create(SmallestNormal));
        return (power * loss, power * (slope + (Vector128.Create(gamma) * ratio * loss)));
    }

    /// <summary>u^γ for u from 0 to 1: the whole part of γ by squaring, the rest as e^(fraction·log u).</summary>
    private static Vector128<float> Power(Vector128<float> u, float gamma)
    {
        float whole = MathF.Floor(gamma), fraction = gamma - whole;
        Vector128<float> power = Vector128<float>.One, square = u;
        for (long exponent = (long)whole; exponent > 0; exponent >>= 1, square *= square)
        {
            power = (exponent & 1) != 0 ? power * square : power;
        }

        if (fraction != 0)
        {
            Vector128<float> logarithm = VectorMath.Log(Vector128.MaxNative(u, Vector128.Create(SmallestNormal)));
            Vector128<float> root = VectorMath.ExpNonPositive(Vector128.MinNative(logarithm, Vector128<float>.Zero) * fraction);
            power *= Vector128.ConditionalSelect(Vector128.Equals(u, Vector128<float>.Zero), Vector128<float>.Zero, root);
        }

        return power;
    }
}
