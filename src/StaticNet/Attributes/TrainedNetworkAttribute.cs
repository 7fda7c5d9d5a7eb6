using System;
using System.Diagnostics;

namespace StaticNet;

/// <summary>
/// Trained weights in source: what <c>model.ToCSharp()</c> writes. On a class of its own it declares the network; on another part of
/// a class that <c>[Mlp]</c>, <c>[Sequential]</c> or <c>[Perceptron]</c> declares, it gives that network its weights.
/// </summary>
/// <remarks>
/// The compiler does not write this attribute into the assembly, which holds the numbers only as the network reads them. The text has one
/// record per line: <c>input</c>, <c>layer</c> (kind, name, inputs, outputs, the layers it reads, its arguments), <c>loss</c>, <c>head</c>
/// (name, outputs, loss, weight of the loss), and <c>tensor</c> (layer, name, shape) with its rows behind it, [outputs, inputs] as PyTorch has them.
/// </remarks>
/// <param name="text">Layers and weights.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
[Conditional("STATICNET_KEEPS_TRAINED_TEXT")]
public sealed class TrainedNetworkAttribute(string text) : Attribute
{
    /// <summary>Layers and weights.</summary>
    public string Text { get; } = text;

    /// <summary>
    /// Whether the weights are constants of the assembly: nothing is loaded, no instance holds any, and they cannot be trained or
    /// replaced. Default true; false gives each instance a copy to train further.
    /// </summary>
    public bool Frozen { get; set; } = true;
}
