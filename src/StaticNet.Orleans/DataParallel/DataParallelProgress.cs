using System;
using Orleans;

namespace StaticNet.Orleans;

/// <summary>Where a data-parallel training stands.</summary>
public enum TrainingStatus
{
    /// <summary><see cref="IDataParallelGrain.Start"/> has not been called.</summary>
    NotStarted,

    /// <summary>Steps are being computed.</summary>
    Running,

    /// <summary><see cref="IDataParallelGrain.Stop"/> was called.</summary>
    Stopped,

    /// <summary>All epochs are complete.</summary>
    Finished,

    /// <summary>An error that a repetition would not cure, for example a NaN loss; <see cref="DataParallelProgress.Error"/> says which.</summary>
    Failed,
}

/// <summary>What a data-parallel training has done so far.</summary>
/// <param name="Status">Running, finished, …</param>
/// <param name="CompletedEpochs">Complete passes over all rows.</param>
/// <param name="Epochs">As in the options.</param>
/// <param name="StepCount">Updates so far.</param>
/// <param name="TotalSteps">Updates of the whole training; 0 before the start.</param>
/// <param name="SavedStepCount">Updates that grain storage knows.</param>
/// <param name="EpochLosses">The mean loss of each completed epoch.</param>
/// <param name="Workers">Workers that the last batch was given to; 0 where the grain computed it alone.</param>
/// <param name="RetriedCalls">Calls to workers since this activation that failed or came late, so that the blocks were computed elsewhere.</param>
/// <param name="Hash"><c>Parameters.Hash()</c> after the last step.</param>
/// <param name="Error">Why the training failed, or the last checkpoint that could not be written; null where all is well.</param>
[GenerateSerializer]
[Immutable]
[Alias("staticnet.DataParallelProgress")]
public sealed record DataParallelProgress(
    TrainingStatus Status,
    int CompletedEpochs,
    int Epochs,
    long StepCount,
    long TotalSteps,
    long SavedStepCount,
    RawArray<double> EpochLosses,
    int Workers,
    long RetriedCalls,
    UInt128 Hash,
    string? Error);
