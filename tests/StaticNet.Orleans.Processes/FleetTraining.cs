using System;
using Orleans;

namespace StaticNet.Orleans.Processes;

public interface IFleetTraining : IDataParallelGrain, IGrainWithStringKey;

/// <summary>Dropout and clipping, so that every step depends on its place.</summary>
[Sequential(4), Linear(16), ReLU, Dropout(0.2f), Linear(3)]
public sealed partial class Flowers;

public sealed class FleetTraining : DataParallelGrain<Flowers>, IFleetTraining
{
    public const int Epochs = 60;
    public const int BatchSize = 4096;

    public static IOptimizer Optimizer() => new Adam(0.005);

    public static TrainingRows Rows()
    {
        var random = new Pcg32(17);
        const int count = 20_000;
        var inputs = new float[count * 4];
        var labels = new int[count];
        for (int row = 0; row < count; row++)
        {
            Span<float> values = inputs.AsSpan(row * 4, 4);
            foreach (ref float value in values)
            {
                value = (2 * random.NextSingle()) - 1;
            }

            labels[row] = values[0] > values[1] ? (values[0] > values[2] ? 0 : 2) : (values[1] > values[2] ? 1 : 2);
        }

        return new TrainingRows(inputs, labels);
    }

    /// <summary>The same training in one process.</summary>
    public static UInt128 Expected()
    {
        TrainingRows rows = Rows();
        var network = new Flowers(seed: 0);
        network.Fit(rows.Inputs.Span, rows.Labels.Span, Optimizer(), new FitOptions { Epochs = Epochs, BatchSize = BatchSize, Seed = 2, ClipNorm = 1, TrainingAccuracy = false });
        return network.Parameters.Hash();
    }

    protected override DataParallelOptions Options => new()
    {
        Rows = "flowers",
        Epochs = Epochs,
        BatchSize = BatchSize,
        Seed = 2,
        ClipNorm = 1,
        SaveEverySteps = 7,
        CallTimeout = TimeSpan.FromSeconds(2),
    };

    protected override IOptimizer CreateOptimizer() => Optimizer();
}
