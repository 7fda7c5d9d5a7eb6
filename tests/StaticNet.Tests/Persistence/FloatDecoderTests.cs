using System;
using System.Linq;
using System.Runtime.InteropServices;
using StaticNet.Persistence.Format;
using Xunit;

namespace StaticNet.Tests.Persistence;

/// <summary>Every bit pattern of the small types, and the rounding of the large one.</summary>
public sealed class FloatDecoderTests
{
    [Fact]
    public void EveryHalf_IsExact()
    {
        ushort[] patterns = [.. Enumerable.Range(0, 65536).Select(i => (ushort)i)];
        float[] decoded = FloatDecoder.Decode(MemoryMarshal.AsBytes<ushort>(patterns).ToArray(), "F16");
        for (int i = 0; i < 65536; i++)
        {
            Half half = BitConverter.UInt16BitsToHalf((ushort)i);
            if (Half.IsNaN(half))
            {
                Assert.Equal(float.NaN, decoded[i]);
            }
            else
            {
                Assert.Equal(BitConverter.SingleToInt32Bits((float)half), BitConverter.SingleToInt32Bits(decoded[i]));
            }
        }
    }

    [Fact]
    public void EveryBFloat16_IsTheUpperHalfOfAFloat()
    {
        ushort[] patterns = [.. Enumerable.Range(0, 65536).Select(i => (ushort)i)];
        float[] decoded = FloatDecoder.Decode(MemoryMarshal.AsBytes<ushort>(patterns).ToArray(), "BF16");
        Assert.All(patterns, pattern => Assert.Equal((uint)pattern << 16, BitConverter.SingleToUInt32Bits(decoded[pattern])));
    }

    [Fact]
    public void Single_KeepsItsBits()
    {
        uint[] patterns = [0, 0x80000000, 1, 0x7F800000, 0xFF800000, 0x7FC00000, 0x7F800001, 0xFFFFFFFF, 0x3F800001];
        float[] decoded = FloatDecoder.Decode(MemoryMarshal.AsBytes<uint>(patterns).ToArray(), "F32");
        Assert.Equal(patterns, MemoryMarshal.Cast<float, uint>(decoded).ToArray());
    }

    [Theory]
    [InlineData(1 + (1.0 / (1 << 24)), 1f)] // half way: to the even neighbor below
    [InlineData(1 + (3.0 / (1 << 24)), 1.0000002384185791f)] // half way: to the even neighbor above
    [InlineData(1 + (1.0 / (1 << 24)) + 1e-15, 1.0000001192092896f)]
    [InlineData(0.1, 0.1f)]
    [InlineData(3.4028235677973366e38, float.PositiveInfinity)]
    [InlineData(-1e300, float.NegativeInfinity)]
    [InlineData(1e-300, 0f)]
    [InlineData(7.1e-46, 1e-45f)]
    [InlineData(7.0e-46, 0f)]
    [InlineData(double.NaN, float.NaN)]
    public void Double_IsRoundedToNearestEven(double stored, float expected)
    {
        Assert.Equal(expected, FloatDecoder.Decode(BitConverter.GetBytes(stored), "F64").Single());
    }
}
