using System.Collections.Generic;
using System.Linq;

namespace StaticNet.Generator.Planning.Stages;

/// <summary>
/// The passes of inference, where nothing has to be kept for a way back: stages that only train are left out, a batch normalization or ScaleShift goes into
/// the linear stage before it, and an activation into whatever stage can apply it. Values that are read no more give their place to later ones.
/// </summary>
internal sealed class InferencePlan
{
    private readonly StagedPlan _plan;
    private readonly Dictionary<int, int> _readers;

    public InferencePlan(StagedPlan plan)
    {
        _plan = plan;
        Last = Resolve(plan.Last);
        _readers = plan.Stages.Where(static stage => !stage.IsTrainingOnly)
            .SelectMany(stage => stage.Sources.Select(Resolve))
            .GroupBy(static value => value)
            .ToDictionary(static group => group.Key, static group => group.Count());
        var steps = new List<InferenceStep>();
        for (int i = 0; i < plan.Stages.Count; i++)
        {
            if (!plan.Stages[i].IsTrainingOnly)
            {
                InferenceStep step = StepFrom(i);
                steps.Add(step);
                i = step.Value - 1;
            }
        }

        Steps = steps;
    }

    public IReadOnlyList<InferenceStep> Steps { get; }

    /// <summary>Number of the value that becomes the output.</summary>
    public int Last { get; }

    /// <summary>Whether the last step applies the element-wise activation of the outputs, too.</summary>
    public bool AppliesOutputActivation { get; private set; }

    /// <summary>The value that stands in for another where stages that only train are left out.</summary>
    public int Resolve(int value)
    {
        while (value > 0 && _plan.Stages[value - 1].IsTrainingOnly)
        {
            value = _plan.Stages[value - 1].Sources[0];
        }

        return value;
    }

    /// <summary>Whether all readers of the input are linear stages, which read exactly its values: then a sample is not copied.</summary>
    public bool SampleReadsInput => Last != 0 && Steps.All(step => step.Stage is LinearStage || !step.Stage.Sources.Select(Resolve).Contains(0));

    /// <summary>Columns of each value's matrix, −1 for a value that is never stored.</summary>
    /// <param name="withInput">Whether the input has one.</param>
    /// <param name="alignment">What columns are a multiple of.</param>
    /// <param name="columns">Columns of all.</param>
    public int[] Columns(bool withInput, int alignment, out int columns)
    {
        int[] lastReads = LastReads();
        int[] places = [.. Enumerable.Repeat(-1, _plan.Sizes.Count)];
        var taken = new List<(int Start, int End, int Value)>();
        int total = 0;
        int Place(int value)
        {
            int width = LayoutRules.RoundUp(_plan.Stride(value), alignment);
            int start = 0;
            foreach ((int takenStart, int takenEnd, _) in taken.OrderBy(static place => place.Start))
            {
                if (takenStart - start >= width)
                {
                    break;
                }

                start = System.Math.Max(start, takenEnd);
            }

            taken.Add((start, start + width, value));
            total = System.Math.Max(total, start + width);
            return start;
        }

        if (withInput)
        {
            places[0] = Place(0);
        }

        for (int i = 0; i < Steps.Count; i++)
        {
            places[Steps[i].Value] = Place(Steps[i].Value);
            taken.RemoveAll(place => lastReads[place.Value] <= i);
        }

        columns = total;
        return places;
    }

    /// <summary>For each value the last step that reads it; the output is read after all of them.</summary>
    private int[] LastReads()
    {
        int[] last = [.. Enumerable.Repeat(-1, _plan.Sizes.Count)];
        for (int i = 0; i < Steps.Count; i++)
        {
            last[Steps[i].Value] = i;
            foreach (int source in Steps[i].Stage.Sources)
            {
                last[Resolve(source)] = i;
            }
        }

        last[Last] = int.MaxValue;
        return last;
    }

    private InferenceStep StepFrom(int index)
    {
        StagePlan stage = _plan.Stages[index];
        int value = index + 1;
        StagePlan? folded = null;
        ActivationPlan activation = stage is LinearStage linear ? linear.Linear.Activation : ActivationPlan.Identity;
        if (stage is LinearStage && activation.IsIdentity && OnlyReader(value) is int norm && _plan.Stages[norm].Folded is not null)
        {
            folded = _plan.Stages[norm];
            value = norm + 1;
        }

        if (activation.IsIdentity)
        {
            if (OnlyReader(value) is int next && _plan.Stages[next] is ActivationStage { Activation.IsRowWise: false } function && stage.Applies(function.Activation))
            {
                activation = function.Activation;
                value = next + 1;
            }
            else if (value == Last && !_readers.ContainsKey(value) && stage.Applies(_plan.OutputActivation))
            {
                activation = _plan.OutputActivation;
                AppliesOutputActivation = !activation.IsIdentity;
            }
        }

        return new InferenceStep(stage, folded, activation, value);
    }

    /// <summary>The stage that alone reads a value, if it is the next one and reads nothing else.</summary>
    private int? OnlyReader(int value)
    {
        if (value == Last || !_readers.TryGetValue(value, out int count) || count != 1)
        {
            return null;
        }

        for (int i = value; i < _plan.Stages.Count; i++)
        {
            StagePlan stage = _plan.Stages[i];
            if (!stage.IsTrainingOnly && stage.Sources.Any(source => Resolve(source) == value))
            {
                return stage.Sources.Count == 1 && _plan.Stages.Skip(value).Take(i - value).All(static between => between.IsTrainingOnly) ? i : null;
            }
        }

        return null;
    }
}
