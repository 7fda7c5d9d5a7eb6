using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Parsing.ModelFiles;

/// <summary>A layer as the text form has it.</summary>
/// <param name="Kind">PyTorch's name, or that of an activation; <c>Add</c> and <c>Concat</c> read several layers.</param>
/// <param name="Name">Prefix of its parameters.</param>
/// <param name="Outputs">Values written per row.</param>
/// <param name="Sources">The layers it reads; −1 is the network's input.</param>
/// <param name="Arguments">PyTorch's names and values.</param>
internal sealed record FileLayer(string Kind, string Name, int Outputs, int[] Sources, IReadOnlyDictionary<string, float> Arguments);

/// <summary>A parameter as the text form has it.</summary>
/// <param name="Layer">Its layer; −1 in a state dict, which lists none.</param>
/// <param name="Name">Its full name.</param>
/// <param name="Shape">As stored.</param>
/// <param name="Count">How many values.</param>
/// <param name="Base64">The values; null where they lie in the weights resource or are no floats.</param>
/// <param name="Start">Index of the first value in the weights resource.</param>
/// <param name="IsTransposed">The matrix is [inputs, outputs].</param>
/// <param name="Foreign">The dtype, where it is none of floats.</param>
internal sealed record FileTensor(int Layer, string Name, int[] Shape, int Count, string? Base64, int Start, bool IsTransposed = false, string Foreign = "")
{
    public bool IsForeign => Foreign.Length > 0;

    /// <summary>Name and shape, for messages.</summary>
    public string Shown => $"'{Name}' [{string.Join(", ", Shape)}]";
}

/// <summary>
/// The text form of one model file (documented in docs/from-onnx.md), compared by its hash. Weights stay base64 until they are
/// written, or lie in a resource that the build embeds.
/// </summary>
internal sealed class ModelFileText(string source, string hash) : IEquatable<ModelFileText>
{
    private const string Version = "1";
    private const string Rebuild = "the text that the build made of it is damaged; rebuild the project";

    /// <summary>The file's name as the project has it: <c>models/iris.onnx</c>.</summary>
    public string Source { get; private set; } = source;

    public string Hash { get; } = hash;

    /// <summary>What is wrong with the file; null where nothing is.</summary>
    public string? Error { get; private set; }

    /// <summary>Whether the file holds weights only: tensors without layers.</summary>
    public bool IsStateDict { get; private set; }

    /// <summary>Whether the import is at fault for that.</summary>
    public bool IsFault { get; private set; }

    /// <summary>How stored test vectors differ from what the layers compute; null where they do not.</summary>
    public string? VectorsProblem { get; private set; }

    /// <summary>Tensors, by their index, that hold numbers that are not finite, and what they hold; −1 for a number of a layer.</summary>
    public List<(int Tensor, string What)> NotFinite { get; } = [];

    /// <summary>Sequences that the file itself holds: base64 of inputs and of outputs.</summary>
    public List<(string Inputs, string Outputs)> Cases { get; } = [];

    /// <summary>How far outputs may be from stored ones, relative to the largest.</summary>
    public float Tolerance { get; private set; } = TestVectors.SingleTolerance;

    /// <summary>The output that this is; empty for the file as a whole.</summary>
    public string Output { get; private set; } = "";

    /// <summary>The file's outputs where it names them.</summary>
    public List<ModelFileText> Outputs { get; } = [];

    public int InputSize { get; private set; }

    public List<FileLayer> Layers { get; } = [];

    public List<FileTensor> Tensors { get; } = [];

    /// <summary>The resource that holds the weights; null where the text does.</summary>
    public WeightsResource? Weights { get; private set; }

    public bool Equals(ModelFileText? other) => other is not null && other.Hash == Hash;

