using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StaticNet.Generator.Model;

/// <summary>
/// One declared layer: what it is, never how it is computed. Subclasses are one per layer kind. A network's values are numbered
/// from its input, value 0; layer i reads value i and writes value i + 1.
/// </summary>
/// <param name="Name">Prefix of the layer's parameters in a state dict.</param>
internal abstract record LayerSpec(string Name)
{
    /// <summary>The kind as its author writes it: <c>LayerNorm</c> for a LayerNormSpec.</summary>
    public virtual string Kind => GetType().Name[..^"Spec".Length];

    /// <summary>Whether there are trained or running values under the layer's name.</summary>
    public virtual bool HasParameters => false;

    /// <summary>Values per sample the layer writes.</summary>
    /// <param name="sizes">Sizes of the values so far, the network's input first; the last is what the layer reads.</param>
    public virtual int OutputSize(IReadOnlyList<int> sizes) => sizes[sizes.Count - 1];

    /// <summary>Values stored under the layer's name, without padding, as rows of a common length.</summary>
    /// <param name="inputs">Values per sample the layer reads.</param>
    public virtual (long Rows, long Length) StoredRows(int inputs) => (0, 0);

    /// <summary>Values of the tensor with <paramref name="suffix"/> (<c>.weight</c>) under the layer's name; 0 where it has none of that name.</summary>
    public virtual long TensorCount(string suffix, int inputs) => 0;

    /// <summary>The layer as a file's tensor says it, where the tensor's size decides its form; otherwise the layer itself.</summary>
    /// <param name="suffix">Which tensor: <c>.weight</c>.</param>
    /// <param name="count">Values it has.</param>
    /// <param name="inputs">Values per sample the layer reads.</param>
    public virtual LayerSpec WithTensor(string suffix, long count, int inputs) => this;

    /// <summary>Suffixes of the tensors that a file must have for the layer, where that is not all it can have.</summary>
    public virtual IReadOnlyList<string> NeededTensors => [];

    /// <summary>The layer with the sizes that its declaration leaves to a file's tensors.</summary>
    /// <param name="tensors">Shapes by suffix: <c>.weight_ih_l0</c>.</param>
    /// <param name="inputs">Values per sample that arrive.</param>
    /// <param name="problem">What does not fit the declaration; null where all does.</param>
    public virtual LayerSpec WithTensors(IReadOnlyDictionary<string, int[]> tensors, int inputs, out string? problem)
    {
        problem = null;
        return this;
    }

    /// <summary>Values per sample that a layer with these tensors reads; 0 where they do not tell.</summary>
    public virtual int InputsOf(IReadOnlyDictionary<string, int[]> tensors) => 0;

    /// <summary>What the layer computes and what its parameters are called; not how they started.</summary>
    public virtual string Signature() => HasParameters ? ToString() : (this with { Name = "" }).ToString();

    /// <summary>The same layer as it is written where nothing is left to the sizes: two declarations of one layer become equal.</summary>
    /// <param name="sizes">Sizes of the values so far; the last is what the layer reads.</param>
    public virtual LayerSpec Explicit(IReadOnlyList<int> sizes) => this;

    /// <summary>Number of a value it reads beside the one before it; null where it reads that one only.</summary>
    public virtual int? EarlierValue => null;

    /// <summary>Whether <see cref="EarlierValue"/> is all it reads, so that the value before it starts no chain through it.</summary>
    public virtual bool ReadsEarlierValueOnly => false;

    /// <summary>Values that its source must have at least.</summary>
    public virtual long NeededSize => 0;

    /// <summary>Whether that value must be of the size of the one before it.</summary>
    public virtual bool JoinsEqualSizes => false;

    /// <summary>The constants it was given, and which of them its formula has no meaning for.</summary>
    public virtual IReadOnlyList<LayerOption> Options => [];

    /// <summary>What PyTorch's constructor would be given beyond sizes, by PyTorch's names; earlier values by their number, <c>from</c>.</summary>
    public virtual IReadOnlyList<(string Name, float Value)> Arguments => [];

    /// <summary>Whether it scales features: then it is the network's first layer, or its last, where outputs are in the units of the targets.</summary>
    public virtual bool IsScaling => false;

    /// <summary>Whether it is stored numbers that no value depends on.</summary>
    public virtual bool IsFreeParameter => false;

    /// <summary>Whether a step's result depends on the steps before it: the layer has a state.</summary>
    public virtual bool IsOverTime => false;

    /// <summary>Whether it turns the steps of a sequence into one row.</summary>
    public virtual bool EndsTime => false;

    /// <summary>Floats of state per stream.</summary>
    /// <param name="inputs">Values per step the layer reads.</param>
    public virtual long StateSize(int inputs) => 0;

    /// <summary>Steps before the current one that its result depends on; null where there is no bound.</summary>
    public virtual long? StepsBefore => 0;

    /// <summary>Why the layer cannot read as many values, and what to do; null where it can.</summary>
    /// <param name="sizes">Sizes of the values so far; the last is what the layer reads.</param>
    public virtual string? ProblemWithInputs(IReadOnlyList<int> sizes) => null;

    /// <summary>The property that changes nothing as it is written, and why; null where each counts.</summary>
    public virtual (int Argument, string Why)? WithoutEffect => null;

    /// <summary>What is worth saying where no linear layer follows it; null where that is in order.</summary>
    public virtual ProblemKind? ProblemAfterOutput => null;
}

/// <summary>y = W·x + b.</summary>
internal sealed record LinearSpec(string Name, int Outputs, bool HasBias, Initializer Initializer) : LayerSpec(Name)
{
    public override bool HasParameters => true;

    public override int OutputSize(IReadOnlyList<int> sizes) => Outputs;

    public override (long Rows, long Length) StoredRows(int inputs) => (inputs + 1L, Outputs);

    public override long TensorCount(string suffix, int inputs) => suffix switch { ".weight" => (long)Outputs * inputs, ".bias" => Outputs, _ => 0 };

    public override IReadOnlyList<string> NeededTensors => [".weight"];

    public override IReadOnlyList<(string Name, float Value)> Arguments => [("bias", HasBias ? 1f : 0f)];

    public override string Signature() => $"Linear '{Name}' of {Outputs} outputs{(HasBias ? "" : " without bias")}";
}

/// <summary>An activation function on every value (or, for the softmax forms, on the row).</summary>
/// <param name="Name">The layer's index or name in a sequence; activations have no parameters.</param>
/// <param name="Function">Which one.</param>
/// <param name="Parameter">Slope, alpha, beta, lambda or minimum, where the function has one; otherwise PyTorch's default.</param>
/// <param name="SecondParameter">Softplus' threshold or HardTanh's maximum.</param>
internal sealed record ActivationSpec(string Name, Activation Function, float Parameter, float SecondParameter) : LayerSpec(Name)
{
    /// <summary>The function with PyTorch's constants.</summary>
    public ActivationSpec(string name, Activation function)
        : this(name, function, ActivationFacts.Of(function).Default(0), ActivationFacts.Of(function).Default(1))
    {
    }

    public override string Kind => Function.ToString();

    public override IReadOnlyList<(string Name, float Value)> Arguments =>
        [.. ActivationFacts.Of(Function).Constants.Select((constant, i) => (constant.Name, i == 0 ? Parameter : SecondParameter))];

    public override string Signature() => string.Format(CultureInfo.InvariantCulture, "{0}({1:R}, {2:R})", Function, Parameter, SecondParameter);
}
