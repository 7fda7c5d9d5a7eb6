using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.Generator.Collections;
using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing.Layers;
using StaticNet.Generator.Parsing.Rows;
using StaticNet.Generator.Validation;

namespace StaticNet.Generator.Parsing.Heads;

/// <summary>
/// The heads of a list of layers. A head becomes layers that there are already: <c>Select</c> reads the trunk again, and behind the last head
/// <c>Concat</c> puts all of them side by side.
/// </summary>
/// <param name="inputs">Values per input row.</param>
/// <param name="problems">Receives what is wrong.</param>
/// <param name="rows">Typed rows, whose members the heads are; null for rows of numbers.</param>
internal sealed class HeadList(int inputs, List<SpecProblem> problems, TypedRowsSpec? rows = null)
{
    private readonly List<Head> _heads = [];
    private int _trunk;

    /// <summary>Whether a head has begun.</summary>
    public bool IsOpen => _heads.Count > 0;

    /// <summary>How many layers stand before those of the open head; 0 while none is open.</summary>
    public int First => IsOpen ? _heads[^1].First : 0;

    /// <summary>The name of the next layer: in a head, behind the head's.</summary>
    /// <param name="own">The name it was given; null for none.</param>
    /// <param name="layers">The layers before it.</param>
    public string NameOf(string? own, List<LayerDraft> layers) => IsOpen
        ? $"{_heads[^1].Name}.{own ?? (layers.Count - _heads[^1].First).ToString(CultureInfo.InvariantCulture)}"
        : own ?? layers.Count(static draft => !draft.Layer.IsFreeParameter).ToString(CultureInfo.InvariantCulture);

    /// <summary>Begins a head.</summary>
    /// <returns>False where it does not compile yet or is refused.</returns>
    public bool Begin(AttributeReader attribute, List<LayerDraft> layers)
    {
        string? name = attribute.Argument<string?>(0, null);
        Loss loss = attribute.Enum("Loss", Loss.Auto);
        float weight = attribute.Property("LossWeight", 1f);
        Activation activation = attribute.ArgumentCount > 2 ? attribute.EnumArgument(2, Activation.Identity) : Activation.Identity;
        bool hasBias = attribute.Property("Bias", true);
        var initializer = attribute.Enum("Initializer", Initializer.Auto);
        float[] classWeights = attribute.Array<float>("ClassWeights") ?? [], positiveWeights = attribute.Array<float>("PositiveWeights") ?? [];
        if (attribute.IsBroken)
        {
            return false;
        }

        if (!IsOpen)
        {
            _trunk = layers.Count;
        }
        else
        {
            _heads[^1].End = layers.Count;
            layers.Add(Draft(attribute, Whole((name ?? "") + ".input", _trunk, layers)));
        }

        bool isShort = attribute.ArgumentCount > 1;
        _heads.Add(new(attribute, name ?? "", isShort, layers.Count, loss, weight) { ClassWeights = new(classWeights), PositiveWeights = new(positiveWeights) });
        if (isShort)
        {
            AddLinear(attribute, new(name ?? "", attribute.Argument(1, 0), hasBias, initializer), activation, layers);
        }
        else if (attribute.Has("Bias") || attribute.Has("Initializer"))
        {
            Refuse(attribute.PlaceOf(attribute.Has("Bias") ? "Bias" : "Initializer"), $"Head(\"{name}\") has layers of its own; give Bias and Initializer to its Linear");
            return false;
        }

        return true;
    }

    /// <summary>Says of a layer behind a head that is complete already where it belongs.</summary>
    /// <returns>Whether it may stand there.</returns>
    public bool Takes(AttributeReader layer, string kind)
    {
        if (!IsOpen || !_heads[^1].IsShort)
        {
            return true;
        }

        string name = _heads[^1].Name;
        Refuse(layer.Place, $"Head(\"{name}\", …) is complete, and {kind} follows it; write Head(\"{name}\") with all its layers behind it, Linear included, or put {kind} before the first head");
        return false;
    }

