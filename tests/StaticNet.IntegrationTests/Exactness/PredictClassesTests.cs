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
