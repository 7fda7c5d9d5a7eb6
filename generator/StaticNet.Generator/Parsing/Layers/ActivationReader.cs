using StaticNet.Generator.Model;

namespace StaticNet.Generator.Parsing.Layers;

/// <summary>One activation function: <c>ReLU</c>, <c>Softplus(beta: 2)</c>.</summary>
internal sealed class ActivationReader(Activation function) : LayerReader
{
    public override LayerSpec Read(LayerContext layer) => new ActivationSpec(
        layer.Name,
        function,
        layer.Attribute.Argument(0, ActivationDefaults.Parameter(function)),
        layer.Attribute.Argument(1, ActivationDefaults.SecondParameter(function)));

    public override LayerSpec Read(FileLayerContext layer)
    {
        string first = function switch
        {
            Activation.LeakyReLU => "negative_slope",
            Activation.ELU or Activation.CELU => "alpha",
            Activation.Softplus => "beta",
            Activation.HardTanh => "min_val",
            _ => "lambd",
        };
        string second = function == Activation.HardTanh ? "max_val" : "threshold";
        return new ActivationSpec(
            layer.Name, function, layer.Argument(first, ActivationDefaults.Parameter(function)), layer.Argument(second, ActivationDefaults.SecondParameter(function)));
    }
}
