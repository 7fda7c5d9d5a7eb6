namespace StaticNet.Activations;

/// <summary>What an activation's <c>Backward</c> is given beside the gradient: what the forward pass keeps.</summary>
/// <remarks>
/// Functions whose derivative follows from the output for every parameter value say <see cref="Output"/>: the output is kept anyway,
/// as the input of the next layer. (LeakyReLU, ELU and CELU do not: with a negative slope or alpha their output hides the sign of the input.)
/// </remarks>
public enum DerivativeNeeds
{
    /// <summary>The derivative is a constant.</summary>
    Nothing,

    /// <summary>The output y.</summary>
    Output,

    /// <summary>The input x (the pre-activation).</summary>
    Input,
}
