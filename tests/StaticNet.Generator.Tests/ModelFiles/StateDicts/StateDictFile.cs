using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Tests.Harness;
using StaticNet.ModelFiles;
using StaticNet.ModelFiles.Neutral;
using StaticNet.Persistence.Format;
using StaticNet.Tests.Shared;

namespace StaticNet.Generator.Tests.ModelFiles.StateDicts;

/// <summary>
/// A state dict, written as <c>fc1.weight 8x4, fc1.bias 8</c>, with random values; and what a module with its tensors computes, in double.
/// </summary>
internal sealed class StateDictFile
{
    private readonly byte[] _bytes;
    private readonly Dictionary<string, (int[] Shape, float[] Values)> _tensors = new(StringComparer.Ordinal);

    private StateDictFile(byte[] bytes)
    {
        _bytes = bytes;
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        foreach (SafetensorsEntry entry in SafetensorsHeader.Parse(bytes[8..(8 + length)], "test").Entries.Where(static entry => entry.DataType == "F32"))
        {
            byte[] data = bytes[(8 + length + (int)entry.Begin)..(8 + length + (int)entry.End)];
            _tensors.Add(entry.Name, ([.. entry.Shape.Select(static dimension => (int)dimension)], FloatDecoder.Decode(data, entry.DataType)));
        }
    }

    /// <summary>A fixture.</summary>
    public static StateDictFile Fixture(string name) => new(File.ReadAllBytes(FixtureFiles.Find($"statedicts/{name}.safetensors")));

    /// <summary>A file of these tensors, sorted by name as safetensors sorts them. A dtype may follow the shape: <c>steps 1 I64</c>.</summary>
    public static StateDictFile Of(string tensors)
    {
        var random = new Random(tensors.Length);
        var header = new StringBuilder("{");
        var data = new MemoryStream();
        foreach (string[] fields in tensors.Split(',', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal).Select(static tensor => tensor.Split(' ')))
        {
            int[] shape = fields.Length == 1 ? [] : [.. fields[1].Split('x').Select(int.Parse)];
            int begin = (int)data.Length;
            bool isLong = fields.Length > 2;
            for (int i = 0; i < shape.Aggregate(1, static (product, size) => product * size); i++)
            {
                data.Write(isLong ? BitConverter.GetBytes(1L) : BitConverter.GetBytes(IsPositive(fields[0]) ? 0.5f + random.NextSingle() : random.NextSingle() - 0.5f));
            }

            header.Append(begin > 0 ? "," : "").Append(
                $$"""
                "{{fields[0]}}":{"dtype":"{{(isLong ? fields[2] : "F32")}}","shape":[{{string.Join(',', shape)}}],"data_offsets":[{{begin}},{{data.Length}}]}
                """);
        }

        byte[] json = Encoding.UTF8.GetBytes(header.Append('}').ToString());
        return new([.. BitConverter.GetBytes((long)json.Length), .. json, .. data.ToArray()]);
    }

    /// <summary>What the build makes of the file.</summary>
    public string Text(string name) => ModelFileConverter.Convert(_bytes, name);

    /// <summary>As an additional file of a project.</summary>
    public ProjectFile In(string name) => new($"/project/obj/staticnet/{name}.staticnet.txt", Text(name));

    /// <summary>As an additional file of a project, with the weights in a resource.</summary>
    public ProjectFile In(string name, out ResourceDescription resource)
    {
        string text = ModelFileConverter.Convert(_bytes, name, vectors: null, largestInText: 0, out WeightsFile? weights);
        resource = new(weights!.Name, () => new MemoryStream(weights.Bytes), isPublic: true);
        return new($"/project/obj/staticnet/{name}.staticnet.txt", text);
    }

    /// <summary>What the build makes of the file, with the weights in a file of that folder.</summary>
    public string In(string name, string folder)
    {
        string text = ModelFileConverter.Convert(_bytes, name, vectors: null, largestInText: 0, out WeightsFile? weights);
        File.WriteAllBytes(Path.Combine(folder, weights!.Name), weights.Bytes);
        return text;
    }

