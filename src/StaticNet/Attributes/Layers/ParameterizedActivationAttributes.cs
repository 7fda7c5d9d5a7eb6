namespace StaticNet;

// The activations with a constant, as layers of a Sequential network.

/// <summary>f(x) = x where x ≥ 0, otherwise negativeSlope·x, PyTorch's <c>nn.LeakyReLU</c>.</summary>
/// <param name="negativeSlope">The factor below 0.</param>
public sealed class LeakyReLUAttribute(float negativeSlope = 0.01f) : LayerAttribute
{
    /// <summary>The factor below 0.</summary>
    public float NegativeSlope { get; } = negativeSlope;
}

/// <summary>f(x) = x where x &gt; 0, otherwise alpha·(exp(x) − 1), PyTorch's <c>nn.ELU</c>.</summary>
/// <param name="alpha">What the function tends to at −∞, negated.</param>
public sealed class ELUAttribute(float alpha = 1f) : LayerAttribute
{
    /// <summary>What the function tends to at −∞, negated.</summary>
    public float Alpha { get; } = alpha;
}

/// <summary>f(x) = x where x &gt; 0, otherwise alpha·(exp(x/alpha) − 1), PyTorch's <c>nn.CELU</c>.</summary>
/// <param name="alpha">Not 0.</param>
public sealed class CELUAttribute(float alpha = 1f) : LayerAttribute
{
    /// <summary>Not 0.</summary>
    public float Alpha { get; } = alpha;
}

/// <summary>f(x) = log(1 + exp(beta·x))/beta, the identity where beta·x &gt; threshold, PyTorch's <c>nn.Softplus</c>.</summary>
/// <param name="beta">Greater than 0.</param>
/// <param name="threshold">Where the function continues as the identity.</param>
public sealed class SoftplusAttribute(float beta = 1f, float threshold = 20f) : LayerAttribute
{
    /// <summary>Greater than 0.</summary>
    public float Beta { get; } = beta;

    /// <summary>Where the function continues as the identity.</summary>
    public float Threshold { get; } = threshold;
}

/// <summary>f(x) = clamp(x, minimum, maximum), PyTorch's <c>nn.Hardtanh</c>.</summary>
/// <param name="minimum">The least value; −∞ for none.</param>
/// <param name="maximum">The greatest value, above the least; ∞ for none.</param>
public sealed class HardTanhAttribute(float minimum = -1f, float maximum = 1f) : LayerAttribute
{
    /// <summary>The least value; −∞ for none.</summary>
    public float Minimum { get; } = minimum;

    /// <summary>The greatest value, above the least; ∞ for none.</summary>
    public float Maximum { get; } = maximum;
}

/// <summary>f(x) = x − lambda·sign(x) where |x| &gt; lambda, otherwise 0, PyTorch's <c>nn.Softshrink</c>.</summary>
/// <param name="lambda">0 or more.</param>
public sealed class SoftshrinkAttribute(float lambda = 0.5f) : LayerAttribute
{
    /// <summary>0 or more.</summary>
    public float Lambda { get; } = lambda;
}

/// <summary>f(x) = x where |x| &gt; lambda, otherwise 0, PyTorch's <c>nn.Hardshrink</c>.</summary>
/// <param name="lambda">0 or more.</param>
public sealed class HardshrinkAttribute(float lambda = 0.5f) : LayerAttribute
{
    /// <summary>0 or more.</summary>
    public float Lambda { get; } = lambda;
}
