using System;
using System.Linq;

namespace StaticNet.ModelFiles.Build;

/// <summary>What model files are called.</summary>
internal static class Formats
{
    /// <summary>Extensions of files that are looked for where a name has none like it.</summary>
    public static readonly string[] Extensions = [".safetensors", ".onnx", ".npz", ".json", ".nam"];

    /// <summary>Whether a file is a model file by its name.</summary>
    public static bool IsModelFile(string path) => Extensions.Any(extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase));
}