    /// <summary>The input of the fixtures' reference values: 0.1·(i mod 7) − 0.3.</summary>
    public static float[] Probe(int size) => [.. Enumerable.Range(0, size).Select(static i => (float)((0.1 * (i % 7)) - 0.3))];

    /// <summary>
    /// Computes a module of the file's tensors for one input: <c>fc1 LayerNorm:ln1 ReLU out</c>; names alone are Linear layers, and
    /// <c>Linear^T</c> one whose weights are [inputs, outputs].
    /// </summary>
    public double[] Compute(string layers, float[] input)
    {
        double[] x = [.. input.Select(static value => (double)value)];
        foreach (string layer in layers.Split(' '))
        {
            string[] parts = layer.Split(':');
            x = layer == "ReLU" ? [.. x.Select(static value => Math.Max(0, value))]
                : layer == "Tanh" ? [.. x.Select(Math.Tanh)]
                : Layer(parts.Length == 1 ? "Linear" : parts[0], parts[^1], x);
        }

        return x;
    }

    private static bool IsPositive(string name) => Array.Exists(["var", "std", "max"], suffix => name.EndsWith(suffix, StringComparison.Ordinal));

    private double[] Layer(string kind, string name, double[] x)
    {
        string prefix = name == "." ? "" : name + ".";
        float[] weight = Values(prefix + "weight") ?? [];
        float[] bias = Values(prefix + "bias") ?? new float[x.Length + weight.Length];
        double mean = x.Average();
        double variance = x.Average(value => (value - mean) * (value - mean));
        switch (kind)
        {
            case "Linear":
                return [.. Enumerable.Range(0, weight.Length / x.Length).Select(o => bias[o] + x.Select((value, i) => value * weight[(o * x.Length) + i]).Sum())];
            case "Linear^T":
                int outputs = weight.Length / x.Length;
                return [.. Enumerable.Range(0, outputs).Select(o => bias[o] + x.Select((value, i) => value * weight[(i * outputs) + o]).Sum())];
            case "LayerNorm":
                return [.. x.Select((value, i) => ((value - mean) / Math.Sqrt(variance + 1e-5) * weight[i]) + bias[i])];
            case "RMSNorm":
                return [.. x.Select((value, i) => value / Math.Sqrt(x.Average(static v => v * v) + 1.1920928955078125e-7) * weight[i])];
            case "BatchNorm1d":
                float[] means = Values(prefix + "running_mean")!;
                float[] variances = Values(prefix + "running_var")!;
                return [.. x.Select((value, i) => ((value - means[i]) / Math.Sqrt(variances[i] + 1e-5) * (weight.Length > 0 ? weight[i] : 1)) + bias[i])];
            case "Standardize":
                (float[] center, float[] deviation) = (Values(prefix + "mean")!, Values(prefix + "std")!);
                return [.. x.Select((value, i) => (value - center[i]) / deviation[i])];
            case "Destandardize":
                (float[] back, float[] spread) = (Values(prefix + "mean")!, Values(prefix + "std")!);
                return [.. x.Select((value, i) => (value * spread[i]) + back[i])];
            case "MinMax":
                (float[] least, float[] most) = (Values(prefix + "min")!, Values(prefix + "max")!);
                return [.. x.Select((value, i) => (value - least[i]) / ((double)most[i] - least[i]))];
            case "ScaleShift":
                (float[] scale, float[]? middle) = (Values(prefix + "scale")!, Values(prefix + "mean"));
                return [.. x.Select((value, i) => ((value - (middle?[i] ?? 0)) * scale[i]) + (Values(prefix + "shift")?[i] ?? 0))];
            case "PReLU":
                return [.. x.Select((value, i) => value >= 0 ? value : value * weight[weight.Length == 1 ? 0 : i])];
            default:
                throw new ArgumentException(kind);
        }
    }

    /// <summary>A tensor's values; null where there is none of that name.</summary>
    public float[]? Values(string name) => _tensors.TryGetValue(name, out (int[] Shape, float[] Values) tensor) ? tensor.Values : null;
}
