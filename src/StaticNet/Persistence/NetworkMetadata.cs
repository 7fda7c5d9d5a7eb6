using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using StaticNet.Persistence.Format;

namespace StaticNet.Persistence;

/// <summary>What a saved file says about its network under <c>__metadata__</c>.</summary>
internal static class NetworkMetadata
{
    private const string ArchitectureKey = "staticnet.architecture";
    private const string FeaturesKey = "staticnet.features";
    private const string OutputsKey = "staticnet.outputs";

    /// <summary>Everything that <see cref="NetworkDescription"/> knows, as text; the same for every network of a type.</summary>
    public static Dictionary<string, string> Describe(NetworkDescription network)
    {
        Dictionary<string, string> metadata = DescribeLayers(network);
        if (network.Columns is { } columns)
        {
            metadata[FeaturesKey] = List(columns.Features);
            metadata[OutputsKey] = List(columns.Outputs);
        }

        return metadata;
    }

    private static Dictionary<string, string> DescribeLayers(NetworkDescription network) => new()
    {
        // "pt" is what PyTorch's own writer says; some readers insist on it.
        ["format"] = "pt",
        [ArchitectureKey] = Architecture(network),
        ["staticnet.layers"] = Layers(network),
        ["staticnet.loss"] = network.Loss.ToString(),
        ["staticnet.name"] = network.Name,
    };

    /// <summary>
    /// What the network computes, without names: <c>Linear(4, 10) ReLU Linear(10, 3)</c>. Layers that do nothing at
    /// inference are left out, so that a file fits a network that differs in them only.
    /// </summary>
    public static string Architecture(NetworkDescription network)
    {
        var text = new StringBuilder();
        foreach (LayerDescription layer in network.Layers)
        {
            if (layer.Kind is not ("Dropout" or "Identity"))
            {
                text.Append(text.Length > 0 ? " " : "").Append(layer.Kind);
                if (layer.Kind == "Linear")
                {
                    text.Append(CultureInfo.InvariantCulture, $"({layer.InputSize}, {layer.OutputSize})");
                }
                else if (layer.Kind == "Select")
                {
                    // Which values are taken is stored nowhere else.
                    text.Append(CultureInfo.InvariantCulture, $"({string.Join(", ", Array.ConvertAll(layer.Arguments, argument => $"{argument.Name}={argument.Value}"))}; {layer.OutputSize})");
                }
            }
        }

        return text.ToString();
    }

    /// <summary>Refuses a file that says it holds another network: equal shapes do not make equal networks.</summary>
    /// <exception cref="InvalidDataException">The file names another architecture.</exception>
    public static void Check(IReadOnlyDictionary<string, string> metadata, NetworkDescription network, string source)
    {
        string expected = Architecture(network);
        if (metadata.TryGetValue(ArchitectureKey, out string? found) && !string.Equals(found, expected, StringComparison.Ordinal))
        {
            throw new InvalidDataException(
                $"{source}: the file holds the network {SafetensorsHeader.Show(found)}, expected {SafetensorsHeader.Show(expected)} ({network.Name}). LoadStateDict takes the weights without this check.");
        }

        if (network.Columns is { } columns)
        {
            CheckColumns(metadata, columns, source, network.Name);
        }
    }

    // A file without names, of PyTorch for example, says nothing about its columns.
    private static void CheckColumns(IReadOnlyDictionary<string, string> metadata, NetworkColumns columns, string source, string network)
    {
        string? difference = (metadata.TryGetValue(FeaturesKey, out string? features) ? NetworkColumns.Difference("feature", Names(features), columns.Features) : null)
            ?? (metadata.TryGetValue(OutputsKey, out string? outputs) ? NetworkColumns.Difference("output", Names(outputs), columns.Outputs) : null);
        if (difference != null)
        {
            throw new InvalidDataException($"{source}: the file was trained on other columns than {network} reads: {difference}. LoadStateDict takes the weights without this check.");
        }
    }

    // One name a line; a line break in a name would be read as two names, which differ from it.
    private static string List(IReadOnlyList<string> names) => string.Join('\n', names);

    private static string[] Names(string list) => list.Split('\n');

    /// <summary>The layers as a JSON array: kind, name, sizes and PyTorch's arguments.</summary>
    private static string Layers(NetworkDescription network)
    {
        var members = new List<string>(network.Layers.Length);
        foreach (LayerDescription layer in network.Layers)
        {
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"{{\"kind\":{SafetensorsWriter.Quote(layer.Kind)},\"name\":{SafetensorsWriter.Quote(layer.Name)},");
            text.Append(CultureInfo.InvariantCulture, $"\"inputs\":{layer.InputSize},\"outputs\":{layer.OutputSize}");
            foreach ((string name, double value) in layer.Arguments)
            {
                // Arguments are floats in the network: 0.01 rather than 0.009999999776482582.
                string digits = (float)value == value ? ((float)value).ToString("R", CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);
                string number = double.IsFinite(value) ? digits : $"\"{digits}\"";
                text.Append(CultureInfo.InvariantCulture, $",{SafetensorsWriter.Quote(name)}:{number}");
            }

            members.Add(text.Append('}').ToString());
        }

        return $"[{string.Join(',', members)}]";
    }
}
