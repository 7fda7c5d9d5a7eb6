using System;
using System.Threading.Tasks;
using Orleans;
using Orleans.Providers;

namespace StaticNet.Orleans.Tests;

public interface IFlowerTraining : IDataParallelGrain, IGrainWithStringKey;

public interface IWeightedTraining : IDataParallelGrain, IGrainWithStringKey;

public interface IRegressionTraining : IDataParallelGrain, IGrainWithStringKey;

public interface INormalizedTraining : IDataParallelGrain, IGrainWithStringKey;

public interface IUnfitTraining : IDataParallelGrain, IGrainWithStringKey
{
    [Alias("Sleep")]
    Task Sleep();
}

/// <summary>Dropout: masks must not depend on the block's place.</summary>
[Sequential(4), Linear(16), ReLU, Dropout(0.25f), Linear(3)]
public sealed partial class DropoutFlowers;

[Sequential(4), Linear(10), Tanh, Linear(3)]
[Training(ClassWeights = [1f, 2f, 0.5f])]
public sealed partial class WeightedFlowers;

[Mlp(30, 40, 2)]
public sealed partial class Regression;

/// <summary>What all of the trainings have in common with the <c>Fit</c> that they are compared with.</summary>
internal static class Recipe
{
    public static DataParallelOptions Options(string rows, int epochs = 3) => new()
    {
        Rows = rows,
        Epochs = epochs,
        BatchSize = 2100,
        Seed = 7,
        Schedule = LearningRate.ReduceOnPlateau(factor: 0.5, patience: 1),
        ClipNorm = 0.4,
        SaveEverySteps = 2,
    };

    public static FitOptions Fit(int threads, float[]? sampleWeights = null, int epochs = 3) => new()
    {
        Epochs = epochs,
        BatchSize = 2100,
        Seed = 7,
        Schedule = LearningRate.ReduceOnPlateau(factor: 0.5, patience: 1),
        ClipNorm = 0.4,
        SampleWeights = sampleWeights,
        MaxDegreeOfParallelism = threads,
        TrainingAccuracy = false,
    };

    public static IOptimizer Optimizer() => new Adam(0.02);

    public static TrainingRows Flowers() => FlowerRows.Make(11, 5000);

    public static TrainingRows Weighted()
    {
        TrainingRows rows = FlowerRows.Make(12, 4300);
        var random = new Pcg32(5);
        var weights = new float[4300];
        foreach (ref float weight in weights.AsSpan())
        {
            weight = 0.5f + random.NextSingle();
        }

        return new TrainingRows(rows.Inputs.ToArray(), rows.Labels.ToArray(), weights);
    }

    /// <summary>Every third row does not count.</summary>
    public static TrainingRows Ignored()
    {
        TrainingRows rows = Flowers();
        int[] labels = rows.Labels.ToArray();
        for (int row = 0; row < labels.Length; row += 3)
        {
            labels[row] = Batch.IgnoreLabel;
        }

        return new TrainingRows(rows.Inputs.ToArray(), labels);
    }

    /// <summary>The first gradient is so large that a large learning rate makes the parameters infinite.</summary>
    public static TrainingRows Huge() => new(Array.ConvertAll(Flowers().Inputs.ToArray(), value => value * 1e6f), Flowers().Labels.ToArray());

    public static TrainingRows Broken() =>
        new([float.NaN, .. FlowerRows.Make(3, 3000).Inputs.ToArray()[1..]], FlowerRows.Make(3, 3000).Labels.ToArray());

    public static TrainingRows Numbers()
    {
        var random = new Pcg32(6);
        var inputs = new float[3000 * 30];
        var targets = new float[3000 * 2];
        for (int row = 0; row < 3000; row++)
        {
            Span<float> values = inputs.AsSpan(row * 30, 30);
            foreach (ref float value in values)
            {
                value = (2 * random.NextSingle()) - 1;
            }

            targets[row * 2] = values[0] * values[1];
            targets[(row * 2) + 1] = values[2] - values[3];
        }

        return new TrainingRows(inputs, targets);
    }
}

[StorageProvider(ProviderName = "shared")]
public sealed class FlowerTraining : DataParallelGrain<DropoutFlowers>, IFlowerTraining
{
    // Trainings of three lengths, by their keys.
    protected override DataParallelOptions Options => Recipe.Options("flowers", EpochsOf(this.GetPrimaryKeyString()));

    // During the longest, two silos are killed, on busy machines too.
    private static int EpochsOf(string key) => key.StartsWith("longest", StringComparison.Ordinal) ? 120 : key.StartsWith("long", StringComparison.Ordinal) ? 40 : 3;

    protected override IOptimizer CreateOptimizer() => Recipe.Optimizer();
}

public sealed class WeightedTraining : DataParallelGrain<WeightedFlowers>, IWeightedTraining
{
    protected override DataParallelOptions Options => Recipe.Options(this.GetPrimaryKeyString() == "ignored" ? "ignored" : "weighted");

    protected override IOptimizer CreateOptimizer() => Recipe.Optimizer();
}

public sealed class RegressionTraining : DataParallelGrain<Regression>, IRegressionTraining
{
    protected override DataParallelOptions Options => Recipe.Options("numbers");

    protected override IOptimizer CreateOptimizer() => Recipe.Optimizer();
}

public sealed class NormalizedTraining : DataParallelGrain<NormalizedNetwork>, INormalizedTraining
{
    protected override DataParallelOptions Options => Recipe.Options("two classes");

    protected override IOptimizer CreateOptimizer() => Recipe.Optimizer();
}

/// <summary>The key says what is wrong.</summary>
[StorageProvider(ProviderName = "shared")]
public sealed class UnfitTraining : DataParallelGrain<Flowers>, IUnfitTraining
{
    protected override DataParallelOptions Options => this.GetPrimaryKeyString() switch
    {
        "wrong shape" => Recipe.Options("numbers"),
        "each silo its own" => Recipe.Options("differing"),
        "all ignored" => Recipe.Options("all ignored"),
        "NaN" => Recipe.Options("NaN"),
        "diverges" => new() { Rows = "huge", Epochs = 1, BatchSize = 2100, SaveEverySteps = 1 },
        _ => Recipe.Options("not registered"),
    };

    public Task Sleep()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    protected override IOptimizer CreateOptimizer() => this.GetPrimaryKeyString() == "diverges" ? new SGD(1e38) : Recipe.Optimizer();
}
