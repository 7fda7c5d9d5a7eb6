using System.Collections.Generic;
using System.Linq;

namespace StaticNet.Generator.Planning.Stages;

/// <summary>
/// Where a staged network's intermediate values lie. First comes a part of fixed length; behind it the matrices, each
/// <see cref="Rows"/> rows high (as high as the batch where a stage needs all of it): a matrix starts at its column times the height.
/// </summary>
internal sealed class StageScratch
{
    private readonly List<int> _values = [];
    private readonly int[] _inferenceValues;
    private readonly int[] _sampleValues;
    private readonly Dictionary<StagePlan, int> _folded = [];
    private readonly List<int> _gradients = [];
    private readonly Dictionary<StagePlan, int> _transposed = [];
    private readonly Dictionary<StagePlan, int> _keptColumns = [];
    private readonly Dictionary<StagePlan, int> _keptRows = [];
    private readonly Dictionary<StagePlan, int> _keptBefore = [];
    private readonly Dictionary<StagePlan, int> _states = [];
    private readonly Dictionary<StagePlan, int> _streamScratch = [];
    private readonly Dictionary<StagePlan, int> _trainingStates = [];
    private readonly Dictionary<StagePlan, int> _stateValues = [];

    public StageScratch(StagedNetworkPlan network)
    {
        StagedPlan plan = network.Staged;
        Rows = network.ChunkRows;
        int length = 0;
        OwnGradients = Reserve(ref length, network.BufferLength);
        foreach (StagePlan stage in plan.Stages)
        {
            if (stage is LinearStage linear)
            {
                _transposed[stage] = Reserve(ref length, ScratchPlan.TransposedLength(linear.Linear));
            }
            else if (stage.Time is { TransposedLength: > 0 } time)
            {
                _transposed[stage] = Reserve(ref length, time.TransposedLength);
            }

            _keptColumns[stage] = Reserve(ref length, stage.KeptPerColumn * stage.OutputStride);
        }

        FixedLength = length;

        int columns = 0;
        int widest = 0;
        for (int value = 0; value < plan.Sizes.Count; value++)
        {
            widest = System.Math.Max(widest, plan.Stride(value));
            _values.Add(Take(ref columns, plan.Stride(value)));
        }

        int outputStride = plan.Stride(plan.Last);
        Output = plan.OutputActivation.IsIdentity ? _values[plan.Last] : Take(ref columns, outputStride);
        for (int value = 0; value < plan.Sizes.Count; value++)
        {
            _gradients.Add(Take(ref columns, plan.Stride(value)));
        }

        Spare = Take(ref columns, outputStride);
        Temporary = Take(ref columns, widest);
        foreach (StagePlan stage in plan.Stages)
        {
            if (stage.Time is null)
            {
                _keptRows[stage] = Take(ref columns, stage.KeptPerRow);
            }
        }

        // Behind all matrices: those that begin with rows of the state before the first step.
        int perSequence = 0;
        foreach (StagePlan stage in plan.Stages)
        {
            if (stage.Time is TimePlan time)
            {
                _keptRows[stage] = Take(ref columns, stage.KeptPerRow);
                _keptBefore[stage] = Take(ref perSequence, (time.KeptRowsBefore * stage.KeptPerRow) + time.SequenceScratch);
            }
        }

        PerSequence = perSequence;
        Columns = columns;
        _inferenceValues = plan.Inference.Columns(withInput: true, alignment: 4, out int inferenceColumns);
        InferenceColumns = inferenceColumns;
        _sampleValues = plan.Inference.Columns(withInput: !plan.Inference.SampleReadsInput, alignment: 16, out int sampleColumns);
        SampleColumns = sampleColumns;
        int folded = 0;
        foreach (StagePlan stage in plan.Stages.Where(static stage => stage.Folded is { Statistics: not null }))
        {
            _folded[stage] = Reserve(ref folded, stage.Folded!.Distance + stage.OutputStride);
        }

        IsFoldedAlready = network.Spec.ModelFile is { IsFrozen: true };
        FoldedLength = IsFoldedAlready ? 0 : folded;
        PlanStreams(plan);
    }

