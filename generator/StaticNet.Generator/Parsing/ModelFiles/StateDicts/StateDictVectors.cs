using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using StaticNet.Generator.Model;
using StaticNet.ModelFiles.Neutral;

namespace StaticNet.Generator.Parsing.ModelFiles.StateDicts;

/// <summary>
/// Compares the test vectors beside a state dict with what its declared network computes. Only the declaration tells the layers, so the build
/// step cannot do this as it does for files that tell them.
/// </summary>
internal static class StateDictVectors
{
    // About a third of a second, once per file and declaration.
    private const long MaximumWork = 300_000_000;

    // A text lives as long as the file is as it is; asked after every keystroke, the answer is computed once.
    private static readonly ConditionalWeakTable<ModelFileText, ConcurrentDictionary<string, (string Difference, float Tolerance)>> s_known = new();

    /// <summary>How the vectors differ, or an empty text where they do not, and the tolerance that rounding over their steps needs.</summary>
    /// <param name="text">The file.</param>
    /// <param name="options">What the attribute says; with the layers it tells which tensors are read, and how.</param>
    /// <param name="network">What its declaration makes of it.</param>
    /// <param name="vectors">The vectors.</param>
    /// <param name="hash">Of the vectors.</param>
    /// <param name="weightsPath">Where the weights lie that are not in the text; null where they cannot be found.</param>
    public static (string Difference, float Tolerance) Check(ModelFileText text, ModelFileOptions options, FileNetwork network, TestVectors vectors, string hash, string? weightsPath)
    {
        string key = string.Join("\n", network.Layers.Select(static draft => draft.Layer.Signature()).Append(options.ToString()).Append(hash));
        ConcurrentDictionary<string, (string Difference, float Tolerance)> known = s_known.GetOrCreateValue(text);
        if (known.TryGetValue(key, out (string Difference, float Tolerance) found))
        {
            return found;
        }

        if (Model(network, text.Weights is null ? null : Floats(weightsPath, text.Weights.Count), text.Tolerance) is not ImportedModel model)
        {
            return ("", vectors.Tolerance);
        }

        string difference = TestVectorCheck.Difference(model, vectors, MaximumWork);
        return known.GetOrAdd(key, (difference, Math.Max(vectors.Tolerance, (float)model.Tolerance)));
    }

    private static ImportedModel? Model(FileNetwork network, float[]? weights, float tolerance)
    {
        int[] sizes = NetworkSpec.ValueSizes(network.InputSize, network.Layers.Select(static draft => draft.Layer));
        var model = new ImportedModel { InputSize = network.InputSize, Tolerance = tolerance };
        for (int i = 0; i < network.Layers.Count; i++)
        {
            LayerSpec layer = network.Layers[i].Layer;
            int[] inputs = layer.EarlierValue is not int earlier ? [i - 1] : layer.ReadsEarlierValueOnly ? [earlier - 1] : [i - 1, earlier - 1];
            model.Layers.Add(new(
                layer.Kind == "Residual" ? "Add" : layer.Kind, layer.Name, sizes[i], sizes[i + 1], inputs,
                [.. layer.Arguments.Select(static argument => (argument.Name, (double)argument.Value))]));
            foreach (ModelTensor tensor in network.Tensors.Where(tensor => tensor.Name.LastIndexOf('.') is int dot && tensor.Name.Substring(0, Math.Max(0, dot)) == layer.Name))
            {
                if (Values(tensor, weights, sizes[i + 1]) is not float[] values)
                {
                    return null;
                }

                model.Tensors.Add(new(i, tensor.Name, [values.Length], values));
            }
        }

        return model;
    }

    /// <summary>A parameter as [outputs, inputs]; null where its values cannot be read.</summary>
    private static float[]? Values(ModelTensor tensor, float[]? weights, int outputs)
    {
        var values = new float[tensor.Count];
        if (tensor.Base64 is string text)
        {
            LittleEndian.Copy(Convert.FromBase64String(text), values);
        }
        else if (weights is null || tensor.Start + (long)tensor.Count > weights.Length)
        {
            return null;
        }
        else
        {
            Array.Copy(weights, tensor.Start, values, 0, values.Length);
        }

        if (!tensor.IsTransposed)
        {
            return values;
        }

        int inputs = values.Length / outputs;
        var turned = new float[values.Length];
        for (int i = 0; i < turned.Length; i++)
        {
            turned[i] = values[(i % inputs * outputs) + (i / inputs)];
        }

        return turned;
    }

    /// <summary>The weights that the build wrote for the assembly's resources; null where they are not there.</summary>
    private static float[]? Floats(string? path, int count)
    {
        if (path is null)
        {
            return null;
        }

        try
        {
#pragma warning disable RS1035 // A file whose name follows from its content: it gives every run the same answer. As an additional file it would be read as text, at four times its size.
            byte[] bytes = File.ReadAllBytes(path);
#pragma warning restore RS1035
            if (bytes.Length != 4L * count)
            {
                return null;
            }

            var values = new float[count];
            LittleEndian.Copy(bytes, values);
            return values;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
