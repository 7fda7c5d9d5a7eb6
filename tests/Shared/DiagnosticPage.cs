using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace StaticNet.Tests.Shared;

/// <summary>A page of docs/diagnostics whose example no compiler reports; tests of the build step and the generator compare what it quotes with a run.</summary>
internal sealed class DiagnosticPage(string id)
{
    private readonly string _text = File.ReadAllText(Path.Combine(FixtureFiles.Folder, "../../docs/diagnostics", id + ".md"));

    /// <summary>The first block of a language below a heading.</summary>
    public string Block(string language, string heading) =>
        Regex.Match(_text, $"^## {heading}\n.*?^```{language}\n(.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline).Groups[1].Value is { Length: > 0 } block
            ? block
            : throw new InvalidDataException($"docs/diagnostics/{id}.md has no {language} block below '{heading}'.");

    /// <summary>The message that the page quotes is in an output; an ellipsis stands for any text of one line.</summary>
    public void AssertMessageIn(string output)
    {
        string message = Block("text", "Example");
        string pattern = string.Join("[^\n]*", message.Split('…').Select(Regex.Escape));
        Assert.True(message.Contains(id + ": ", StringComparison.Ordinal) && Regex.IsMatch(output, pattern), $"docs/diagnostics/{id}.md quotes\n{message}\nbut this was printed:\n{output}");
    }
}
