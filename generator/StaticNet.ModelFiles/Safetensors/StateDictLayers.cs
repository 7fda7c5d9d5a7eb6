using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using StaticNet.ModelFiles.Neutral;
using StaticNet.Persistence.Format;

namespace StaticNet.ModelFiles.Safetensors;

/// <summary>Makes layers of a PyTorch state dict: which tensors belong together, what they are, and in which order they compute.</summary>
internal static class StateDictLayers
{
    /// <summary>The network, without activations.</summary>
    /// <param name="entries">The tensors in the order of their bytes.</param>
    /// <param name="tensors">The tensors by name.</param>
    /// <exception cref="ModelFileException">The tensors do not make one chain of layers.</exception>
    public static ImportedModel Arrange(IEnumerable<SafetensorsEntry> entries, Dictionary<string, StoredTensor> tensors)
    {
        List<string> names = [.. entries.Select(entry => entry.Name).Where(tensors.ContainsKey)];
        List<Group> stored = [.. names.Select(Prefix).Distinct().Select(prefix => new Group(prefix, tensors))];
        if (stored.Count == 0)
        {
            throw new ModelFileException("", "", "the file holds no tensors that make a network");
        }

        // safetensors.torch sorts tensors by name: then the order of the bytes says nothing, but numbers in names do.
        bool isSorted = names.SequenceEqual(names.OrderBy(name => name, StringComparer.Ordinal));
        List<Group> byName = [.. stored.OrderBy(group => NaturalKey(group.Prefix), StringComparer.Ordinal)];
        List<Group>[] orders = isSorted ? [byName, stored] : [stored, byName];
        List<Group> layers = Array.Find(orders, IsChain) ?? ChainByShape(stored)
            ?? throw new ModelFileException("", "", $"the layers {string.Join(", ", stored.Select(group => group.ToString()))} do not make one chain in any order that their names tell; number them, as nn.Sequential does");
        var model = new ImportedModel { HasActivations = false, InputSize = layers[0].Inputs };
        foreach (Group group in layers)
        {
            group.AddTo(model);
        }

        Check(model, []);
        return model;
    }

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
                    : layer.Kind == "PReLU" ? [1]
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

    private static bool IsChain(List<Group> groups)
    {
        for (int i = 1; i < groups.Count; i++)
        {
            if (groups[i].Inputs != groups[i - 1].Outputs)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The one order in which sizes fit, where there is exactly one and no two layers could change places.</summary>
    private static List<Group>? ChainByShape(List<Group> groups)
    {
        var chain = new List<Group>();
        List<Group> open = [.. groups];
        List<Group> starts = groups.FindAll(group => !groups.Exists(other => other.Outputs == group.Inputs));
        Group? next = starts.Count == 1 ? starts[0] : null;
        while (next is not null)
        {
            chain.Add(next);
            open.Remove(next);
            List<Group> candidates = open.FindAll(group => group.Inputs == chain[chain.Count - 1].Outputs);
            next = candidates.Count == 1 ? candidates[0] : null;
        }

        return open.Count == 0 ? chain : null;
    }

    private static string Prefix(string name)
    {
        int dot = name.LastIndexOf('.');
        return dot > 0 ? name.Substring(0, dot) : throw new ModelFileException(
            name, "", $"tensor {SafetensorsHeader.Show(name)} belongs to no layer; names such as 'hidden.weight' are expected");
    }

    /// <summary>Digits padded, so that 10 comes after 2.</summary>
    private static string NaturalKey(string prefix) => Regex.Replace(prefix, "[0-9]+", match => match.Value.PadLeft(12, '0'));

    /// <summary>The tensors of one layer.</summary>
    private sealed class Group
    {
        private readonly (string Suffix, StoredTensor? Tensor)[] _parameters;

        public Group(string prefix, Dictionary<string, StoredTensor> tensors)
        {
            Prefix = prefix;
            _parameters = [.. s_suffixes.Select(suffix => (suffix, tensors.TryGetValue($"{prefix}.{suffix}", out StoredTensor? tensor) ? tensor : null))];
            string? unknown = tensors.Keys.FirstOrDefault(name =>
                name.StartsWith(prefix + ".", StringComparison.Ordinal) && name.LastIndexOf('.') == prefix.Length && !s_suffixes.Contains(name.Substring(prefix.Length + 1)));
            if (unknown is not null || _parameters[0].Tensor is null)
            {
                throw new ModelFileException(prefix, "", unknown is null
                    ? $"layer {SafetensorsHeader.Show(prefix)} has no tensor '{prefix}.weight'"
                    : $"tensor {SafetensorsHeader.Show(unknown)} is none of weight, bias, running_mean, running_var; Linear, LayerNorm and BatchNorm1d are supported");
            }

            int[] shape = _parameters[0].Tensor!.Shape;
            Kind = shape.Length switch
            {
                2 => "Linear",
                1 => _parameters[2].Tensor is null ? "LayerNorm" : "BatchNorm1d",
                _ => throw new ModelFileException(
                    prefix, "", $"tensor '{prefix}.weight' has the shape [{string.Join(", ", shape)}]; Linear (a matrix), LayerNorm and BatchNorm1d (a vector) are supported"),
            };
            Outputs = shape[0];
            Inputs = shape[shape.Length - 1];
        }

        private static readonly string[] s_suffixes = ["weight", "bias", "running_mean", "running_var"];

        public string Prefix { get; }

        public string Kind { get; }

        public int Inputs { get; }

        public int Outputs { get; }

        public void AddTo(ImportedModel model)
        {
            int index = model.Layers.Count;
            (string, double)[] arguments = Kind == "Linear" ? [] : [("eps", 1e-5)];
            model.Layers.Add(new ImportedLayer(Kind, Prefix, Inputs, Outputs, [index - 1], arguments));
            foreach ((string suffix, StoredTensor? tensor) in _parameters)
            {
                if (tensor is not null)
                {
                    model.Tensors.Add(new ImportedTensor(index, $"{Prefix}.{suffix}", tensor.Shape, tensor.Values));
                }
            }
        }

        public override string ToString() => $"{SafetensorsHeader.Show(Prefix)} ({Inputs} to {Outputs})";
    }
}
