using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.Benchmarks;

/// <summary>Sizes and activations of a measured network, known to every rival.</summary>
internal sealed record NetworkShape(string Name, int[] Sizes, Activation Hidden = Activation.ReLU, Activation Output = Activation.Identity, HiddenNorm Norm = HiddenNorm.None)
{
    public static readonly NetworkShape A = new("A", [4, 10, 3], Output: Activation.Softmax);
    public static readonly NetworkShape B = new("B", [2, 8, 1], Activation.Tanh, Activation.Sigmoid);
    public static readonly NetworkShape C = new("C", [16, 32, 32, 4]);
    public static readonly NetworkShape D = new("D", [64, 64, 64, 10]);
    public static readonly NetworkShape E = new("E", [784, 128, 10]);
    public static readonly NetworkShape F = new("F", [784, 512, 512, 10]);

    public static readonly NetworkShape G = new("G", [64, 64, 64, 10], Norm: HiddenNorm.LayerNorm);
    public static readonly NetworkShape H = new("H", [64, 64, 64, 10], Norm: HiddenNorm.BatchNorm);

    public static IReadOnlyList<NetworkShape> All { get; } = [A, B, C, D, E, F];

    /// <summary>With normalizations behind the hidden layers; against ONNX Runtime alone.</summary>
    public static IReadOnlyList<NetworkShape> Normalized { get; } = [G, H];

    public int InputSize => Sizes[0];

    public int OutputSize => Sizes[^1];

    public int LayerCount => Sizes.Length - 1;

    /// <summary>Multiply-adds of one sample: weights and biases.</summary>
    public int MultiplyAdds => Enumerable.Range(0, LayerCount).Sum(l => Sizes[l] * Sizes[l + 1]);

    public int ParameterCount => Enumerable.Range(0, LayerCount).Sum(l => (Sizes[l] + 1) * Sizes[l + 1]);

    /// <summary>The activation after layer <paramref name="layer"/>.</summary>
    public Activation ActivationAfter(int layer) => layer == LayerCount - 1 ? Output : Hidden;

    /// <summary>The layer's default name in a StaticNet network.</summary>
    public string LayerName(int layer) => layer == LayerCount - 1 ? "output" : LayerCount == 2 ? "hidden" : $"hidden{layer + 1}";

    public override string ToString()
    {
        string activations = (Hidden, Output) switch
        {
            (Activation.ReLU, Activation.Identity) => "",
            (Activation.ReLU, _) => $" {Output.ToString().ToLowerInvariant()}",
            _ => $" {Hidden.ToString().ToLowerInvariant()}, {Output.ToString().ToLowerInvariant()}",
        };
        string norm = Norm == HiddenNorm.None ? "" : $" {Norm.ToString().ToLowerInvariant()}";
        return $"{Name} {string.Join('-', Sizes)}{norm}{activations}";
    }
}
