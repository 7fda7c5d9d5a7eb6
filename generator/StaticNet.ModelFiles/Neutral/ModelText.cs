using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace StaticNet.ModelFiles.Neutral;

/// <summary>
/// The text form of a model file, which reaches the generator as an additional file: one record per line, fields separated
/// by tabs (tab, line feed, carriage return and backslash in names are escaped as in C#). Weights are base64 of little-endian
/// float32, or lie in a <see cref="WeightsFile"/>, which the text then names.
/// </summary>
/// <remarks>
/// <code>
/// staticnet-model  1
/// source           iris.onnx
/// output           probabilities                           of an .onnx file; what follows, up to the next output, belongs to it
/// activations      given | unknown
/// input            4
/// layer            Linear  hidden  4  10  -1          kind, name, inputs, outputs, read layers (-1: the input), name=value ...
/// layer            LeakyReLU  1  10  10  0  negative_slope=0.01
/// tensor           0  hidden.weight  10x4  AAAA...    layer, name, shape, values
/// end
/// </code>
/// or, with weights in a file beside the text,
/// <code>
/// weights          StaticNet.0f3c....weights  52428800    name of the resource, number of floats
/// tensor           0  hidden.weight  10x4  @0             layer, name, shape, index of the first float
/// </code>
/// A state dict has <c>activations unknown</c>, no input and no layers; its tensors have the layer -1, and one that is no float is
/// <c>foreign  name  shape  dtype</c>.
/// A file or output that cannot be read has <c>error  node  operator  message</c> (<c>fault</c> where the layers would compute something else than
/// the file); after the layers of an output <c>tolerance  0.004</c>
/// for files in half precision, <c>case  AAAA...  AAAA...</c> for a sequence of inputs and outputs that the file holds, <c>vectors  message</c>
/// where stored test vectors beside the file differ from what the layers compute, and <c>notfinite  3  message</c> where the tensor of that index, or with -1 a layer,
/// holds NaN or infinity.
/// </remarks>
internal static class ModelText
{
    private const string Version = "1";

    /// <summary>Writes a model, its weights in the text.</summary>
    public static string Write(ImportedModel model) => Write(model, null);

    /// <summary>Writes a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="weights">Where its weights lie; null to write them into the text.</param>
    public static string Write(ImportedModel model, WeightsFile? weights) => Write(model.Source, [new ImportedOutput(model.Output, model, null)], weights);

    /// <summary>Writes the outputs of a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="outputs">Its outputs.</param>
    /// <param name="weights">Where the weights of all of them lie, one after the other; null to write them into the text.</param>
    public static string Write(string source, IReadOnlyList<ImportedOutput> outputs, WeightsFile? weights = null)
    {
        var text = new StringBuilder();
        Line(text, "staticnet-model", Version);
        Line(text, "source", source);
        int start = 0;
        foreach (ImportedOutput output in outputs)
        {
            if (output.Name.Length > 0)
            {
                Line(text, "output", output.Name);
            }

            if (output.Model is ImportedModel model)
            {
                Append(text, model, weights, ref start);
            }
            else if (output.Problem is ModelFileException problem)
            {
                Line(text, problem.IsFault ? "fault" : "error", problem.Node, problem.Operation, problem.Message);
            }
        }

        Line(text, "end");
        return text.ToString();
    }

    private static void Append(StringBuilder text, ImportedModel model, WeightsFile? weights, ref int start)
    {
        Line(text, "activations", model.IsStateDict ? "unknown" : "given");
        if (!model.IsStateDict)
        {
            Line(text, "input", Number(model.InputSize));
        }

        foreach (ImportedLayer layer in model.Layers)
        {
            string[] head =
            [
                "layer", layer.Kind, layer.Name, Number(layer.InputSize), Number(layer.OutputSize),
                string.Join(",", layer.Inputs.Select(Number)),
            ];
            Line(text, [.. head, .. layer.Arguments.Select(a => $"{a.Name}={a.Value.ToString("R", CultureInfo.InvariantCulture)}")]);
        }

        if (weights is not null)
        {
            Line(text, "weights", weights.Name, Number(weights.Count));
        }

        foreach (ImportedTensor tensor in model.Tensors)
        {
            string values = weights is null ? Encode(tensor.Values) : "@" + Number(start);
            Line(text, "tensor", Number(tensor.Layer), tensor.Name, string.Join("x", tensor.Shape.Select(Number)), values);
            start += tensor.Values.Length;
        }

        foreach ((string name, int[] shape, string type) in model.ForeignTensors)
        {
            Line(text, "foreign", name, string.Join("x", shape.Select(Number)), type);
        }

        if (model.Tolerance != ImportedModel.SingleTolerance)
        {
            Line(text, "tolerance", model.Tolerance.ToString("R", CultureInfo.InvariantCulture));
        }

        foreach ((float[] inputs, float[] outputs) in model.Cases)
        {
            Line(text, "case", Encode(inputs), Encode(outputs));
        }

        if (model.VectorsProblem.Length > 0)
        {
            Line(text, "vectors", model.VectorsProblem);
        }

        foreach ((int index, string what) in model.NotFinite ?? [])
        {
            Line(text, "notfinite", Number(index), what);
        }
    }

    /// <summary>Writes what is wrong with a file instead of its content.</summary>
    public static string WriteError(string source, string node, string operation, string message)
    {
        var text = new StringBuilder();
        Line(text, "staticnet-model", Version);
        Line(text, "source", source);
        Line(text, "error", node, operation, message);
        return text.ToString();
    }

