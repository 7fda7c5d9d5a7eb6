using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Collections;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Validation;

/// <summary>A network as it was read and not yet judged, with the spot each part was read from.</summary>
/// <param name="InputSize">Values per input row.</param>
/// <param name="InputSizePlace">Where that number stands.</param>
/// <param name="InputSizeText">How a message speaks of it: "Layer size at position 1".</param>
/// <param name="Layers">The layers in order.</param>
/// <param name="Training">The loss and its options.</param>
/// <param name="Attribute">The attribute that declares the network.</param>
/// <param name="LossPlace">Where the loss was chosen, or the attribute where it was left to its default.</param>
/// <param name="TrainingAttribute">Which attribute gives the options of training; −1 for none.</param>
/// <param name="Unroll">The wish about straight-line code.</param>
internal sealed record NetworkDraft(
    int InputSize,
    ProblemPlace InputSizePlace,
    string InputSizeText,
    IReadOnlyList<LayerDraft> Layers,
    TrainingSpec Training,
    ProblemPlace Attribute,
    ProblemPlace LossPlace,
    int TrainingAttribute = -1,
    Unroll Unroll = Unroll.Auto)
{
    /// <summary>The types of a network over typed rows; null where rows are matrices.</summary>
    public TypedRowsSpec? Rows { get; init; }

    /// <summary>What the code is written for.</summary>
    public NetworkStyle Style { get; init; }

    /// <summary>Where that was chosen.</summary>
    public ProblemPlace StylePlace { get; init; }

    /// <summary>Whether the declaration could choose, and does not.</summary>
    public bool IsStyleOpen { get; init; }

    /// <summary>The heads of a network with several outputs; otherwise empty.</summary>
    public EquatableArray<HeadSpec> Heads { get; init; }

    /// <summary>Whether the layers are those of a model that was trained elsewhere, which may have softmax between its layers.</summary>
    public bool IsFinishedModel { get; init; }

    /// <summary>The last layer's activation, Identity where it has weights.</summary>
    public Activation OutputActivation =>
        Layers[Layers.Count - 1].Layer is ActivationSpec last ? last.Function : Activation.Identity;

    /// <summary>Whether the outputs are scaled back to the units of the targets, so that they are numbers and no scores of classes.</summary>
    public bool EndsInTargetScale => Layers.Count > 1 && Layers[Layers.Count - 1].Layer.IsScaling;

    /// <summary>The same network with the loss that <c>Auto</c> means where the outputs alone decide it.</summary>
    public NetworkDraft WithLoss() => EndsInTargetScale && Training.Loss == Loss.Auto ? this with { Training = Training with { Loss = Loss.MeanSquaredError } } : this;

    /// <summary>Sizes of all values: the input, then each layer's output.</summary>
    public int[] ValueSizes() => NetworkSpec.ValueSizes(InputSize, Layers.Select(static draft => draft.Layer));
}

/// <summary>A layer and where it was read from.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="SizePlace">Where its size stands, for a layer that has one.</param>
/// <param name="NamePlace">Where its name stands.</param>
/// <param name="SizeText">How a message speaks of its size: "Layer size at position 2".</param>
/// <param name="DeclaredInputs">The number of inputs written out, which must be what arrives; null where none is.</param>
internal sealed record LayerDraft(
    LayerSpec Layer, ProblemPlace Place, ProblemPlace SizePlace, ProblemPlace NamePlace, string SizeText, int? DeclaredInputs = null);
