using System;
using System.Threading.Tasks;
using Orleans.Runtime;
using Xunit;

namespace StaticNet.Orleans.Tests;

/// <summary>One process, four threads and three silos end with the same bits.</summary>
[Collection(nameof(ClusterGroup))]
public sealed class DataParallelTests(Cluster cluster)
{
    private static string Key([System.Runtime.CompilerServices.CallerMemberName] string name = "") => name;

    [Fact]
    public async Task ThreeSilos_HaveTheBitsOfOneThreadAndOfFour()
    {
        TrainingRows rows = Recipe.Flowers();
        var one = new DropoutFlowers(seed: 0);
        TrainingHistory history = one.Fit(rows.Inputs.Span, rows.Labels.Span, Recipe.Optimizer(), Recipe.Fit(1));
        var four = new DropoutFlowers(seed: 0);
        four.Fit(rows.Inputs.Span, rows.Labels.Span, Recipe.Optimizer(), Recipe.Fit(4));
        IFlowerTraining training = cluster.Grains.GetGrain<IFlowerTraining>(Key());

        await training.Start();
        DataParallelProgress end = await Wait(training);

        Assert.Equal(one.Parameters.Hash(), four.Parameters.Hash());
        Assert.Equal(one.Parameters.Hash(), end.Hash);
        Assert.Equal(TrainingStatus.Finished, end.Status);
        Assert.Equal((3, 9, 9, 9), (end.CompletedEpochs, end.StepCount, end.TotalSteps, end.SavedStepCount));
        Assert.Equal(3, end.Workers);
        for (int epoch = 0; epoch < 3; epoch++)
        {
            Assert.Equal(history.Loss[epoch], end.EpochLosses[epoch]);
        }

        Assert.Equal(end.Hash, (await training.GetSnapshot()).ToNetwork<DropoutFlowers>().Parameters.Hash());
    }

    /// <summary>Three blocks of four, or all of them, are lost on the way.</summary>
    [Theory]
    [InlineData("flaky workers")]
    [InlineData("unreachable workers")]
    public async Task LostCalls_AreComputedElsewhere_WithTheSameBits(string key)
    {
        TrainingRows rows = Recipe.Flowers();
        var expected = new DropoutFlowers(seed: 0);
        expected.Fit(rows.Inputs.Span, rows.Labels.Span, Recipe.Optimizer(), Recipe.Fit(1));
        IFlowerTraining training = cluster.Grains.GetGrain<IFlowerTraining>(key);

        await training.Start();
        DataParallelProgress end = await Wait(training);

        Assert.Equal((TrainingStatus.Finished, expected.Parameters.Hash()), (end.Status, end.Hash));
        Assert.InRange(end.RetriedCalls, 9, 9 * 3 * 2);
    }

    [Fact]
    public async Task ClassWeightsAndSampleWeights_HaveTheBitsOfFit()
    {
        TrainingRows rows = Recipe.Weighted();
        var expected = new WeightedFlowers(seed: 0);
        TrainingHistory history = expected.Fit(rows.Inputs.Span, rows.Labels.Span, Recipe.Optimizer(), Recipe.Fit(1, rows.SampleWeights.ToArray()));
        IWeightedTraining training = cluster.Grains.GetGrain<IWeightedTraining>(Key());

        await training.Start();
        DataParallelProgress end = await Wait(training);

        Assert.Equal(expected.Parameters.Hash(), end.Hash);
        Assert.Equal(history.Loss[2], end.EpochLosses[2]);
    }

