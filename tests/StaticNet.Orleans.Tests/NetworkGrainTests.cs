using System;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace StaticNet.Orleans.Tests;

[Collection(nameof(ClusterGroup))]
public sealed class NetworkGrainTests(Cluster cluster)
{
    private static string Key([System.Runtime.CompilerServices.CallerMemberName] string name = "") => name;

    /// <summary>What the grain does, without Orleans.</summary>
    private static Trainer<Flowers, IOptimizer> Local(Flowers network) =>
        new(network, new Adam(0.01), 256, new TrainerOptions { Schedule = LearningRate.Step(5, 0.9), Seed = 3 });

    [Fact]
    public async Task Prediction_HasTheBitsOfForwardBatch()
    {
        var network = new Flowers(seed: 0);
        TrainingRows rows = FlowerRows.Make(1, 33);
        var expected = new float[33 * 3];
        network.ForwardBatch(rows.Inputs.Span, expected);

        IFlowerGrain grain = cluster.Grains.GetGrain<IFlowerGrain>(Key());

        Assert.Equal(expected, (await grain.Predict(rows.Inputs)).ToArray());
        Assert.Equal(expected[..3], (await grain.Predict(rows.Inputs.ToArray()[..4])).ToArray());
        Assert.Equal(network.PredictClasses(rows.Inputs.Span), (await grain.PredictClasses(rows.Inputs)).ToArray());
    }

    [Fact]
    public async Task Learning_HasTheBitsOfATrainer()
    {
        var network = new Flowers(seed: 0);
        Trainer<Flowers, IOptimizer> trainer = Local(network);
        IFlowerGrain grain = cluster.Grains.GetGrain<IFlowerGrain>(Key());
        for (int step = 0; step < 7; step++)
        {
            TrainingRows rows = FlowerRows.Make((ulong)step, step + 1);
            Assert.Equal(trainer.Step(rows.Inputs.Span, rows.Labels.Span), await grain.Learn(rows));
        }

        NetworkStatus status = await grain.GetStatus();
        Assert.Equal(new NetworkStatus("Flowers", 7, 0, network.Parameters.Hash()), status);
        Assert.Equal(network.Parameters.Hash(), (await grain.GetSnapshot()).ToNetwork<Flowers>().Parameters.Hash());
    }

    [Fact]
    public async Task Deactivation_LosesNothing_AndTrainingContinuesExactly()
    {
        var network = new Flowers(seed: 0);
        Trainer<Flowers, IOptimizer> trainer = Local(network);
        IFlowerGrain grain = cluster.Grains.GetGrain<IFlowerGrain>(Key());
        for (int step = 0; step < 23; step++)
        {
            TrainingRows rows = FlowerRows.Make((ulong)step, 16);
            trainer.Step(rows.Inputs.Span, rows.Labels.Span);
            await grain.Learn(rows);
            if (step is 3 or 12)
            {
                await grain.Sleep();
            }
        }

        Assert.Equal(new NetworkStatus("Flowers", 23, 20, network.Parameters.Hash()), await grain.GetStatus());
        await grain.Sleep();
        Assert.Equal(new NetworkStatus("Flowers", 23, 23, network.Parameters.Hash()), await grain.GetStatus());
    }

    [Fact]
    public async Task SavedWeights_AreASafetensorsFile()
    {
        IFlowerGrain grain = cluster.Grains.GetGrain<IFlowerGrain>(Key());
        await grain.Learn(FlowerRows.Make(1, 8));
        await grain.Save();

        NetworkGrainState state = Stored(Key());
        using var stream = new MemoryStream(state.Weights!);
        Assert.Equal((await grain.GetStatus()).Hash, Flowers.Load(stream).Parameters.Hash());
        Assert.Equal(1, state.Version);
        Assert.Equal(1, state.StepCount);
    }

