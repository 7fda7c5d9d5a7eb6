using System.Collections.Generic;
using System.Linq;

namespace StaticNet.Generator.Planning.Stages;

/// <summary>The stages of a network and the values between them.</summary>
/// <param name="Stages">In order; stage i writes value i + 1.</param>
/// <param name="Sizes">Sizes of the values: the network's input, then each stage's result.</param>
/// <param name="OutputActivation">An element-wise activation behind the last stage, or Identity.</param>
internal sealed record StagedPlan(IReadOnlyList<StagePlan> Stages, IReadOnlyList<int> Sizes, ActivationPlan OutputActivation)
{
    /// <summary>Layers that continue from an earlier value as it is, and have no stage.</summary>
    public IReadOnlyList<StagePlan> Unwritten { get; init; } = [];

    /// <summary>The passes of inference.</summary>
    public InferencePlan Inference => field ??= new InferencePlan(this);

    /// <summary>Number of the value the last stage writes.</summary>
    public int Last => Stages.Count;

    public bool NeedsWholeBatch => Stages.Any(stage => stage.NeedsWholeBatch);

    public bool HasRunningStatistics => Stages.Any(stage => stage.HasRunningStatistics);

    public int Stride(int value) => LayoutRules.PaddedColumns(Sizes[value]);

    /// <summary>Whether something trained stands before a value, so that training needs its gradient; otherwise only the user may want it.</summary>
    public bool IsTrainedBefore(int value) => value > 0
        && (Stages[value - 1].IsTrained || Stages[value - 1].Sources.Any(IsTrainedBefore));

    /// <summary>Whether a stage is the last one to read a value, so the first to write the value's gradient on the way back.</summary>
    public bool WritesGradientFirst(int stage, int source)
    {
        int value = Stages[stage].Sources[source];
        for (int later = stage + 1; later < Stages.Count; later++)
        {
            if (Stages[later].Sources.Contains(value))
            {
                return false;
            }
        }

        // The same value twice in one stage: the first source writes, the second adds.
        return !Stages[stage].Sources.Take(source).Contains(value);
    }
}
