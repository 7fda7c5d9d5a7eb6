using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Xunit;

namespace StaticNet.Generator.Tests.Harness;

/// <summary>
/// Compares generated files with approved ones, under Verify's names and with Verify's call, so that taking
/// <c>Verify.SourceGenerators</c> instead is a change of one using. A difference leaves a <c>.received.cs</c> beside the
/// approved file; <c>UPDATE_SNAPSHOTS=1</c> approves what was generated.
/// </summary>
internal static partial class Verifier
{
    private static readonly bool s_update = Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1";

    public static async Task Verify(
        GeneratorDriver driver, [CallerFilePath] string testFile = "", [CallerMemberName] string method = "")
    {
        string directory = Path.GetDirectoryName(testFile)!;
        string prefix = $"{Path.GetFileNameWithoutExtension(testFile)}.{method}#";
        var approved = new HashSet<string>(Directory.EnumerateFiles(directory, prefix + "*.verified.cs"), StringComparer.Ordinal);
        var faults = new StringBuilder();
        foreach (GeneratedSourceResult generated in driver.GetRunResult().Results.SelectMany(static result => result.GeneratedSources))
        {
            string stem = Path.Combine(directory, prefix + Path.GetFileNameWithoutExtension(generated.HintName));
            string text = Scrub(generated.SourceText.ToString());
            approved.Remove(stem + ".verified.cs");
            await Compare(stem, text, faults);
        }

        foreach (string orphan in approved)
        {
            if (s_update)
            {
                File.Delete(orphan);
            }
            else
            {
                faults.AppendLine($"{Path.GetFileName(orphan)}: approved, but no longer generated");
            }
        }

        Assert.True(faults.Length == 0, $"{faults}Look at the .received.cs files; UPDATE_SNAPSHOTS=1 approves them.");
    }

    private static async Task Compare(string stem, string text, StringBuilder faults)
    {
        string verified = stem + ".verified.cs";
        string received = stem + ".received.cs";
        if (s_update)
        {
            await File.WriteAllTextAsync(verified, text);
            File.Delete(received);
            return;
        }

        string expected = File.Exists(verified) ? await File.ReadAllTextAsync(verified) : "";
        if (expected == text)
        {
            File.Delete(received);
            return;
        }

        await File.WriteAllTextAsync(received, text);
        faults.AppendLine($"{Path.GetFileName(verified)}: {FirstDifference(expected, text)}");
    }

    private static string FirstDifference(string expected, string actual)
    {
        string[] expectedLines = expected.Split('\n');
        string[] actualLines = actual.Split('\n');
        int line = 0;
        while (line < expectedLines.Length && line < actualLines.Length && expectedLines[line] == actualLines[line])
        {
            line++;
        }

        return $"line {line + 1} is\n  {actualLines.ElementAtOrDefault(line) ?? "(end)"}\nand was approved as\n  {expectedLines.ElementAtOrDefault(line) ?? "(end)"}";
    }

    // A release is no reason to approve every snapshot anew.
    private static string Scrub(string text) => GeneratorVersion().Replace(text, "$1{version}$2");

    [GeneratedRegex("""(GeneratedCode(?:Attribute)?\("[^"]*", ")[^"]*("\))""")]
    private static partial Regex GeneratorVersion();
}
