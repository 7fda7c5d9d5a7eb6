using System;
using System.Linq;
using Xunit;

namespace StaticNet.ReliabilityTests.RandomNetworks;

/// <summary>Random networks with heads and free parameters through the generator and the compiler, against the oracle; the switches are those of <see cref="RandomNetworkTests"/>.</summary>
public sealed class RandomHeadTests
{
    private const int DefaultCount = 10, PerCompilation = 15, CountInCI = 200;

    private static readonly int s_count = RandomRun.Count(DefaultCount);

    public static TheoryData<int> Compilations => new(Enumerable.Range(0, (s_count + PerCompilation - 1) / PerCompilation));

    [Theory]
    [MemberData(nameof(Compilations))]
    public void CompiledHeads_ComputeWhatTheOracleDoes(int compilation)
    {
        RandomStack[] networks = [.. RandomHeads.Sequence(RandomRun.Seed, s_count).Skip(compilation * PerCompilation).Take(PerCompilation)];
        Type[] types = NetworkCompiler.Compile([.. networks.Select(n => (Func<string, string>)n.Declare)]);
        RandomRun.All(networks, types, typeof(StackCheck).GetMethod(nameof(StackCheck.Run))!);
    }

    [Fact]
    public void NormalRun_MeetsEveryKindOfHead()
    {
        string[] layers = [.. RandomHeads.Sequence(seed: 1, CountInCI).SelectMany(n => n.Layers)];
        string[] losses = ["CrossEntropy", "KLDivergence", "BinaryCrossEntropy", "MeanSquaredError", "MeanAbsoluteError", "Huber", "SmoothL1"];
        Assert.All(losses, loss => Assert.Contains(layers, l => l.StartsWith("Head", StringComparison.Ordinal) && l.Contains($"Loss.{loss}", StringComparison.Ordinal)));
        Assert.Contains(layers, l => l.StartsWith("FreeParameter", StringComparison.Ordinal));
        Assert.Contains(layers, l => l.Contains("LossWeight = 0f", StringComparison.Ordinal));
    }
}
