using System.Collections.Generic;

namespace StaticNet.Generator.Planning.Stages;

/// <summary>
/// Where a staged network's intermediate values lie. First comes a part of fixed length; behind it the matrices, each
/// <see cref="Rows"/> rows high (as high as the batch where a stage needs all of it): a matrix starts at its column times the height.
/// </summary>
internal sealed class StageScratch
{
    private readonly List<int> _values = [];
    private readonly List<int> _inferenceValues = [];
    private readonly List<int> _gradients = [];
    private readonly Dictionary<StagePlan, int> _transposed = [];
    private readonly Dictionary<StagePlan, int> _keptColumns = [];
    private readonly Dictionary<StagePlan, int> _keptRows = [];

    public StageScratch(NetworkPlan network)
    {
        StagedPlan plan = network.Staged!;
        Rows = network.ChunkRows;
        int length = 0;
        OwnGradients = Reserve(ref length, network.BufferLength);
        foreach (StagePlan stage in plan.Stages)
        {
            if (stage is LinearStage linear)
            {
                _transposed[stage] = Reserve(ref length, ScratchPlan.TransposedLength(linear.Linear));
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
            bool isLeftOut = value > 0 && plan.Stages[value - 1].IsTrainingOnly;
            _inferenceValues.Add(isLeftOut ? _inferenceValues[plan.Stages[value - 1].Sources[0]] : _values[value]);
        }

        int outputStride = plan.Stride(plan.Last);
        Output = plan.OutputActivation.IsIdentity ? _values[plan.Last] : Take(ref columns, outputStride);
        ForwardColumns = columns;
        for (int value = 0; value < plan.Sizes.Count; value++)
        {
            _gradients.Add(Take(ref columns, plan.Stride(value)));
        }

        Spare = Take(ref columns, outputStride);
        Temporary = Take(ref columns, widest);
        foreach (StagePlan stage in plan.Stages)
        {
            _keptRows[stage] = Take(ref columns, stage.KeptPerRow);
        }

        Columns = columns;
    }

    /// <summary>Rows of every matrix, unless a stage needs the whole batch.</summary>
    public int Rows { get; }

    /// <summary>Floats before the matrices; inference needs none of them.</summary>
    public int FixedLength { get; }

    /// <summary>A gradient buffer of the pass's own, for adding to the user's.</summary>
    public int OwnGradients { get; }

    /// <summary>Columns of all matrices that inference uses; they come first.</summary>
    public int ForwardColumns { get; }

    public int Columns { get; }

    /// <summary>The values behind an element-wise output activation; otherwise the last stage's.</summary>
    public int Output { get; }

    /// <summary>Room for softmax outputs.</summary>
    public int Spare { get; }

    /// <summary>A gradient that is to be added to another.</summary>
    public int Temporary { get; }

    public int Value(int value) => _values[value];

    /// <summary>The same where stages that only train are left out.</summary>
    public int InferenceValue(int value) => _inferenceValues[value];

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
