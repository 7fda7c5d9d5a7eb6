using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace StaticNet.DocsTests;

/// <summary>
/// Each page in docs/diagnostics: its example gets the diagnostic it is about, with the message that stands below the example, and after
/// its fix there is none. With UPDATE_SNAPSHOTS=1 messages are written into the pages instead of compared.
/// </summary>
public sealed class DiagnosticPageTests
{
    // What examples leave out: rows to train with. The last declaration is replaced where a page has one of this name.
    private const string Prelude = "using StaticNet;\nfloat[] x = new float[2 * 13];";
    private const string Price = "\n[Mlp(13, 8, 1, Loss = Loss.MeanSquaredError)] public partial class Price;";
    private const string Flowers = "\n[Mlp(4, 10, 3)] public partial class Flowers;";
    private const string OldLanguage = "C# 12";

    // The build steps report SNET0050 and SNET1001 (BuildStepTests quotes their pages); nothing that is known makes the generator fail (InternalErrorTests).
    private static readonly string[] s_withoutCompiledExample = ["SNET0050", "SNET0099", "SNET1001"];
    private static readonly bool s_update = Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1";

    public static TheoryData<string> Pages() => [.. Page.DiagnosticNames()];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Example_HasTheDiagnosticWithItsMessage_AndFixHasNone(string name)
    {
        string id = Path.GetFileNameWithoutExtension(name);
        int examples = 0;
        for (int i = 0; i < Page.Read(name).Blocks.Count; i++)
        {
            // Read now: an update of a block above may have moved this one.
            Page page = Page.Read(name);
            CodeBlock block = page.Blocks[i];
            if (block.Language != "csharp" || block.Mark.StartsWith("not compiled: ", StringComparison.Ordinal))
            {
                continue;
            }

            bool isExample = block.Line < page.LineOf("## Fix");
            Assert.True(block.Mark is "" or OldLanguage, $"{name}, line {block.Line}: '{block.Mark}' is no mark of a csharp block.");
            LanguageVersion language = block.Mark == OldLanguage ? LanguageVersion.CSharp12 : LanguageVersion.CSharp14;
            string[] reported = [.. new SnippetProgram(Needed(block.Text), block.Text, ExampleFiles.For(id, isExample), language).Reported()];
            if (!isExample)
            {
                Assert.True(reported.Length == 0, $"{name}, line {block.Line}: {string.Join('\n', reported)}");
                continue;
            }

            examples++;
            string start = $"{page.Severity} {id}: ";
            string[] own = [.. reported.Where(found => found.StartsWith(start, StringComparison.Ordinal))];
            Assert.True(own.Length > 0, $"{name}, line {block.Line}: {string.Join('\n', reported)}");
            Assert.True(i + 1 < page.Blocks.Count && page.Blocks[i + 1] is { Language: "text", Mark: "message" }, $"{name}, line {block.Line}: a text block under <!-- message --> follows an example.");
            HasMessages(page, page.Blocks[i + 1], string.Join('\n', own));
        }

        Assert.Equal(s_withoutCompiledExample.Contains(id), examples == 0);
    }

    private static void HasMessages(Page page, CodeBlock block, string messages)
    {
        if (s_update)
        {
            page.Replace(block, messages);
        }
        else
        {
            Assert.True(block.Text == messages, $"{page.FullPath}, line {block.Line}: this is reported (UPDATE_SNAPSHOTS=1 puts it into the page):\n{messages}");
        }
    }

    private static string Needed(string text) => Prelude + (text.Contains("Price", StringComparison.Ordinal) ? Price : "") + (text.Contains("new Flowers", StringComparison.Ordinal) ? Flowers : "");
}
