namespace StaticNet;

/// <summary>The element-wise functions (and the two softmax forms) that can follow a layer. Names and definitions are PyTorch's.</summary>
public enum Activation
{
    /// <summary>f(x) = x.</summary>
    Identity,
    /// <summary>f(x) = 1 where x ≥ 0, otherwise 0; its derivative is 0 (the perceptron's unit).</summary>
    Step,
    /// <summary>f(x) = max(0, x).</summary>
    ReLU,
    /// <summary>f(x) = x where x ≥ 0, otherwise 0.01·x.</summary>
    LeakyReLU,
    /// <summary>f(x) = x where x &gt; 0, otherwise exp(x) − 1.</summary>
    ELU,
    /// <summary>f(x) = 1.0507·(x where x &gt; 0, otherwise 1.6733·(exp(x) − 1)).</summary>
    SELU,
    /// <summary>f(x) = x·Φ(x), computed with the error function.</summary>
    GELU,
    /// <summary>f(x) = x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³))).</summary>
    GELUTanh,
    /// <summary>f(x) = x·sigmoid(x), also called swish.</summary>
    SiLU,
    /// <summary>f(x) = x·tanh(softplus(x)).</summary>
    Mish,
    /// <summary>f(x) = log(1 + exp(x)), the identity where x &gt; 20.</summary>
    Softplus,
    /// <summary>f(x) = x / (1 + |x|).</summary>
    Softsign,
    /// <summary>f(x) = 1 / (1 + exp(−x)).</summary>
    Sigmoid,
    /// <summary>f(x) = tanh(x).</summary>
    Tanh,
    /// <summary>f(x) = clamp(x/6 + 1/2, 0, 1).</summary>
    HardSigmoid,
    /// <summary>f(x) = clamp(x, −1, 1).</summary>
    HardTanh,
    /// <summary>f(x) = x·clamp(x/6 + 1/2, 0, 1).</summary>
    HardSwish,
    /// <summary>f(x)ᵢ = exp(xᵢ) / Σⱼ exp(xⱼ). Output layers only.</summary>
    Softmax,
    /// <summary>f(x)ᵢ = xᵢ − log Σⱼ exp(xⱼ). Output layers only.</summary>
    LogSoftmax,
    /// <summary>f(x) = clamp(x, 0, 6).</summary>
    ReLU6,
    /// <summary>f(x) = x where x &gt; 0, otherwise α·(exp(x/α) − 1), α = 1.</summary>
    CELU,
    /// <summary>f(x) = log(sigmoid(x)).</summary>
    LogSigmoid,
    /// <summary>f(x) = x − tanh(x).</summary>
    Tanhshrink,
    /// <summary>f(x) = x − λ·sign(x) where |x| &gt; λ, otherwise 0, λ = 1/2.</summary>
    Softshrink,
    /// <summary>f(x) = x where |x| &gt; λ, otherwise 0, λ = 1/2.</summary>
    Hardshrink,
}
