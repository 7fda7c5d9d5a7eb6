using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Collections;

namespace StaticNet.Generator.Model;

/// <summary>A declared network: everything the plan follows from, and nothing else. Compared after every keystroke.</summary>
/// <param name="Type">The user's class.</param>
/// <param name="InputSize">Values per input row.</param>
/// <param name="Layers">The layers in order.</param>
/// <param name="Training">The loss and its options.</param>
/// <param name="Unroll">The user's wish about straight-line code.</param>
internal sealed record NetworkSpec(
    TypeShell Type, int InputSize, EquatableArray<LayerSpec> Layers, TrainingSpec Training, Unroll Unroll)
{
    /// <summary>The file the network comes from; null where it is declared in source.</summary>
    public ModelFileSpec? ModelFile { get; init; }

    /// <summary>The types of a network over typed rows; null where rows are matrices.</summary>
    public TypedRowsSpec? Rows { get; init; }

    /// <summary>Its heads, where it has several outputs; otherwise empty.</summary>
    public EquatableArray<HeadSpec> Heads { get; init; }

    /// <summary>Whether any layer has a state: the network's rows are steps of sequences.</summary>
    public bool IsStreaming => Layers.Any(static layer => layer.IsOverTime);

    /// <summary>Whether a sequence has one output, not one per step.</summary>
    public bool IsManyToOne => Layers.Any(static layer => layer.EndsTime);

    /// <summary>What the network may cost; null where nothing is said.</summary>
    public BudgetSpec? Budget { get; init; }

    /// <summary>What the code is written for.</summary>
    public NetworkStyle Style { get; init; }

    /// <summary>Whether the project may choose the style: the declaration does not, and plain loops cover the layers.</summary>
    public bool IsStyleOpen { get; init; }

    /// <summary>Sizes of all values: the input, then each layer's output.</summary>
    public int[] ValueSizes() => ValueSizes(InputSize, Layers);

    /// <summary>Sizes of all values: the input, then each layer's output.</summary>
    public static int[] ValueSizes(int inputSize, IEnumerable<LayerSpec> layers)
    {
        var sizes = new List<int> { inputSize };
        foreach (LayerSpec layer in layers)
        {
            sizes.Add(layer.OutputSize(sizes));
        }

        return [.. sizes];
    }
}

/// <summary>The loss and PyTorch's options of it.</summary>
internal sealed record TrainingSpec(
    Loss Loss,
    float LabelSmoothing,
    EquatableArray<float> ClassWeights,
    EquatableArray<float> PositiveWeights,
    float HuberDelta,
    float SmoothL1Beta,
    float HingeMargin)
{
    /// <summary>One factor per output, of a loss per element; empty for 1.</summary>
    public EquatableArray<float> OutputWeights { get; init; } = EquatableArray<float>.Empty;

    /// <summary>What a target of NaN means to a loss per element.</summary>
    public MissingTargets MissingTargets { get; init; }

    /// <summary>γ of the focal loss; 0: none.</summary>
    public float FocalGamma { get; init; }

    /// <summary>Of the error-to-signal ratio.</summary>
    public float PreEmphasis { get; init; }

    /// <summary>Of the error-to-signal ratio: the share of the mean's error.</summary>
    public float DirectCurrentWeight { get; init; }

    public static TrainingSpec Default(Loss loss) =>
        new(loss, 0f, EquatableArray<float>.Empty, EquatableArray<float>.Empty, 1f, 1f, 1f);
}
