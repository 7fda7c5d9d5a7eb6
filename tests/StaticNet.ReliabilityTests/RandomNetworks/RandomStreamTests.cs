using System;
using System.Linq;
using Xunit;

namespace StaticNet.ReliabilityTests.RandomNetworks;

/// <summary>Random stacks with memory through the generator and the compiler; the switches are those of <see cref="RandomNetworkTests"/>.</summary>
public sealed class RandomStreamTests
{
    private const int DefaultCount = 10, CountInCI = 200;

    [Fact]
    public void CompiledStack_AgreesWithDouble_AndWithItself()
    {
        RandomStream[] stacks = [.. RandomStream.Sequence(RandomRun.Seed, RandomRun.Count(DefaultCount))];
        foreach (RandomStream[] part in stacks.Chunk(DefaultCount))
        {
            Type[] types = NetworkCompiler.Compile([.. part.Select(static s => (Func<string, string>)s.Declare)]);
            RandomRun.All(part, types, typeof(StreamCheck).GetMethod(nameof(StreamCheck.Run))!);
        }
    }

    [Fact]
    public void NormalRun_MeetsEveryLayerOverTime()
    {
        string all = string.Join(" ", RandomStream.Sequence(seed: 1, CountInCI));
        Assert.All((string[])["LSTM(", "GRU(", "RNN(", "Conv1d(", "Layers = 2", "Bias = false", "LastStep", "MeanOverTime", "LayerNorm", "Concat,", "Concat(From = 1", "Concat(\"0\""], part => Assert.Contains(part, all, StringComparison.Ordinal));
    }
}
