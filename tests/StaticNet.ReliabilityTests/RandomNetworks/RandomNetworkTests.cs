using System;
using System.Collections.Concurrent;
using System.Linq;
using Xunit;

namespace StaticNet.ReliabilityTests.RandomNetworks;

/// <summary>
/// Random networks through the generator and the compiler, against the oracle. More of them:
/// <c>STATICNET_RANDOM_NETWORKS=1000</c>; others: <c>STATICNET_RANDOM_SEED=2</c>.
/// </summary>
public sealed class RandomNetworkTests
{
    private const int DefaultCount = 16, PerCompilation = 25;

    private static readonly int s_count = RandomRun.Count(DefaultCount);

    public static TheoryData<int> Compilations => new(Enumerable.Range(0, (s_count + PerCompilation - 1) / PerCompilation));

    private static readonly ConcurrentDictionary<int, Compiled> s_compiled = new();

    [Theory]
    [MemberData(nameof(Compilations))]
    public void CompiledNetwork_ComputesWhatTheOracleDoes(int compilation)
    {
        Compiled compiled = Compile(compilation);
        RandomRun.All(compiled.Networks, compiled.Fast, typeof(NetworkCheck).GetMethod(nameof(NetworkCheck.Run))!);
    }

    [Theory]
    [MemberData(nameof(Compilations))]
    public void ReadableNetwork_HasTheBitsOfTheFastOne(int compilation)
    {
        Compiled compiled = Compile(compilation);
        RandomRun.All(
            compiled.Networks, [.. compiled.Fast.Zip(compiled.Readable, static (fast, readable) => (Type[])[fast, readable])],
            typeof(ReadableCheck).GetMethod(nameof(ReadableCheck.Run))!);
    }

    // More terms than a running sum may have, by one, two and four partial sums; the last ones fill no group of four.
    [Theory]
    [InlineData(1027, 121)]
    [InlineData(2051, 17)]
    [InlineData(4099, 5)]
    public void ReadableNetwork_CutsLongSumsAsTheFastOneDoes(params int[] sizes)
    {
        var network = new RandomNetwork(sizes, Activation.Tanh, Activation.Identity, Loss.MeanSquaredError, Bias: true, Unroll.Auto, Rows: 2, Seed: 5);
        RandomRun.All([network], [NetworkCompiler.Compile([network.Declare, network.DeclareReadable])], typeof(ReadableCheck).GetMethod(nameof(ReadableCheck.Run))!);
    }

    // Both tests of a compilation take the same types: compiling them is most of the work.
    private static Compiled Compile(int compilation) => s_compiled.GetOrAdd(compilation, static compilation =>
    {
        RandomNetwork[] networks = [.. RandomNetwork.Sequence(RandomRun.Seed, s_count).Skip(compilation * PerCompilation).Take(PerCompilation)];
        Type[] types = NetworkCompiler.Compile(
            [.. networks.Select(static n => (Func<string, string>)n.Declare), .. networks.Select(static n => (Func<string, string>)n.DeclareReadable)]);
        return new(networks, types[..networks.Length], types[networks.Length..]);
    });

    private sealed record Compiled(RandomNetwork[] Networks, Type[] Fast, Type[] Readable);
}
