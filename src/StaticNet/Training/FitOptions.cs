using System;
using System.Collections.Generic;

namespace StaticNet;

/// <summary>How <c>Fit</c> trains.</summary>
public sealed class FitOptions
{
    /// <summary>How often all training rows are seen; 1 or more.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Rows per update; the last batch of an epoch may be shorter.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>
    /// Whether a last batch that is not full is left out of each epoch. With batch normalization a last batch of one row is refused otherwise.
    /// </summary>
    public bool DropLast { get; init; }

    /// <summary>Whether rows are put into a new random order before each epoch.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Start of all random numbers: shuffling, the validation split, dropout. Equal seeds give equal trainings.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Share of the rows, from 0 to below 1, that is held back for validation: a random choice that follows from <see cref="Seed"/>,
    /// or without <see cref="Shuffle"/> the last rows, the newest of a time series.
    /// </summary>
    public double ValidationSplit { get; init; }

    /// <summary>Rows for validation, for example <c>(xTest, labelsTest)</c>; excludes <see cref="ValidationSplit"/>.</summary>
    public ValidationData? ValidationData { get; init; }

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

    /// <summary>
    /// Parameters that are trained otherwise than the optimizer says, for example <c>[ParameterGroup.Frozen("hidden")]</c>: not at all, or with another
    /// learning rate or weight decay.
    /// </summary>
    public IReadOnlyList<ParameterGroup> Groups { get; init; } = [];

    /// <summary>
    /// One factor per row on its loss and gradient, or empty. The mean stays over the number of rows. Networks with memory take one per label or row of targets, and
    /// as in <see cref="SequenceBatch.StepWeights"/> what has the weight 0 does not count for the mean: padding, for example.
    /// </summary>
    public ReadOnlyMemory<float> SampleWeights { get; init; }

    /// <summary>
    /// One factor per class on the loss and gradient of its rows, or empty; for class labels. It multiplies <see cref="SampleWeights"/>, and the mean stays
    /// over the number of rows, as in scikit-learn and Keras. (<see cref="TrainingAttribute.ClassWeights"/> is PyTorch's <c>weight</c>: there the mean is
    /// divided by the sum of the weights, and validation is weighted, too.)
    /// </summary>
    public ReadOnlyMemory<float> ClassWeights { get; init; }

    /// <summary>
    /// Whether each class counts the same in all, however many training rows it has: <see cref="ClassWeights"/> of rows / (classes · rows of the class),
    /// over the classes that occur, as scikit-learn's <c>class_weight="balanced"</c>.
    /// </summary>
    public bool BalanceClasses { get; init; }

    /// <summary>Called during training, one after the other; for example <c>[new EarlyStopping(patience: 10, restoreBest: true)]</c>.</summary>
    public IReadOnlyList<TrainingCallback> Callbacks { get; init; } = [];

    /// <summary>Called after each epoch on the training's thread, before <see cref="Progress"/> and the callbacks; for example <c>Console.WriteLine</c>.</summary>
    public Action<EpochReport>? OnEpoch { get; init; }

    /// <summary>
    /// Receives a report after each epoch, before the callbacks. A <see cref="Progress{T}"/> made in a console program reports on the thread
    /// pool, late and possibly out of order; use <see cref="OnEpoch"/> there.
    /// </summary>
    public IProgress<EpochReport>? Progress { get; init; }

    /// <summary>Whether the accuracy on the training rows is measured after each epoch (one more forward pass over them).</summary>
    public bool TrainingAccuracy { get; init; } = true;

    /// <summary>
    /// The most threads, the calling one included, of gradients, validation and accuracy; −1 for one per processor. Results have the same bits for every
    /// number. A batch is split into blocks of <see cref="NetworkDescription.GradientRows"/> rows, so only larger batches gain;
    /// <see cref="GradientRows"/> makes smaller blocks. Networks with memory split a batch into groups of eight sequences.
    /// </summary>
    public int MaxDegreeOfParallelism { get; init; } = 1;

    /// <inheritdoc cref="TrainerOptions.GradientRows"/>
    public int GradientRows { get; init; }

    /// <summary>
    /// A file that a <see cref="Checkpoint"/> wrote: training continues after its epoch, bit for bit as if it had not been interrupted
    /// (given the same data, optimizer and options), and callbacks of the same type and place continue with what they knew.
    /// The hyper-parameters are those of the optimizer given now: another learning rate than the checkpoint's is used from the next step on.
    /// </summary>
    public string? ResumeFrom { get; init; }

    /// <summary>
    /// Networks with memory: time steps per update (truncated back-propagation through time). Longer sequences are trained in blocks, in order, and
    /// the state is carried on without gradient. 0: whole sequences.
    /// </summary>
    public int Truncation { get; init; }

    /// <summary>Networks with memory: the first time steps of each sequence, which move the state on and count for neither loss nor gradient.</summary>
    public int WarmupSteps { get; init; }
}