    /// <summary>Reads what <see cref="Write(ImportedModel)"/> or <see cref="WriteError"/> wrote.</summary>
    /// <param name="text">The text.</param>
    /// <param name="output">Which of several outputs; the only one where it is null.</param>
    /// <exception cref="ModelFileException">The text is an error record.</exception>
    /// <exception cref="InvalidDataException">The text is neither, or has no such output.</exception>
    public static ImportedModel Read(string text, string? output = null)
    {
        var models = new List<ImportedModel> { new() };
        bool isFirst = true;
        bool isComplete = false;
        foreach (string line in text.Split('\n').TakeWhile(line => line.Length > 0))
        {
            string[] fields = [.. line.TrimEnd('\r').Split('\t').Select(Unescape)];
            if (isFirst && (fields.Length != 2 || fields[0] != "staticnet-model" || fields[1] != Version))
            {
                throw new InvalidDataException($"The text is no model of version {Version}; it begins with '{line}'. Rebuild the project.");
            }

            isComplete |= fields[0] == "end";
            try
            {
                if (fields[0] == "output")
                {
                    models.Add(new() { Source = models[0].Source, Output = fields[1] });
                }

                bool isOther = output is not null && models[models.Count - 1].Output is string name && name.Length > 0 && name != output;
                if (!isOther)
                {
                    ReadRecord(models[models.Count - 1], fields);
                }
            }
            catch (Exception e) when (e is FormatException or IndexOutOfRangeException or OverflowException)
            {
                throw new InvalidDataException($"The model text has a damaged record '{fields[0]}': {e.Message}", e);
            }

            isFirst = false;
        }

        ImportedModel[] found = [.. models.Skip(models.Count > 1 ? 1 : 0).Where(model => output is null || model.Output == output)];
        return !isComplete ? throw new InvalidDataException("The model text has no end record; it is cut off. Rebuild the project.")
            : found.Length == 1 ? found[0]
            : throw new InvalidDataException($"The model text has the outputs {string.Join(", ", models.Skip(1).Select(model => $"'{model.Output}'"))}; one of them is expected.");
    }

    private static void ReadRecord(ImportedModel model, string[] fields)
    {
        switch (fields[0])
        {
            case "source":
                model.Source = fields[1];
                break;
            case "activations":
                model.IsStateDict = fields[1] != "given";
                break;
            case "input":
                model.InputSize = Parse(fields[1]);
                break;
            case "layer":
                (string, double)[] arguments = [.. fields.Skip(6).Select(Argument)];
                model.Layers.Add(new ImportedLayer(
                    fields[1], fields[2], Parse(fields[3]), Parse(fields[4]), [.. fields[5].Split(',').Select(Parse)], arguments));
                break;
            case "tensor":
                model.Tensors.Add(new ImportedTensor(Parse(fields[1]), fields[2], ParseShape(fields[3]), Decode(fields[4])));
                break;
            case "foreign":
                model.ForeignTensors.Add((fields[1], ParseShape(fields[2]), fields[3]));
                break;
            case "tolerance":
                model.Tolerance = double.Parse(fields[1], CultureInfo.InvariantCulture);
                break;
            case "case":
                model.Cases.Add((Decode(fields[1]), Decode(fields[2])));
                break;
            case "vectors":
                model.VectorsProblem = fields[1];
                break;
            case "notfinite":
                (model.NotFinite ??= []).Add((Parse(fields[1]), fields[2]));
                break;
            case "error" or "fault":
                throw new ModelFileException(fields[1], fields[2], fields[3]) { IsFault = fields[0] == "fault" };
        }
    }

    private static int[] ParseShape(string field) => field.Length == 0 ? [] : [.. field.Split('x').Select(Parse)];

    private static (string Name, double Value) Argument(string field)
    {
        int equals = field.IndexOf('=');
        return (field.Substring(0, equals < 0 ? 0 : equals), double.Parse(field.Substring(equals + 1), CultureInfo.InvariantCulture));
    }

    private static string Encode(float[] values)
    {
        var bytes = new byte[4 * values.Length];
        LittleEndian.Copy(values, bytes, 0);
        return Convert.ToBase64String(bytes);
    }

    private static float[] Decode(string base64)
    {
        byte[] bytes = Convert.FromBase64String(base64);
        var values = new float[bytes.Length / 4];
        LittleEndian.Copy(bytes, values);
        return values;
    }

    private static void Line(StringBuilder text, params string[] fields)
    {
        for (int i = 0; i < fields.Length; i++)
        {
            text.Append(i > 0 ? "\t" : "").Append(Escape(fields[i]));
        }

        text.Append('\n');
    }

    internal static string Escape(string field) => field.IndexOfAny(['\\', '\t', '\n', '\r']) < 0
        ? field
        : field.Replace("\\", "\\\\").Replace("\t", "\\t").Replace("\n", "\\n").Replace("\r", "\\r");

    private static string Unescape(string field)
    {
        if (field.IndexOf('\\') < 0)
        {
            return field;
        }

        var text = new StringBuilder(field.Length);
        for (int i = 0; i < field.Length; i++)
        {
            bool isEscape = field[i] == '\\' && i + 1 < field.Length;
            char c = isEscape ? field[++i] : field[i];
            text.Append(!isEscape ? c : c switch { 't' => '\t', 'n' => '\n', 'r' => '\r', _ => c });
        }

        return text.ToString();
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static int Parse(string field) => int.Parse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}
