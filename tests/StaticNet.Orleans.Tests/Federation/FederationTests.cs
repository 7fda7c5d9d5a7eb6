using System;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Orleans;
using Xunit;

namespace StaticNet.Orleans.Tests;

[Collection(nameof(ClusterGroup))]
public sealed class FederationTests(Cluster cluster)
{
    private static string Key([System.Runtime.CompilerServices.CallerMemberName] string name = "") => name;

    private IFederatedMember[] Devices(int first, int count) => [.. Enumerable.Range(first, count).Select(key => cluster.Grains.GetGrain<IMemberGrain>(key))];

    private IFleetGrain Fleet(string key) => cluster.Grains.GetGrain<IFleetGrain>(key);

    [Fact]
    public async Task Round_IsTheMeanOfTheMembers_WeightedByRows()
    {
        IFederatedMember[] devices = Devices(0, 6);
        IFleetGrain fleet = Fleet(Key());
        await fleet.Join(devices);
        NetworkSnapshot before = await fleet.GetSnapshot();

        FederatedRound round = await fleet.RunRound();

        var sums = new double[before.Values.Length];
        double rows = 0, losses = 0;
        for (int key = 0; key < 6; key++)
        {
            var task = new FederatedTask { Round = 1, Global = before, LocalEpochs = 3, LocalBatchSize = 8, Seed = 9 };
            FederatedUpdate update = FederatedTraining.Train<Flowers>(task, MemberGrain.RowsOf(key), MemberGrain.Optimizer(), devices[key].GetGrainId().ToString());
            Assert.Equal(key + 20, update.Rows);
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += update.Rows * (double)update.Parameters.Values[i];
            }

            rows += update.Rows;
            losses += update.Rows * update.Loss;
        }

