using System;
using System.Linq;
using StaticNet.Numerics;
using Xunit;

namespace StaticNet.Tests.Numerics;

public sealed class TransposeTests
{
    private const int Margin = 33;
    private const float Canary = -12345.678f;

    public static TheoryData<int, int> Shapes => new(
        from inputs in (int[])[1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 31, 32, 33, 36, 37, 63, 64, 65, 100]
        from outputs in (int[])[1, 2, 3, 4, 6, 8, 10, 15, 16, 17, 31, 32, 33, 40, 64, 70]
        select (inputs, outputs));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void TransposedMatrix_HasTheLayoutOfAParameter(int inputs, int outputs)
    {
        int[] widths = outputs == 1 ? [1, 4] : [Transpose.TileWidthOf(outputs)];
        foreach (int lastTileWidth in widths)
        {
            ParameterInfo weight = new("weight", [outputs, inputs], Margin, lastTileWidth);
            ParameterInfo transposedWeight = new("transposed", [inputs, outputs], Margin, Transpose.TileWidthOf(inputs));
            int length = inputs * (((outputs - 1) / 32 * 32) + lastTileWidth), transposedLength = Transpose.LengthOf(inputs, outputs);
            float[] storage = new float[length + Margin], result = new float[transposedLength + (2 * Margin)];
            Array.Fill(result, Canary);
            for (int i = 0; i < weight.Count; i++)
            {
                storage[weight.StorageIndex(i)] = i + 1;
            }

            Transpose.WeightColumns(ref storage[Margin], inputs, outputs, lastTileWidth, ref result[Margin]);

            float[] expected = new float[transposedLength];
            for (int output = 0; output < outputs; output++)
            {
                for (int input = 0; input < inputs; input++)
                {
                    expected[transposedWeight.StorageIndex((input * outputs) + output) - Margin] = (output * inputs) + input + 1;
                }
            }

            Assert.Equal(expected, result.AsSpan(Margin, transposedLength).ToArray());
            Assert.All(result.Take(Margin).Concat(result.Skip(Margin + transposedLength)), v => Assert.Equal(Canary, v));
        }
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(4, 4)]
    [InlineData(5, 8)]
    [InlineData(8, 8)]
    [InlineData(9, 16)]
    [InlineData(16, 16)]
    [InlineData(17, 32)]
    [InlineData(32, 32)]
    [InlineData(33, 4)]
    [InlineData(42, 16)]
    [InlineData(64, 32)]
    public void LastTile_IsRoundedUpToAPowerOfTwo(int columns, int width) => Assert.Equal(width, Transpose.TileWidthOf(columns));
}
