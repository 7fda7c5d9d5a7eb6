using System;

namespace StaticNet.ModelFiles.Onnx.Interpretation;

/// <summary>
/// Stochastic arithmetic (Vignes, <i>A stochastic arithmetic for reliable scientific computation</i>, 1993): every number that a node reads is
/// changed by one unit in a float's last place, up or down at random. How far a result moves is how far it is determined at all by
/// arithmetic in float, cancellation included.
/// </summary>
/// <param name="random">Decides the signs.</param>
/// <param name="onConstants">Whether the graph's constants are changed as well, and not only what it computes.</param>
internal sealed class RoundingNoise(Random random, bool onConstants = true)
{
    /// <summary>2⁻²³.</summary>
    private const double Unit = 1.1920928955078125e-7;

    /// <summary>Whether the graph's constants are changed as well.</summary>
    public bool OnConstants { get; } = onConstants;

    /// <summary>A tensor of floats with the noise; integers and conditions as they are.</summary>
    public Tensor? On(Tensor? tensor) => tensor is null || tensor.IsInteger || tensor.Type == Tensor.Boolean
        ? tensor
        : tensor.With(Array.ConvertAll(tensor.Values, value => value * (random.Next(2) == 0 ? 1 - Unit : 1 + Unit)));
}
