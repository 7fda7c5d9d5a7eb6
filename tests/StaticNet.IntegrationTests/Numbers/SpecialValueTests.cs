using System;
using System.Collections.Generic;
using StaticNet.IntegrationTests.Harness;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.IntegrationTests.Numbers;

/// <summary>NaN, infinities, subnormals and −0 as inputs: the outputs are finite, infinite or NaN where the oracle's are, alone and in a batch.</summary>
public class SpecialValueTests
{
    private static readonly float[] s_special = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, -1e-40f, -0f, float.MaxValue, float.MinValue];

    public static IEnumerable<TheoryDataRow<string>> Networks =>
    [
        "Widths.W05", "Widths.W10", "Widths.W15", "Widths.W20", "Widths.W25", "Widths.W30", "Widths.W35", "Widths.W40",
        "Widths.W01", "Widths.W06", "Widths.W11", "Widths.W02", "Widths.W07", "Edges.E33x33x31", "Edges.E129x128x5", "Edges.E784x33x10",
        "Edges.L13x1", "Edges.L5x40", "Edges.L70x4", "Edges.Needles",
    ];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Outputs_AreOfTheOraclesClass(string name)
    {
        INetworkProbe network = NetworkProbe.Create(name, seed: 11);
        int ins = network.Description.InputSize, outs = network.Description.OutputSize;
        ReferenceMlp oracle = Oracle.Of(network);
        foreach (float special in s_special)
        {
            foreach (int position in (int[])[0, ins / 2, ins - 1])
            {
                // The special row stands among ordinary ones, whose results it may not touch.
                foreach (int rows in (int[])[1, 9, 17])
                {
                    float[] inputs = TestData.Uniform(rows * ins, seed: rows, range: 1), outputs = new float[rows * outs], single = new float[outs];
                    int row = rows / 2;
                    inputs[(row * ins) + position] = special;
                    double[] expected = oracle.Forward(inputs).Output;
                    network.ForwardBatch(inputs, outputs);
                    string what = $"{name}, input {position} of row {row} of {rows} is {special}";
                    for (int i = 0; i < outputs.Length; i++)
                    {
                        Assert.True(Class(expected[i]) == Class(outputs[i]), $"{what}: output {i} is {outputs[i]}, expected {expected[i]}.");
                        if (i / outs != row)
                        {
                            Assert.Equal(expected[i], outputs[i], 1e-5);
                        }
                    }

                    network.Forward(inputs.AsSpan(row * ins, ins), single);
                    for (int i = 0; i < outs; i++)
                    {
                        Assert.True(Class(expected[(row * outs) + i]) == Class(single[i]), $"{what}: output {i} alone is {single[i]}, expected {expected[(row * outs) + i]}.");
                    }
                }
            }
        }
    }

    // Beyond the range of float is infinite.
    private static int Class(double value) => double.IsNaN(value) ? 3 : (float)value switch
    {
        float.PositiveInfinity => 1,
        float.NegativeInfinity => 2,
        _ => 0,
    };
}
