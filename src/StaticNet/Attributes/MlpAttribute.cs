using System;

namespace StaticNet;

/// <summary>
/// Compiles a multi-layer perceptron into the class it stands on: <c>[Mlp(4, 10, 3)]</c> is
/// Linear(4→10) · ReLU · Linear(10→3). The class must be <c>partial</c>.
/// </summary>
/// <param name="sizes">Two or more layer sizes: the inputs, the hidden layers, the outputs; each 1 or more.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class MlpAttribute(params int[] sizes) : Attribute
{
    /// <summary>The layer sizes, input first.</summary>
    public int[] Sizes { get; } = sizes;

    /// <summary>Follows every hidden layer. Default <see cref="StaticNet.Activation.ReLU"/>.</summary>
    public Activation Activation { get; set; } = Activation.ReLU;

    /// <summary>Follows the last layer. Default <see cref="StaticNet.Activation.Identity"/>.</summary>
    public Activation OutputActivation { get; set; } = Activation.Identity;

    /// <summary>What training minimises. Default: see <see cref="StaticNet.Loss.Auto"/>.</summary>
    public Loss Loss { get; set; } = Loss.Auto;

    /// <summary>How weights start. Default: PyTorch's <c>nn.Linear</c>.</summary>
    public Initializer Initializer { get; set; } = Initializer.Auto;

    /// <summary>Whether layers have a bias. Default true.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>One name per layer, first to last; they prefix the parameter names (<c>fc1.weight</c>). Default <c>hidden</c>, <c>output</c>.</summary>
    public string[]? Names { get; set; }

    /// <summary>Whether the single-sample pass is written out without loops.</summary>
    public Unroll Unroll { get; set; } = Unroll.Auto;
}
