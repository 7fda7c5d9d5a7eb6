using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.ModelFiles.Neutral;
using StaticNet.Persistence.Format;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>
/// The bytes of a tensor in a file beside the model, as external_data of TensorProto gives them (https://onnx.ai/onnx/repo-docs/ExternalData.html). They are read
/// when something asks for them: a tensor that no node reads needs no file.
/// </summary>
internal sealed class ExternalData
{
    private readonly Dictionary<string, string> _entries = [];

    /// <summary>The files; null where the model is not read from a folder.</summary>
    public DataFiles? Files { get; set; }

    /// <summary>The path of the file, relative to the model's folder; empty where the model names none.</summary>
    public string Location => Entry("location");

    /// <summary>Adds a key and its value; false where the key is there already.</summary>
    public bool Add(string key, string value)
    {
        bool isNew = !_entries.ContainsKey(key);
        _entries[key] = value;
        return isNew;
    }

    /// <summary>Reads the bytes of a tensor.</summary>
    /// <param name="tensor">Its shape and type.</param>
    /// <exception cref="ModelFileException">The file is not there or may not be read, or does not hold them.</exception>
    public byte[] Read(OnnxTensor tensor)
    {
        string name = SafetensorsHeader.Show(tensor.Name);
        if (Location.Length == 0)
        {
            throw Problem($"tensor {name} keeps its data in another file, but the model does not name it; {DataFiles.OneFile}");
        }

        (long start, long length) = Range(tensor);
        return Files is null
            ? throw Problem($"tensor {name} keeps its data in another file ({SafetensorsHeader.Show(Location)}), which is not read; {DataFiles.OneFile}")
            : Files.Read(Location, start, length, name);
    }

    /// <summary>Where the bytes of a tensor begin, and how many there are.</summary>
    /// <exception cref="ModelFileException">The entries are no numbers, or contradict the shape.</exception>
    public (long Start, long Length) Range(OnnxTensor tensor)
    {
        string name = SafetensorsHeader.Show(tensor.Name);
        long start = Number("offset", name) ?? 0;
        long expected = ByteCount(tensor) ?? throw Problem($"tensor {name} of type {TensorDecoder.TypeName(tensor.DataType)} and shape [{string.Join(", ", tensor.Dimensions)}] cannot lie in another file; export the model again");
        long length = Number("length", name) ?? expected;
        return length == expected
            ? (start, length)
            : throw Problem($"tensor {name} has the shape [{string.Join(", ", tensor.Dimensions)}], {expected} bytes of {TensorDecoder.TypeName(tensor.DataType)}, but takes {length} bytes of {SafetensorsHeader.Show(Location)}; export the model again");
    }

    /// <summary>Gives the tensors of a model that lie outside of it their files, and checks that no two of them share a part of their bytes.</summary>
    /// <exception cref="ModelFileException">Two tensors overlap.</exception>
    public static void Attach(OnnxModel model, DataFiles? files)
    {
        OnnxTensor[] tensors = Of(model);
        foreach (OnnxTensor tensor in tensors)
        {
            tensor.External!.Files = files;
        }

        // Tensors of the same bytes are tied weights; some bytes of another's are a mistake.
        foreach (IGrouping<string, OnnxTensor> group in tensors.Where(static tensor => tensor.External!.Location.Length > 0 && ByteCount(tensor) > 0).GroupBy(static tensor => DataFiles.Normal(tensor.External!.Location)))
        {
            (long Start, long Length, string Name)[] ranges =
            [
                .. group.Select(static tensor => (Range: tensor.External!.Range(tensor), tensor.Name)).Select(static tensor => (tensor.Range.Start, tensor.Range.Length, tensor.Name))
                    .OrderBy(static range => range.Start).ThenBy(static range => range.Length),
            ];
            for (int i = 1; i < ranges.Length; i++)
            {
                (long start, long length, string name) = ranges[i - 1];
                if (ranges[i].Start < start + length && (ranges[i].Start, ranges[i].Length) != (start, length))
                {
                    throw Problem($"the tensors {SafetensorsHeader.Show(name)} and {SafetensorsHeader.Show(ranges[i].Name)} share bytes of {SafetensorsHeader.Show(group.Key)}: {start} to {start + length} and {ranges[i].Start} to {ranges[i].Start + ranges[i].Length}; export the model again");
                }
            }
        }
    }

    /// <summary>The tensors of a model, and of the functions that it defines, that lie outside of it.</summary>
    public static OnnxTensor[] Of(OnnxModel model) => model.Graph is null ? [] :
    [
        .. model.Graph.Initializers
            .Concat(model.Graph.Nodes.Concat(model.Functions.SelectMany(static function => function.Nodes)).SelectMany(static node => node.Attributes)
                .Concat(model.Functions.SelectMany(static function => function.Defaults)).Select(static attribute => attribute.Tensor).OfType<OnnxTensor>())
            .Where(static tensor => tensor.External is not null),
    ];

    /// <summary>The bytes that a tensor has by its shape and type; null where that is none of ours, or impossible.</summary>
    private static long? ByteCount(OnnxTensor tensor)
    {
        long count = tensor.DataType switch { 1 or 6 or 12 => 4, 7 or 11 or 13 => 8, 4 or 5 or 10 or 16 => 2, 2 or 3 or 9 => 1, _ => -1 };
        foreach (long dimension in tensor.Dimensions)
        {
            count = dimension is >= 0 and <= int.MaxValue && count is >= 0 and <= int.MaxValue ? count * dimension : -1;
        }

        return count < 0 ? null : count;
    }

    private long? Number(string key, string tensor) => Entry(key) is not { Length: > 0 } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number
        : throw Problem($"tensor {tensor} lies in {SafetensorsHeader.Show(Location)} with the {key} {SafetensorsHeader.Show(text)}; expected a number of bytes");

    private string Entry(string key) => _entries.TryGetValue(key, out string? value) ? value : "";

    private static ModelFileException Problem(string what) => new("", "", what);
}
