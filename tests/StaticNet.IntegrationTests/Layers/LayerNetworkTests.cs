using System;
using System.Linq;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.IntegrationTests.Layers;

/// <summary>What must hold for every stack of layers; each network runs all of it.</summary>
public sealed class ActivationsInARowTests : LayerNetworkTests<ActivationsInARow>;

public sealed class ActivationsWithConstantsTests : LayerNetworkTests<ActivationsWithConstants>;

public sealed class ActivationFirstTests : LayerNetworkTests<ActivationFirst>;

public sealed class TutorialTests : LayerNetworkTests<Tutorial>;

public sealed class NormFirstTests : LayerNetworkTests<NormFirst>;

public sealed class RootMeanSquaresTests : LayerNetworkTests<RootMeanSquares>;

public sealed class ScaleShiftNetworkTests : LayerNetworkTests<ScaleShifts>;

public sealed class StandardizedNetworkTests : LayerNetworkTests<Standardized>;

public sealed class MinMaxedNetworkTests : LayerNetworkTests<MinMaxed>;

public sealed class StandardizedMlpTests : LayerNetworkTests<StandardizedMlp>;

public sealed class ResidualsTests : LayerNetworkTests<Residuals>;

public sealed class ResidualOnInputTests : LayerNetworkTests<ResidualOnInput>;

public sealed class BranchesTests : LayerNetworkTests<Branches>;

public sealed class SelectAtBothEndsTests : LayerNetworkTests<SelectAtBothEnds>;

public sealed class BatchNormsTests : LayerNetworkTests<BatchNorms>;

public sealed class BatchNormFirstTests : LayerNetworkTests<BatchNormFirst>;

public sealed class WideTests : LayerNetworkTests<Wide>;

