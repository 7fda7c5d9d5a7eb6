using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace StaticNet.DocsTests;

/// <summary>Links between the pages, and into the repository, lead somewhere: the file is there, and the heading too.</summary>
public sealed partial class LinkTests
{
    public static TheoryData<string> Pages() => [.. Page.Names(), .. Page.DiagnosticNames()];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Link_LeadsSomewhere(string page)
    {
        string path = Path.Combine(Page.RepositoryRoot, page);
        foreach (Match link in Link().Matches(Fenced().Replace(File.ReadAllText(path), "")))
        {
            string target = link.Groups["target"].Value;
            if (target.Contains("://", StringComparison.Ordinal))
            {
                continue;
            }

            string[] parts = target.Split('#', 2);
            string file = parts[0].Length == 0 ? path : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, parts[0]));
            Assert.True(File.Exists(file) || Directory.Exists(file), $"{page} links to '{target}', which does not exist.");
            Assert.True(parts.Length == 1 || Anchors(file).Contains(parts[1]), $"{page} links to '{target}', and there is no such heading.");
        }
    }

    // As GitHub makes them: lower case, punctuation dropped, blanks to hyphens.
    private static HashSet<string> Anchors(string file) =>
        [.. File.ReadLines(file).Where(static line => line.StartsWith('#'))
            .Select(static line => NotInAnchors().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'))];

    [GeneratedRegex(@"\[[^\[\]]*(\[[^\[\]]*\][^\[\]]*)?\]\((?<target>[^()\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^ *```.*?^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}
