using System;

namespace StaticNet;

/// <summary>
/// Compiles a multi-layer perceptron into the class it stands on: <c>[Mlp(4, 10, 3)]</c> is
/// Linear(4→10) · ReLU · Linear(10→3). The class must be <c>partial</c>.
/// </summary>
/// <param name="sizes">Two or more layer sizes: the inputs, the hidden layers, the outputs; each 1 or more.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class MlpAttribute(params int[] sizes) : MlpOptionsAttribute
{
    /// <summary>The layer sizes, input first.</summary>
    public int[] Sizes { get; } = sizes;
}

/// <summary>
/// Compiles a multi-layer perceptron over typed rows: <c>[Mlp&lt;Flower, Species&gt;(10)]</c> reads the fields and properties of a <c>Flower</c>,
/// in declaration order, and answers with a <c>Species</c>. Only the hidden sizes are written; the others follow from the types.
/// </summary>
/// <typeparam name="TIn">
/// A record, class or struct. A number is one feature, a <see cref="bool"/> 0 or 1, an enum one feature per member; a nullable member
/// has one more feature that says whether it is there. <see cref="FeatureAttribute"/> renames, scales or skips a member.
/// </typeparam>
/// <typeparam name="TOut">An enum, whose members are the classes; or a record or struct of numbers, or a single number.</typeparam>
/// <param name="hiddenSizes">The sizes of the hidden layers; each 1 or more.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MlpAttribute<TIn, TOut>(params int[] hiddenSizes) : MlpOptionsAttribute
{
    /// <summary>The sizes of the hidden layers.</summary>
    public int[] HiddenSizes { get; } = hiddenSizes;
}
