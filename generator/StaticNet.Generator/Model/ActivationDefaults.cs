namespace StaticNet.Generator.Model;

/// <summary>The constants PyTorch gives an activation that is not told otherwise.</summary>
internal static class ActivationDefaults
{
    /// <summary>Slope, alpha, beta, lambda or minimum; 0 where the function has no constant.</summary>
    public static float Parameter(Activation function) => function switch
    {
        Activation.LeakyReLU => 0.01f,
        Activation.ELU or Activation.CELU or Activation.Softplus => 1f,
        Activation.HardTanh => -1f,
        Activation.Softshrink or Activation.Hardshrink => 0.5f,
        _ => 0f,
    };

    /// <summary>Softplus' threshold and HardTanh's maximum; 0 for all others.</summary>
    public static float SecondParameter(Activation function) => function switch
    {
        Activation.Softplus => 20f,
        Activation.HardTanh => 1f,
        _ => 0f,
    };

    /// <summary>An activation layer with PyTorch's constants.</summary>
    public static ActivationSpec Layer(string name, Activation function) =>
        new(name, function, Parameter(function), SecondParameter(function));
}
