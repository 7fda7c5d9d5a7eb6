using System;
using System.Text.RegularExpressions;

namespace StaticNet.ModelFiles.Build;

/// <summary>A pattern of MSBuild for files: <c>*</c> and <c>?</c> within a name, <c>**</c> for any folders.</summary>
internal static class GlobPattern
{
    /// <summary>Whether a pattern is empty or excludes the whole project, as the pattern of a property without a value does.</summary>
    public static bool IsEverything(string pattern) => pattern.Trim().TrimStart('.', '/', '\\') is "" or "**";

    /// <summary>The pattern as a regular expression over paths with <c>/</c>, relative to the project's folder.</summary>
    /// <param name="pattern">For example <c>bin/**</c> or <c>**/.*/**</c>.</param>
    /// <param name="project">The project's folder; a pattern that begins with it is taken from there.</param>
    public static Regex Parse(string pattern, string project)
    {
        string normal = pattern.Trim().Replace('\\', '/');
        string root = project.Replace('\\', '/').TrimEnd('/') + "/";
        normal = normal.StartsWith(root, StringComparison.OrdinalIgnoreCase) ? normal.Substring(root.Length) : normal;
        normal = normal.StartsWith("./", StringComparison.Ordinal) ? normal.Substring(2) : normal;
        string expression = Regex.Escape(Regex.Replace(normal, "/{2,}", "/"))
            .Replace(@"\*\*/", "(?:[^/]+/)*").Replace(@"/\*\*", "/.+").Replace(@"\*\*", ".+").Replace(@"\*", "[^/]*").Replace(@"\?", "[^/]");
        return new Regex("^" + expression + "$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }
}
