namespace StaticNet;

/// <summary>Everything a checkpoint holds.</summary>
internal sealed class TrainerState
{
    public required string NetworkName { get; init; }

    public required string OptimizerName { get; init; }

    public required bool HasSchedule { get; init; }

    public required ParameterBuffer Parameters { get; init; }

    public required ParameterBuffer[] Moments { get; init; }

    public required double[] Scalars { get; init; }

    public required long StepCount { get; init; }

    public required double LearningRate { get; init; }

    /// <summary>The optimizer's own, from which a learning rate given anew on resume differs.</summary>
    public required double InitialLearningRate { get; init; }

    public required long ScheduleIndex { get; init; }

    public required PlateauState Plateau { get; init; }

    public required ulong RandomState { get; init; }

    public required ulong RandomIncrement { get; init; }

    public required ulong Seed { get; init; }

    public required int CompletedEpochs { get; init; }

    public required long SkippedSteps { get; init; }

    public required CallbackStates Callbacks { get; init; }
}
