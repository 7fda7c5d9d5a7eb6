namespace StaticNet;

// The activations without a constant, as layers of a Sequential network.

/// <summary>f(x) = 1 where x ≥ 0, otherwise 0; its derivative is 0.</summary>
public sealed class StepAttribute : LayerAttribute;

/// <summary>f(x) = max(0, x), PyTorch's <c>nn.ReLU</c>.</summary>
public sealed class ReLUAttribute : LayerAttribute;

/// <summary>f(x) = 1.0507·(x where x &gt; 0, otherwise 1.6733·(exp(x) − 1)), PyTorch's <c>nn.SELU</c>.</summary>
public sealed class SELUAttribute : LayerAttribute;

/// <summary>f(x) = x·Φ(x), computed with the error function, PyTorch's <c>nn.GELU</c>.</summary>
public sealed class GELUAttribute : LayerAttribute;

/// <summary>f(x) = x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³))), PyTorch's <c>nn.GELU(approximate='tanh')</c>.</summary>
public sealed class GELUTanhAttribute : LayerAttribute;

/// <summary>f(x) = x·sigmoid(x), PyTorch's <c>nn.SiLU</c>.</summary>
public sealed class SiLUAttribute : LayerAttribute;

/// <summary>f(x) = x·tanh(softplus(x)), PyTorch's <c>nn.Mish</c>.</summary>
public sealed class MishAttribute : LayerAttribute;

/// <summary>f(x) = x / (1 + |x|), PyTorch's <c>nn.Softsign</c>.</summary>
public sealed class SoftsignAttribute : LayerAttribute;

/// <summary>f(x) = 1 / (1 + exp(−x)), PyTorch's <c>nn.Sigmoid</c>.</summary>
public sealed class SigmoidAttribute : LayerAttribute;

/// <summary>f(x) = tanh(x), PyTorch's <c>nn.Tanh</c>.</summary>
public sealed class TanhAttribute : LayerAttribute;

/// <summary>f(x) = clamp(x/6 + 1/2, 0, 1), PyTorch's <c>nn.Hardsigmoid</c>.</summary>
public sealed class HardSigmoidAttribute : LayerAttribute;

/// <summary>f(x) = x·clamp(x/6 + 1/2, 0, 1), PyTorch's <c>nn.Hardswish</c>.</summary>
public sealed class HardSwishAttribute : LayerAttribute;

/// <summary>f(x) = clamp(x, 0, 6), PyTorch's <c>nn.ReLU6</c>.</summary>
public sealed class ReLU6Attribute : LayerAttribute;

/// <summary>f(x) = log(sigmoid(x)), PyTorch's <c>nn.LogSigmoid</c>.</summary>
public sealed class LogSigmoidAttribute : LayerAttribute;

/// <summary>f(x) = x − tanh(x), PyTorch's <c>nn.Tanhshrink</c>.</summary>
public sealed class TanhshrinkAttribute : LayerAttribute;

/// <summary>f(x)ᵢ = exp(xᵢ) / Σⱼ exp(xⱼ), PyTorch's <c>nn.Softmax(dim=1)</c>. The last layer only.</summary>
public sealed class SoftmaxAttribute : LayerAttribute;

/// <summary>f(x)ᵢ = xᵢ − log Σⱼ exp(xⱼ), PyTorch's <c>nn.LogSoftmax(dim=1)</c>. The last layer only.</summary>
public sealed class LogSoftmaxAttribute : LayerAttribute;
