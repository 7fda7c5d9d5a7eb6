using System.Globalization;
using System.Linq;
using StaticNet.Generator.Collections;
using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing.Layers;

namespace StaticNet.Generator.Layers;

/// <summary><c>Select(2, 3)</c>, <c>Select([3, 0, 1])</c>, each with <c>Layer = "stem"</c> or <c>OfInput = true</c>.</summary>
internal sealed class SelectReader : LayerReader
{
    /// <summary>The argument of a file's layer that names the first position of a run; a list has arguments 0, 1, …</summary>
    private const string Start = "start";

    public override LayerSpec? Read(LayerContext layer)
    {
        int? source = layer.Attribute.Property("OfInput", false) ? 0 : null;
        if (layer.Attribute.Has("Layer"))
        {
            string? name = layer.Attribute.Property<string?>("Layer", null);
            if (layer.Attribute.IsBroken)
            {
                return null;
            }

            if (source is not null)
            {
                layer.Problems.Add(new(
                    ProblemKind.SourceUnknown, layer.Attribute.PlaceOf("OfInput"),
                    "Select reads one value, and both Layer and OfInput are given; remove one of them"));
                return null;
            }

            source = EarlierLayers.OutputOf(layer, name, layer.Attribute.PlaceOf("Layer"));
            if (source is null)
            {
                return null;
            }
        }

        SelectSpec spec = layer.Attribute.ArgumentCount == 1
            ? SelectSpec.Of(layer.Name, layer.Attribute.Integers(0), source)
            : new SelectSpec(layer.Name, layer.Attribute.Argument(0, 0), layer.Attribute.Argument(1, 0), EquatableArray<int>.Empty, source);
        return layer.Attribute.IsBroken ? null : spec;
    }

    public override LayerSpec? Read(FileLayerContext layer)
    {
        int? source = layer.Earlier < 0 ? null : layer.Earlier;
        if (layer.Layer.Arguments.ContainsKey(Start))
        {
            return new SelectSpec(layer.Name, (int)layer.Argument(Start, 0), layer.Layer.Outputs, EquatableArray<int>.Empty, source);
        }

        // A list has one argument for each output.
        return layer.Layer.Arguments.Count != layer.Layer.Outputs ? null : SelectSpec.Of(
            layer.Name, [.. Enumerable.Range(0, layer.Layer.Outputs).Select(i => (int)layer.Argument(i.ToString(CultureInfo.InvariantCulture), -1))], source);
    }
}