    public override bool Equals(object? obj) => Equals(obj as ModelFileText);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Hash);

    /// <summary>Reads a text; never throws, whatever it holds.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">Where it lies; names the model until the text does.</param>
    /// <param name="hash">Of the text.</param>
    public static ModelFileText Read(string text, string path, string hash)
    {
        var model = new ModelFileText(path, hash);
        bool isComplete = false;
        bool isFirst = true;
        int start = 0;
        ModelFileText current = model;
        bool isSound = true;
        while (start < text.Length && isSound)
        {
            int end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end;
            string[] fields = text.Substring(start, end - start).TrimEnd('\r').Split('\t');
            if (!isFirst && fields is ["output", var output])
            {
                current = new(model.Source, $"{hash}/{output}") { Output = Unescape(output) };
                model.Outputs.Add(current);
            }

            isSound = isFirst ? fields is ["staticnet-model", Version] : fields[0] is "end" or "output" || current.TryRead(fields);
            isComplete |= fields[0] == "end";
            isFirst = false;
            start = end + 1;
        }

        model.Error ??= isSound && isComplete ? null : Rebuild;
        return model;
    }

    /// <summary>A network whose layers were found out from a state dict.</summary>
    public static ModelFileText Of(string source, string hash, int inputSize, IEnumerable<FileLayer> layers, IEnumerable<FileTensor> tensors)
    {
        var text = new ModelFileText(source, hash) { InputSize = inputSize };
        text.Layers.AddRange(layers);
        text.Tensors.AddRange(tensors);
        return text;
    }

    /// <summary>A text that cannot be used.</summary>
    public static ModelFileText Broken(string source, string error, string hash) => new(source, hash) { Error = error };

    /// <summary>The output that is asked for, or the only one.</summary>
    /// <param name="output">Its name; null where the declaration chooses none.</param>
    /// <param name="problem">What is to be done where there is no such output, or none was chosen of several.</param>
    public ModelFileText OfOutput(string? output, out string? problem)
    {
        problem = null;
        // The modules of a state dict are looked at where its network is made.
        if (Error is not null || IsStateDict)
        {
            return this;
        }

        ModelFileText? found = output is null && Outputs.Count == 1 ? Outputs[0] : Outputs.Find(model => model.Output == output);
        if (found is null && (output is not null || Outputs.Count > 0))
        {
            string example = $"Output = \"{(Outputs.Find(static model => model.Error is null) ?? Outputs.FirstOrDefault())?.Output}\"";
            problem = Outputs.Count == 0
                ? "its format has no names for outputs; remove Output"
                : output is null
                ? $"it has {Outputs.Count.ToString(CultureInfo.InvariantCulture)} outputs ({Names()}); choose one, for example {example}"
                : $"it has no output '{output}'; {(Outputs.Count == 1 ? $"its output is {Names()}" : $"its outputs are {Names()}")}";
        }

        return found ?? this;
    }

    private string Names() => string.Join(", ", Outputs.Take(16).Select(static model => $"'{model.Output}'{(model.Error is null ? "" : ", which cannot be compiled")}"));

    private bool TryRead(string[] fields)
    {
        switch (fields)
        {
            case ["source", var source]:
                Source = Unescape(source);
                return true;
            case ["activations", var given]:
                IsStateDict = given != "given";
                return true;
            case ["input", var size]:
                InputSize = Number(size) ?? 0;
                return InputSize > 0;
            case ["layer", var kind, var name, _, var outputs, var sources, ..]:
                return TryReadLayer(kind, Unescape(name), Number(outputs), sources.Split(','), fields);
            case ["weights", var resource, var length]:
                Weights = new(resource, Number(length) ?? 0);
                return Weights.Count > 0;
            case ["tensor", var layer, var name, var shape, var values]:
                return TryReadTensor(Number(layer) ?? -1, Unescape(name), Dimensions(shape), values);
            case ["foreign", var name, var shape, var type]:
                Tensors.Add(new(-1, Unescape(name), Dimensions(shape), 0, null, 0, Foreign: type));
                return true;
            case ["tolerance", var tolerance]:
                Tolerance = float.TryParse(tolerance, NumberStyles.Float, CultureInfo.InvariantCulture, out float relative) ? relative : 0;
                return Tolerance > 0;
            case ["case", var inputs, var outputs]:
                Cases.Add((inputs, outputs));
                return true;
            case ["vectors", var difference]:
                VectorsProblem = Unescape(difference);
                return true;
            case ["notfinite", var tensor, var what]:
                int index = Number(tensor) ?? int.MaxValue;
                NotFinite.Add((index, Unescape(what)));
                return index >= -1 && index < Tensors.Count;
            case ["error" or "fault", var node, var operation, var message]:
                IsFault = fields[0] == "fault";
                // Most messages name the node already.
                string text = Unescape(message);
                bool isNamed = node.Length + operation.Length == 0 || (node.Length > 0 && text.Contains(Unescape(node)));
                string place = node.Length == 0 ? Unescape(operation) : operation.Length == 0 ? $"'{Unescape(node)}'" : $"node '{Unescape(node)}' ({Unescape(operation)})";
                Error = isNamed ? text : $"{place}: {text}";
                return true;
            default:
                return fields is [""];
        }
    }

    private static int[] Dimensions(string shape) =>
        shape.Length == 0 ? [] : Array.ConvertAll(shape.Split('x'), static dimension => Number(dimension) ?? 1);

    private bool TryReadTensor(int layer, string name, int[] shape, string values)
    {
        long count = 1;
        foreach (int dimension in shape)
        {
            count = Math.Min(count * dimension, int.MaxValue);
        }

        bool isInResource = values.StartsWith("@", StringComparison.Ordinal);
        int? start = isInResource ? Number(values.Substring(1)) : 0;
        Tensors.Add(new(layer, name, shape, (int)count, isInResource ? null : values, start ?? -1));
        return isInResource ? start >= 0 && start + count <= Weights?.Count : values.Length == (((4 * count) + 2) / 3) * 4;
    }

    private bool TryReadLayer(string kind, string name, int? outputs, string[] sources, string[] fields)
    {
        var arguments = new Dictionary<string, float>(StringComparer.Ordinal);
        for (int i = 6; i < fields.Length; i++)
        {
            int equals = fields[i].IndexOf('=');
            if (equals < 0 || !double.TryParse(fields[i].Substring(equals + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            {
                return false;
            }

            arguments[fields[i].Substring(0, equals)] = (float)value;
        }

        int[] read = Array.ConvertAll(sources, source => Number(source) ?? int.MaxValue);
        Layers.Add(new(kind, name, outputs ?? 0, read, arguments));
        return outputs > 0 && Array.TrueForAll(read, source => source >= -1 && source < Layers.Count - 1);
    }

    private static int? Number(string field) =>
        int.TryParse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;

    internal static string Unescape(string field)
    {
        if (field.IndexOf('\\') < 0)
        {
            return field;
        }

        var text = new System.Text.StringBuilder(field.Length);
        for (int i = 0; i < field.Length; i++)
        {
            bool isEscape = field[i] == '\\' && i + 1 < field.Length;
            char c = isEscape ? field[++i] : field[i];
            text.Append(!isEscape ? c : c switch { 't' => '\t', 'n' => '\n', 'r' => '\r', _ => c });
        }

        return text.ToString();
    }
}
