using System;
using System.Linq;
using StaticNet.Numerics;
using Xunit;

namespace StaticNet.Tests.Numerics;

/// <summary>Gradients with respect to a layer's inputs: one row against sums in double precision, many rows against one row, bit for bit.</summary>
public sealed class InputGradientTests
{
    private const int Margin = 16;
    private const float Canary = -12345.678f;

    public static TheoryData<int, int> Shapes => new(
        from inputs in (int[])[1, 3, 8, 15, 16, 17, 40, 100]
        from outputs in (int[])[1, 3, 5, 8, 9, 17, 33, 70]
        select (inputs, outputs));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Rows_HaveTheBitsOfEachRow(int inputs, int outputs)
    {
        foreach (int lastTileWidth in outputs == 1 ? [1, 4] : (int[])[Transpose.TileWidthOf(outputs)])
        {
            int stride = ((outputs - 1) / 32 * 32) + Math.Max(lastTileWidth, 4);
            ParameterInfo weight = new("weight", [outputs, inputs], 0, lastTileWidth);
            var random = new Random((100 * inputs) + outputs);
            float[] storage = new float[inputs * (((outputs - 1) / 32 * 32) + lastTileWidth) + 8];
            for (int i = 0; i < weight.Count; i++)
            {
                storage[weight.StorageIndex(i)] = random.NextSingle() - 0.5f;
            }

            foreach (int rows in (int[])[0, 1, 15, 16, 17, 31, 50])
            {
                float[] dz = new float[(rows + 1) * stride], dx = new float[(rows * inputs) + (2 * Margin)], room = new float[16 * stride], one = new float[inputs];
                Array.Fill(dx, Canary);
                for (int i = 0; i < rows * outputs; i++)
                {
                    dz[(i / outputs * stride) + (i % outputs)] = random.NextSingle() - 0.5f;
                }

                InputGradient.Rows(ref storage[0], inputs, outputs, lastTileWidth, ref dz[0], stride, rows, ref dx[Margin], ref room[0]);

                for (int row = 0; row < rows; row++)
                {
                    InputGradient.Compute(ref storage[0], inputs, outputs, lastTileWidth, ref dz[row * stride], one);
                    Assert.Equal(one.Select(BitConverter.SingleToInt32Bits), dx.Skip(Margin + (row * inputs)).Take(inputs).Select(BitConverter.SingleToInt32Bits));
                    for (int input = 0; input < inputs; input++)
                    {
                        double exact = Enumerable.Range(0, outputs).Sum(output => (double)storage[weight.StorageIndex((output * inputs) + input)] * dz[(row * stride) + output]);
                        Assert.Equal(exact, one[input], 1e-6 * Math.Sqrt(outputs));
                    }
                }

                Assert.All(dx.Take(Margin).Concat(dx.Skip(Margin + (rows * inputs))), v => Assert.Equal(Canary, v));
            }
        }
    }
}
