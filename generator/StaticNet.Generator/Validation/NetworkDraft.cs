using System.Collections.Generic;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Validation;

/// <summary>A network as it was read and not yet judged, with the spot each part was read from.</summary>
/// <param name="InputSize">Values per input row.</param>
/// <param name="InputSizePlace">Where that number stands.</param>
/// <param name="InputSizeText">How a message speaks of it: "Layer size at position 1".</param>
/// <param name="Layers">The layers in order.</param>
/// <param name="Training">The loss and its options.</param>
/// <param name="LossPlace">Where the loss was chosen, or the attribute where it was left to its default.</param>
internal sealed record NetworkDraft(
    int InputSize,
    ProblemPlace InputSizePlace,
    string InputSizeText,
    IReadOnlyList<LayerDraft> Layers,
    TrainingSpec Training,
    ProblemPlace LossPlace);

/// <summary>A layer and where it was read from.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="SizePlace">Where its size stands, for a layer that has one.</param>
/// <param name="NamePlace">Where its name stands.</param>
/// <param name="SizeText">How a message speaks of its size: "Layer size at position 2".</param>
internal sealed record LayerDraft(
    LayerSpec Layer, ProblemPlace Place, ProblemPlace SizePlace, ProblemPlace NamePlace, string SizeText);
