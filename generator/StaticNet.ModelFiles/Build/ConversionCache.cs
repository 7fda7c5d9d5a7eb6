using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using StaticNet.ModelFiles.Neutral;

namespace StaticNet.ModelFiles.Build;

/// <summary>
/// The converted model files of a project. A file is converted when its content, that of a file beside it that holds its weights, its test vectors'
/// content or this assembly is another than at the last build. Time stamps do not matter, but those of weights' files that are too long to be compiled. Of everything the
/// content before the conversion counts: a file that is written meanwhile is converted again by the next build.
/// </summary>
/// <param name="folder">Where texts and weights are written.</param>
internal sealed class ConversionCache(string folder)
{
    private const string Version = "staticnet-conversions 2";

    private readonly string _state = Path.Combine(folder, "conversions.cache");
    private readonly List<string> _lines = [Version];
    private Dictionary<string, string[]>? _known;

    /// <summary>Converts a file, or finds it converted.</summary>
    /// <param name="file">The file.</param>
    /// <param name="vectors">The test vectors beside it; null for none.</param>
    /// <param name="weights">The file with its weights; null where they are in the text.</param>
    /// <param name="dataFiles">Full paths of the files beside it that hold its weights, as far as they are there.</param>
    /// <returns>The text's path.</returns>
    public string Convert(FoundFile file, string? vectors, out string? weights, out string[] dataFiles)
    {
        string text = Path.Combine(folder, Location(file.Source) + ".staticnet.txt");
        string key = string.Join(
            " ", typeof(ConversionCache).Module.ModuleVersionId.ToString("N"), BuildFile.TextHash(file.FullPath), BuildFile.Hash(file.FullPath), vectors is null ? "-" : BuildFile.Hash(vectors));
        var files = new DataFiles(file.FullPath);
        (string Path, string State)[] data;
        _known ??= Remembered();
        if (_known.TryGetValue(text, out string[]? known) && known[1] == key && File.Exists(text) && (known[2].Length == 0 || File.Exists(known[2]))
            && Enumerable.Range(0, (known.Length - 3) / 2).All(i => known[4 + (2 * i)] == files.State(known[3 + (2 * i)])))
        {
            weights = known[2].Length == 0 ? null : known[2];
            data = [.. Enumerable.Range(0, (known.Length - 3) / 2).Select(i => (known[3 + (2 * i)], known[4 + (2 * i)]))];
        }
        else
        {
            string content = ModelFileConverter.Convert(file.FullPath, file.Source, WeightsFile.LargestInText, out WeightsFile? converted, out data);
            weights = converted is null ? null : Path.Combine(folder, converted.Name);
            if (converted is not null)
            {
                BuildFile.WriteOnce(weights!, converted.Bytes);
            }

            BuildFile.WriteIfDifferent(text, content);
        }

        _lines.Add(string.Join("\t", [text, key, weights ?? "", .. data.SelectMany(static one => new[] { one.Path, one.State })]));
        dataFiles = [.. data.Select(static one => one.Path).Where(File.Exists)];
        return text;
    }

    /// <summary>Remembers what was converted, for the next build.</summary>
    public void Save() => BuildFile.WriteIfDifferent(_state, string.Join("\n", _lines));

    private Dictionary<string, string[]> Remembered()
    {
        string[] lines = File.Exists(_state) ? File.ReadAllLines(_state) : [];
        return lines.Skip(1).Where(_ => lines[0] == Version).Select(static line => line.Split('\t')).Where(static fields => fields.Length >= 3 && fields.Length % 2 == 1)
            .GroupBy(static fields => fields[0], StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => group.Last(), StringComparer.Ordinal);
    }

    /// <summary>A path below our folder for every name that a file may have; two names have two.</summary>
    private static string Location(string source)
    {
        string location = string.Join("/", source.Split(['/'], StringSplitOptions.RemoveEmptyEntries).Select(static part => part == ".." ? "__" : part.Replace(':', '_')));
        return (location == source ? location : location + "." + BuildFile.TextHash(source).Substring(0, 8)).Replace('/', Path.DirectorySeparatorChar);
    }
}
