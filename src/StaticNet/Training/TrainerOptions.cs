using System.Collections.Generic;

namespace StaticNet;

/// <summary>What a <see cref="Trainer{TNetwork, TOptimizer}"/> does beside the plain step.</summary>
public sealed class TrainerOptions
{
    /// <summary>Changes the learning rate over time; null keeps the optimizer's own.</summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>
    /// With <see cref="ScheduleUnit.Step"/> (default) every step is one unit of the schedule; with <see cref="ScheduleUnit.Epoch"/>
    /// each call of <c>trainer.AdvanceSchedule</c>.
    /// </summary>
    public ScheduleUnit ScheduleUnit { get; init; } = ScheduleUnit.Step;

    /// <summary>How many units of the schedule the run has; needed by schedules that span the whole run, 0 otherwise.</summary>
    public long ScheduleTotal { get; init; }

    /// <summary>The largest norm of all gradients together; 0 does not clip. As <c>clip_grad_norm_</c>.</summary>
    public double ClipNorm { get; init; }

    /// <summary>The norm of <see cref="ClipNorm"/>: 1, 2 or infinity.</summary>
    public double ClipNormType { get; init; } = 2;

    /// <summary>The largest magnitude of a single gradient; 0 does not clip. As <c>clip_grad_value_</c>.</summary>
    public double ClipValue { get; init; }

    /// <summary>
    /// Parameters that are trained otherwise than the optimizer says, for example <c>[ParameterGroup.Frozen("hidden")]</c>: not at all, or with another
    /// learning rate or weight decay.
    /// </summary>
    public IReadOnlyList<ParameterGroup> Groups { get; init; } = [];

    /// <summary>What happens to a step whose loss, gradients or running statistics are NaN or infinite.</summary>
    public NonFinite NonFinite { get; init; } = NonFinite.Throw;

    /// <summary>
    /// The most threads of a step, the calling one included; −1 for one per processor. Parameters have the same bits for every number. A batch is split
    /// into blocks of <see cref="NetworkDescription.GradientRows"/> rows, so one block, or too little work, stays on the calling thread;
    /// <see cref="GradientRows"/> makes smaller blocks. Networks with memory split a batch into groups of eight sequences.
    /// </summary>
    public int MaxDegreeOfParallelism { get; init; } = 1;

    /// <summary>
    /// The rows of a gradient block: fewer than <see cref="NetworkDescription.GradientRows"/> give smaller batches work for several threads, for example two
    /// blocks of 32 to a batch of 64. Parameters have the same bits for every number of threads, but other bits for other blocks. 0: the network's.
    /// </summary>
    public int GradientRows { get; init; }

    /// <summary>Start of the random numbers (shuffling, dropout).</summary>
    public ulong Seed { get; init; }
}
