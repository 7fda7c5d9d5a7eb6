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

    /// <summary>The same for the files beside an ONNX model that hold its weights; empty where it has none.</summary>
    public static string OfData(string path)
    {
        try
        {
            if (!path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) || new FileInfo(path).Length > ModelFileConverter.MaximumLength)
            {
                return "";
            }

            var files = new DataFiles(path);
            return string.Join(" ", ExternalData.Of(OnnxProtoReader.Read(File.ReadAllBytes(path), "")).Select(static tensor => tensor.External!.Location).Distinct(StringComparer.Ordinal)
                .Select(location => files.Find(location) is string file && File.Exists(file) ? BuildFile.Hash(file) : "-"));
        }
        catch (InvalidDataException)
        {
            // Damaged files are equal as far as their own bytes are.
            return "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return path;
        }
    }
}