    [Fact]
    public async Task StateOfAnotherShape_IsRefused_AndBothLayoutsAreNamed()
    {
        await cluster.Grains.GetGrain<IFlowerGrain>(Key()).Save();

        InvalidDataException exception = await Assert.ThrowsAsync<InvalidDataException>(async () => await cluster.Grains.GetGrain<IWiderFlowerGrain>(Key()).GetStatus());

        Assert.Contains("Flowers with [hidden.weight [10, 4], hidden.bias [10], output.weight [3, 10], output.bias [3]]", exception.Message, StringComparison.Ordinal);
        Assert.Contains("WiderFlowers with [hidden.weight [12, 4], hidden.bias [12], output.weight [3, 12], output.bias [3]]", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"WiderFlowerGrain '{Key()}'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StateOfANewerVersion_IsRefused()
    {
        await cluster.Grains.GetGrain<IFlowerGrain>(Key()).Save();
        NetworkGrainState state = Stored(Key());
        state.Version = 2;
        SharedStorage.Records[Key()] = Serializer().SerializeToArray(state);

        InvalidDataException exception = await Assert.ThrowsAsync<InvalidDataException>(async () => await cluster.Grains.GetGrain<IWiderFlowerGrain>(Key()).GetStatus());

        Assert.Contains("version 2; this library reads version 1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Snapshot_IsPublished_AndMomentsStay()
    {
        var network = new Flowers(seed: 0);
        Trainer<Flowers, IOptimizer> trainer = Local(network);
        TrainingRows rows = FlowerRows.Make(5, 16);
        IFlowerGrain grain = cluster.Grains.GetGrain<IFlowerGrain>(Key());
        var other = new Flowers(seed: 9);

        trainer.Step(rows.Inputs.Span, rows.Labels.Span);
        network.Parameters.CopyFrom(other.Parameters);
        trainer.Step(rows.Inputs.Span, rows.Labels.Span);

        await grain.Learn(rows);
        await grain.Sleep();
        await grain.SetSnapshot(NetworkSnapshot.Of(other));
        await grain.Learn(rows);
        Assert.Equal(network.Parameters.Hash(), (await grain.GetStatus()).Hash);
    }

    [Fact]
    public async Task SnapshotThatDoesNotFit_IsRefused_AndNothingChanges()
    {
        IFlowerGrain grain = cluster.Grains.GetGrain<IFlowerGrain>(Key());
        UInt128 before = (await grain.GetStatus()).Hash;
        var broken = new Flowers(seed: 1);
        broken.Parameters.CopyFrom("hidden.bias", [0, 0, float.NaN, 0, 0, 0, 0, 0, 0, 0]);

        string shape = (await Assert.ThrowsAsync<InvalidDataException>(async () => await grain.SetSnapshot(NetworkSnapshot.Of(new WiderFlowers())))).Message;
        string activation = (await Assert.ThrowsAsync<InvalidDataException>(async () => await grain.SetSnapshot(NetworkSnapshot.Of(new TanhFlowers())))).Message;
        string number = (await Assert.ThrowsAsync<InvalidDataException>(async () => await grain.SetSnapshot(NetworkSnapshot.Of(broken)))).Message;

        Assert.Contains("found WiderFlowers with [hidden.weight [12, 4]", shape, StringComparison.Ordinal);
        Assert.Contains("expected Flowers with [hidden.weight [10, 4]", shape, StringComparison.Ordinal);
        Assert.Contains("found TanhFlowers, Linear(4, 10) Tanh Linear(10, 3); expected Flowers, Linear(4, 10) ReLU Linear(10, 3)", activation, StringComparison.Ordinal);
        Assert.Contains("NaN", number, StringComparison.Ordinal);
        Assert.Equal(before, (await grain.GetStatus()).Hash);
    }

    [Fact]
    public async Task RowsThatDoNotFit_AreRefused_AndNothingChanges()
    {
        IFlowerGrain grain = cluster.Grains.GetGrain<IFlowerGrain>(Key());
        UInt128 before = (await grain.GetStatus()).Hash;

        await Assert.ThrowsAsync<ArgumentException>(async () => await grain.Predict(new float[5]));
        await Assert.ThrowsAsync<ArgumentException>(async () => await grain.Predict(Array.Empty<float>()));
        await Assert.ThrowsAsync<ArgumentException>(async () => await grain.Learn(new TrainingRows(new float[8], [0])));
        await Assert.ThrowsAsync<ArgumentException>(async () => await grain.Learn(FlowerRows.Make(1, 257)));
        TrainingDivergedException diverged = await Assert.ThrowsAsync<TrainingDivergedException>(async () => await grain.Learn(new TrainingRows([float.NaN, 0, 0, 0], [0])));

        Assert.Contains("NaN", diverged.Message, StringComparison.Ordinal);
        Assert.Equal(new NetworkStatus("Flowers", 0, 0, before), await grain.GetStatus());
    }

    [Fact]
    public async Task FailedWrite_ReachesTheCaller_AndTheNextSaveSucceeds()
    {
        IFlowerGrain grain = cluster.Grains.GetGrain<IFlowerGrain>(Key());
        await grain.Learn(FlowerRows.Make(1, 4));
        SharedStorage.FailNextWrite(Key());

        await Assert.ThrowsAnyAsync<Exception>(async () => await grain.Save());
        Assert.Equal(0, (await grain.GetStatus()).SavedStepCount);
        await grain.Save();

        Assert.Equal(1, (await grain.GetStatus()).SavedStepCount);
        Assert.Equal(1, Stored(Key()).StepCount);
    }

    private NetworkGrainState Stored(string key) => Serializer().Deserialize<NetworkGrainState>(SharedStorage.Records[key])!;

    private global::Orleans.Serialization.Serializer Serializer() => (global::Orleans.Serialization.Serializer)cluster.Silos.Client.ServiceProvider.GetService(typeof(global::Orleans.Serialization.Serializer))!;
}
