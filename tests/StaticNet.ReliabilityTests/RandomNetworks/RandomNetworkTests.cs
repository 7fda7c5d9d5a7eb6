using System;
using System.Linq;
using Xunit;

namespace StaticNet.ReliabilityTests.RandomNetworks;

/// <summary>
/// Random networks through the generator and the compiler, against the oracle. More of them:
/// <c>STATICNET_RANDOM_NETWORKS=1000</c>; others: <c>STATICNET_RANDOM_SEED=2</c>.
/// </summary>
public sealed class RandomNetworkTests
{
    private const int DefaultCount = 25, PerCompilation = 25;

    private static readonly int s_count = RandomRun.Count(DefaultCount);

    public static TheoryData<int> Compilations => new(Enumerable.Range(0, (s_count + PerCompilation - 1) / PerCompilation));

    [Theory]
    [MemberData(nameof(Compilations))]
    public void CompiledNetwork_ComputesWhatTheOracleDoes(int compilation)
    {
        RandomNetwork[] networks =
            [.. RandomNetwork.Sequence(RandomRun.Seed, s_count).Skip(compilation * PerCompilation).Take(PerCompilation)];
        Type[] types = NetworkCompiler.Compile([.. networks.Select(n => (Func<string, string>)n.Declare)]);
        RandomRun.All(networks, types, typeof(NetworkCheck).GetMethod(nameof(NetworkCheck.Run))!);
    }
}
