using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Parsing.ModelFiles;

/// <summary>One additional file that concerns us: a model's text, test vectors beside a model, or the index of the names.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Model">The model, for a model's text.</param>
/// <param name="Index">The index, for its text.</param>
/// <param name="Vectors">The file's content, for test vectors.</param>
/// <param name="Hash">Of the content.</param>
internal sealed record ModelFileEntry(string Path, ModelFileText? Model, ModelFileIndex? Index, string Vectors, string Hash)
{
    // The content is compared by its hash.
    public bool Equals(ModelFileEntry? other) => other is not null && other.Path == Path && other.Hash == Hash;

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Hash);
}

/// <summary>The model files of a project and what lies beside them.</summary>
internal sealed class ModelFileSet(ImmutableArray<ModelFileEntry> entries)
{
    private const string TextSuffix = ".staticnet.txt";
    private const string VectorsSuffix = ".io.json";

    // The same text reaches the generator and several analyzers; it is read once as long as it lives.
    private static readonly ConditionalWeakTable<SourceText, ModelFileEntry> s_read = new();

    public static ModelFileSet Empty { get; } = new([]);

    /// <summary>Whether an additional file is one of ours, by its name alone.</summary>
    public static bool Concerns(string path) =>
        path.EndsWith(TextSuffix, StringComparison.OrdinalIgnoreCase) || path.EndsWith(VectorsSuffix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads an additional file of ours; null where it cannot be read.</summary>
    public static ModelFileEntry? Read(AdditionalText file, CancellationToken cancellationToken)
    {
        if (file.GetText(cancellationToken) is not SourceText text)
        {
            return null;
        }

        if (s_read.TryGetValue(text, out ModelFileEntry? known) && known.Path == file.Path)
        {
            return known;
        }

        string hash = Convert.ToBase64String([.. text.GetChecksum()]);
        string content = text.ToString();
        ModelFileEntry entry = file.Path.EndsWith(VectorsSuffix, StringComparison.OrdinalIgnoreCase)
            ? new(file.Path, null, null, content, hash)
            : ModelFileIndex.Read(content) is ModelFileIndex index
            ? new(file.Path, null, index, "", hash)
            : new(file.Path, ModelFileText.Read(content, Path.GetFileName(file.Path.Substring(0, file.Path.Length - TextSuffix.Length)), hash), null, "", hash);
        s_read.GetValue(text, _ => entry);
        return entry;
    }

    public static ModelFileSet Of(ImmutableArray<AdditionalText> files, CancellationToken cancellationToken) =>
        new([.. files.Where(static file => Concerns(file.Path)).Select(file => Read(file, cancellationToken)).OfType<ModelFileEntry>()]);

    /// <summary>The file of that path, or the only one of that name.</summary>
    /// <param name="file">As the attribute names it.</param>
    /// <param name="problem">What is to be done where there is none, or more than one.</param>
    public ModelFileText? Find(string file, out string problem)
    {
        ModelFileIndex? index = Index;
        if (index?.IsWithoutFile(file) is true)
        {
            problem = index.Problem(file);
            return null;
        }

        string wanted = Normal(index?.SourceOf(file) ?? file);
        ModelFileText[] models = [.. entries.Select(static entry => entry.Model).OfType<ModelFileText>()];
        ModelFileText[] found = [.. models.Where(model => Normal(model.Source) == wanted)];
        if (found.Length == 0 && wanted.IndexOf('/') < 0)
        {
            found = [.. models.Where(model => Path.GetFileName(Normal(model.Source)) == wanted)];
        }

        string names = string.Join(", ", models.Select(static model => $"'{Normal(model.Source)}'").OrderBy(static name => name, StringComparer.Ordinal).Take(12));
        problem = index is not null && found.Length == 0
            ? index.Problem(file)
            : found.Length > 1
            ? $"several have this name, so write the path from the project's folder: {names}"
            : models.Length > 0
                ? $"there are: {names}. Paths start at the project's folder; a file elsewhere needs <StaticNetModelFile Include=\"...\" /> in the project file"
                : "there are none. Put the .safetensors, .onnx, .npz, .json or .nam file into the project's folder, or add <StaticNetModelFile Include=\"...\" /> to the project file";
        return found.Length == 1 ? found[0] : null;
    }

    /// <summary>The test vectors beside a model: <c>iris.io.json</c> beside <c>iris.onnx</c>.</summary>
    public ModelFileEntry? VectorsOf(ModelFileText model)
    {
        if (Index is ModelFileIndex index)
        {
            return index.VectorsOf(model.Source) is string path ? entries.FirstOrDefault(entry => entry is { Model: null, Index: null } && Normal(entry.Path) == Normal(path)) : null;
        }

        string source = Normal(model.Source);
        while (source.StartsWith("../", StringComparison.Ordinal))
        {
            source = source.Substring(3);
        }

        string name = "/" + source.Substring(0, source.Length - Path.GetExtension(source).Length).TrimStart('/') + VectorsSuffix;
        return entries.FirstOrDefault(entry => entry is { Model: null, Index: null } && ("/" + Normal(entry.Path)).EndsWith(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Where the build wrote the weights of a model that are not in its text: in the folder of all texts, which is below the model's own.</summary>
    public string? WeightsPathOf(ModelFileText model)
    {
        string? folder = entries.FirstOrDefault(entry => ReferenceEquals(entry.Model, model))?.Path;
        for (int depth = Normal(model.Source).Split('/').Length; depth > 0; depth--)
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder is null || model.Weights is null ? null : Path.Combine(folder, model.Weights.Name);
    }

    private ModelFileIndex? Index => entries.Select(static entry => entry.Index).FirstOrDefault(static index => index is not null);

    private static string Normal(string path)
    {
        string normal = path.Replace('\\', '/');
        return normal.StartsWith("./", StringComparison.Ordinal) ? normal.Substring(2) : normal;
    }
}
