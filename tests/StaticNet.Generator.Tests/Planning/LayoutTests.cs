using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Planning;
using Xunit;

namespace StaticNet.Generator.Tests.Planning;

/// <summary>Where parameters and intermediate values lie: aligned, apart, padded by the rules.</summary>
public class LayoutTests
{
    [Fact]
    public void ParameterRegions_AreAlignedAndApart()
    {
        foreach (int[] sizes in Plans.Sweep())
        {
            DensePlan plan = Plans.Of(sizes);
            string what = string.Join(", ", sizes);
            int end = 0;
            foreach (LinearPlan layer in plan.Layers)
            {
                int alignment = layer.Tiles > 1 || layer.LastTileWidth >= 16 ? 16 : 8;
                Assert.True(layer.BiasOffset >= end, $"{what}: the bias of {layer.Name} begins at {layer.BiasOffset}, inside what ends at {end}.");
                Assert.True(layer.WeightOffset >= layer.BiasOffset + layer.StoredBias, $"{what}: the weights of {layer.Name} overlap its bias.");
                Assert.Equal(0, layer.BiasOffset % alignment);
                Assert.Equal(0, layer.WeightOffset % alignment);
                end = layer.WeightOffset + layer.StoredWeights;
            }

            Assert.True(plan.BufferLength >= end && plan.BufferLength < end + 16, what);
            Assert.Equal(0, plan.BufferLength % 16);
        }
    }

    [Fact]
    public void EveryParameter_HasAPlaceOfItsOwnInsideItsRegion()
    {
        foreach (int[] sizes in Plans.Sweep().Where(s => s.Max() <= 200))
        {
            foreach (LinearPlan layer in Plans.Of(sizes).Layers)
            {
                var taken = new HashSet<int>();
                for (int output = 0; output < layer.Outputs; output++)
                {
                    for (int input = 0; input < layer.Inputs; input++)
                    {
                        int tile = output / LinearPlan.TileWidth;
                        int place = layer.TileOffset(tile) + (input * layer.WidthOf(tile)) + (output % LinearPlan.TileWidth);
                        Assert.True(taken.Add(place), $"{string.Join(", ", sizes)}: {layer.Name}[{output}, {input}] shares its place.");
                        Assert.InRange(place, 0, layer.StoredWeights - 1);
                    }
                }

                Assert.True(layer.Outputs <= layer.StoredBias);
            }
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
    [InlineData(33, 36)]
    [InlineData(41, 48)]
    [InlineData(64, 64)]
    [InlineData(65, 68)]
    public void Columns_ArePaddedToWholeVectors(int columns, int padded)
    {
        Assert.Equal(padded, LayoutRules.PaddedColumns(columns));
        Assert.Equal(LayoutRules.Tiles(columns), (columns + 31) / 32);
    }

    [Fact]
    public void ScratchRegions_DoNotOverlap()
    {
        foreach (int[] sizes in Plans.Sweep().Append([6, 7, 8, 9, 8, 7, 2]))
        {
            foreach (Activation activation in (Activation[])[Activation.ReLU, Activation.GELU])
            {
                DensePlan plan = Plans.Of(sizes, hidden: activation);
                var scratch = new ScratchPlan(plan);
                int height = scratch.Rows;
                var fixedPart = new List<(int Start, int Length, string Name)>();
                var matrices = new List<(int Start, int Length, string Name)>();
                for (int i = 0; i < plan.Layers.Count; i++)
                {
                    int matrix = height * plan.Layers[i].PaddedOutputs;
                    matrices.Add((height * scratch.PreActivations(i), matrix, $"pre-activations {i}"));
                    if (ScratchPlan.KeepsPreActivation(plan, i))
                    {
                        matrices.Add((height * scratch.Outputs(i), matrix, $"outputs {i}"));
                    }
                    else
                    {
                        Assert.Equal(scratch.PreActivations(i), scratch.Outputs(i));
                    }

                    if (i > 0)
                    {
                        fixedPart.Add((scratch.Transposed(i), ScratchPlan.TransposedLength(plan.Layers[i]), $"transposed {i}"));
                    }
                }

                int widest = plan.Layers.Max(l => l.PaddedOutputs);
                fixedPart.Add((scratch.PaddedInputs, ScratchPlan.MinimumRows * plan.InputSize, "padded inputs"));
                fixedPart.Add((scratch.Parameters, plan.BufferLength, "parameters"));
                matrices.Add((height * scratch.Gradient[0], height * widest, "gradient 0"));
                matrices.Add((height * scratch.Gradient[1], height * widest, "gradient 1"));
                AssertApart(fixedPart, scratch.FixedLength, sizes);
                AssertApart(matrices, height * scratch.Columns, sizes);
                Assert.Equal((scratch.LastColumn + plan.OutputStride) * height, scratch.ForwardLength);
            }
        }
    }

    private static void AssertApart(List<(int Start, int Length, string Name)> regions, int length, int[] sizes)
    {
        regions.Sort();
        for (int i = 0; i < regions.Count; i++)
        {
            Assert.Equal(0, regions[i].Start % 16);
            int next = i + 1 < regions.Count ? regions[i + 1].Start : length;
            Assert.True(regions[i].Start + regions[i].Length <= next, $"{string.Join(", ", sizes)}: {regions[i].Name} runs into what follows.");
        }
    }
}
