using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace StaticNet.DocsTests;

/// <summary>
/// No fenced block is left to itself: csharp is compiled by <see cref="DocumentationTests"/>, and a block of commands says who runs it.
/// <list type="bullet">
/// <item><c>&lt;!-- run --&gt;</c>: ring <c>docs</c> of .ci/run does, line by line.</item>
/// <item><c>&lt;!-- run: RING, RING --&gt;</c>: these rings do.</item>
/// <item><c>&lt;!-- not run: reason --&gt;</c>: nobody; what can be checked without running is.</item>
/// </list>
/// </summary>
public sealed partial class CommandTests
{
    private static readonly string s_rings = File.ReadAllText(Path.Combine(Page.RepositoryRoot, ".ci/run"));

    public static TheoryData<string> Pages() => [.. Page.Names(), .. Page.DiagnosticNames()];

    [Theory]
    [MemberData(nameof(Pages))]
    public void EveryBlock_IsCheckedBySomething(string page)
    {
        Page read = Page.Read(page);
        foreach (CodeBlock block in read.Blocks)
        {
            string place = $"{page}, line {block.Line}";
            switch (block.Language)
            {
                case "csharp" or "text" or "":      // compiled; shown beside a program; a drawing
                    break;
                case "sh" or "python":
                    AssertSomebodyRuns(block, read, place);
                    AssertProjectsAndSwitchesExist(block, place);
                    break;
                case "xml":
                    Assert.NotNull(XElement.Parse($"<Project>{block.Text}</Project>"));
                    break;
                default:
                    Assert.Fail($"{place}: nothing checks blocks of '{block.Language}'; write csharp, sh, xml, python or text.");
                    break;
            }
        }
    }

    /// <summary>A ring's function in .ci/run, from its head to the brace that closes it.</summary>
    private static string Ring(string name, string place)
    {
        Match ring = Regex.Match(s_rings, $@"^ring_{Regex.Escape(name)}\(\) \{{\n.*?^\}}", RegexOptions.Multiline | RegexOptions.Singleline);
        Assert.True(ring.Success, $"{place}: .ci/run has no ring '{name}'.");
        return ring.Value;
    }

    private static void AssertSomebodyRuns(CodeBlock block, Page page, string place)
    {
        if (block.Mark.StartsWith("not run: ", StringComparison.Ordinal))
        {
            return;
        }

        Assert.True(
            block.Mark.StartsWith("run: ", StringComparison.Ordinal) || (block.Mark == "run" && block.Language == "sh"),
            $"{place}: above {block.Language} stands '{block.Mark}'; expected <!-- run -->, <!-- run: RING --> or <!-- not run: reason -->.");
        if (block.Mark == "run")
        {
            return;
        }

        string[] rings = [.. block.Mark["run: ".Length..].Split(", ").Select(name => Ring(name, place))];
        if (block.Language == "python")
        {
            AssertScriptRuns(block, page, rings, place);
            return;
        }

        if (rings.Any(static ring => ring.Contains("run_documented", StringComparison.Ordinal)))
        {
            return;
        }

        Assert.All(Commands(block), command => Assert.True(
            rings.Any(ring => ring.Contains(command, StringComparison.Ordinal)), $"{place}: '{block.Mark}' does not run '{command}'."));
    }

    // The script that a ring calls takes blocks by page and number: documented("docs/from-pytorch.md", 1).
    private static void AssertScriptRuns(CodeBlock block, Page page, string[] rings, string place)
    {
        int number = page.Blocks.Where(static other => other.Language == "python").TakeWhile(other => other.Line != block.Line).Count();
        string call = $"documented(\"{Path.GetRelativePath(Page.RepositoryRoot, page.FullPath)}\", {number}";
        IEnumerable<string> scripts = rings.SelectMany(static ring => PythonPath().Matches(ring)).Select(static path => File.ReadAllText(Path.Combine(Page.RepositoryRoot, path.Value)));
        Assert.True(
            scripts.Any(script => script.Contains(call + ")", StringComparison.Ordinal) || script.Contains(call + ",", StringComparison.Ordinal)),
            $"{place}: no script of '{block.Mark}' contains {call}).");
    }

    // dotnet run --project tests/X -- --quick: the folder is there, and "--quick" stands in one of its sources.
    private static void AssertProjectsAndSwitchesExist(CodeBlock block, string place)
    {
        foreach (string command in Commands(block))
        {
            Match project = ProjectPath().Match(command);
            if (!project.Success)
            {
                continue;
            }

            string folder = Path.Combine(Page.RepositoryRoot, project.Value);
            Assert.True(Directory.Exists(folder), $"{place}: there is no '{project.Value}'.");
            string[] sources = [.. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText)];
            int own = command.IndexOf(" -- ", StringComparison.Ordinal);
            foreach (Match option in own < 0 ? [] : Switch().Matches(command[own..]).Cast<Match>())
            {
                Assert.True(sources.Any(source => source.Contains($"\"{option.Value}\"", StringComparison.Ordinal)), $"{place}: '{project.Value}' knows no {option.Value}.");
            }
        }
    }

    private static IEnumerable<string> Commands(CodeBlock block) =>
        block.Text.Split('\n').Select(static line => TrailingComment().Replace(line, "").Trim()).Where(static line => line.Length > 0);

    [GeneratedRegex(@"(^|\s)#.*$")]
    private static partial Regex TrailingComment();

    [GeneratedRegex(@"tests/[\w./]+\.py")]
    private static partial Regex PythonPath();

    [GeneratedRegex(@"(?<=\s)(samples|tests|src)/[\w.]+(?=\s|$)")]
    private static partial Regex ProjectPath();

    [GeneratedRegex(@"(?<=\s)--[a-z][a-z-]*")]
    private static partial Regex Switch();
}
