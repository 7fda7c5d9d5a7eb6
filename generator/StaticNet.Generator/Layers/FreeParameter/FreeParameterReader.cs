using System.Linq;
using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing.Layers;

namespace StaticNet.Generator.Layers;

/// <summary><c>FreeParameter("log_std", 2, -0.5f)</c>, before the first layer.</summary>
internal sealed class FreeParameterReader : LayerReader
{
    public override LayerSpec? Read(LayerContext layer)
    {
        string name = layer.Attribute.Argument<string?>(0, null) ?? "";
        int count = layer.Attribute.Argument(1, 0);
        float initial = layer.Attribute.Argument(2, 0f);
        if (layer.Attribute.IsBroken)
        {
            return null;
        }

        if (layer.Earlier.Any(static draft => !draft.Layer.IsFreeParameter))
        {
            layer.Problems.Add(new(
                ProblemKind.ParameterMisplaced, layer.Attribute.Place, name,
                $"follows {layer.Earlier[layer.Earlier.Count - 1].Layer.Kind}; write it before the first layer, where PyTorch's modules have their own parameters"));
            return null;
        }

        return new FreeParameterSpec(name, count, initial);
    }

    /// <summary>From trained source; the tensor tells how many numbers.</summary>
    public override LayerSpec? Read(FileLayerContext layer) => new FreeParameterSpec(layer.Name, 0, 0f);
}
