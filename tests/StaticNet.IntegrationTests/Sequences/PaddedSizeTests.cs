using Xunit;

namespace StaticNet.IntegrationTests.Sequences;

/// <summary>Sizes that fill no whole vector, groups of a few channels: gradients against double, padding that stays zero.</summary>
public sealed partial class PaddedSizeTests
{
    [Fact]
    public void GradientsAgree_AndPaddingStaysZero()
    {
        Check(new GroupsOfTwo());
        Check(new Depthwise());
        Check(new DepthwiseTwice());
        Check(new GroupsOfSix());
        Check(new Gated8());
        Check(new Gated24());
        Check(new Gated36());
        Check(new Long33());
        Check(new LongTwice13());
        Check(new SimpleThenOne());
    }

    private static void Check<TNetwork>(TNetwork network)
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        const int Steps = 7, Count = 2;
        var random = new Pcg32(5);
        NetworkDescription description = TNetwork.Description;
        float[] inputs = new float[Count * Steps * description.InputSize], targets = new float[Count * Steps * description.OutputSize];
        foreach (ref float value in System.MemoryExtensions.AsSpan(inputs))
        {
            value = (float)random.NextNormal();
        }

        foreach (ref float value in System.MemoryExtensions.AsSpan(targets))
        {
            value = (float)random.NextNormal();
        }

        var batch = new SequenceBatch(inputs, targets, Steps);
        GradientCheckResult result = network.GradientCheck(in batch);
        Assert.True(result.Passed && result.MaxRelativeError < 2e-5, $"{description.Name}: {result}");
        var gradients = new ParameterBuffer(network.Parameters.Layout);
        network.ComputeGradients(in batch, gradients, accumulate: false);
        gradients.Hash(); // refuses padding that is not zero
    }

    [Sequential(3), Conv1d(6, 3, dilation: 2, groups: 3), Tanh, Linear(1)]
    private sealed partial class GroupsOfTwo;

    [Sequential(5), Conv1d(5, 3, groups: 5), Tanh, Linear(2)]
    private sealed partial class Depthwise;

    [Sequential(7), Conv1d(14, 3, groups: 7), ReLU, Conv1d(7, 3, groups: 7)]
    private sealed partial class DepthwiseTwice;

    [Sequential(4), Conv1d(12, 5, dilation: 3, groups: 2), Conv1d(6, 2, groups: 2)]
    private sealed partial class GroupsOfSix;

    [Sequential(1), GRU(8), Linear(1)]
    private sealed partial class Gated8;

    [Sequential(1), GRU(24), Linear(1)]
    private sealed partial class Gated24;

    [Sequential(2), GRU(36), Linear(1)]
    private sealed partial class Gated36;

    [Sequential(2), LSTM(33), Linear(1)]
    private sealed partial class Long33;

    [Sequential(1), LSTM(13, Layers = 2), Linear(1)]
    private sealed partial class LongTwice13;

    [Sequential(2), RNN(17), LSTM(1), Linear(3)]
    private sealed partial class SimpleThenOne;
}