    /// <summary>Floats per sequence that training needs beside its matrices.</summary>
    public int PerSequence { get; }

    /// <summary>Floats of a stream's state.</summary>
    public int StateLength { get; private set; }

    /// <summary>Its values, without padding.</summary>
    public int StateSize { get; private set; }

    /// <summary>Floats of state between two blocks of a training, per sequence.</summary>
    public int TrainingStateLength { get; private set; }

    /// <summary>Floats of scratch memory of a stream.</summary>
    public int StreamLength { get; private set; }

    public int State(StagePlan stage) => _states[stage];

    public int StateValues(StagePlan stage) => _stateValues[stage];

    public int TrainingState(StagePlan stage) => _trainingStates[stage];

    public int StreamScratch(StagePlan stage) => _streamScratch[stage];

    /// <summary>Where the kept values of a stage over time begin, in floats per sequence behind <see cref="KeptRows"/>.</summary>
    public int KeptBefore(StagePlan stage) => _keptBefore[stage];

    private void PlanStreams(StagedPlan plan)
    {
        int state = 0;
        int values = 0;
        int training = 0;
        int scratch = LayoutRules.RoundUp((InferenceColumns * Rows) + FoldedLength, 16);
        foreach (StagePlan stage in plan.Stages)
        {
            if (stage.Time is TimePlan time)
            {
                _states[stage] = Reserve(ref state, time.StateLength);
                _trainingStates[stage] = Reserve(ref training, time.TrainingStateLength);
                _streamScratch[stage] = Reserve(ref scratch, time.StreamScratch);
                _stateValues[stage] = Take(ref values, time.StateSize);
            }
        }

        (StateLength, StateSize, TrainingStateLength, StreamLength) = (state, values, training, scratch);
    }

    /// <summary>Whether factors and summands stand among the weights of a frozen network, in place of the running averages.</summary>
    public bool IsFoldedAlready { get; }

    /// <summary>Floats of factors and summands that a call of inference computes first.</summary>
    public int FoldedLength { get; }

    /// <summary>Where a stage's are among them.</summary>
    public int Folded(StagePlan stage) => _folded[stage];

    /// <summary>Rows of every matrix, unless a stage needs the whole batch.</summary>
    public int Rows { get; }

    /// <summary>Floats before the matrices; inference needs none of them.</summary>
    public int FixedLength { get; }

    /// <summary>A gradient buffer of the pass's own, for adding to the user's.</summary>
    public int OwnGradients { get; }

    /// <summary>Columns of all matrices of inference, which has scratch memory of its own.</summary>
    public int InferenceColumns { get; }

    /// <summary>Floats of all values of one sample.</summary>
    public int SampleColumns { get; }

    public int Columns { get; }

    /// <summary>The values behind an element-wise output activation; otherwise the last stage's.</summary>
    public int Output { get; }

    /// <summary>Room for softmax outputs.</summary>
    public int Spare { get; }

    /// <summary>A gradient that is to be added to another.</summary>
    public int Temporary { get; }

    public int Value(int value) => _values[value];

    /// <summary>The column of a value of inference.</summary>
    public int InferenceValue(int value) => _inferenceValues[value];

    /// <summary>Where a value of one sample lies.</summary>
    public int SampleValue(int value) => _sampleValues[value];

    public int Gradient(int value) => _gradients[value];

    public int KeptRows(StagePlan stage) => _keptRows[stage];

    /// <summary>In the fixed part: transposed weights.</summary>
    public int Transposed(StagePlan stage) => _transposed[stage];

    /// <summary>In the fixed part: statistics per column.</summary>
    public int KeptColumns(StagePlan stage) => _keptColumns[stage];

    private static int Reserve(ref int length, int count)
    {
        int start = length;
        length += LayoutRules.RoundUp(count, 16);
        return start;
    }

    private static int Take(ref int columns, int count)
    {
        int start = columns;
        columns += count;
        return start;
    }
}
