using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using StaticNet.ModelFiles.Json;
using StaticNet.ModelFiles.Neutral;
using StaticNet.ModelFiles.NumPy;
using StaticNet.ModelFiles.Onnx;
using StaticNet.ModelFiles.Safetensors;
using StaticNet.Persistence.Format;

namespace StaticNet.ModelFiles;

/// <summary>Turns a model file into the text that reaches the generator. A bad file becomes a text too: one that says what is wrong.</summary>
public static class ModelFileConverter
{
    /// <summary>Larger files do not belong into a compilation.</summary>
    internal const long MaximumLength = 256L << 20;

    /// <summary>Whether the file's extension is one that is converted.</summary>
    /// <param name="path">A path; the file need not exist.</param>
    public static bool CanConvert(string path) => HasExtension(path, ".onnx") || HasExtension(path, ".safetensors") || HasExtension(path, ".npz") || HasExtension(path, ".nam")
        || (HasExtension(path, ".json") && !path.EndsWith(".io.json", StringComparison.OrdinalIgnoreCase));

    /// <summary>Converts a file.</summary>
    /// <param name="path">An existing <c>.safetensors</c>, <c>.onnx</c>, <c>.npz</c>, <c>.json</c> or <c>.nam</c> file.</param>
    /// <param name="source">The name by which the project speaks of it; becomes part of the text.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string Convert(string path, string source) => Convert(path, source, int.MaxValue, out _, out _);

    /// <summary>Converts a file.</summary>
    /// <param name="path">An existing file.</param>
    /// <param name="source">The name by which the project speaks of it.</param>
    /// <param name="largestInText">The most parameters whose values are written into the text.</param>
    /// <param name="weights">Their values where there are more.</param>
    /// <param name="dataFiles">Full paths of the files beside it that hold weights, there or not, with the state of each before it was read.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal static string Convert(string path, string source, int largestInText, out WeightsFile? weights, out (string Path, string State)[] dataFiles)
    {
        weights = null;
        var files = new DataFiles(path);
        long length = new FileInfo(path).Length;
        string text = length <= MaximumLength ? Convert(File.ReadAllBytes(path), source, VectorsBeside(path), largestInText, out weights, files) : TooLong(source, length);
        dataFiles = files.States;
        return text;
    }

    /// <summary>Converts a file's content.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="source">Its name; the extension tells the format.</param>
    /// <param name="vectors">The test vectors beside it (<c>.io.json</c>), which its layers must compute; null for none.</param>
    public static string Convert(byte[] bytes, string source, string? vectors = null) => Convert(bytes, source, vectors, int.MaxValue, out _);

    /// <summary>Converts a file's content.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="source">Its name; the extension tells the format.</param>
    /// <param name="vectors">The test vectors beside it; null for none.</param>
    /// <param name="largestInText">The most parameters whose values are written into the text.</param>
    /// <param name="weights">Their values where there are more.</param>
    /// <param name="files">The files beside it; null where none may be read.</param>
    internal static string Convert(byte[] bytes, string source, string? vectors, int largestInText, out WeightsFile? weights, DataFiles? files = null)
    {
        const string prefix = "The file";
        weights = null;
        try
        {
            IReadOnlyList<ImportedOutput> outputs = Import(bytes, source, prefix, files);
            ImportedModel[] models = [.. outputs.Select(static output => output.Model).OfType<ImportedModel>()];
            foreach (ImportedModel model in models)
            {
                model.NotFinite ??= NotFiniteWeights.Of(model);
            }

            foreach (ImportedModel model in models.Where(static model => model.NotFinite!.Count == 0))
            {
                if (vectors is not null && !model.IsStateDict)
                {
                    model.VectorsProblem = TestVectorCheck.Difference(model, vectors, Path.GetFileName(Path.ChangeExtension(source, ".io.json")));
                }

                if (model.Cases.Count > 0)
                {
                    string own = SequenceVectorCheck.Difference(model, model.Cases, Path.GetFileName(source));
                    model.VectorsProblem = own.Length > 0 ? own : model.VectorsProblem;
                }
            }

            weights = WeightsFile.Of(models, largestInText);
            return ModelText.Write(source, outputs, weights);
        }
        catch (ModelFileException e)
        {
            return ModelText.WriteError(source, e.Node, e.Operation, e.Message);
        }
        catch (InvalidDataException e)
        {
            string start = prefix + ": ";
            string message = e.Message.StartsWith(start, StringComparison.Ordinal) ? e.Message.Substring(start.Length) : e.Message;
            return ModelText.WriteError(source, "", "", message.TrimEnd('.'));
        }
    }

    private static IReadOnlyList<ImportedOutput> Import(byte[] bytes, string source, string prefix, DataFiles? files)
    {
        bool isOnnx = HasExtension(source, ".onnx");
        bool isArchive = HasExtension(source, ".npz");
        bool isJson = HasExtension(source, ".json") || HasExtension(source, ".nam");
        string? other = isJson ? FileSignature.NotJson(bytes) : isOnnx ? FileSignature.NotOnnx(bytes) : isArchive ? FileSignature.NotNumPyArchive(bytes) : FileSignature.NotSafetensors(bytes);
        return other is not null ? throw new ModelFileException("", "", other)
            : isOnnx ? OnnxImporter.Import(bytes, prefix, files)
            : isJson ? [new ImportedOutput("", JsonImporter.Import(bytes), null)]
            : [new ImportedOutput("", isArchive ? NumPyArchiveImporter.Import(bytes) : SafetensorsImporter.Import(bytes, prefix), null)];
    }

    /// <summary>The test vectors beside a model file: <c>iris.io.json</c> beside <c>iris.onnx</c>; null where there are none.</summary>
    internal static string? VectorsBeside(string path)
    {
        string vectors = Path.ChangeExtension(path, ".io.json");
        return File.Exists(vectors) ? File.ReadAllText(vectors) : null;
    }

    private static string TooLong(string source, long length) =>
        ModelText.WriteError(source, "", "", $"the file has {length} bytes; at most {MaximumLength} are compiled into a program");

    private static bool HasExtension(string path, string extension) => Path.GetExtension(path).Equals(extension, StringComparison.OrdinalIgnoreCase);
}
