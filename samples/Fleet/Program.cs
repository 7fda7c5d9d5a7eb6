// A fleet of 200 devices, each a grain with a small network and rows of its own, on two silos. Rounds of federated averaging make one model of
// what they know; their rows stay with them. One device sends NaN, and is named. Ends by itself after a few seconds.
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using Orleans;
using StaticNet;
using StaticNet.Orleans;
using StaticNet.Samples.Fleet;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const int Rounds = 15;
using var counters = new Counters();
List<IHost> silos = await Silos.Start(2);
IGrainFactory grains = Silos.Grains(silos[0]);
Console.WriteLine($"{silos.Count} silos, {FleetGrain.Devices} devices of {Hum.ParameterCount} parameters");

IFleetGrain fleet = grains.GetGrain<IFleetGrain>("hum");
IDeviceGrain[] devices = [.. Enumerable.Range(0, FleetGrain.Devices).Select(i => grains.GetGrain<IDeviceGrain>(i))];
await fleet.Join([.. devices]);
TrainingRows test = Sounds.Record(seed: 1_000_000, count: 1000, favorite: -1);

// What one device learns alone: its own machine.
IDeviceGrain loner = devices[1];
TrainingRows own = Sounds.Record(seed: 2, count: 41, favorite: 1);
for (int i = 0; i < 60; i++)
{
    await loner.Learn(own);
}

Console.WriteLine($"A device alone: {Accuracy(await loner.GetSnapshot()):F1} %");

var refused = new SortedSet<string>();
await Screen.Show(Rounds, async () =>
{
    FederatedRound round = await fleet.RunRound();
    refused.UnionWith(round.Absences.Select(absence => $"{absence.Member}: {absence.Message}"));
    return (round, Accuracy(await fleet.GetSnapshot()));
});

foreach (string line in refused)
{
    Console.WriteLine($"Refused: {line}");
}

await fleet.Publish();
Console.WriteLine($"Every device now: {Accuracy(await loner.GetSnapshot()):F1} %");
foreach ((string name, long sum) in counters.Sums)
{
    Console.WriteLine($"{name,-32} {sum,8}");
}

for (int i = silos.Count - 1; i >= 0; i--)
{
    await silos[i].StopAsync();
    silos[i].Dispose();
}

double Accuracy(NetworkSnapshot snapshot) => 100 * snapshot.ToNetwork<Hum>().Evaluate(test.Inputs.Span, test.Labels.Span).Accuracy;
