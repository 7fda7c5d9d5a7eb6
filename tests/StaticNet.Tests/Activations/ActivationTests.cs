using System;
using System.Linq;
using System.Runtime.Intrinsics;
using StaticNet.Activations;
using StaticNet.Tests.Numerics;
using Xunit;

namespace StaticNet.Tests.Activations;

public sealed class ActivationTests
{
    public static TheoryData<Activation> ElementWise =>
        [.. Enum.GetValues<Activation>().Where(a => a is not (Activation.Softmax or Activation.LogSoftmax))];

    [Theory]
    [MemberData(nameof(ElementWise))]
    public void EveryWidth_GivesTheSameBits(Activation activation)
    {
        ActivationOperator function = new(activation);
        float[] x = Sweep(), g = [.. x.Select((_, i) => (i % 7) - 3f)];
        float[] y = function.Forward(x), dx = function.Backward(g, x);

        // Without a fused multiply-add in hardware the 128-bit forms round twice (the documented exception).
        foreach (int width in Vector256.IsHardwareAccelerated ? (int[])[128, 512] : [512])
        {
            AssertSame(activation, x, y, function.Forward(x, width));
            AssertSame(activation, x, dx, function.Backward(g, x, width));
        }
    }

    [Theory]
    [MemberData(nameof(ElementWise))]
    public void GradientOfZero_StaysZero(Activation activation)
    {
        float[] x = [.. Sweep().Select(v => float.IsFinite(v) ? v : 0f)];
        float[] dx = new ActivationOperator(activation).Backward(new float[x.Length], x);
        int nonZero = Array.FindIndex(dx, v => v != 0f);
        Assert.True(nonZero < 0, nonZero < 0 ? "" : $"0·{activation}'({x[nonZero]:R}) = {dx[nonZero]:R}");
    }

    [Theory]
    [MemberData(nameof(ElementWise))]
    public void NaN_StaysNaN(Activation activation)
    {
        float[] x = new float[16];
        Array.Fill(x, float.NaN);
        Assert.All(new ActivationOperator(activation).Forward(x), v => Assert.True(float.IsNaN(v)));
    }

    [Theory]
    [MemberData(nameof(ElementWise))]
    public void Derivative_IsTheSlopeOfTheFunction(Activation activation)
    {
        if (activation == Activation.Step)
        {
            return; // Its derivative is 0 by definition, at the jump too.
        }

        // Central differences away from the kinks; single precision leaves about 1e-4 of them.
        const float Distance = 1f / 256;
        ActivationOperator function = new(activation);
        float[] x = [.. Enumerable.Range(0, 160).Select(i => ((i - 80) * 0.0937f) + 0.0123f)];
        float[] ones = [.. x.Select(_ => 1f)];
        float[] above = function.Forward([.. x.Select(v => v + Distance)]), below = function.Forward([.. x.Select(v => v - Distance)]);
        float[] slope = function.Backward(ones, x);
        for (int i = 0; i < x.Length; i++)
        {
            double expected = (above[i] - (double)below[i]) / ((x[i] + Distance) - (double)(x[i] - Distance));
            Assert.True(Math.Abs(slope[i] - expected) < 5e-4, $"{activation}'({x[i]:R}) = {slope[i]:R}, differences give {expected:R}");
        }
    }

    [Theory]
    [InlineData(Activation.GELU, 0f)]
    [InlineData(Activation.GELUTanh, 0f)]
    [InlineData(Activation.SiLU, 0f)]
    [InlineData(Activation.Mish, 0f)]
    [InlineData(Activation.HardSwish, 0f)]
    [InlineData(Activation.Softsign, -1f)]
    public void AtMinusInfinity_TheLimitIsReturned(Activation activation, float limit)
    {
        float[] x = new float[16];
        Array.Fill(x, float.NegativeInfinity);
        Assert.All(new ActivationOperator(activation).Forward(x), v => Assert.Equal(limit, v));
        float[] ones = new float[16];
        Array.Fill(ones, 1f);
        Assert.All(new ActivationOperator(activation).Backward(ones, x), v => Assert.Equal(0f, v));
    }

    [Fact]
    public void NegativeSlopes_KeepTheirDerivative()
    {
        float[] x = [.. Enumerable.Range(-8, 16).Select(i => i / 4f)], ones = [.. x.Select(_ => 1f)];
        Assert.Equal(x.Select(v => v > 0 ? 1f : -0.5f), new ActivationOperator(Activation.LeakyReLU, -0.5f).Backward(ones, x));
        Assert.All(new ActivationOperator(Activation.ELU, -1f).Backward(ones, x).Zip(x), p => Assert.Equal(p.Second > 0, p.First > 0));
    }

    private static void AssertSame(Activation activation, float[] x, float[] expected, float[] actual)
    {
        for (int i = 0; i < x.Length; i++)
        {
            Assert.True(Ulp.Same(expected[i], actual[i]), $"{activation} at {x[i]:R}: {expected[i]:R} and {actual[i]:R}");
        }
    }

    // All exponents and signs, with changing mantissas, and the infinities; 16,384 values.
    private static float[] Sweep() => [.. Enumerable.Range(0, 16_384).Select(i => BitConverter.UInt32BitsToSingle((uint)i * 262_111u))
        .Select(v => float.IsNaN(v) ? float.PositiveInfinity : v)];
}