    /// <summary>Joins the heads behind the last layer.</summary>
    /// <returns>The heads; null where one is refused.</returns>
    public EquatableArray<HeadSpec>? Complete(List<LayerDraft> layers)
    {
        if (!IsOpen)
        {
            return EquatableArray<HeadSpec>.Empty;
        }

        int before = problems.Count;
        _heads[^1].End = layers.Count;
        if (_heads.Count == 1)
        {
            Refuse(_heads[0].Attribute.Place, $"'{_heads[0].Name}' is the only head; a network with one output needs none, so write its layers alone, or add another head");
        }

        if (layers.FirstOrDefault(static draft => draft.Layer.IsOverTime || draft.Layer.EndsTime) is LayerDraft time)
        {
            Refuse(time.Place, $"{time.Layer.Kind} gives the network memory, and a network with memory has no heads; take one Linear of all outputs with one loss, or a network for each head");
        }

        var names = new HashSet<string>();
        int[] sizes = NetworkSpec.ValueSizes(inputs, layers.Select(static draft => draft.Layer));
        var specs = new List<HeadSpec>();
        foreach (Head head in _heads)
        {
            // What a member is says what its head minimizes.
            Loss declared = head.Loss == Loss.Auto && rows?.Numbers.Skip(specs.Count).FirstOrDefault() is { Kind: not FeatureKind.Number } member ? member.Loss : head.Loss;
            var spec = new HeadSpec(head.Name, sizes[head.End], declared == Loss.Auto ? Loss.MeanSquaredError : declared, head.LossWeight)
            {
                ClassWeights = head.ClassWeights,
                PositiveWeights = head.PositiveWeights,
            };
            specs.Add(spec);
            HeadRules.Check(spec, head.Attribute.Place, head.Attribute.Index, declared, layers.GetRange(head.First, head.End - head.First), names, problems);
        }

        TypedHeads.Check(rows, [.. specs.Zip(_heads, static (spec, head) => (spec, head.Attribute.Place))], problems);
        if (problems.Skip(before).Any(static problem => problem.Kind.PreventsGeneration()))
        {
            return null;
        }

        AttributeReader last = _heads[^1].Attribute;
        layers.Add(Draft(last, Whole(_heads[0].Name + ".output", _heads[0].End, layers)));
        foreach (Head head in _heads.Skip(1))
        {
            layers.Add(Draft(last, HeadParts.Join(head.Name + ".output", head.End)));
        }

        return new(specs.ToArray());
    }

    private static void AddLinear(AttributeReader attribute, LinearSpec linear, Activation activation, List<LayerDraft> layers)
    {
        layers.Add(new(
            linear, attribute.Place, ProblemPlace.OfArgument(attribute.Index, 1), ProblemPlace.OfArgument(attribute.Index, 0),
            $"The number of outputs of head '{linear.Name}'"));
        if (activation != Activation.Identity)
        {
            layers.Add(Draft(attribute, new ActivationSpec(
                $"{linear.Name}.{activation.ToString().ToLowerInvariant()}", activation)));
        }
    }

    private LayerSpec Whole(string name, int value, List<LayerDraft> layers) =>
        HeadParts.Branch(name, value, Math.Max(1, NetworkSpec.ValueSizes(inputs, layers.Select(static draft => draft.Layer))[value]));

    private static LayerDraft Draft(AttributeReader attribute, LayerSpec layer) => new(layer, attribute.Place, attribute.Place, attribute.Place, "");

    private void Refuse(ProblemPlace place, string why) => problems.Add(new(ProblemKind.HeadMisplaced, place, why));

    private sealed record Head(AttributeReader Attribute, string Name, bool IsShort, int First, Loss Loss, float LossWeight)
    {
        public EquatableArray<float> ClassWeights { get; init; }

        public EquatableArray<float> PositiveWeights { get; init; }

        /// <summary>Number of the value that its last layer writes.</summary>
        public int End { get; set; }
    }
}
