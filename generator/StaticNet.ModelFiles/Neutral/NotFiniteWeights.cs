using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StaticNet.ModelFiles.Neutral;

/// <summary>Finds NaN and infinity among a model's numbers: no network of use has them.</summary>
internal static class NotFiniteWeights
{
    /// <summary>One entry for each tensor that holds some: its index, and what it holds. The index −1 is that of a layer's argument or initial state.</summary>
    public static List<(int Tensor, string What)> Of(ImportedModel model)
    {
        var found = new List<(int, string)>();
        for (int t = 0; t < model.Tensors.Count; t++)
        {
            ImportedTensor tensor = model.Tensors[t];
            int first = Array.FindIndex(tensor.Values, IsNotFinite);
            if (first >= 0)
            {
                string origin = tensor.Origin.Length > 0 && tensor.Origin != tensor.Name ? $" (of '{tensor.Origin}')" : "";
                found.Add((t, $"'{tensor.Name}' [{string.Join(", ", tensor.Shape)}]{origin} holds {Text(tensor.Values[first], tensor.Values.Count(IsNotFinite), $"[{string.Join(", ", Indices(first, tensor.Shape))}]")}"));
            }
        }

        foreach (ImportedLayer layer in model.Layers)
        {
            double[] initial = [.. layer.Arguments.Where(static argument => TimeLayers.InitialIndex(argument.Name) is not null).Select(static argument => argument.Value)];
            int first = Array.FindIndex(initial, static value => IsNotFinite((float)value));
            if (first >= 0)
            {
                found.Add((-1, $"the initial state of layer '{layer.Name}' ({layer.Kind}) holds {Text((float)initial[first], initial.Count(static value => IsNotFinite((float)value)), $"[{first.ToString(CultureInfo.InvariantCulture)}]")}"));
            }

            // A bound may be infinite.
            foreach ((string name, double value) in layer.Arguments.Where(static argument => TimeLayers.InitialIndex(argument.Name) is null))
            {
                if (double.IsNaN(value) || (IsNotFinite((float)value) && name is not ("min_val" or "max_val")))
                {
                    found.Add((-1, $"{name} of layer '{layer.Name}' ({layer.Kind}) is {Name((float)value)}"));
                }
            }
        }

        return found;
    }

    private static string Text(float value, int count, string place) =>
        count == 1 ? $"{Name(value)} at {place}" : $"{count.ToString(CultureInfo.InvariantCulture)} numbers that are not finite, the first {Name(value)} at {place}";

    private static string Name(float value) => float.IsNaN(value) ? "NaN" : $"{(value < 0 ? "-" : "")}Infinity (or a number beyond ±3.4E+38, the range of float)";

    private static IEnumerable<int> Indices(int index, int[] shape)
    {
        int block = shape.Aggregate(1, static (product, size) => product * size);
        foreach (int size in shape)
        {
            block /= size;
            yield return index / block;
            index %= block;
        }
    }

    private static bool IsNotFinite(float value) => float.IsNaN(value) || float.IsInfinity(value);
}
