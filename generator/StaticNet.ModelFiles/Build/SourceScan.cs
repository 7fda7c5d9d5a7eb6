using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace StaticNet.ModelFiles.Build;

/// <summary>
/// The model files that a project's sources name. A source file is read again when its length or time stamp is another; what the others
/// name is remembered from build to build.
/// </summary>
/// <param name="cache">Where it is remembered.</param>
internal sealed class SourceScan(string cache)
{
    private const string Version = "staticnet-sources 1";

    /// <summary>The paths that sources name, each once, in their order.</summary>
    /// <param name="sources">The project's source files.</param>
    public string[] Paths(IEnumerable<string> sources)
    {
        Dictionary<string, string> known = Remembered();
        var found = new List<DeclaredFiles>();
        var lines = new List<string> { Version };
        foreach (string source in sources)
        {
            var file = new FileInfo(source);
            if (!file.Exists)
            {
                continue;
            }

            string stamp = string.Join("\t", source, file.Length.ToString(CultureInfo.InvariantCulture), file.LastWriteTimeUtc.Ticks.ToString(CultureInfo.InvariantCulture));
            if (!known.TryGetValue(stamp, out string? line) || Parse(line) is not DeclaredFiles declared)
            {
                declared = Read(source);
                line = Format(stamp, declared);
            }

            found.Add(declared);
            lines.Add(line);
        }

        BuildFile.WriteIfDifferent(cache, string.Join("\n", lines));
        var references = new HashSet<string>(found.SelectMany(static file => file.References), StringComparer.Ordinal);
        return
        [
            .. found.SelectMany(static file => file.Paths)
                .Concat(found.SelectMany(static file => file.Constants).Where(constant => references.Contains(constant.Key)).Select(static constant => constant.Value))
                .Where(static path => path.Trim().Length > 0 && path.IndexOfAny(Path.GetInvalidPathChars()) < 0)
                .Distinct(StringComparer.Ordinal),
        ];
    }

    private static DeclaredFiles Read(string source)
    {
        try
        {
            return DeclaredFiles.Read(File.ReadAllText(source));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The compiler will say so.
            return new DeclaredFiles();
        }
    }

    private Dictionary<string, string> Remembered()
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            string[] lines = File.Exists(cache) ? File.ReadAllLines(cache) : [];
            foreach (string line in lines.Skip(1).Where(_ => lines[0] == Version))
            {
                string[] fields = line.Split('\t');
                known[string.Join("\t", fields.Take(3))] = line;
            }
        }
        catch (IOException)
        {
            known.Clear();
        }

        return known;
    }

    private static string Format(string stamp, DeclaredFiles declared)
    {
        IEnumerable<string> fields = declared.Paths.Select(static path => "path=" + path)
            .Concat(declared.References.Select(static name => "reference=" + name))
            .Concat(declared.Constants.Select(static constant => $"{constant.Key}:{constant.Value}"));
        string line = string.Join("\t", fields.Prepend(stamp));

        // A name with a line break is no path, and would not come back from a line.
        return line.IndexOfAny(['\n', '\r']) < 0 ? line : stamp + "\tagain";
    }

    private static DeclaredFiles? Parse(string line)
    {
        var declared = new DeclaredFiles();
        foreach (string field in line.Split('\t').Skip(3))
        {
            if (field.StartsWith("path=", StringComparison.Ordinal))
            {
                declared.Paths.Add(field.Substring(5));
            }
            else if (field.StartsWith("reference=", StringComparison.Ordinal))
            {
                declared.References.Add(field.Substring(10));
            }
            else if (field.IndexOf(':') is int colon and >= 0)
            {
                declared.Constants.Add(new(field.Substring(0, colon), field.Substring(colon + 1)));
            }
            else
            {
                return null;
            }
        }

        return declared;
    }
}
