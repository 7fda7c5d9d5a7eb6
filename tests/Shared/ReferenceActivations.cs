using System;

namespace StaticNet.Tests.Shared;

/// <summary>Derivatives of the element-wise activations in double, with PyTorch's choices at kinks (see the fixtures' README).</summary>
internal static class ReferenceActivations
{
    private static readonly double s_selu = 1.0507009873554804934193349852946;
    private static readonly double s_seluAlpha = 1.6732632423543772848170429916717;

    /// <summary>dy/dx of a layer kind at the pre-activation x.</summary>
    public static double Derivative(string kind, double x, Func<string, double, double> argument)
    {
        double s = 1 / (1 + Math.Exp(-x));
        double tanh = Math.Tanh(x);
        double alpha = argument("alpha", 1);
        double lambda = argument("lambd", 0.5);
        switch (kind)
        {
            case "Identity": return 1;
            case "Step": return 0;
            case "ReLU": return x > 0 ? 1 : 0;
            case "ReLU6": return x is > 0 and < 6 ? 1 : 0;
            case "LeakyReLU": return x > 0 ? 1 : argument("negative_slope", 0.01);
            case "ELU": return x > 0 ? 1 : alpha * Math.Exp(x);
            case "CELU": return x > 0 ? 1 : Math.Exp(x / alpha);
            case "SELU": return x > 0 ? s_selu : s_selu * s_seluAlpha * Math.Exp(x);
            case "GELU":
                double phi = (ReferenceLayers.Activate("GELU", x, argument) / x) is double p && double.IsFinite(p) ? p : 0.5;
                return phi + (x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));
            case "GELUTanh":
                double inner = Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x));
                double t = Math.Tanh(inner);
                return (0.5 * (1 + t)) + (0.5 * x * (1 - (t * t)) * Math.Sqrt(2 / Math.PI) * (1 + (3 * 0.044715 * x * x)));
            case "SiLU": return s * (1 + (x * (1 - s)));
            case "Mish":
                double softplus = ReferenceLayers.Activate("Softplus", x, (name, otherwise) => name == "threshold" ? double.MaxValue : otherwise);
                double m = Math.Tanh(softplus);
                return m + (x * (1 - (m * m)) * s);
            case "Softplus":
                double beta = argument("beta", 1);
                return x * beta > argument("threshold", 20) ? 1 : 1 / (1 + Math.Exp(-x * beta));
            case "Softsign": return 1 / ((1 + Math.Abs(x)) * (1 + Math.Abs(x)));
            case "Sigmoid": return s * (1 - s);
            case "LogSigmoid": return 1 / (1 + Math.Exp(x));
            case "Tanh": return 1 - (tanh * tanh);
            case "Tanhshrink": return tanh * tanh;
            case "HardSigmoid": return x is > -3 and < 3 ? 1.0 / 6 : 0;
            case "HardTanh": return x > argument("min_val", -1) && x < argument("max_val", 1) ? 1 : 0;
            case "HardSwish": return x <= -3 ? 0 : x >= 3 ? 1 : (x / 3) + 0.5;
            case "Softshrink" or "Hardshrink": return Math.Abs(x) > lambda ? 1 : 0;
            default: throw new NotSupportedException($"The reference has no activation '{kind}'.");
        }
    }

    /// <summary>The layer kind for an activation's name in the fixtures, for example <c>leaky_relu</c> → <c>LeakyReLU</c>.</summary>
    public static string KindOf(string fixtureName) => fixtureName switch
    {
        "none" or "identity" => "Identity",
        "relu" => "ReLU",
        "relu6" => "ReLU6",
        "leaky_relu" => "LeakyReLU",
        "elu" => "ELU",
        "celu" => "CELU",
        "selu" => "SELU",
        "gelu" => "GELU",
        "gelu_tanh" => "GELUTanh",
        "silu" => "SiLU",
        "mish" => "Mish",
        "softplus" => "Softplus",
        "softsign" => "Softsign",
        "sigmoid" => "Sigmoid",
        "log_sigmoid" or "logsigmoid" => "LogSigmoid",
        "tanh" => "Tanh",
        "tanhshrink" => "Tanhshrink",
        "hardsigmoid" => "HardSigmoid",
        "hardtanh" => "HardTanh",
        "hardswish" => "HardSwish",
        "softshrink" => "Softshrink",
        "hardshrink" => "Hardshrink",
        "softmax" => "Softmax",
        "log_softmax" => "LogSoftmax",
        _ => throw new NotSupportedException($"The reference has no activation '{fixtureName}'."),
    };

    /// <summary>The names of a kind's arguments, in the order of the fixtures' <c>hiddenActivationParams</c>.</summary>
    public static string[] ArgumentNames(string kind) => kind switch
    {
        "LeakyReLU" => ["negative_slope"],
        "ELU" or "CELU" => ["alpha"],
        "Softplus" => ["beta", "threshold"],
        "HardTanh" => ["min_val", "max_val"],
        "Softshrink" or "Hardshrink" => ["lambd"],
        _ => [],
    };
}
