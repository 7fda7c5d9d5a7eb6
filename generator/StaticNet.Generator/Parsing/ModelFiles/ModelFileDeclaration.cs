using StaticNet.Generator.Collections;
using StaticNet.Generator.Model;
using StaticNet.Generator.Validation;

namespace StaticNet.Generator.Parsing.ModelFiles;

/// <summary>
/// A <c>[ModelFile]</c> class as far as its attributes tell; layers and weights join when the file's text is there.
/// </summary>
/// <param name="Type">The user's class.</param>
/// <param name="File">The file it names.</param>
/// <param name="Attribute">Which of the type's attributes.</param>
/// <param name="Options">The attribute's other values.</param>
/// <param name="Training">The loss and its options.</param>
/// <param name="TrainingAttribute">Which attribute gives them; −1 for none.</param>
/// <param name="LossPlace">Where the loss was chosen.</param>
/// <param name="Layers">The layers that stand beside it; empty where the file is to tell them.</param>
/// <param name="Problems">What is wrong so far.</param>
internal sealed record ModelFileDeclaration(
    TypeShell Type,
    string File,
    int Attribute,
    ModelFileOptions Options,
    TrainingSpec Training,
    int TrainingAttribute,
    ProblemPlace LossPlace,
    EquatableArray<LayerDraft> Layers,
    EquatableArray<SpecProblem> Problems)
{
    /// <summary>What the network may cost; null where nothing is said.</summary>
    public BudgetSpec? Budget { get; init; }
}

/// <summary>The options of <c>[ModelFile]</c>.</summary>
/// <param name="IsFrozen">Weights are constants.</param>
/// <param name="IsInferenceOnly">Training is left out.</param>
/// <param name="Activation">Between layers of a file with weights only; null where it was not given.</param>
/// <param name="OutputActivation">After them; null where it was not given.</param>
/// <param name="Unroll">The wish about straight-line code.</param>
/// <param name="HasSelfTest">The user wrote a <c>SelfTest()</c>: none is generated.</param>
/// <param name="Prefix">Which tensors of a file with weights only count; empty for all.</param>
/// <param name="HasPredict">The user wrote a <c>Predict()</c>.</param>
/// <param name="Transposed">Whether its weights are [inputs, outputs]; null where it was not given.</param>
/// <param name="Output">Which output of a file with several; null where it was not given.</param>
internal sealed record ModelFileOptions(
    bool IsFrozen, bool IsInferenceOnly, Activation? Activation, Activation? OutputActivation, Unroll Unroll, bool HasSelfTest,
    string Prefix = "", bool? Transposed = null, bool HasPredict = false, string? Output = null);
