using System;

namespace StaticNet;

/// <summary>
/// Rosenblatt's perceptron: one unit that answers 1 where w·x + b ≥ 0 and 0 otherwise, trained by the perceptron rule
/// w ← w + η·(t − y)·x. It learns what a straight line separates (AND, OR) and nothing else (XOR).
/// </summary>
/// <param name="inputSize">Values per input row, 1 or more.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class PerceptronAttribute(int inputSize) : Attribute
{
    /// <summary>Values per input row.</summary>
    public int InputSize { get; } = inputSize;

    /// <summary>How the weights start. Default: PyTorch's <c>nn.Linear</c>.</summary>
    public Initializer Initializer { get; set; } = Initializer.Auto;
}
