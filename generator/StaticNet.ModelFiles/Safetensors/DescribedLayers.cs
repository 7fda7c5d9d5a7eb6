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
                "Select" => Selection.Indices(layer, size) is null ? -1 : layer.OutputSize,
                "Concat" => layer.Inputs.Sum(input => (long)Size(input)),
                _ => layer.Inputs.All(input => Size(input) == size) ? size : -1,
            };
            if (layer.InputSize != size || layer.OutputSize != expectedOutputs || layer.OutputSize < 1 || size < 1)
            {
                throw new ModelFileException(layer.Name, layer.Kind, $"{shown} takes {layer.InputSize} values and gives {layer.OutputSize}, but the layer before it gives {size}");
            }

            foreach (ImportedTensor tensor in model.Tensors.Where(tensor => tensor.Layer == i))
            {
                int[] expected = layer.Kind == "Linear" && tensor.Name.EndsWith(".weight", StringComparison.Ordinal) ? [layer.OutputSize, layer.InputSize]
                    : layer.Kind == "PReLU" && tensor.Values.Length == 1 ? [1]
                    : [layer.OutputSize];
                if (!tensor.Shape.SequenceEqual(expected))
                {
                    throw new ModelFileException(layer.Name, layer.Kind, $"tensor {SafetensorsHeader.Show(tensor.Name)} has the shape [{string.Join(", ", tensor.Shape)}], expected [{string.Join(", ", expected)}]");
                }
            }

            if (layer.Kind == "Linear" && !model.Tensors.Exists(tensor => tensor.Layer == i && tensor.Name == $"{layer.Name}.weight"))
            {
                throw new ModelFileException(layer.Name, layer.Kind, $"{shown} has no tensor '{layer.Name}.weight'");
            }
        }

        string[] rest = [.. leftOver];
        if (rest.Length > 0)
        {
            throw new ModelFileException("", "", $"the file holds tensors that belong to none of its layers: {string.Join(", ", rest.Take(8).Select(SafetensorsHeader.Show))}");
        }
    }
}