/// <summary>The double evaluator of the gradient check as oracle, bits, allocations.</summary>
public abstract class LayerNetworkTests<TNetwork>
    where TNetwork : class, INetwork<TNetwork>
{
    // Float gradients of a deep stack against central differences in double; the same bound as GradientCheck's default.
    private const double GradientTolerance = 1e-4;

    private static NetworkDescription Description => TNetwork.Description;

    [Theory]
    [InlineData(2, false)]
    [InlineData(5, false)]
    [InlineData(11, false)]
    [InlineData(140, false)]
    [InlineData(6, true)]
    [InlineData(11, true)]
    [InlineData(140, true)]
    public void Gradients_AgreeWithDifferencesInDouble(int count, bool isTraining)
    {
        TNetwork network = Create(3);
        float[] inputs = Data.Normal(count * Description.InputSize, 1);
        if (Description.LabelLoss is not null)
        {
            int classes = Math.Max(2, Description.OutputSize);
            int[] labels = [.. Enumerable.Range(0, count).Select(i => (i * 7) % classes)];
            Check(network, new Batch(inputs, labels) { IsTraining = isTraining, DropoutSeed = 42 });
        }

        float[] targets = Data.Normal(count * Description.OutputSize, 2);
        if (Description.NumberLoss is Loss.CrossEntropy or Loss.BinaryCrossEntropy)
        {
            Data.ToProbabilities(targets, Description.OutputSize);
        }

        foreach (OutputHead head in Description.Heads.Where(static head => head.Loss is Loss.CrossEntropy or Loss.KLDivergence or Loss.BinaryCrossEntropy))
        {
            for (int row = 0; row < count; row++)
            {
                float[] shares = head.Of(targets, row).ToArray();
                Data.ToProbabilities(shares, head.Size);
                shares.CopyTo(head.Slice(targets, row));
            }
        }

        if (Description.NumberLoss != Loss.NegativeLogLikelihood)
        {
            Check(network, new Batch(inputs, targets) { IsTraining = isTraining, DropoutSeed = 43 });
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(131)]
    [InlineData(300)]
    public void ForwardBatch_GivesTheBitsOfForward(int count)
    {
        TNetwork network = Create(4);
        float[] inputs = Data.Normal(count * Description.InputSize, 5);
        var batch = new float[count * Description.OutputSize];
        network.ForwardBatch(inputs, batch);
        var single = new float[Description.OutputSize];
        for (int row = 0; row < count; row++)
        {
            network.Forward(inputs.AsSpan(row * Description.InputSize, Description.InputSize), single);
            Assert.Equal(Bits(single), Bits(batch.AsSpan(row * Description.OutputSize, Description.OutputSize)));
        }
    }

    [Fact]
    public void NothingIsAllocated()
    {
        TNetwork network = Create(6);
        float[] inputs = Data.Normal(40 * Description.InputSize, 7);
        float[] targets = Data.Normal(40 * Description.OutputSize, 8);
        Data.ToProbabilities(targets, Description.OutputSize);
        int[] labels = new int[40];
        var outputs = new float[40 * Description.OutputSize];
        var gradients = new ParameterBuffer(Description.Layout);
        Assert.Equal(0, Allocations.Least(() =>
        {
            network.ForwardBatch(inputs, outputs);
            network.Forward(inputs.AsSpan(0, Description.InputSize), outputs.AsSpan(0, Description.OutputSize));
            Batch batch = Description.LabelLoss is not null ? new Batch(inputs, labels) { IsTraining = true } : new Batch(inputs, targets) { IsTraining = true };
            network.ComputeGradients(batch, gradients, accumulate: true);
            network.Backward(inputs.AsSpan(0, Description.InputSize), outputs.AsSpan(0, Description.OutputSize), gradients);
        }));
    }

    [Fact]
    public void Padding_StaysZero()
    {
        TNetwork network = Create(9);
        float[] inputs = Data.Normal(33 * Description.InputSize, 10);
        float[] outputs = new float[33 * Description.OutputSize];
        var gradients = new ParameterBuffer(Description.Layout);
        Batch batch = Description.LabelLoss is not null ? new Batch(inputs, new int[33]) { IsTraining = true } : new Batch(inputs, outputs) { IsTraining = true };
        network.ComputeGradients(batch, gradients, accumulate: true);
        network.ComputeGradients(batch, gradients, accumulate: false);
        AssertPaddingIsZero(gradients);
        AssertPaddingIsZero(network.Parameters);
        Assert.All(gradients.Values[Description.Layout.TrainableLength..].ToArray(), value => Assert.Equal(0f, value));
    }

    [Fact]
    public void Backward_IsTheVectorJacobianProduct()
    {
        TNetwork network = Create(11);
        int inputs = Description.InputSize, outputs = Description.OutputSize;
        float[] input = Data.Normal(inputs, 12);
        float[] direction = Data.Normal(outputs, 13);
        var gradients = new ParameterBuffer(Description.Layout);
        var inputGradient = new float[inputs];
        network.Backward(input, direction, gradients, inputGradient);

        // The gradient with respect to one more parameter: the input itself, by differences in double.
        double Objective(double[] x) => ReferenceLayers.Forward(Description, network.Parameters, x).Zip(direction, (y, d) => y * d).Sum();
        double[] center = [.. input.Select(x => (double)x)];
        double largest = inputGradient.Max(MathF.Abs);
        for (int i = 0; i < inputs; i++)
        {
            const double Step = 1e-6;
            double[] above = [.. center], below = [.. center];
            above[i] += Step;
            below[i] -= Step;
            double difference = (Objective(above) - Objective(below)) / (2 * Step);
            Assert.InRange(inputGradient[i], difference - (GradientTolerance * largest) - 1e-6, difference + (GradientTolerance * largest) + 1e-6);
        }

        Assert.NotEqual(0, gradients.Norm());
        AssertPaddingIsZero(gradients);
    }

    [Fact]
    public void ComputeLoss_IsTheLossOfComputeGradients()
    {
        TNetwork network = Create(14);
        float[] inputs = Data.Normal(150 * Description.InputSize, 15);
        int[] labels = new int[150];
        float[] targets = new float[150 * Description.OutputSize];
        foreach (bool isTraining in new[] { false, true })
        {
            Batch batch = Description.LabelLoss is not null
                ? new Batch(inputs, labels) { IsTraining = isTraining, DropoutSeed = 5 }
                : new Batch(inputs, targets) { IsTraining = isTraining, DropoutSeed = 5 };
            UInt128 hash = network.Parameters.Hash();
            float loss = network.ComputeLoss(batch);
            Assert.Equal(hash, network.Parameters.Hash());
            Assert.Equal(loss, network.ComputeGradients(batch, new ParameterBuffer(Description.Layout), accumulate: true));
        }
    }

    private static void Check(TNetwork network, in Batch batch)
    {
        GradientCheckResult result = GradientChecker.Run(network, batch, GradientTolerance, maxValuesPerParameter: 12);
        Assert.True(result.MaxRelativeError <= GradientTolerance && result.LossRelativeError <= GradientTolerance, $"{Description.Name}: {result}");
    }

    private static TNetwork Create(ulong seed)
    {
        TNetwork network = TNetwork.Create(seed);
        // Away from the neutral start of norms and running averages.
        var random = new Random((int)seed);
        foreach (ParameterInfo parameter in Description.Layout.Parameters)
        {
            if (parameter.Shape.Length == 1)
            {
                var values = new float[parameter.Count];
                for (int i = 0; i < values.Length; i++)
                {
                    float value = random.NextSingle() - 0.5f;
                    values[i] = parameter.Name.EndsWith("running_var", StringComparison.Ordinal) || parameter.Name.EndsWith("weight", StringComparison.Ordinal) ? value + 1f : value;
                }

                network.Parameters.CopyFrom(parameter.Name, values);
            }
        }

        return network;
    }

    private static void AssertPaddingIsZero(ParameterBuffer buffer)
    {
        ParameterBuffer copy = buffer.Clone();
        foreach (ParameterInfo parameter in Description.Layout.Parameters)
        {
            copy.CopyFrom(parameter.Name, new float[parameter.Count]);
        }

        Assert.All(copy.Values.ToArray(), value => Assert.Equal(0f, value));
    }

    private static int[] Bits(ReadOnlySpan<float> values)
    {
        var bits = new int[values.Length];
        for (int i = 0; i < bits.Length; i++)
        {
            bits[i] = BitConverter.SingleToInt32Bits(values[i]);
        }

        return bits;
    }
}
