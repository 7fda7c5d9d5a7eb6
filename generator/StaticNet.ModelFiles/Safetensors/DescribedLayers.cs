using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.ModelFiles.Neutral;
using StaticNet.Persistence.Format;

namespace StaticNet.ModelFiles.Safetensors;

/// <summary>Checks the layers that a file lists against its tensors.</summary>
internal static class DescribedLayers
{
    /// <summary>Every layer reads what the one before it writes and has all its parameters; nothing is left over.</summary>
    public static void Check(ImportedModel model, IEnumerable<string> leftOver)
    {
        int Size(int layer) => layer < 0 ? model.InputSize : model.Layers[layer].OutputSize;
        for (int i = 0; i < model.Layers.Count; i++)
        {
            ImportedLayer layer = model.Layers[i];
            string shown = $"layer {SafetensorsHeader.Show(layer.Name)} ({layer.Kind})";
            int size = Size(layer.Inputs[0]);
            long expectedOutputs = layer.Kind switch
            {
                "Linear" => layer.OutputSize,
                _ when TimeLayers.HasMemory(layer.Kind) => layer.OutputSize,
                "Add" when First(layer) is int first => first >= 0 && (long)first + size <= Size(layer.Inputs[1]) ? size : -1,
                "Select" => Selection.Indices(layer, size) is null ? -1 : layer.OutputSize,
                "Concat" when First(layer) is int first => first >= 0 && layer.OutputSize > size && (long)first + layer.OutputSize - size <= Size(layer.Inputs[1]) ? layer.OutputSize : -1,
                "Concat" => layer.Inputs.Sum(input => (long)Size(input)),
                _ => layer.Inputs.All(input => Size(input) == size) ? size : -1,
            };
            if (layer.InputSize != size || layer.OutputSize != expectedOutputs || layer.OutputSize < 1 || size < 1)
            {
                throw new ModelFileException(layer.Name, layer.Kind, $"{shown} takes {layer.InputSize} values and gives {layer.OutputSize}, but the layer before it gives {size}");
            }

            if (TimeLayers.Fault(layer) is string fault)
            {
                throw new ModelFileException(layer.Name, layer.Kind, $"{shown}: {fault}");
            }

            foreach (ImportedTensor tensor in model.Tensors.Where(tensor => tensor.Layer == i))
            {
                int[] expected = TimeLayers.Shape(layer, tensor.Name.Substring(tensor.Name.LastIndexOf('.') + 1)) is int[] shape ? shape
                    : layer.Kind == "Linear" && tensor.Name.EndsWith(".weight", StringComparison.Ordinal) ? [layer.OutputSize, layer.InputSize]
                    : layer.Kind == "PReLU" && tensor.Values.Length == 1 ? [1]
                    : [layer.OutputSize];
                if (!tensor.Shape.SequenceEqual(expected))
                {
                    throw new ModelFileException(layer.Name, layer.Kind, $"tensor {SafetensorsHeader.Show(tensor.Name)} has the shape [{string.Join(", ", tensor.Shape)}], expected [{string.Join(", ", expected)}]");
                }
            }

            string? missing = Needed(layer).FirstOrDefault(suffix => !model.Tensors.Exists(tensor => tensor.Layer == i && tensor.Name == $"{layer.Name}.{suffix}"));
            if (missing is not null)
            {
                throw new ModelFileException(layer.Name, layer.Kind, $"{shown} has no tensor '{layer.Name}.{missing}'");
            }
        }

        string[] rest = [.. leftOver];
        if (rest.Length > 0)
        {
            throw new ModelFileException("", "", $"the file holds tensors that belong to none of its layers: {string.Join(", ", rest.Take(8).Select(SafetensorsHeader.Show))}");
        }
    }

    private static IEnumerable<string> Needed(ImportedLayer layer) => layer.Kind is "Linear" or "Conv1d" ? ["weight"]
        : TimeLayers.IsRecurrent(layer.Kind) ? TimeLayers.Suffixes(layer).Where(static suffix => suffix.StartsWith("weight", StringComparison.Ordinal))
        : [];

    /// <summary>The first column of an earlier value that a Residual adds or a Concat appends; null where it is the whole value.</summary>
    private static int? First(ImportedLayer layer) => layer.Arguments.Where(static argument => argument.Name == "first").Select(static argument => (int?)argument.Value).FirstOrDefault();
}