    [Fact]
    public async Task RowsLeftOut_HaveTheBitsOfFit()
    {
        TrainingRows rows = Recipe.Ignored();
        var expected = new WeightedFlowers(seed: 0);
        TrainingHistory history = expected.Fit(rows.Inputs.Span, rows.Labels.Span, Recipe.Optimizer(), Recipe.Fit(1));
        IWeightedTraining training = cluster.Grains.GetGrain<IWeightedTraining>("ignored");

        await training.Start();
        DataParallelProgress end = await Wait(training);

        Assert.Equal((TrainingStatus.Finished, expected.Parameters.Hash()), (end.Status, end.Hash));
        Assert.Equal(history.Loss[2], end.EpochLosses[2]);
        ArgumentException none = await Assert.ThrowsAsync<ArgumentException>(async () => await cluster.Grains.GetGrain<IUnfitTraining>("all ignored").Start());
        Assert.Contains("All 2 labels of the rows 'all ignored' are -100", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NumbersAsTargets_HaveTheBitsOfFit()
    {
        TrainingRows rows = Recipe.Numbers();
        var expected = new Regression(seed: 0);
        expected.Fit(rows.Inputs.Span, rows.Targets.Span, Recipe.Optimizer(), Recipe.Fit(1));
        IRegressionTraining training = cluster.Grains.GetGrain<IRegressionTraining>(Key());

        await training.Start();
        DataParallelProgress end = await Wait(training);

        Assert.Equal(expected.Parameters.Hash(), end.Hash);
        Assert.Equal(3, end.Workers);
    }

    [Fact]
    public async Task BatchNormalization_IsTrainedByTheGrainAlone()
    {
        TrainingRows rows = Recipe.Flowers();
        int[] labels = Array.ConvertAll(rows.Labels.ToArray(), label => label / 2);
        var expected = new NormalizedNetwork(seed: 0);
        expected.Fit(rows.Inputs.Span, labels, Recipe.Optimizer(), Recipe.Fit(1));
        INormalizedTraining training = cluster.Grains.GetGrain<INormalizedTraining>(Key());

        await training.Start();
        DataParallelProgress end = await Wait(training);

        Assert.Equal(expected.Parameters.Hash(), end.Hash);
        Assert.Equal(0, end.Workers);
    }

    [Fact]
    public async Task StoppedTraining_ContinuesExactly_AndResetBeginsAnew()
    {
        TrainingRows rows = Recipe.Flowers();
        var expected = new DropoutFlowers(seed: 0);
        expected.Fit(rows.Inputs.Span, rows.Labels.Span, Recipe.Optimizer(), Recipe.Fit(1));
        IFlowerTraining training = cluster.Grains.GetGrain<IFlowerTraining>(Key());

        Assert.Equal(TrainingStatus.NotStarted, (await training.GetProgress()).Status);
        await training.Start();
        await training.Stop();
        DataParallelProgress stopped = await training.GetProgress();
        Assert.Equal(TrainingStatus.Stopped, stopped.Status);
        Assert.Equal(stopped.StepCount, stopped.SavedStepCount);
        await training.Start();
        Assert.Equal(expected.Parameters.Hash(), (await Wait(training)).Hash);

        await training.Start(); // finished: nothing happens
        Assert.Equal(9, (await training.GetProgress()).StepCount);
        await training.Reset();
        Assert.Equal((TrainingStatus.NotStarted, 0), ((await training.GetProgress()).Status, (await training.GetProgress()).StepCount));
        await training.Start();
        Assert.Equal(expected.Parameters.Hash(), (await Wait(training)).Hash);
    }

    [Fact]
    public async Task Divergence_KeepsTheCheckpoint_AndIsRemembered()
    {
        IUnfitTraining training = cluster.Grains.GetGrain<IUnfitTraining>("diverges");
        UInt128 start = new Flowers(seed: 0).Parameters.Hash();

        for (int attempt = 0; attempt < 2; attempt++)
        {
            await training.Start();
            DataParallelProgress end = await Wait(training);
            Assert.Equal((TrainingStatus.Failed, 0L, 0L, start), (end.Status, end.StepCount, end.SavedStepCount, end.Hash));
            Assert.Contains("After step 1 of", end.Error, StringComparison.Ordinal);
            Assert.Contains("a parameter is NaN or infinite", end.Error, StringComparison.Ordinal);
        }

        string? error = (await training.GetProgress()).Error;
        await training.Sleep();
        DataParallelProgress awake = await training.GetProgress();
        Assert.Equal((TrainingStatus.Failed, 0L, start, error), (awake.Status, awake.StepCount, awake.Hash, awake.Error));
    }

    [Fact]
    public async Task StopThatCannotBeWritten_EndsTheTraining_AndStartContinues()
    {
        string key = "long, not written";
        IFlowerTraining training = cluster.Grains.GetGrain<IFlowerTraining>(key);
        await training.Start();
        SharedStorage.FailWrites(key);
        await Assert.ThrowsAsync<OrleansException>(async () => await training.Stop()); // it names the storage and its error

        DataParallelProgress stopped = await Wait(training);
        Assert.Equal(TrainingStatus.Stopped, stopped.Status);
        SharedStorage.Mend(key);
        await training.Start();
        Assert.Equal(TrainingStatus.Running, (await training.GetProgress()).Status);
        await training.Stop();
        DataParallelProgress again = await training.GetProgress();
        Assert.Equal((TrainingStatus.Stopped, again.StepCount), (again.Status, again.SavedStepCount));
    }

    [Fact]
    public async Task WhatDoesNotFit_IsRefused()
    {
        IUnfitTraining Training(string key) => cluster.Grains.GetGrain<IUnfitTraining>(key);

        Assert.Contains("has no training rows 'not registered'", (await Assert.ThrowsAsync<InvalidOperationException>(async () => await Training("missing").Start())).Message, StringComparison.Ordinal);
        Assert.Contains("The rows 'numbers' have 6000 targets for 22500 rows of inputs, expected 67500.", (await Assert.ThrowsAsync<ArgumentException>(async () => await Training("wrong shape").Start())).Message, StringComparison.Ordinal);

        await Training("each silo its own").Start();
        DataParallelProgress differing = await Wait(Training("each silo its own"));
        Assert.Equal(TrainingStatus.Failed, differing.Status);
        Assert.Contains("The training rows 'differing' of silo", differing.Error, StringComparison.Ordinal);

        await Training("NaN").Start();
        DataParallelProgress diverged = await Wait(Training("NaN"));
        Assert.Equal(TrainingStatus.Failed, diverged.Status);
        Assert.Contains("NaN", diverged.Error, StringComparison.Ordinal);
        Assert.InRange(diverged.StepCount, 0, 1); // the row with NaN is in one of the first epoch's two batches
        Assert.True(NonFiniteValues.AllFinite((await Training("NaN").GetSnapshot()).Values.Span));
    }

    private static async Task<DataParallelProgress> Wait(IDataParallelGrain training)
    {
        using var limit = new System.Threading.CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await training.WaitForEnd(TimeSpan.FromMilliseconds(20), cancellationToken: limit.Token);
    }
}
