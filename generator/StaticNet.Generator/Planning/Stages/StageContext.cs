using System;
using System.Collections.Generic;

namespace StaticNet.Generator.Planning.Stages;

/// <summary>What the planner of a layer kind may use: sizes, value numbers, storage.</summary>
internal sealed class StageContext(int runningStart)
{
    private readonly HashSet<string> _identifiers = NetworkPlanner.NewIdentifiers();
    private int _offset;
    private int _runningOffset = runningStart;

    /// <summary>Stages so far.</summary>
    public List<StagePlan> Stages { get; } = [];

    /// <summary>Sizes of the values so far.</summary>
    public List<int> Sizes { get; } = [];

    /// <summary>The stage value that each declared value (input, output of layer 0, …) became.</summary>
    public List<int> Values { get; } = [];

    /// <summary>Names of the declared values: <c>input</c>, then each layer's.</summary>
    public List<string> ValueNames { get; } = ["input"];

    /// <summary>Number of the declared layer at hand.</summary>
    public int Layer { get; set; }

    /// <summary>The layer's name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Number of the value before the layer.</summary>
    public int Source { get; private set; }

    /// <summary>Layers that continue from an earlier value as it is: nothing is computed or copied for them.</summary>
    public List<StagePlan> Unwritten { get; } = [];

    /// <summary>Its size.</summary>
    public int Inputs => Sizes[Source];

    /// <summary>Floats of trainable storage so far, as whole lines.</summary>
    public int TrainableLength => LayoutRules.RoundUp(_offset, 16);

    /// <summary>Where the storage ends, running statistics included.</summary>
    public int Length => LayoutRules.RoundUp(Math.Max(_runningOffset, TrainableLength), 16);

    public string Identifier() => NetworkPlanner.UniqueIdentifier(Name, _identifiers);

    public ParameterPlan Trainable(string suffix, int count, float initialValue) => new(Name + suffix, count, Reserve(ref _offset, count), initialValue, IsTrainable: true);

    public ParameterPlan Running(string suffix, int count, float initialValue) => new(Name + suffix, count, Reserve(ref _runningOffset, count), initialValue, IsTrainable: false);

    /// <summary>Constants that are saved and loaded, but never change in training; stored with the running statistics.</summary>
    public ParameterPlan Buffer(string suffix, int count, float value) => Running(suffix, count, value);

    /// <summary>The layer's <c>weight</c> of ones and <c>bias</c> of zeros, one number per value; nothing where it has none.</summary>
    public IReadOnlyList<ParameterPlan> Affine(bool isAffine) => isAffine
        ? [Trainable(".weight", Inputs, 1f), Trainable(".bias", Inputs, 0f)]
        : [];

    /// <summary>Trainable storage of a layer over time, from a whole line on.</summary>
    public int Region(int floats)
    {
        int start = LayoutRules.RoundUp(_offset, 16);
        _offset = start + LayoutRules.RoundUp(floats, 16);
        return start;
    }

    public LinearPlan Linear(Model.LinearSpec linear) => NetworkPlanner.PlanLinear(linear, Inputs, _identifiers, ref _offset);

    public void Add(StagePlan stage)
    {
        Stages.Add(stage);
        Sizes.Add(stage.Outputs);
        Source = Stages.Count;
    }

    /// <summary>Continues from the value that a stage would copy.</summary>
    public void Continue(StagePlan stage)
    {
        Unwritten.Add(stage);
        Source = stage.Sources[0];
    }

    private static int Reserve(ref int offset, int count)
    {
        // Stored like a bias: whole vectors, zero behind the last number.
        int stored = LayoutRules.PaddedColumns(count);
        int start = LayoutRules.Align(offset, stored);
        offset = start + LayoutRules.RoundUp(stored, 8);
        return start;
    }
}
