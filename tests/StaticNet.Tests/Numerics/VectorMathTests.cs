using System;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;
using Xunit;

namespace StaticNet.Tests.Numerics;

public sealed class VectorMathTests
{
    // Prime strides over all 2^32 floats: every exponent is met about 1,700 times, and 8,300 times in the long form.
    private const int Stride = 5003, LongStride = 1009;
    private const int BlockSize = 1024;

    public static TheoryData<string> Functions => [.. VectorFunction.All.Keys];

    [Theory]
    [MemberData(nameof(Functions))]
    public void OverAllMagnitudes_StaysWithinTheDocumentedError(string name) => StaysWithinTheDocumentedError(name, Stride);

    [Theory(Explicit = true)]
    [Trait("Length", "Long")]
    [MemberData(nameof(Functions))]
    public void OverMoreMagnitudes_StaysWithinTheDocumentedError(string name) => StaysWithinTheDocumentedError(name, LongStride);

    private static void StaysWithinTheDocumentedError(string name, int stride)
    {
        VectorFunction function = VectorFunction.All[name];
        float[] x = new float[BlockSize], y = new float[BlockSize];
        double worst = 0;
        float worstAt = 0;
        ForEachBlock(x, function.From, function.To, stride, count =>
        {
            for (int i = 0; i < BlockSize; i += 16)
            {
                function.On512(Vector512.Create(x, i)).CopyTo(y, i);
            }

            for (int i = 0; i < count; i++)
            {
                double expected = function.Reference(x[i]);
                double error = function.FlushesSubnormals && expected < Ulp.SmallestNormal
                    ? Math.Abs(y[i] - expected) <= Ulp.SmallestNormal ? 0 : double.PositiveInfinity
                    : Ulp.Error(y[i], expected);
                (worst, worstAt) = error > worst ? (error, x[i]) : (worst, worstAt);
            }
        });
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {worst:F3} ULP at {worstAt:R}");
        Assert.True(worst <= function.MaximumUlp, $"{name}: {worst:F3} ULP at {worstAt:R}; documented {function.MaximumUlp}");
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void EveryWidth_GivesTheSameBits(string name) => GivesTheSameBits(name, Stride);

    [Theory(Explicit = true)]
    [Trait("Length", "Long")]
    [MemberData(nameof(Functions))]
    public void EveryWidth_GivesTheSameBitsOverMoreMagnitudes(string name) => GivesTheSameBits(name, LongStride);

    private static void GivesTheSameBits(string name, int stride)
    {
        VectorFunction function = VectorFunction.All[name];
        float[] x = new float[BlockSize], y128 = new float[BlockSize], y256 = new float[BlockSize], y512 = new float[BlockSize];
        ForEachBlock(x, float.NegativeInfinity, float.PositiveInfinity, stride, count =>
        {
            for (int i = 0; i < BlockSize; i += 4)
            {
                function.On128(Vector128.Create(x, i)).CopyTo(y128, i);
            }

            for (int i = 0; i < BlockSize; i += 8)
            {
                function.On256(Vector256.Create(x, i)).CopyTo(y256, i);
            }

            for (int i = 0; i < BlockSize; i += 16)
            {
                function.On512(Vector512.Create(x, i)).CopyTo(y512, i);
            }

            for (int i = 0; i < BlockSize; i++)
            {
                if (!Ulp.Same(y256[i], y512[i]) || (Vector256.IsHardwareAccelerated && !Ulp.Same(y128[i], y256[i])))
                {
                    Assert.Fail($"{name}({x[i]:R}) = {y128[i]:R} (128), {y256[i]:R} (256), {y512[i]:R} (512)");
                }
            }

            Assert.True(Ulp.Same(y128[0], function.OnScalar(x[0])), $"{name}({x[0]:R}) differs as a scalar");
        });
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void NaN_GivesNaN(string name) => Assert.True(float.IsNaN(VectorFunction.All[name].OnScalar(float.NaN)));

    [Theory]
    [InlineData("Exp", 0f, 1f)]
    [InlineData("Exp", 88.72283f, 3.4027985e38f)]
    [InlineData("Exp", 88.8f, float.PositiveInfinity)]
    [InlineData("Exp", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("Exp", float.MaxValue, float.PositiveInfinity)]
    [InlineData("Exp", -103.9f, 1e-45f)]
    [InlineData("Exp", -104.1f, 0f)]
    [InlineData("Exp", float.NegativeInfinity, 0f)]
    [InlineData("ExpNonPositive", 0f, 1f)]
    [InlineData("ExpNonPositive", -87.34f, 0f)]
    [InlineData("ExpNonPositive", float.MinValue, 0f)]
    [InlineData("ExpNonPositive", float.NegativeInfinity, 0f)]
    [InlineData("Expm1NonPositive", float.NegativeInfinity, -1f)]
    [InlineData("Expm1NonPositive", float.MinValue, -1f)]
    [InlineData("Expm1NonPositive", -1e-45f, -1e-45f)]
    [InlineData("Expm1NonPositive", 0f, 0f)]
    [InlineData("Log", 0f, float.NegativeInfinity)]
    [InlineData("Log", 1f, 0f)]
    [InlineData("Log", 1e-45f, -103.27893f)]
    [InlineData("Log", float.MaxValue, 88.72284f)]
    [InlineData("Log", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("Log", -1f, float.NaN)]
    [InlineData("Log", -1e-45f, float.NaN)]
    [InlineData("Log", float.NegativeInfinity, float.NaN)]
    [InlineData("Log1pOfUnit", 0f, 0f)]
    [InlineData("Log1pOfUnit", 1e-45f, 1e-45f)]
    [InlineData("Tanh", 0f, 0f)]
    [InlineData("Tanh", 1e-45f, 1e-45f)]
    [InlineData("Tanh", -1e-40f, -1e-40f)]
    [InlineData("Tanh", float.PositiveInfinity, 1f)]
    [InlineData("Tanh", float.NegativeInfinity, -1f)]
    [InlineData("Tanh", float.MinValue, -1f)]
    [InlineData("Sigmoid", 0f, 0.5f)]
    [InlineData("Sigmoid", float.PositiveInfinity, 1f)]
    [InlineData("Sigmoid", float.NegativeInfinity, 0f)]
    [InlineData("Sigmoid", float.MinValue, 0f)]
    [InlineData("Sigmoid", float.MaxValue, 1f)]
    [InlineData("Softplus", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("Softplus", float.NegativeInfinity, 0f)]
    [InlineData("Softplus", float.MaxValue, float.MaxValue)]
    [InlineData("Softplus", 0f, 0.6931472f)]
    [InlineData("Erf", 0f, 0f)]
    [InlineData("Erf", 4f, 1f)]
    [InlineData("Erf", float.PositiveInfinity, 1f)]
    [InlineData("Erf", float.NegativeInfinity, -1f)]
    [InlineData("NormalCdf", 0f, 0.5f)]
    [InlineData("NormalCdf", float.PositiveInfinity, 1f)]
    [InlineData("NormalCdf", float.NegativeInfinity, 0f)]
    [InlineData("NormalCdf", -13.25f, 0f)]
    public void AtTheEdges_TheResultIsExact(string name, float x, float expected)
    {
        float actual = VectorFunction.All[name].OnScalar(x);
        Assert.True(Ulp.Same(expected, actual), $"{name}({x:R}) = {actual:R}, expected {expected:R}");
    }

    [Theory]
    [InlineData("Exp", 1f)]
    [InlineData("ExpNonPositive", 1f)]
    [InlineData("Expm1NonPositive", 0f)]
    [InlineData("Log", float.NegativeInfinity)]
    [InlineData("Log1pOfUnit", 0f)]
    [InlineData("Tanh", -0f)]
    [InlineData("Sigmoid", 0.5f)]
    [InlineData("Softplus", 0.6931472f)]
    [InlineData("Erf", -0f)]
    [InlineData("NormalCdf", 0.5f)]
    public void AtNegativeZero_TheResultIsExact(string name, float expected)
    {
        float actual = VectorFunction.All[name].OnScalar(-0f);
        Assert.True(Ulp.Same(expected, actual), $"{name}(-0) = {actual:R}, expected {expected:R}");
    }

    [Fact]
    public void NormalCdf_KeepsItsRelativeAccuracyInTheLowerTail()
    {
        // e^(−x²/2) inherits the rounding of x²: up to x²/4 ULP.
        for (float x = -13f; x < 0; x += 1f / 1024)
        {
            double expected = ReferenceMath.NormalCdf(x);
            double error = Ulp.Error(VectorMath.NormalCdf(x), expected);
            Assert.True(expected < Ulp.SmallestNormal || error <= 4 + (x * x / 2), $"NormalCdf({x:R}): {error:F1} ULP");
        }
    }

    // Fills x with the sweep's floats in [from, to], block after block (the last one filled up with 0).
    private static void ForEachBlock(float[] x, float from, float to, int stride, Action<int> action)
    {
        int count = 0;
        for (long bits = 0; bits <= uint.MaxValue; bits += stride)
        {
            float value = BitConverter.UInt32BitsToSingle((uint)bits);
            if (value >= from && value <= to)
            {
                x[count++] = value;
            }

            if (count == BlockSize)
            {
                action(count);
                count = 0;
            }
        }

        x.AsSpan(count).Clear();
        action(count);
    }
}
