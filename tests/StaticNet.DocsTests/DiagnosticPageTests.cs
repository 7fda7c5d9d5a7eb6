using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace StaticNet.DocsTests;

/// <summary>Each page in docs/diagnostics: its example gets the diagnostic it is about, and after its fix there is none.</summary>
public sealed class DiagnosticPageTests
{
    // What examples leave out: rows to train with. The last declaration is replaced where a page has one of this name.
    private const string Prelude = "using StaticNet;\nfloat[] x = new float[2 * 13];";
    private const string Price = "\n[Mlp(13, 8, 1, Loss = Loss.MeanSquaredError)] public partial class Price;";
    private const string Flowers = "\n[Mlp(4, 10, 3)] public partial class Flowers;";

    public static TheoryData<string> Pages() => [.. Page.DiagnosticNames().Where(static name => Snippets(name).Any())];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Example_HasTheDiagnostic_AndFixHasNone(string page)
    {
        string id = Path.GetFileNameWithoutExtension(page);
        foreach ((CodeBlock block, bool isExample) in Snippets(page))
        {
            string[] reported = [.. new SnippetProgram(Needed(block.Text), block.Text).Reported().Where(static found => found.StartsWith("SNET", StringComparison.Ordinal) || found.StartsWith("error", StringComparison.Ordinal))];
            if (isExample)
            {
                Assert.Contains(reported, found => found.StartsWith(id, StringComparison.Ordinal));
            }
            else
            {
                Assert.True(reported.Length == 0, $"{page}, line {block.Line}: {string.Join('\n', reported)}");
            }
        }
    }

    private static string Needed(string text) => Prelude + (text.Contains("Price", StringComparison.Ordinal) ? Price : "") + (text.Contains("new Flowers", StringComparison.Ordinal) ? Flowers : "");

    private static IEnumerable<(CodeBlock Block, bool IsExample)> Snippets(string name)
    {
        Page page = Page.Read(name);
        int fix = page.LineOf("## Fix");
        return page.Blocks.Where(static block => block.Language == "csharp" && !block.Mark.StartsWith("not compiled: ", StringComparison.Ordinal)).Select(block => (block, block.Line < fix));
    }
}
