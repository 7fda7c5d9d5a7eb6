using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.Generator.Parsing.ModelFiles;

/// <summary>
/// What the last build found for each name in the project's <c>[ModelFile]</c> attributes. Written by the build step beside the models' texts;
/// never throws, whatever it holds.
/// </summary>
internal sealed class ModelFileIndex
{
    private readonly Dictionary<string, string[]> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _vectors = new(StringComparer.Ordinal);

    private ModelFileIndex()
    {
    }

    /// <summary>Reads the index; null where the text is none.</summary>
    public static ModelFileIndex? Read(string text)
    {
        if (!text.StartsWith("staticnet-files\t", StringComparison.Ordinal))
        {
            return null;
        }

        var index = new ModelFileIndex();
        foreach (string line in text.Split('\n'))
        {
            string[] fields = [.. line.TrimEnd('\r').Split('\t').Select(ModelFileText.Unescape)];
            switch (fields)
            {
                case ["vectors", var source, var path]:
                    index._vectors[source] = path;
                    break;
                case ["found" or "missing" or "dangling" or "several", var name, ..]:
                    index._names[name] = fields;
                    break;
            }
        }

        return index;
    }

    /// <summary>The source of the model that a name means; null where there is none.</summary>
    public string? SourceOf(string name) => _names.TryGetValue(name, out string[]? fields) && fields is ["found", _, var source] ? source : null;

    /// <summary>Whether the build looked for a name and did not find one file.</summary>
    public bool IsWithoutFile(string name) => _names.ContainsKey(name) && SourceOf(name) is null;

    /// <summary>The path of the test vectors beside a model; null where there are none.</summary>
    public string? VectorsOf(string source) => _vectors.TryGetValue(source, out string? path) ? path : null;

    /// <summary>Why a name means no file, and what is to be done.</summary>
    public string Problem(string name)
    {
        string[]? fields = _names.TryGetValue(name, out string[]? found) ? found : null;
        string names = string.Join(", ", (fields ?? []).Skip(2).Select(static file => $"'{file}'"));
        return fields switch
        {
            ["several", ..] => $"several files have this name: {names}. Write the path from the project's folder",
            ["dangling", ..] => "it is a link to a file that does not exist. Restore that file (in a git-annex repository: git annex get), or name another",
            ["missing", _, ..] when names.Length > 0 => $"no file has this path or name. Nearest are: {names}. Paths start at the project's folder",
            ["missing", ..] => "no file has this path or name, and the project has no model file. Put the .safetensors, .onnx, .npz, .json or .nam file into the project's folder; paths start there",
            _ => "the last build did not find this name in the sources. Build the project, which reads the file; a path that is neither a literal nor a const string of the project needs <StaticNetModelFile Include=\"...\" /> in the project file",
        };
    }
}
