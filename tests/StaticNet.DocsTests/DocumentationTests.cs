using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace StaticNet.DocsTests;

/// <summary>
/// What the pages say is so. Every csharp block compiles without a warning; a comment above it asks for more or for less:
/// <list type="bullet">
/// <item><c>&lt;!-- run --&gt;</c>: it is a program and runs; a text block after it under <c>&lt;!-- output --&gt;</c> is exactly what it prints.</item>
/// <item><c>&lt;!-- generated: MLPModel.Kernels.g.cs from "A" to "B" --&gt;</c>: lines of what is generated for <c>[Mlp(4, 10, 3)]</c>, or <c>Lesson.Kernels.g.cs</c> for a readable network.</item>
/// <item><c>&lt;!-- not compiled: reason --&gt;</c>.</item>
/// </list>
/// With UPDATE_SNAPSHOTS=1 outputs and generated lines are written into the pages instead of compared.
/// </summary>
public sealed partial class DocumentationTests
{
    private const string ExampleNetwork = "using StaticNet;\n[Mlp(4, 10, 3)] public partial class MLPModel;\n"
        + "[Mlp(2, 8, 1, Activation = Activation.Tanh, OutputActivation = Activation.Sigmoid, Style = NetworkStyle.Readable)] public partial class Lesson;";
    private static readonly bool s_update = Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1";
    private static readonly Lazy<SnippetProgram> s_example = new(() => new SnippetProgram("", ExampleNetwork));

    public static TheoryData<string, int> Snippets()
    {
        var data = new TheoryData<string, int>();
        foreach (string name in Page.Names())
        {
            IReadOnlyList<CodeBlock> blocks = Page.Read(name).Blocks;
            for (int i = 0; i < blocks.Count; i++)
            {
                if (blocks[i].Language == "csharp" && !blocks[i].Mark.StartsWith("not compiled: ", StringComparison.Ordinal))
                {
                    data.Add(name, i);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Snippets))]
    public void Snippet_IsAsThePageSays(string page, int index)
    {
        // Read now: an update of a block above may have moved this one.
        Page read = Page.Read(page);
        CodeBlock block = read.Blocks[index];
        if (GeneratedMark().Match(block.Mark) is { Success: true } generated)
        {
            string[] lines = s_example.Value.Generated(generated.Groups["file"].Value).Split('\n');
            Same(read, block, Excerpt(lines, generated.Groups["from"].Value, generated.Groups["to"].Value, generated.Groups["blocks"].Success), "generated");
            return;
        }

        Assert.True(block.Mark is "" or "run", $"{page}, line {block.Line}: '{block.Mark}' is no mark of a csharp block.");
        var program = new SnippetProgram(read.Prelude, block.Text);
        string complaints = program.Complaints();
        Assert.True(complaints.Length == 0, $"{page}, line {block.Line}: {complaints}");
        if (block.Mark == "run")
        {
            string output = program.Run();
            if (index + 1 < read.Blocks.Count && read.Blocks[index + 1] is { Mark: "output" } shown)
            {
                Same(read, shown, output, "printed");
            }
        }
    }

    [Fact]
    public void Documentation_HasProgramsAndOutputs()
    {
        CodeBlock[] blocks = [.. Page.Names().SelectMany(name => Page.Read(name).Blocks)];
        Assert.Contains(blocks, block => block.Mark == "run");
        Assert.Contains(blocks, block => block.Mark == "output");
        Assert.Contains(blocks, block => GeneratedMark().IsMatch(block.Mark));
    }

    private static string Excerpt(string[] lines, string from, string to, bool endsBlocks)
    {
        int first = Array.FindIndex(lines, line => line.Contains(from, StringComparison.Ordinal));
        Assert.True(first >= 0, $"No generated line contains '{from}'.");
        int last = Array.FindIndex(lines, first, line => line.Contains(to, StringComparison.Ordinal));
        Assert.True(last >= first, $"After '{from}' no generated line contains '{to}'.");
        while (endsBlocks && last < lines.Length - 1 && lines[first..(last + 1)].Sum(static line => line.Trim() switch { "{" => 1, "}" => -1, _ => 0 }) > 0)
        {
            last++;
        }

        string[] chosen = lines[first..(last + 1)];
        int indentation = chosen.Where(line => line.Trim().Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', chosen.Select(line => line.Length > indentation ? line[indentation..] : ""));
    }

    private static void Same(Page page, CodeBlock block, string actual, string verb)
    {
        string text = string.Join('\n', actual.TrimEnd().Split('\n').Select(line => line.TrimEnd()));
        if (s_update)
        {
            page.Replace(block, text);
        }
        else
        {
            Assert.True(block.Text == text, $"{page.FullPath}, line {block.Line}: this is {verb} (UPDATE_SNAPSHOTS=1 puts it into the page):\n{text}");
        }
    }

    [GeneratedRegex("""^generated: (?<file>\S+) from "(?<from>[^"]+)" to "(?<to>[^"]+)"(?<blocks> and the end of its blocks)?$""")]
    private static partial Regex GeneratedMark();
}
