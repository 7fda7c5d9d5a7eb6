using System;
using System.IO;
using System.Linq;
using StaticNet.ModelFiles.Neutral;
using StaticNet.ModelFiles.Onnx;

namespace StaticNet.ModelFiles.Build;

/// <summary>Whether two files are the same model: graphs that keep their weights in files beside them may be equal, and the weights not.</summary>
internal static class ModelContent
{
    /// <summary>A text that differs where the content of a file does; the path itself where that cannot be told.</summary>
    public static string Of(string path)
    {
        try
        {
            return BuildFile.Hash(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return path;
        }
    }

    /// <summary>Where a model keeps weights outside of it: paths from its folder, the same for all files of its content; empty where it has none, or is damaged.</summary>
    public static string[] DataLocations(string path)
    {
        try
        {
            return path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) && new FileInfo(path).Length <= ModelFileConverter.MaximumLength
                ? [.. ExternalData.Of(OnnxProtoReader.Read(File.ReadAllBytes(path), "")).Select(static tensor => tensor.External!.Location).Distinct(StringComparer.Ordinal)]
                : [];
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // Damaged files are equal as far as their own bytes are, and what cannot be read is reported by whoever converts it.
            return [];
        }
    }

    /// <summary>A text that differs where the files do in which a model keeps its weights; the model's path where that cannot be told.</summary>
    /// <param name="path">The model.</param>
    /// <param name="locations">What <see cref="DataLocations"/> gave.</param>
    public static string OfData(string path, string[] locations)
    {
        try
        {
            var files = new DataFiles(path);
            return string.Join(" ", locations.Select(location => files.Find(location) is string file ? files.State(file) : "-"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return path;
        }
    }
}
