using System.Collections.Generic;

namespace StaticNet.Generator.Model;

/// <summary>
/// All that the generator knows of an activation: one entry for each member of <see cref="Activation"/>. A test compares the entries with the
/// enumeration, the attributes, the runtime's operators and the definitions in double precision.
/// </summary>
/// <param name="Operator">The runtime's type with the formulas; for the softmax forms the methods of <c>SoftmaxRows</c>.</param>
/// <param name="Module">What PyTorch prints for it, with a place for each constant.</param>
/// <param name="Needs">What its derivative is computed from.</param>
/// <param name="Constants">Two at most.</param>
internal sealed record ActivationFacts(string Operator, string Module, DerivativeNeeds Needs, params ActivationConstant[] Constants)
{
    private static readonly Dictionary<Activation, ActivationFacts> s_all = new()
    {
        [Activation.Identity] = new("IdentityOperator", "Identity()", DerivativeNeeds.Nothing) { IsPiecewise = true },
        [Activation.Step] = new("StepOperator", "Step()", DerivativeNeeds.Nothing) { IsPiecewise = true, IsBetween0And1 = true },
        [Activation.ReLU] = new("ReLUOperator", "ReLU()", DerivativeNeeds.Output) { IsPiecewise = true },
        [Activation.LeakyReLU] = new("LeakyReLUOperator", "LeakyReLU(negative_slope={0})", DerivativeNeeds.Input, new ActivationConstant("negative_slope", 0.01f, "slope")) { IsPiecewise = true },
        [Activation.ELU] = new("ELUOperator", "ELU(alpha={0})", DerivativeNeeds.Input, new ActivationConstant("alpha", 1f, "alpha")),
        [Activation.SELU] = new("SELUOperator", "SELU()", DerivativeNeeds.Output),
        [Activation.GELU] = new("GELUOperator", "GELU(approximate='none')", DerivativeNeeds.Input),
        [Activation.GELUTanh] = new("GELUTanhOperator", "GELU(approximate='tanh')", DerivativeNeeds.Input),
        [Activation.SiLU] = new("SiLUOperator", "SiLU()", DerivativeNeeds.Input),
        [Activation.Mish] = new("MishOperator", "Mish()", DerivativeNeeds.Input),
        [Activation.Softplus] = new(
            "SoftplusOperator",
            "Softplus(beta={0}, threshold={1})",
            DerivativeNeeds.Input,
            new ActivationConstant("beta", 1f, "beta") { Holds = static (beta, _) => beta > 0, Must = "it must be greater than 0" },
            new ActivationConstant("threshold", 20f, "threshold")),
        [Activation.Softsign] = new("SoftsignOperator", "Softsign()", DerivativeNeeds.Input),
        [Activation.Sigmoid] = new("SigmoidOperator", "Sigmoid()", DerivativeNeeds.Output) { IsBetween0And1 = true },
        [Activation.Tanh] = new("TanhOperator", "Tanh()", DerivativeNeeds.Output),
        [Activation.HardSigmoid] = new("HardSigmoidOperator", "Hardsigmoid()", DerivativeNeeds.Output) { IsPiecewise = true, IsBetween0And1 = true },
        [Activation.HardTanh] = new(
            "HardTanhOperator",
            "Hardtanh(min_val={0}, max_val={1})",
            DerivativeNeeds.Output,
            new ActivationConstant("min_val", -1f, "minimum")
            {
                Holds = static (minimum, maximum) => minimum < maximum || float.IsNaN(maximum), // then the maximum is to blame
                Must = "it must be less than the maximum",
                IsBound = true,
            },
            new ActivationConstant("max_val", 1f, "maximum") { Holds = static (_, maximum) => !float.IsNaN(maximum), IsBound = true })
        {
            IsPiecewise = true,
        },
        [Activation.HardSwish] = new("HardSwishOperator", "Hardswish()", DerivativeNeeds.Input) { IsPiecewise = true },
        [Activation.Softmax] = new("Softmax", "Softmax(dim=1)", DerivativeNeeds.Output) { IsRowWise = true },
        [Activation.LogSoftmax] = new("LogSoftmax", "LogSoftmax(dim=1)", DerivativeNeeds.Output) { IsRowWise = true },
        [Activation.ReLU6] = new("ReLU6Operator", "ReLU6()", DerivativeNeeds.Output) { IsPiecewise = true },
        [Activation.CELU] = new(
            "CELUOperator",
            "CELU(alpha={0})",
            DerivativeNeeds.Input,
            new ActivationConstant("alpha", 1f, "alpha") { Holds = static (alpha, _) => alpha != 0, Must = "it must not be 0" }),
        [Activation.LogSigmoid] = new("LogSigmoidOperator", "LogSigmoid()", DerivativeNeeds.Input),
        [Activation.Tanhshrink] = new("TanhshrinkOperator", "Tanhshrink()", DerivativeNeeds.Input),
        [Activation.Softshrink] = new("SoftshrinkOperator", "Softshrink({0})", DerivativeNeeds.Input, Lambda()) { IsPiecewise = true },
        [Activation.Hardshrink] = new("HardshrinkOperator", "Hardshrink({0})", DerivativeNeeds.Input, Lambda()) { IsPiecewise = true },
    };

    /// <summary>Whether it is a few comparisons and products, with no exponential: no matter at which vector width.</summary>
    public bool IsPiecewise { get; init; }

    /// <summary>Whether it couples the values of a row: softmax and log-softmax.</summary>
    public bool IsRowWise { get; init; }

    /// <summary>Whether a single output of it stands for class 1 above one half.</summary>
    public bool IsBetween0And1 { get; init; }

    /// <summary>Whether there is an entry; a cast may name a member that the enumeration does not have.</summary>
    public static bool Has(Activation function) => s_all.ContainsKey(function);

    /// <summary>The entry, or Identity's where there is none.</summary>
    public static ActivationFacts Of(Activation function) => s_all.TryGetValue(function, out ActivationFacts? facts) ? facts : s_all[Activation.Identity];

    /// <summary>PyTorch's default of a constant; 0 where the function has fewer.</summary>
    public float Default(int constant) => constant < Constants.Length ? Constants[constant].Default : 0f;

    private static ActivationConstant Lambda() => new("lambd", 0.5f, "lambda") { Holds = static (lambda, _) => lambda >= 0, Must = "it must be 0 or more" };
}
