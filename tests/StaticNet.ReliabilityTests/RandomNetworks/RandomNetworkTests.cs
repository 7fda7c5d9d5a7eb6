using System;
using System.Globalization;
using System.Linq;
using System.Reflection;
using Xunit;

namespace StaticNet.ReliabilityTests.RandomNetworks;

/// <summary>
/// Random networks through the generator and the compiler, against the oracle. More of them:
/// <c>STATICNET_RANDOM_NETWORKS=1000</c>; others: <c>STATICNET_RANDOM_SEED=2</c>.
/// </summary>
public sealed class RandomNetworkTests
{
    private const int DefaultCount = 200, PerCompilation = 50;

    private static readonly int s_count = Setting("STATICNET_RANDOM_NETWORKS", DefaultCount);
    private static readonly uint s_seed = (uint)Setting("STATICNET_RANDOM_SEED", 1);

    public static TheoryData<int> Compilations => new(Enumerable.Range(0, (s_count + PerCompilation - 1) / PerCompilation));

    [Theory]
    [MemberData(nameof(Compilations))]
    public void CompiledNetwork_ComputesWhatTheOracleDoes(int compilation)
    {
        RandomNetwork[] networks =
            [.. RandomNetwork.Sequence(s_seed, s_count).Skip(compilation * PerCompilation).Take(PerCompilation)];
        Type[] types = NetworkCompiler.Compile(networks);
        MethodInfo run = typeof(NetworkCheck).GetMethod(nameof(NetworkCheck.Run))!;
        string[] failures =
        [
            .. networks.Zip(types, (network, type) => Failure(() => run.MakeGenericMethod(type).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [network], null)))
                .OfType<string>(),
        ];
        Assert.True(failures.Length == 0, $"{failures.Length} of {networks.Length} networks:\n{string.Join("\n", failures)}");
    }

    private static string? Failure(Action check)
    {
        try
        {
            check();
            return null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return exception.Message;
        }
    }

    private static int Setting(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
