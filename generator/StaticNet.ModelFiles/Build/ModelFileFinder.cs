using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace StaticNet.ModelFiles.Build;

/// <summary>A model file of the project.</summary>
/// <param name="Source">How the project calls it: its path from the project's folder, the path of its item, or its link.</param>
/// <param name="FullPath">Where it lies.</param>
internal sealed record FoundFile(string Source, string FullPath);

/// <summary>Which file does a name mean? The one of that path, or else the only one of that file name.</summary>
/// <param name="root">The project's folder.</param>
/// <param name="items">Files that the project lists, under each name that it has for them.</param>
/// <param name="folder">The files below the project's folder; null where only listed ones count.</param>
internal sealed class ModelFileFinder(string root, IReadOnlyList<FoundFile> items, ProjectFolder? folder)
{
    private const int MostNames = 8;

    /// <summary>What a name means: one file, several, or none.</summary>
    /// <param name="name">As a <c>[ModelFile]</c> writes it.</param>
    public FoundFile[] Find(string name)
    {
        string wanted = Normal(name);
        FoundFile[] exact = [.. items.Where(item => item.Source == wanted).Take(1)];
        if (exact.Length > 0)
        {
            return exact;
        }

        string path = Path.GetFullPath(Path.Combine(root, wanted));
        if (folder is not null && BuildFile.Exists(path))
        {
            return [new(wanted, path)];
        }

        if (wanted.IndexOf('/') >= 0)
        {
            return [];
        }

        // A name is no pattern.
        IEnumerable<FoundFile> found = (folder?.Files(wanted) ?? []).Where(file => Path.GetFileName(file) == wanted)
            .Select(file => new FoundFile(file, Path.GetFullPath(Path.Combine(root, file)))).Where(static file => BuildFile.Exists(file.FullPath));
        return WithoutCopies(items.Where(item => Path.GetFileName(item.Source) == wanted).Concat(found));
    }

    /// <summary>Whether a name is the path of a link whose target does not exist.</summary>
    public bool IsDanglingLink(string name) =>
        BuildFile.IsDanglingLink(items.FirstOrDefault(item => item.Source == Normal(name))?.FullPath ?? Path.GetFullPath(Path.Combine(root, Normal(name))));

    /// <summary>The model files whose names are most like one that means no file.</summary>
    public string[] Nearest(string name)
    {
        string wanted = Path.GetFileName(Normal(name));

        // A project has many other files of JSON.
        IEnumerable<string> found = Formats.Extensions.Where(extension => extension != ".json" || wanted.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            .SelectMany(extension => folder?.Files("*" + extension) ?? []).Where(static file => !file.EndsWith(".io.json", StringComparison.OrdinalIgnoreCase));
        return
        [
            .. items.Where(static item => Formats.IsModelFile(item.Source))
                .Concat(found.Select(file => new FoundFile(file, Path.GetFullPath(Path.Combine(root, file)))))
                .GroupBy(static file => file.Source, StringComparer.Ordinal).Select(static group => group.First())
                .OrderBy(file => Distance(Path.GetFileName(file.Source), wanted)).ThenBy(static file => file.Source, StringComparer.Ordinal)
                .Where(static file => BuildFile.Exists(file.FullPath)).Take(MostNames).Select(static file => file.Source),
        ];
    }

    /// <summary>A path as it is compared: <c>/</c> between folders, no <c>./</c> in front.</summary>
    public static string Normal(string path)
    {
        string normal = path.Replace('\\', '/');
        return normal.StartsWith("./", StringComparison.Ordinal) ? normal.Substring(2) : normal;
    }

    /// <summary>Files of the same content are one model: the first of those nearest to the project's folder.</summary>
    private static FoundFile[] WithoutCopies(IEnumerable<FoundFile> files)
    {
        FoundFile[] all = [.. files.GroupBy(static file => file.FullPath, StringComparer.Ordinal).Select(static group => group.First())];
        return all.Length < 2 ? all :
        [
            .. all.OrderBy(static file => file.Source.Count(static c => c == '/')).ThenBy(static file => file.Source, StringComparer.Ordinal)
                .GroupBy(static file => ModelContent.Of(file.FullPath), StringComparer.Ordinal)
                .SelectMany(static group => group.Count() == 1 ? group : OfDifferentData([.. group])),
        ];
    }

    /// <summary>Models of the same content: one of those that have the same weights beside them.</summary>
    private static IEnumerable<FoundFile> OfDifferentData(FoundFile[] files)
    {
        string[] locations = ModelContent.DataLocations(files[0].FullPath);
        return files.GroupBy(file => ModelContent.OfData(file.FullPath, locations), StringComparer.Ordinal).Select(static same => same.First());
    }

    /// <summary>Levenshtein's: letters put in, left out or exchanged.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 0; i < a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i + 1;
            for (int j = 0; j < b.Length; j++)
            {
                int above = row[j + 1];
                row[j + 1] = Math.Min(Math.Min(above, row[j]) + 1, diagonal + (char.ToUpperInvariant(a[i]) == char.ToUpperInvariant(b[j]) ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
