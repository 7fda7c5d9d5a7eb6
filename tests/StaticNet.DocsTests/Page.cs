using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using StaticNet.Tests.Shared;

namespace StaticNet.DocsTests;

/// <summary>A page of the documentation: its fenced blocks, and what stands before its snippets.</summary>
internal sealed class Page
{
    private const string Fence = "```";
    private readonly string[] _lines;

    private Page(string path)
    {
        FullPath = path;
        _lines = File.ReadAllText(path).Split('\n');
        Blocks = ReadBlocks(_lines);
        Prelude = ReadPrelude(_lines);
    }

    public static string RepositoryRoot { get; } = Path.GetFullPath(Path.Combine(FixtureFiles.Folder, "../.."));

    public string FullPath { get; }

    public IReadOnlyList<CodeBlock> Blocks { get; }

    /// <summary>Code of comments that begin with <c>&lt;!-- prelude</c>: invisible on the page, but before every snippet of it.</summary>
    public string Prelude { get; }

    /// <summary>The READMEs, the change log and the pages directly in docs.</summary>
    public static IEnumerable<string> Names() =>
        new[] { "README.md", "CHANGELOG.md", "src/StaticNet/README.md", "src/StaticNet.Onnx/README.md", "src/StaticNet.Data/README.md", "src/StaticNet.Orleans/README.md" }.Where(name => File.Exists(Path.Combine(RepositoryRoot, name)))
            .Concat(Directory.EnumerateFiles(Path.Combine(RepositoryRoot, "docs"), "*.md").Select(path => "docs/" + Path.GetFileName(path)).Order(StringComparer.Ordinal));

    /// <summary>The pages in docs/diagnostics, one per diagnostic.</summary>
    public static IEnumerable<string> DiagnosticNames() =>
        Directory.EnumerateFiles(Path.Combine(RepositoryRoot, "docs/diagnostics"), "*.md").Select(path => "docs/diagnostics/" + Path.GetFileName(path)).Order(StringComparer.Ordinal);

    public static Page Read(string name) => new(Path.Combine(RepositoryRoot, name));

    /// <summary>What a diagnostic's page says of its severity, as a build prints it: <c>error</c>, <c>warning</c>, <c>info</c>.</summary>
    public string Severity => _lines.Single(static line => line.StartsWith("Severity: ", StringComparison.Ordinal))["Severity: ".Length..].ToLowerInvariant();

    /// <summary>The line, from 1, on which a heading stands.</summary>
    public int LineOf(string heading) => Array.IndexOf(_lines, heading) + 1;

    /// <summary>Puts other text between a block's fences.</summary>
    public void Replace(CodeBlock block, string text) =>
        File.WriteAllText(FullPath, string.Join('\n', [.. _lines[..block.Lines.First], .. text.Split('\n'), .. _lines[block.Lines.End..]]));

    private static List<CodeBlock> ReadBlocks(string[] lines)
    {
        var blocks = new List<CodeBlock>();
        string mark = "";
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.StartsWith(Fence, StringComparison.Ordinal))
            {
                int open = i++;
                while (i < lines.Length && lines[i].Trim() != Fence)
                {
                    i++;
                }

                blocks.Add(new CodeBlock(open + 1, line[Fence.Length..], mark, string.Join('\n', lines[(open + 1)..i])));
                mark = "";
            }
            else if (line.StartsWith("<!-- ", StringComparison.Ordinal) && line.EndsWith(" -->", StringComparison.Ordinal))
            {
                mark = line[5..^4].Trim();
            }
            else if (line.Length > 0)
            {
                mark = "";
            }
        }

        return blocks;
    }

    private static string ReadPrelude(string[] lines)
    {
        IEnumerable<string> all = [];
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i] == "<!-- prelude")
            {
                string[] body = [.. lines.Skip(i + 1).TakeWhile(line => line != "-->")];
                all = all.Concat(body);
            }
        }

        return string.Join('\n', all);
    }
}
