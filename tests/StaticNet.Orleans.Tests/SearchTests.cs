using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Orleans;
using Orleans.Runtime;
using Xunit;

namespace StaticNet.Orleans.Tests;

/// <summary>Settings as work items.</summary>
[GenerateSerializer]
public sealed record RateSettings([property: Id(0)] double Rate, [property: Id(1)] string Trouble = "");

public sealed class RateTrial : Grain, ITrialGrain<RateSettings, double>
{
    public static readonly ConcurrentDictionary<string, string> Silos = new();
    private static int s_lost;

    public static double Train(double rate, ulong seed)
    {
        TrainingRows rows = FlowerRows.Make(2, 200);
        return new Flowers(seed).Fit(rows.Inputs.Span, rows.Labels.Span, new Adam(rate), new FitOptions { Epochs = 3, Seed = seed }).Last.Loss;
    }

    public async ValueTask<double> RunTrial(RateSettings item, ulong seed)
    {
        Silos[RuntimeIdentity] = "";
        await Task.Delay(20); // so that trials overlap
        return item.Trouble switch
        {
            "flaky" when Interlocked.Increment(ref s_lost) <= 2 => throw new SiloUnavailableException("The silo was killed."),
            "always lost" => throw new SiloUnavailableException("The silo was killed."),
            "late" => await Late(),
            "own timeout" => throw new TimeoutException("The instrument does not answer."),
            "own cancellation" => throw new TaskCanceledException("The instrument is busy."),
            "wrong" => throw new ArgumentException("There is no such optimizer."),
            _ => Train(item.Rate, seed),
        };
    }

    private static async Task<double> Late()
    {
        await Task.Delay(3000);
        return 0;
    }
}

/// <summary>Genomes as work items.</summary>
public sealed class GenomeTrial : Grain, ITrialGrain<NetworkSnapshot, double>
{
    public ValueTask<double> RunTrial(NetworkSnapshot item, ulong seed) => ValueTask.FromResult(-Loss(item.ToNetwork<Flowers>()));

    public static double Loss(Flowers network)
    {
        TrainingRows rows = FlowerRows.Make(3, 100);
        return network.Evaluate(rows.Inputs.Span, rows.Labels.Span).Loss;
    }
}

[Collection(nameof(ClusterGroup))]
public sealed class SearchTests(Cluster cluster)
{
    private static readonly SearchOptions s_options = new() { Seed = 8, RetryDelay = TimeSpan.FromMilliseconds(5), MaxAttempts = 3 };

    [Fact]
    public async Task Settings_AreTriedOnAllSilos_AndFailuresAreRepeated()
    {
        RateSettings[] items = [.. Enumerable.Range(1, 30).Select(i => new RateSettings(i * 0.001)), new(0.01, "flaky"), new(0.01, "always lost"), new(0.01, "wrong")];
        var seen = new List<int>();

        TrialResult<RateSettings, double>[] results = await SiloSearch.Run<RateSettings, double>(cluster.Grains, items, s_options, result => seen.Add(result.Index));

        Assert.Equal(items, results.Select(result => result.Item));
        Assert.Equal(Enumerable.Range(0, 33), seen.Order());
        for (int i = 0; i < 31; i++)
        {
            Assert.Equal(RateTrial.Train(items[i].Rate, new Pcg32(8, (ulong)i).NextUInt64()), results[i].Result);
            Assert.Null(results[i].Error);
        }

        Assert.Equal([3, 3, 1], results[30..].Select(result => result.Attempts));
        Assert.IsType<SiloUnavailableException>(results[31].Error);
        Assert.Equal("There is no such optimizer.", Assert.IsType<ArgumentException>(results[32].Error).Message);
        Assert.Equal(3, RateTrial.Silos.Count);
    }

    [Fact]
    public async Task TimeoutsOfTheTrialItself_AreItsResult_LateCallsAreRepeated()
    {
        var hurried = new SearchOptions { RetryDelay = TimeSpan.FromMilliseconds(5), MaxAttempts = 2, Timeout = TimeSpan.FromMilliseconds(100) };

        TrialResult<RateSettings, double>[] results = await SiloSearch.Run<RateSettings, double>(cluster.Grains, [new(0.01, "own timeout"), new(0.01, "own cancellation")], s_options);
        TrialResult<RateSettings, double>[] late = await SiloSearch.Run<RateSettings, double>(cluster.Grains, [new(0.01, "late")], hurried);

        Assert.Equal([1, 1, 2], [.. results.Select(result => result.Attempts), late[0].Attempts]);
        Assert.Equal("The instrument does not answer.", Assert.IsType<TimeoutException>(results[0].Error).Message);
        Assert.IsAssignableFrom<OperationCanceledException>(results[1].Error);
        Assert.IsType<TimeoutException>(late[0].Error);
    }

    [Fact]
    public async Task Genomes_OfAPopulation_AreMeasuredOnSilos()
    {
        Population<Flowers> here = new(12, seed: 4), there = new(12, seed: 4);
        for (int generation = 0; generation < 3; generation++)
        {
            here.Evaluate((Flowers network, ref Pcg32 _) => -GenomeTrial.Loss(network));
            here.Evolve();

            NetworkSnapshot[] genomes = [.. Enumerable.Range(0, there.Count).Select(i => NetworkSnapshot.Of(there[i]))];
            TrialResult<NetworkSnapshot, double>[] results = await SiloSearch.Run<NetworkSnapshot, double>(cluster.Grains, genomes);
            there.Evaluate(Array.ConvertAll(results, result => result.Error is null ? result.Result : double.NaN));
            there.Evolve();
        }

        Assert.Equal(Enumerable.Range(0, 12).Select(i => here[i].Parameters.Hash()), Enumerable.Range(0, 12).Select(i => there[i].Parameters.Hash()));
    }

    [Fact]
    public async Task Cancellation_EndsTheSearch()
    {
        using var source = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await SiloSearch.Run<RateSettings, double>(
            cluster.Grains, [.. Enumerable.Repeat(new RateSettings(0.01), 100)], s_options, _ => source.Cancel(), source.Token));
    }
}
