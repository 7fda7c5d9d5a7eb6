using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using StaticNet.ModelFiles.Neutral;
using StaticNet.Persistence.Format;

namespace StaticNet.ModelFiles.Safetensors;

/// <summary>
/// Reads a safetensors file. A file that StaticNet saved says what its layers are; one of PyTorch has weights only.
/// </summary>
internal static class SafetensorsImporter
{
    private const int MaximumTensorCount = 4096;

    /// <summary>Reads a file's content.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="source">What is read, to begin error messages with.</param>
    /// <exception cref="InvalidDataException">The file breaks a rule of the format.</exception>
    /// <exception cref="ModelFileException">The tensors do not make a network.</exception>
    public static ImportedModel Import(byte[] bytes, string source)
    {
        if (bytes.Length < 8)
        {
            throw new InvalidDataException($"{source}: the file has {bytes.Length} bytes; a safetensors file begins with 8 that say how long the header is.");
        }

        ulong length = 0;
        for (int i = 7; i >= 0; i--)
        {
            length = (length << 8) | bytes[i];
        }

        SafetensorsHeader.CheckLength(length, bytes.Length - 8, source);
        var json = new byte[length];
        Array.Copy(bytes, 8, json, 0, json.Length);
        var header = SafetensorsHeader.Parse(json, source);
        int start = 8 + json.Length;
        if (header.DataLength != bytes.Length - start)
        {
            throw new InvalidDataException(
                $"{source}: the header describes {header.DataLength} bytes of data, but {bytes.Length - start} follow it; the file is cut off or damaged.");
        }

        if (header.Entries.Count > MaximumTensorCount)
        {
            throw new ModelFileException("", "", $"the file holds {header.Entries.Count} tensors; at most {MaximumTensorCount} are compiled into a program");
        }

        SafetensorsEntry[] entries = [.. header.EntriesByPosition.Where(entry => !entry.Name.EndsWith(".num_batches_tracked", StringComparison.Ordinal))];
        return header.Metadata.TryGetValue("staticnet.layers", out string? layers)
            ? FromDescription(layers, entries.ToDictionary(entry => entry.Name, entry => Decode(entry, bytes, start)), source, ImportedModel.ToleranceOf(entries.Select(entry => entry.DataType)))
            : StateDict(entries, bytes, start);
    }

    /// <summary>
    /// Weights without layers: which network they make is found out where they are used, together with what its declaration says.
    /// </summary>
    private static ImportedModel StateDict(SafetensorsEntry[] entries, byte[] bytes, int start)
    {
        var model = new ImportedModel { IsStateDict = true, Tolerance = ImportedModel.ToleranceOf(entries.Select(entry => entry.DataType)) };
        foreach (SafetensorsEntry entry in entries)
        {
            if (FloatDecoder.CanDecode(entry.DataType))
            {
                StoredTensor tensor = Decode(entry, bytes, start);
                model.Tensors.Add(new ImportedTensor(-1, entry.Name, tensor.Shape, tensor.Values));
            }
            else
            {
                model.ForeignTensors.Add((entry.Name, [.. entry.Shape.Select(dimension => (int)Math.Min(dimension, int.MaxValue))], entry.DataType));
            }
        }

        return model;
    }

    private static StoredTensor Decode(SafetensorsEntry entry, byte[] bytes, int start)
    {
        if (!FloatDecoder.CanDecode(entry.DataType))
        {
            throw new ModelFileException(
                entry.Name, "", $"tensor {SafetensorsHeader.Show(entry.Name)} has the dtype {entry.DataType}, expected F32, F64, F16 or BF16");
        }

        var data = new byte[entry.End - entry.Begin];
        Array.Copy(bytes, start + entry.Begin, data, 0, data.Length);
        return new StoredTensor([.. entry.Shape.Select(dimension => (int)Math.Min(dimension, int.MaxValue))], FloatDecoder.Decode(data, entry.DataType));
    }

    /// <summary>From the layers that a StaticNet file lists in its metadata.</summary>
    private static ImportedModel FromDescription(string layers, Dictionary<string, StoredTensor> tensors, string source, double tolerance)
    {
        var model = new ImportedModel { Tolerance = tolerance };
        var json = new JsonCursor(Encoding.UTF8.GetBytes(layers), $"{source} (staticnet.layers)");
        json.Expect('[');
        do
        {
            model.Layers.Add(ReadLayer(json, model.Layers.Count - 1));
            if (model.Layers.Count > MaximumTensorCount)
            {
                throw new ModelFileException("", "", $"the file lists more than {MaximumTensorCount} layers");
            }
        }
        while (json.TryTake(','));
        json.Expect(']');
        json.ExpectEnd();
        model.InputSize = model.Layers[0].InputSize;
        for (int i = 0; i < model.Layers.Count; i++)
        {
            foreach (string suffix in TimeLayers.IsRecurrent(model.Layers[i].Kind) && TimeLayers.Fault(model.Layers[i]) is null ? TimeLayers.Suffixes(model.Layers[i]) : s_suffixes)
            {
                string name = $"{model.Layers[i].Name}.{suffix}";
                if (tensors.TryGetValue(name, out StoredTensor? tensor))
                {
                    tensors.Remove(name);
                    model.Tensors.Add(new ImportedTensor(i, name, tensor.Shape, tensor.Values));
                }
            }
        }

        DescribedLayers.Check(model, tensors.Keys);
        return model;
    }

    private static readonly string[] s_suffixes = ["weight", "bias", "running_mean", "running_var", "mean", "scale", "shift", "std", "min", "max"];

    private static ImportedLayer ReadLayer(JsonCursor json, int previous)
    {
        string kind = "";
        string name = "";
        int inputs = 0;
        int outputs = 0;
        var arguments = new List<(string Name, double Value)>();
        json.Expect('{');
        do
        {
            string field = json.ReadString();
            json.Expect(':');
            switch (field)
            {
                case "kind": kind = json.ReadString(); break;
                case "name": name = json.ReadString(); break;
                case "inputs": inputs = (int)Math.Min(json.ReadCount(), int.MaxValue); break;
                case "outputs": outputs = (int)Math.Min(json.ReadCount(), int.MaxValue); break;
                default: arguments.Add((field, json.ReadNumber())); break;
            }
        }
        while (json.TryTake(','));
        json.Expect('}');

        // A Residual, Concat or Select counts the network's input as value 0 and its layers from 1.
        int from = arguments.FindIndex(argument => argument.Name == "from");
        if (from < 0 || kind is not ("Residual" or "Concat" or "Select"))
        {
            return new ImportedLayer(kind, name, inputs, outputs, [previous], [.. arguments]);
        }

        double source = arguments[from].Value;
        bool isThere = source >= 0 && source <= previous + 1 && source == Math.Floor(source);
        if (isThere && kind == "Select")
        {
            arguments.RemoveAt(from);
            return new ImportedLayer(kind, name, inputs, outputs, [(int)source - 1], [.. arguments]);
        }

        return isThere
            ? new ImportedLayer(kind == "Residual" ? "Add" : kind, name, inputs, outputs, [previous, (int)source - 1], [.. arguments.Where(static argument => argument.Name == "first")])
            : throw new ModelFileException(name, kind, $"layer {SafetensorsHeader.Show(name)} ({kind}) reads value {source}, which is none before it");
    }
}

/// <summary>A tensor of a file, as float32.</summary>
internal sealed record StoredTensor(int[] Shape, float[] Values);
