using System;
using System.Linq;
using Xunit;

namespace StaticNet.ReliabilityTests.RandomNetworks;

/// <summary>Random stacks of layers through the generator and the compiler, against the oracle; the switches are those of <see cref="RandomNetworkTests"/>.</summary>
public sealed class RandomStackTests
{
    private const int DefaultCount = 30, PerCompilation = 15, CountInCI = 200;

    private static readonly int s_count = RandomRun.Count(DefaultCount);

    public static TheoryData<int> Compilations => new(Enumerable.Range(0, (s_count + PerCompilation - 1) / PerCompilation));

    [Theory]
    [MemberData(nameof(Compilations))]
    public void CompiledStack_ComputesWhatTheOracleDoes(int compilation)
    {
        RandomStack[] stacks = [.. RandomStack.Sequence(RandomRun.Seed, s_count).Skip(compilation * PerCompilation).Take(PerCompilation)];
        Type[] types = NetworkCompiler.Compile([.. stacks.Select(s => (Func<string, string>)s.Declare)]);
        RandomRun.All(stacks, types, typeof(StackCheck).GetMethod(nameof(StackCheck.Run))!);
    }

    [Fact]
    public void NormalRun_MeetsEveryKindOfLayer()
    {
        string[] kinds = [.. RandomStack.Sequence(seed: 1, CountInCI).SelectMany(s => s.Layers).Select(l => l.Split('(')[0]).Distinct()];
        string[] missing = [.. Enum.GetNames<Activation>().Concat("Linear LayerNorm RMSNorm BatchNorm1d Dropout PReLU Residual Concat".Split(' ')).Except(kinds)];
        Assert.Equal(["Identity"], missing); // it is no layer
    }
}
