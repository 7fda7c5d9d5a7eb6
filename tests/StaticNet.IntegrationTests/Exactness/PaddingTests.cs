using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.IntegrationTests.Harness;
using Xunit;

namespace StaticNet.IntegrationTests.Exactness;

/// <summary>What lies between the parameters is zero to the bit, whatever a training did.</summary>
public class PaddingTests
{
    public static IEnumerable<TheoryDataRow<string>> Networks =>
        [.. NetworkProbe.Rows("Widths"), .. NetworkProbe.Rows("Edges"), .. NetworkProbe.Rows("Activations"), .. NetworkProbe.Rows("Exact")];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Padding_StaysZeroThroughTraining(string name)
    {
        INetworkProbe network = NetworkProbe.Create(name, seed: 2);
        NetworkDescription description = network.Description;
        bool[] isPadding = Padding(description.Layout);
        CheckZero(network.Parameters, isPadding, $"{name}, initial parameters");
        foreach (IOptimizer optimizer in (IOptimizer[])[new SGD(0.01, momentum: 0.9, weightDecay: 0.01), new AdamW(1e-2)])
        {
            ITrainerProbe trainer = network.CreateTrainer(optimizer, maxBatchSize: 130);
            foreach (int rows in (int[])[1, 7, 8, 16, 19, 130])
            {
                float[] inputs = TestData.Uniform(rows * description.InputSize, seed: rows);
                float[] targets = TestData.Targets(description.NumberLoss, rows, description.OutputSize, seed: rows + 1);
                trainer.Step(inputs, targets);
                CheckZero(trainer.Gradients, isPadding, $"{name}, gradients of {rows} rows");
                CheckZero(network.Parameters, isPadding, $"{name}, parameters after {rows} rows");
            }

            ParameterBuffer gradients = new(description.Layout);
            network.Backward(TestData.Uniform(description.InputSize, 1), TestData.Uniform(description.OutputSize, 2), gradients);
            CheckZero(gradients, isPadding, $"{name}, gradients of Backward");
        }
    }

    private static bool[] Padding(ParameterLayout layout)
    {
        bool[] isPadding = [.. Enumerable.Repeat(true, layout.Length)];
        foreach (ParameterInfo parameter in layout.Parameters)
        {
            for (int i = 0; i < parameter.Count; i++)
            {
                Assert.True(isPadding[parameter.StorageIndex(i)], $"{parameter.Name}[{i}] shares its place with another value.");
                isPadding[parameter.StorageIndex(i)] = false;
            }
        }

        return isPadding;
    }

    private static void CheckZero(ParameterBuffer buffer, bool[] isPadding, string what)
    {
        for (int i = 0; i < isPadding.Length; i++)
        {
            Assert.False(isPadding[i] && buffer.Values[i] != 0, $"{what}: padding at {i} is {buffer.Values[i]}.");
        }
    }
}
