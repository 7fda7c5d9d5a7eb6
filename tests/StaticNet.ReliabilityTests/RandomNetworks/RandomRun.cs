using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using Xunit;

namespace StaticNet.ReliabilityTests.RandomNetworks;

/// <summary>How many random declarations, which, and what is said of those that fail.</summary>
internal static class RandomRun
{
    /// <summary><c>STATICNET_RANDOM_SEED</c>, otherwise 1: the same declarations on every machine.</summary>
    public static uint Seed { get; } = (uint)Setting("STATICNET_RANDOM_SEED", 1);

    /// <summary><c>STATICNET_RANDOM_NETWORKS</c>, otherwise what a normal run does.</summary>
    public static int Count(int otherwise) => Setting("STATICNET_RANDOM_NETWORKS", otherwise);

    /// <summary>Checks all and then fails with every message, which names declaration and seed.</summary>
    /// <param name="declared">The declarations.</param>
    /// <param name="types">The network of each.</param>
    /// <param name="check">Generic over the network; takes the declaration.</param>
    public static void All<TDeclared>(IReadOnlyList<TDeclared> declared, Type[] types, MethodInfo check)
        where TDeclared : class => All(declared, [.. types.Select(static type => (Type[])[type])], check);

    /// <summary>The same for checks that are generic over several networks of one declaration.</summary>
    public static void All<TDeclared>(IReadOnlyList<TDeclared> declared, IReadOnlyList<Type[]> types, MethodInfo check)
        where TDeclared : class
    {
        string[] failures =
        [
            .. declared.Zip(types, (network, arguments) => Failure(() => check.MakeGenericMethod(arguments).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [network], null)))
                .OfType<string>(),
        ];
        Assert.True(failures.Length == 0, $"{failures.Length} of {declared.Count} networks:\n{string.Join("\n", failures)}");
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
