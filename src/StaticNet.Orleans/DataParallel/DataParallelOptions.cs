using System;

namespace StaticNet.Orleans;

/// <summary>How a <see cref="DataParallelGrain{TNetwork}"/> trains. The first half means what it means in <see cref="FitOptions"/>.</summary>
public sealed class DataParallelOptions
{
    /// <summary>The name of the training rows, registered on every silo with <see cref="TrainingRowsHosting.AddTrainingRows"/>.</summary>
    public required string Rows { get; init; }

    /// <summary>How often all rows are seen; 1 or more.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>
    /// Rows per update. A batch is split into blocks of <see cref="NetworkDescription.GradientRows"/> rows; a batch of one block is computed by the
    /// grain itself, so workers help from two blocks on.
    /// </summary>
    public int BatchSize { get; init; } = 4096;

    /// <summary>Whether a last batch that is not full is left out of each epoch.</summary>
    public bool DropLast { get; init; }

    /// <summary>Whether rows are put into a new random order before each epoch.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Start of all random numbers: shuffling and dropout.</summary>
    public ulong Seed { get; init; }

    /// <summary>Changes the learning rate over time; null keeps the optimizer's own.</summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>What the schedule counts: epochs (default) or batches.</summary>
    public ScheduleUnit ScheduleUnit { get; init; } = ScheduleUnit.Epoch;

    /// <summary>The largest norm of all gradients together; 0 does not clip.</summary>
    public double ClipNorm { get; init; }

    /// <summary>The norm of <see cref="ClipNorm"/>: 1, 2 or infinity.</summary>
    public double ClipNormType { get; init; } = 2;

    /// <summary>The largest magnitude of a single gradient; 0 does not clip.</summary>
    public double ClipValue { get; init; }

    /// <summary>Workers on each silo, 1 or more; each computes on one thread at a time.</summary>
    public int WorkersPerSilo { get; init; } = 1;

    /// <summary>How long the grain waits for a worker before it gives the blocks to another one.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Every how many steps the training is saved, beside the end of each epoch; 0: only there.</summary>
    public int SaveEverySteps { get; init; } = 100;

    /// <summary>The most bytes of gradients in one message; 4 MiB by default. A gradient that is larger travels alone.</summary>
    public int MaxMessageBytes { get; init; } = 4 << 20;

    internal void Check()
    {
        ArgumentException.ThrowIfNullOrEmpty(Rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(WorkersPerSilo, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(CallTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(SaveEverySteps);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxMessageBytes, 1);
    }
}
