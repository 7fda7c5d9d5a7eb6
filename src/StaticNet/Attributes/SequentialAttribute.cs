using System;

namespace StaticNet;

/// <summary>
/// Compiles a list of layers into the class it stands on. The layers follow in the same brackets, in their order:
/// <c>[Sequential(4), Linear(32), LayerNorm, SiLU, Dropout(0.1f), Linear(3), Softmax]</c>. The class must be <c>partial</c>.
/// </summary>
/// <param name="inputSize">Values per input row, 1 or more.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class SequentialAttribute(int inputSize) : Attribute
{
    /// <summary>Values per input row.</summary>
    public int InputSize { get; } = inputSize;

    /// <summary>Whether the single-sample pass is written out without loops.</summary>
    public Unroll Unroll { get; set; } = Unroll.Auto;

    /// <summary>What the generated code is written for: speed, or reading. Both give the same bits.</summary>
    public NetworkStyle Style { get; set; } = NetworkStyle.Fast;
}

/// <summary>
/// Compiles a list of layers over typed rows: <c>[Sequential&lt;Flower, Species&gt;, Linear(10), ReLU, Linear(3)]</c>. The number of inputs follows
/// from <typeparamref name="TIn"/>; the last layer must have as many outputs as <typeparamref name="TOut"/> has members.
/// </summary>
/// <typeparam name="TIn">A record, class or struct: the features, as for <see cref="MlpAttribute{TIn, TOut}"/>.</typeparam>
/// <typeparam name="TOut">An enum, whose members are the classes; a number; or a record or struct of numbers. With enums or bool among its members, each member has a head.</typeparam>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SequentialAttribute<TIn, TOut> : Attribute
{
    /// <summary>Whether the single-sample pass is written out without loops.</summary>
    public Unroll Unroll { get; set; } = Unroll.Auto;

    /// <summary>What the generated code is written for: speed, or reading. Both give the same bits.</summary>
    public NetworkStyle Style { get; set; } = NetworkStyle.Fast;
}
