using System;

namespace StaticNet.Orleans;

/// <summary>What a member does in a round, for members that are not a <see cref="FederatedNetworkGrain{TNetwork}"/>.</summary>
public static class FederatedTraining
{
    /// <summary>Trains a copy of the task's model on a member's rows. The result follows from task, rows, optimizer and key alone.</summary>
    /// <param name="task">From the federation.</param>
    /// <param name="rows">The member's own rows.</param>
    /// <param name="optimizer">A new one each round, for example <c>new SGD(0.1)</c>.</param>
    /// <param name="key">The member's name: it selects the member's random numbers.</param>
    /// <exception cref="System.IO.InvalidDataException">The task's model is another network; the message shows both.</exception>
    /// <exception cref="ArgumentException">The rows do not fit the network.</exception>
    /// <exception cref="TrainingDivergedException">A loss or gradient is NaN or infinite.</exception>
    public static FederatedUpdate Train<TNetwork>(FederatedTask task, TrainingRows rows, IOptimizer optimizer, string key)
        where TNetwork : class, INetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(key);
        NetworkDescription description = TNetwork.Description;
        rows.Check(description, key);
        TNetwork network = task.Global.ToNetwork<TNetwork>();
        var options = new FitOptions
        {
            Epochs = task.LocalEpochs,
            BatchSize = task.LocalBatchSize,
            Seed = SeedOf(task, key),
            SampleWeights = rows.SampleWeights.ToArray(),
            TrainingAccuracy = false,
        };
        TrainingHistory history = rows.HasLabels
            ? network.Fit(rows.Inputs.Span, rows.Labels.Span, optimizer, options)
            : network.Fit(rows.Inputs.Span, rows.Targets.Span, optimizer, options);
        return new FederatedUpdate
        {
            Round = task.Round,
            Parameters = NetworkSnapshot.Of(network, task.Round),
            Rows = rows.Count(description),
            Loss = history.Last.Loss,
        };
    }

    // FNV-1a over the key's characters, beginning with seed and round.
    private static ulong SeedOf(FederatedTask task, string key)
    {
        ulong hash = unchecked(task.Seed ^ 0xcbf29ce484222325UL ^ ((ulong)task.Round * 0x9E3779B97F4A7C15UL));
        foreach (char character in key)
        {
            hash = unchecked((hash ^ character) * 0x100000001b3UL);
        }

        return hash;
    }
}
