using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace StaticNet.ModelFiles.Build;

/// <summary>
/// The files below a project's folder that may be its model files. What builds and package managers put there is none of them: excluded
/// folders, folders of a build's or a publish's output, Python environments, and folders that are links.
/// </summary>
/// <param name="root">The project's folder.</param>
/// <param name="assemblyName">What the project builds.</param>
/// <param name="excludes">The project's excluded patterns.</param>
internal sealed class ProjectFolder(string root, string assemblyName, IEnumerable<string> excludes)
{
    private const int DeepestFolder = 64;

    private static readonly string[] s_neverFolders = ["node_modules", "site-packages", "__pycache__"];

    private static readonly string[] s_outputExtensions = [".dll", ".exe", ".pdb", ".dbg"];

    private readonly Regex[] _excludes = [.. excludes.Where(static pattern => !GlobPattern.IsEverything(pattern)).Select(pattern => GlobPattern.Parse(pattern, root))];

    /// <summary>Paths relative to the project's folder, with <c>/</c> between folders, in order.</summary>
    /// <param name="searchPattern">What the files are called; may have <c>*</c>.</param>
    public IEnumerable<string> Files(string searchPattern) => Files(root, "", searchPattern, 0);

    private IEnumerable<string> Files(string folder, string prefix, string searchPattern, int depth)
    {
        string[] files;
        string[] folders;
        try
        {
            if (depth > 0 && IsOutput(folder))
            {
                yield break;
            }

            files = Directory.GetFiles(folder, searchPattern);
            folders = Directory.GetDirectories(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            yield break;
        }

        Array.Sort(files, StringComparer.Ordinal);
        foreach (string file in files)
        {
            string name = prefix + Path.GetFileName(file);
            if (!Array.Exists(_excludes, pattern => pattern.IsMatch(name)))
            {
                yield return name;
            }
        }

        Array.Sort(folders, StringComparer.Ordinal);
        foreach (string inner in folders.Where(_ => depth < DeepestFolder))
        {
            string name = prefix + Path.GetFileName(inner) + "/";
            if (!IsExcluded(inner, name))
            {
                foreach (string file in Files(inner, name, searchPattern, depth + 1))
                {
                    yield return file;
                }
            }
        }
    }

    private bool IsExcluded(string folder, string name)
    {
        string last = Path.GetFileName(folder);
        return last.StartsWith(".", StringComparison.Ordinal)
            || Array.IndexOf(s_neverFolders, last) >= 0
            || Array.Exists(_excludes, pattern => pattern.IsMatch(name + "x"))
            || (File.GetAttributes(folder) & FileAttributes.ReparsePoint) != 0;
    }

    private bool IsOutput(string folder) =>
        File.Exists(Path.Combine(folder, "pyvenv.cfg"))
        || File.Exists(Path.Combine(folder, "project.assets.json"))
        || s_outputExtensions.Any(extension => File.Exists(Path.Combine(folder, assemblyName + extension)))
        || Directory.EnumerateFiles(folder, "*.deps.json").Any()
        || Directory.EnumerateFiles(folder, "*.runtimeconfig.json").Any();
}
