using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using StaticNet.Generator.Parsing.ModelFiles;
using StaticNet.ModelFiles.Neutral;

namespace StaticNet.ModelFiles.Json;

/// <summary>
/// Reads the JSON files of audio models: RTNeural's (Keras layout, AIDA-X included), GuitarML's, those of Neural Amp Modeler, and a PyTorch state dict
/// written as JSON.
/// </summary>
internal static class JsonImporter
{
    private const string Expected = "expected is RTNeural's JSON (\"in_shape\" and \"layers\"), GuitarML's (\"model_data\" and \"state_dict\"), Neural Amp Modeler's (\"architecture\", \"config\" and \"weights\"), or a state dict of PyTorch as JSON (\"rec.weight_ih_l0\": [[...]])";

    /// <summary>Reads a file's content.</summary>
    /// <param name="bytes">The whole file, UTF-8.</param>
    /// <exception cref="ModelFileException">It is none of these, or contradicts itself.</exception>
    public static ImportedModel Import(byte[] bytes)
    {
        string text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false).GetString(bytes);
        if (!JsonValue.TryParse(text, out object? root, out int position))
        {
            throw new ModelFileException("", "", NoJson(text, position));
        }

        if (root is not Dictionary<string, object?> members)
        {
            throw new ModelFileException("", "", $"it is JSON, but {JsonTensor.Kind(root)} and no object; {Expected}");
        }

        return NamImporter.IsModel(members) ? NamImporter.Import(members)
            : members.ContainsKey("layers") && members.ContainsKey("in_shape") ? RTNeuralImporter.Import(members)
            : members.ContainsKey("model_data") || members.ContainsKey("state_dict") ? GuitarMLImporter.Import(members)
            : members.Count > 0 && members.All(static member => IsTensor(member.Key, member.Value)) ? StateDict(members)
            : throw new ModelFileException("", "", What(members));
    }

    /// <summary>Tensors by name, as PyTorch has them.</summary>
    public static ImportedModel StateDict(Dictionary<string, object?> members)
    {
        var model = new ImportedModel { IsStateDict = true };
        foreach (KeyValuePair<string, object?> member in members)
        {
            var tensor = JsonTensor.Read(member.Value, $"'{member.Key}'");
            model.Tensors.Add(new ImportedTensor(-1, member.Key, tensor.Shape, tensor.Values));
        }

        return model;
    }

    private static bool IsTensor(string name, object? value) =>
        (name.IndexOf('.') > 0 || name.StartsWith("weight", StringComparison.Ordinal) || name.StartsWith("bias", StringComparison.Ordinal)) && value is List<object?>;

    private static string NoJson(string text, int position)
    {
        string place = position.ToString(CultureInfo.InvariantCulture);
        string found = text.Substring(position, Math.Min(12, text.Length - position)).Trim();
        string[] noNumbers = ["NaN", "Infinity", "-Infinity"];
        return text.Trim().Length == 0 ? "the file is empty"
            : position >= text.Length ? $"it is no complete JSON: it ends after {place} characters inside of a value; the file is cut off"
            : noNumbers.FirstOrDefault(word => found.StartsWith(word, StringComparison.Ordinal) || found.StartsWith("-" + word, StringComparison.Ordinal)) is string word
                ? $"it holds {word} at character {place}, which is no JSON and no weight of a network that can be used; the training diverged"
            : $"it is no JSON at character {place} ('{found}'); {Expected}";
    }

    private static string What(Dictionary<string, object?> members)
    {
        string keys = string.Join(", ", members.Keys.Take(8).Select(static key => $"'{key}'"));
        return members.ContainsKey("cases") ? $"it holds test vectors and no model: save them beside the model as NAME.io.json; {Expected}"
            : members.ContainsKey("layers") ? $"it has 'layers' and no 'in_shape'; {Expected}"
            : members.ContainsKey("class_name") || members.ContainsKey("config") ? $"it is a model's configuration of Keras, without weights; {Expected}"
            : members.Count == 0 ? $"it is an empty object; {Expected}"
            : $"it is JSON with {keys}; {Expected}";
    }
}
