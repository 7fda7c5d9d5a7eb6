using System;

namespace StaticNet;

/// <summary>The options of <see cref="MlpAttribute"/> and <see cref="MlpAttribute{TIn, TOut}"/>.</summary>
public abstract class MlpOptionsAttribute : Attribute
{
    private protected MlpOptionsAttribute()
    {
    }

    /// <summary>Follows every hidden layer. Default <see cref="StaticNet.Activation.ReLU"/>.</summary>
    public Activation Activation { get; set; } = Activation.ReLU;

    /// <summary>Follows the last layer. Default <see cref="StaticNet.Activation.Identity"/>.</summary>
    public Activation OutputActivation { get; set; } = Activation.Identity;

    /// <summary>What training minimizes. Default: see <see cref="StaticNet.Loss.Auto"/>.</summary>
    public Loss Loss { get; set; } = Loss.Auto;

    /// <summary>How weights start. Default: PyTorch's <c>nn.Linear</c>.</summary>
    public Initializer Initializer { get; set; } = Initializer.Auto;

    /// <summary>Whether layers have a bias. Default true.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>
    /// Whether inputs are standardized inside the network: a first layer <c>standardize</c>, fitted by <c>model.FitStandardize(x)</c>, saved and exported
    /// with the weights; see <see cref="StandardizeAttribute"/>. Default false.
    /// </summary>
    public bool Standardize { get; set; }

    /// <summary>One name per layer, first to last; they prefix the parameter names (<c>fc1.weight</c>). Default <c>hidden</c>, <c>output</c>.</summary>
    public string[]? Names { get; set; }

    /// <summary>Whether the single-sample pass is written out without loops.</summary>
    public Unroll Unroll { get; set; } = Unroll.Auto;

    /// <summary>What the generated code is written for: speed, or reading. Both give the same bits.</summary>
    public NetworkStyle Style { get; set; } = NetworkStyle.Fast;
}
