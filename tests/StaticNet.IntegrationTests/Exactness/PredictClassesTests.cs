using System;
using System.Linq;
using StaticNet.IntegrationTests.Networks.Exact;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.IntegrationTests.Exactness;

/// <summary>PredictClasses gives for each row what PredictClass gives for it.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class PredictClassesTests
{
    // More rows than one block, and a last block that is not full.
    private const int Rows = 777;

    private delegate int Classify(ReadOnlySpan<float> input);

    [Fact]
    public void EveryKind_AgreesWithPredictClass()
    {
        Agrees(new Small(), static network => network.PredictClass);
        Agrees(new Middle(), static network => network.PredictClass);
        Agrees(new Large(), static network => network.PredictClass);
        Agrees(new Wide(), static network => network.PredictClass);
        Agrees(new One(), static network => network.PredictClass);
        Agrees(new OneLogit(), static network => network.PredictClass);
        Agrees(new OneHardSigmoid(), static network => network.PredictClass);
        Agrees(new OneStep(), static network => network.PredictClass);
    }

    [Fact]
    public void EqualOutputs_AreTheFirstClass()
    {
        var network = new Small();
        network.Parameters.Clear();
        Assert.Equal([0, 0], network.PredictClasses(new float[2 * Small.InputSize]));
    }

    [Fact]
    public void LengthsThatDoNotFit_AreRefused_AndNothingIsWritten()
    {
        var network = new Small();
        int[] classes = [7, 7, 7];
        Assert.Contains("4 values per row", Assert.Throws<ArgumentException>(() => network.PredictClasses(new float[5])).Message, StringComparison.Ordinal);
        Assert.Contains("classes has 3 elements", Assert.Throws<ArgumentException>(() => network.PredictClasses(new float[8], classes)).Message, StringComparison.Ordinal);
        Assert.Equal([7, 7, 7], classes);
        Assert.Empty(network.PredictClasses([]));
        Assert.Throws<ArgumentNullException>(() => ((Small)null!).PredictClasses([]));
    }

    [Fact]
    public void Arrays_HoldWhatSpansReceive()
    {
        var network = new Small();
        float[] inputs = [.. Enumerable.Range(0, Rows * Small.InputSize).Select(i => MathF.Sin(i))];
        float[] outputs = new float[Rows * Small.OutputSize], probabilities = new float[outputs.Length], row = new float[Small.OutputSize];
        network.ForwardBatch(inputs, outputs);
        Assert.Equal(outputs, network.ForwardBatch(inputs));
        Assert.Equal(outputs[..Small.OutputSize], network.Forward(inputs.AsSpan(0, Small.InputSize)));
        network.PredictProbabilities(inputs, probabilities);
        Assert.Equal(probabilities, network.PredictProbabilities(inputs));
        for (int i = 0; i < Rows; i++)
        {
            network.PredictProbabilities(inputs.AsSpan(i * Small.InputSize, Small.InputSize), row);
            Assert.Equal(row, probabilities[(i * Small.OutputSize)..((i + 1) * Small.OutputSize)]);
            Assert.Equal(1, row.Sum(), 1e-6f);
        }

        float[] logits = new float[3], positive = new float[3];
        new OneLogit().PredictProbabilities(inputs.AsSpan(0, 3 * OneLogit.InputSize), positive);
        new OneLogit().ForwardBatch(inputs.AsSpan(0, 3 * OneLogit.InputSize), logits);
        Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(1 / (1 + Math.Exp(-logits[i])), positive[i], 1e-6));
        Assert.Equal(positive, new OneLogit().PredictProbabilities(inputs.AsSpan(0, 3 * OneLogit.InputSize)));
        Assert.Empty(network.PredictProbabilities([]));
#pragma warning disable SNET0031 // the calls that the analyzer warns of are what is tested
        Assert.Throws<ArgumentException>(() => network.PredictProbabilities(new float[Small.InputSize + 1], new float[Small.OutputSize]));
        Assert.Throws<ArgumentException>(() => network.ForwardBatch(new float[Small.InputSize + 1]));
#pragma warning restore SNET0031
        Assert.Contains("are no probabilities", Assert.Throws<InvalidOperationException>(() => new OneStep().PredictProbabilities(new float[OneStep.InputSize])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DifferentNetworks_ShareAnInterface()
    {
        INetwork[] networks = [new Small(), new One()];
        Assert.Equal([Small.InputSize, One.InputSize], networks.Select(network => network.InputSize));
        Assert.Equal([Small.OutputSize, One.OutputSize], networks.Select(network => network.OutputSize));
        foreach (INetwork network in networks)
        {
            float[] input = [.. Enumerable.Range(0, network.InputSize).Select(i => MathF.Cos(i))];
            float[] output = new float[network.OutputSize], batch = new float[network.OutputSize];
            network.Forward(input, output);
            network.ForwardBatch(input, batch);
            Assert.Equal(output, batch);
            Assert.Contains(network.Describe().Name, new[] { nameof(Small), nameof(One) });
        }

        Assert.Equal(new Small().Forward([1, 2, 3, 4]), ((Small)networks[0]).Forward([1, 2, 3, 4]));
    }

    private static void Agrees<TNetwork>(TNetwork network, Func<TNetwork, Classify> classifier)
        where TNetwork : class, INetwork<TNetwork>
    {
        // Weights large enough that rows fall into different classes.
        var random = new Pcg32(seed: 1);
        network.Parameters.AddNormal(ref random, 1f);
        Classify predictClass = classifier(network);
        int inputSize = TNetwork.Description.InputSize;
        float[] inputs = [.. Enumerable.Range(0, Rows * inputSize).Select(_ => (float)random.NextNormal())];
        int[] expected = [.. Enumerable.Range(0, Rows).Select(row => predictClass(inputs.AsSpan(row * inputSize, inputSize)))];
        int[] classes = new int[Rows];
        Assert.Equal(expected, network.PredictClasses(inputs));
        Assert.Equal(0, Allocations.Least(() => network.PredictClasses(inputs, classes)));
        Assert.Equal(expected, classes);
        Assert.True(expected.Distinct().Count() > 1, $"{TNetwork.Description.Name}: the rows are all of one class");
    }
}

[Mlp(2, 8, 1)]
internal sealed partial class OneLogit;

[Mlp(2, 8, 1, OutputActivation = Activation.HardSigmoid, Loss = Loss.MeanSquaredError)]
internal sealed partial class OneHardSigmoid;

[Mlp(2, 8, 1, OutputActivation = Activation.Step, Loss = Loss.MeanSquaredError)]
internal sealed partial class OneStep;