        Assert.Equal(sums.Select(sum => (float)(sum / rows)), (await fleet.GetSnapshot()).Values.ToArray());
        Assert.Equal((1, 6, 6, (long)rows, true), (round.Round, round.Sampled, round.Updates, round.Rows, round.IsApplied));
        Assert.Equal(losses / rows, round.Loss, 1e-12);
        Assert.Empty(round.Absences);
        Assert.Equal(new FederationStatus(1, 6, round.Hash), await fleet.GetStatus());
    }

    [Fact]
    public async Task SampledRounds_AreReproducible_AndLearn()
    {
        var hashes = new List<UInt128>();
        foreach (string name in new[] { "sampled first", "sampled second" })
        {
            IFleetGrain fleet = Fleet(name);
            IFederatedMember[] devices = Devices(0, 10);
            if (hashes.Count > 0)
            {
                Array.Reverse(devices);
            }

            await fleet.Join(devices);
            for (int i = 0; i < 12; i++)
            {
                FederatedRound round = await fleet.RunRound();
                Assert.Equal((4, 4), (round.Sampled, round.Updates));
                if (i == 5)
                {
                    await fleet.Sleep(); // state is kept
                }
            }

            FederationStatus status = await fleet.GetStatus();
            Assert.Equal((12, 10), (status.Round, status.Members));
            hashes.Add(status.Hash);
            Flowers network = (await fleet.GetSnapshot()).ToNetwork<Flowers>();
            Assert.InRange(FlowerRows.Accuracy(network, FlowerRows.Make(999, 500)), 0.85, 1);
        }

        Assert.Equal(hashes[0], hashes[1]);
    }

    [Fact]
    public async Task OddMembers_AreNamed_AndChangeNothing()
    {
        IFleetGrain clean = Fleet("clean"), odd = Fleet("hurried");
        await clean.Join(Devices(20, 3));
        await odd.Join(Devices(20, 3));
        string[] kinds = ["throws", "shape", "NaN", "greedy", "empty", "old", "short", "slow", "null absence", "nameless absence", "many absences"];
        IFederatedMember[] members = [.. kinds.Select(kind => cluster.Grains.GetGrain<IOddMemberGrain>(kind))];
        await odd.Join(members);

        FederatedRound expected = await clean.RunRound(), round = await odd.RunRound();

        Assert.Equal((3, 14), (round.Updates, round.Sampled));
        Assert.Equal(expected.Hash, round.Hash);
        Absence Of(string kind) => Assert.Single(round.Absences, absence => absence.Member == members[Array.IndexOf(kinds, kind)].GetGrainId().ToString());
        Assert.Equal(new Absence(Of("slow").Member, AbsenceReason.Late, "No answer within 1 s."), Of("slow"));
        Assert.Equal((AbsenceReason.Failed, "InvalidOperationException: The battery is empty."), (Of("throws").Reason, Of("throws").Message));
        Refused("shape", "found WiderFlowers with [hidden.weight [12, 4]");
        Refused("shape", "expected Flowers with [hidden.weight [10, 4]");
        Refused("NaN", "The update holds Infinity in hidden.bias, value 2.");
        Refused("greedy", "claims 1000001 rows, expected 1 to 1000000");
        Refused("empty", "claims 0 rows");
        Refused("old", "of round 0, expected round 1");
        Refused("short", "holds 7 values, expected 83");
        Refused("null absence", "Absence 1 of the update is null; expected one that names its member.");
        Refused("nameless absence", "Absence 0 of the update is without a member or a message");
        Refused("many absences", "names 10001 absences, expected at most 10000");

        void Refused(string kind, string message)
        {
            Assert.Equal(AbsenceReason.Refused, Of(kind).Reason);
            Assert.Contains(message, Of(kind).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task TooFewUpdates_LeaveTheModelAsItWas()
    {
        IFleetGrain fleet = Fleet(Key());
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await fleet.RunRound()); // no members
        UInt128 before = (await fleet.GetStatus()).Hash;
        IFederatedMember[] odd = [cluster.Grains.GetGrain<IOddMemberGrain>("throws"), cluster.Grains.GetGrain<IOddMemberGrain>("NaN")];
        await fleet.Join([.. odd, .. Devices(30, 1)]);

        FederatedRound round = await fleet.RunRound();
        Assert.Equal((1, false, before), (round.Updates, round.IsApplied, round.Hash));

        await fleet.Leave(odd);
        await fleet.Join(Devices(30, 2)); // one of them has joined before
        round = await fleet.RunRound();
        Assert.Equal((2, 2, 2, true), (round.Round, round.Sampled, round.Updates, round.IsApplied));
        Assert.NotEqual(before, round.Hash);
    }

    [Fact]
    public async Task Aggregators_FormATree_AndPublishToAllDevices()
    {
        IFleetGrain flat = Fleet("flat"), root = Fleet("root"), left = Fleet("left"), right = Fleet("right");
        await flat.Join(Devices(40, 7));
        await left.Join(Devices(40, 3));
        await right.Join(Devices(43, 4));
        await root.Join([left, right]);

        FederatedRound expected = await flat.RunRound(), round = await root.RunRound();

        Assert.Equal((2, 7, expected.Rows), (round.Updates, round.Members, round.Rows));
        Assert.Equal(7, expected.Members);
        Assert.Equal(expected.Loss, round.Loss, 1e-9);
        RawArray<float> flatValues = (await flat.GetSnapshot()).Values, rootValues = (await root.GetSnapshot()).Values;
        for (int i = 0; i < flatValues.Length; i++)
        {
            Assert.Equal(flatValues[i], rootValues[i], 1e-6f); // the aggregators' means are rounded to float
        }

        Assert.Empty(await root.Publish());
        foreach (IMemberGrain device in Devices(40, 7).Cast<IMemberGrain>())
        {
            Assert.Equal(round.Hash, (await device.GetStatus()).Hash);
        }

        Assert.Equal((1, round.Hash), ((await left.GetStatus()).Round, (await left.GetStatus()).Hash));
        await root.Join([cluster.Grains.GetGrain<IOddMemberGrain>("any")]);
        Assert.Equal("InvalidOperationException: Nothing is received here.", Assert.Single(await root.Publish()).Message);
    }

    [Fact]
    public async Task AbsencesBelowAnAggregator_AreNamedAtTheTop()
    {
        IFleetGrain root = Fleet("names"), middle = Fleet("names below"), lower = Fleet("names at the bottom");
        IOddMemberGrain failed = cluster.Grains.GetGrain<IOddMemberGrain>("throws"), refused = cluster.Grains.GetGrain<IOddMemberGrain>("crowd");
        await lower.Join([refused, .. Devices(60, 2)]);
        await middle.Join([failed, lower, .. Devices(62, 1)]);
        await root.Join([middle, .. Devices(63, 1)]);
        long counted = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "staticnet.federation.absences")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref counted, value));
        listener.Start();

        FederatedRound round = await root.RunRound();

        Assert.Equal(2, Interlocked.Read(ref counted)); // each where it was found, not again above
        Assert.Equal((2, 2, 4, true), (round.Sampled, round.Updates, round.Members, round.IsApplied));
        Absence[] absences = [.. round.Absences.OrderBy(absence => absence.Reason)];
        Assert.Equal(2, absences.Length);
        Assert.Equal(new Absence(failed.GetGrainId().ToString(), AbsenceReason.Failed, "InvalidOperationException: The battery is empty.") { Aggregator = middle.GetGrainId().ToString() }, absences[0]);
        Assert.Equal((refused.GetGrainId().ToString(), AbsenceReason.Refused, lower.GetGrainId().ToString()), (absences[1].Member, absences[1].Reason, absences[1].Aggregator));
        Assert.Contains("claims to be of 31 members with 30 rows", absences[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AggregatorWithTooFewUpdates_IsAbsent_AndSoAreItsMembers_AtTheTop()
    {
        IFleetGrain top = Fleet("few above"), root = Fleet("few"), below = Fleet("few below");
        IOddMemberGrain failed = cluster.Grains.GetGrain<IOddMemberGrain>("throws"), refused = cluster.Grains.GetGrain<IOddMemberGrain>("crowd");
        await below.Join([failed, refused, .. Devices(66, 1)]);
        await root.Join([below, .. Devices(67, 1)]);

        await top.Join([root, .. Devices(68, 2)]);

        FederatedRound round = await top.RunRound(); // root has one update of two, and so is absent, too

        Assert.Equal((3, 2, 2, true), (round.Sampled, round.Updates, round.Members, round.IsApplied));
        string rootId = root.GetGrainId().ToString(), belowId = below.GetGrainId().ToString();
        Assert.Equal(
            [
                new Absence(rootId, AbsenceReason.Failed, "1 of 2 members sent an update, but MinUpdates is 2."),
                new Absence(belowId, AbsenceReason.Failed, "1 of 3 members sent an update, but MinUpdates is 2.") { Aggregator = rootId },
                new Absence(failed.GetGrainId().ToString(), AbsenceReason.Failed, "InvalidOperationException: The battery is empty.") { Aggregator = belowId },
            ],
            Array.FindAll(round.Absences, absence => absence.Reason == AbsenceReason.Failed).OrderBy(absence => absence.Aggregator is null ? 0 : absence.Aggregator == rootId ? 1 : 2));
        Absence other = Assert.Single(round.Absences, absence => absence.Reason == AbsenceReason.Refused);
        Assert.Equal((refused.GetGrainId().ToString(), belowId), (other.Member, other.Aggregator));
        Assert.Contains("claims to be of 31 members", other.Message, StringComparison.Ordinal);
    }

    /// <summary>Members answer with the time they were given, as their loss.</summary>
    [Fact]
    public async Task Members_AreToldTheTimeThatIsLeft()
    {
        IFleetGrain root = Fleet("time"), below = Fleet("time below");
        IFederatedMember[] clocks = [cluster.Grains.GetGrain<IOddMemberGrain>("clock 1"), cluster.Grains.GetGrain<IOddMemberGrain>("clock 2")];
        await root.Join(clocks);
        Assert.InRange((await root.RunRound()).Loss, 10, 20 - 1e-9); // of 20 s

        await below.Join(clocks);
        await root.Leave(clocks);
        await root.Join([below, Fleet("time below, too")]);
        await Fleet("time below, too").Join(clocks);
        Assert.InRange((await root.RunRound()).Loss, 8, 16 - 1e-9); // an aggregator has four fifths of what the root has left
    }

    /// <summary>The aggregators below wait 20 s by their own options, the root 1 s.</summary>
    [Fact]
    public async Task Aggregators_AnswerBeforeTheDeadlineAboveThem()
    {
        IFleetGrain root = Fleet("hurried root"), middle = Fleet("patient"), lower = Fleet("more patient");
        await lower.Join([cluster.Grains.GetGrain<IOddMemberGrain>("receives slowly")]);
        await middle.Join([lower]);
        await root.Join([middle]);

        Assert.Empty(await root.Publish());
    }

    [Fact]
    public async Task ModelWithNaN_IsNotReceived()
    {
        IFleetGrain fleet = Fleet(Key());
        FederationStatus before = await fleet.GetStatus();
        Flowers network = (await fleet.GetSnapshot()).ToNetwork<Flowers>();
        network.Parameters.CopyFrom("hidden.bias", [0, 0, float.NaN, 0, 0, 0, 0, 0, 0, 0]);

        InvalidDataException refused = await Assert.ThrowsAsync<InvalidDataException>(async () => await fleet.Receive(NetworkSnapshot.Of(network, 5)));

        Assert.Contains("holds NaN or infinite values", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await fleet.GetStatus());
    }

    [Fact]
    public async Task ClientOutsideTheCluster_TakesPart()
    {
        var client = new Client();
        IFederatedClient reference = cluster.Grains.CreateObjectReference<IFederatedClient>(client);
        IFleetGrain fleet = Fleet(Key());
        await fleet.Join([reference, .. Devices(50, 1)]);

        FederatedRound round = await fleet.RunRound();
        Assert.Equal((2, 25 + 70), (round.Updates, round.Rows));
        Assert.Empty(await fleet.Publish());
        Assert.Equal(round.Hash, client.Received!.ToNetwork<Flowers>().Parameters.Hash());
        GC.KeepAlive(client);
    }

    [Fact]
    public async Task Limits_AreKept()
    {
        InvalidOperationException size = await Assert.ThrowsAsync<InvalidOperationException>(async () => await cluster.Grains.GetGrain<IBoundedFleetGrain>("small").GetStatus());
        Assert.Contains("FederationOptions.MaxSnapshotBytes is 100000", size.Message, StringComparison.Ordinal);

        IBoundedFleetGrain fleet = cluster.Grains.GetGrain<IBoundedFleetGrain>("large");
        await fleet.Join(Devices(0, 3));
        InvalidOperationException members = await Assert.ThrowsAsync<InvalidOperationException>(async () => await fleet.Join(Devices(2, 2)));
        Assert.Contains("would have 4 members, but FederationOptions.MaxMembers is 3", members.Message, StringComparison.Ordinal);
        Assert.Equal(3, (await fleet.GetStatus()).Members);
    }

    private sealed class Client : IFederatedClient
    {
        public NetworkSnapshot? Received { get; private set; }

        public ValueTask<FederatedUpdate> TrainRound(FederatedTask task) =>
            ValueTask.FromResult(FederatedTraining.Train<Flowers>(task, FlowerRows.Make(7, 25), new SGD(0.2), "client"));

        public ValueTask Receive(NetworkSnapshot global)
        {
            Received = global;
            return ValueTask.CompletedTask;
        }
    }
}
