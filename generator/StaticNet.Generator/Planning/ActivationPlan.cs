using StaticNet.Generator.Model;

namespace StaticNet.Generator.Planning;

/// <summary>What the derivative of an activation is computed from, so what the forward pass keeps for the backward pass.</summary>
internal enum DerivativeNeeds
{
    Nothing,
    Output,
    Input,
}

/// <summary>An activation with its parameters.</summary>
internal sealed record ActivationPlan(Activation Function, float Parameter, float SecondParameter)
{
    public static readonly ActivationPlan Identity = new(Activation.Identity, 0f, 0f);

    public static ActivationPlan Of(ActivationSpec layer) => new(layer.Function, layer.Parameter, layer.SecondParameter);

    public bool IsIdentity => Function == Activation.Identity;

    /// <summary>True for softmax and log-softmax, which couple the values of a row.</summary>
    public bool IsRowWise => Function is Activation.Softmax or Activation.LogSoftmax;

    /// <summary>Whether it is a few comparisons and products, with no exponential: no matter at which vector width.</summary>
    public bool IsPiecewise => Function is Activation.Identity or Activation.Step or Activation.ReLU or Activation.LeakyReLU or Activation.ReLU6
        or Activation.HardSigmoid or Activation.HardTanh or Activation.HardSwish or Activation.Softshrink or Activation.Hardshrink;

    /// <summary>How many of the parameters the function takes.</summary>
    public int ParameterCount => Function switch
    {
        Activation.LeakyReLU or Activation.ELU or Activation.CELU or Activation.Softshrink or Activation.Hardshrink => 1,
        Activation.Softplus or Activation.HardTanh => 2,
        _ => 0,
    };

    /// <summary>The same table as the runtime's operators declare (a test compares them).</summary>
    public DerivativeNeeds Needs => Function switch
    {
        Activation.Identity or Activation.Step => DerivativeNeeds.Nothing,
        Activation.ReLU or Activation.SELU or Activation.Sigmoid or Activation.Tanh or Activation.HardSigmoid
            or Activation.HardTanh or Activation.ReLU6 => DerivativeNeeds.Output,
        _ => DerivativeNeeds.Input,
    };
}
