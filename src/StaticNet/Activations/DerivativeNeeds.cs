namespace StaticNet.Activations;

/// <summary>What an activation's <c>Backward</c> is given beside the gradient: what the forward pass keeps.</summary>
/// <remarks>
/// Functions whose derivative follows from the output for every parameter value say <see cref="Output"/>: the output is kept anyway,
/// as the input of the next layer. (LeakyReLU, ELU and CELU do not: with a negative slope or alpha their output hides the sign of the input.)
/// </remarks>
public enum DerivativeNeeds
{
    /// <summary>
    /// The derivative is a constant:
    /// <see cref="IdentityOperator"/>, <see cref="StepOperator"/>.
    /// </summary>
    Nothing,

    /// <summary>
    /// The output y:
    /// <see cref="ReLUOperator"/>, <see cref="SELUOperator"/>, <see cref="SigmoidOperator"/>, <see cref="TanhOperator"/>,
    /// <see cref="HardSigmoidOperator"/>, <see cref="HardTanhOperator"/>, <see cref="ReLU6Operator"/>.
    /// </summary>
    Output,

    /// <summary>
    /// The input x (the pre-activation):
    /// <see cref="LeakyReLUOperator"/>, <see cref="ELUOperator"/>, <see cref="CELUOperator"/>, <see cref="GELUOperator"/>,
    /// <see cref="GELUTanhOperator"/>, <see cref="SiLUOperator"/>, <see cref="MishOperator"/>, <see cref="SoftplusOperator"/>,
    /// <see cref="SoftsignOperator"/>, <see cref="HardSwishOperator"/>, <see cref="LogSigmoidOperator"/>,
    /// <see cref="TanhshrinkOperator"/>, <see cref="SoftshrinkOperator"/>, <see cref="HardshrinkOperator"/>.
    /// </summary>
    Input,
}
