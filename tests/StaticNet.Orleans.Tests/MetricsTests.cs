using System;
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace StaticNet.Orleans.Tests;

/// <summary>The meter <c>StaticNet.Orleans</c> as an exporter sees it.</summary>
[Collection(nameof(ClusterGroup))]
public sealed class MetricsTests(Cluster cluster) : IDisposable
{
    private readonly ConcurrentDictionary<string, double> _sums = new();
    private readonly ConcurrentBag<string> _units = [];
    private readonly MeterListener _listener = new();

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task WhatGrainsDo_IsCounted()
    {
        Listen();
        TrainingRows rows = FlowerRows.Make(1, 5);
        IFlowerGrain grain = cluster.Grains.GetGrain<IFlowerGrain>("counted flowers");
        await grain.Predict(rows.Inputs);
        await grain.PredictClasses(rows.Inputs.ToArray()[..8]);
        await grain.Learn(rows);
        await grain.Save();

        IFleetGrain fleet = cluster.Grains.GetGrain<IFleetGrain>("counted fleet");
        await fleet.Join([.. Enumerable.Range(80, 3).Select(key => cluster.Grains.GetGrain<IMemberGrain>(key))]);
        await fleet.RunRound();
        await fleet.RunRound();

        await SiloSearch.Run<RateSettings, double>(cluster.Grains, [new(0.01), new(0.02), new(0.03)], new SearchOptions { Seed = 1 });

        IFlowerTraining training = cluster.Grains.GetGrain<IFlowerTraining>("counted training");
        await training.Start();
        DataParallelProgress end = await training.WaitForEnd();

        Assert.Equal((7, 2, 6, 3), (Sum("predictions"), Sum("federation.rounds"), Sum("federation.updates"), Sum("search.trials")));
        Assert.True(Sum("federation.round.duration") > 0);

        // Another cluster may train at the same time.
        Assert.InRange(Sum("training.steps"), 1 + end.StepCount, double.MaxValue);
        Assert.InRange(Sum("gradient.blocks"), end.StepCount * 2, double.MaxValue); // no batch is a single block
        Assert.InRange(Sum("saves"), 1 + 2 + end.CompletedEpochs, double.MaxValue);
    }

    /// <summary>The names and units of docs/scale.md.</summary>
    [Fact]
    public void Instruments_AreTheDocumentedOnes()
    {
        Listen();

        Assert.Equal(
            [
                "staticnet.federation.absences {member}", "staticnet.federation.round.duration s", "staticnet.federation.rounds {round}", "staticnet.federation.updates {update}",
                "staticnet.gradient.blocks {block}", "staticnet.predictions {row}", "staticnet.retries {call}", "staticnet.saves {write}", "staticnet.search.trials {trial}",
                "staticnet.training.steps {step}",
            ],
            _units.Order(StringComparer.Ordinal));
    }

    private double Sum(string name) => _sums.TryGetValue("staticnet." + name, out double sum) ? sum : 0;

    private void Listen()
    {
        System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(typeof(NetworkGrain<>).Assembly.GetType("StaticNet.Orleans.FleetMetrics", throwOnError: true)!.TypeHandle);
        _listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "StaticNet.Orleans")
            {
                _units.Add($"{instrument.Name} {instrument.Unit}");
                self.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => _sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => _sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        _listener.Start();
    }
}
