using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Tests.Numerics;

/// <summary>The 128-, 256- and 512-bit forms of every function are the same text, so that they cannot drift apart.</summary>
public sealed partial class WidthTextTests
{
    private static string Source => Path.GetFullPath(Path.Combine(FixtureFiles.Folder, "../../src/StaticNet"));

    public static TheoryData<string> Files =>
    [
        .. Directory.GetFiles(Source, "VectorMath*.cs", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(Path.Combine(Source, "Activations"), "*Operator.cs"))
            .Concat(Directory.GetFiles(Path.Combine(Source, "Losses"), "*Loss.cs").Where(f => File.ReadAllText(f).Contains("Value(Vector512<float>", StringComparison.Ordinal)))
            .Select(f => Path.GetRelativePath(Source, f)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void EveryWidth_ReadsAlike(string file)
    {
        // Methods that return a vector or take one, by width, in the order of the text; bodies up to the closing brace or semicolon.
        string text = File.ReadAllText(Path.Combine(Source, file));
        List<string>[] forms = [.. new[] { 128, 256, 512 }.Select(width => Methods(text, width))];
        Assert.NotEmpty(forms[0]);
        Assert.Equal(forms[0].Count, forms[2].Count);
        Assert.Equal(forms[0], forms[1]);
        Assert.Equal(forms[0], forms[2]);
    }

    private static List<string> Methods(string text, int width) =>
    [
        .. Method().Matches(text).Select(m => m.Value)
            .Where(m => m.Contains($" static Vector{width}<float> ", StringComparison.Ordinal))
            .Select(m => m.Replace($"Vector{width}", "Vector", StringComparison.Ordinal)
                .Replace("Vector.MultiplyAddEstimate", "Vector.FusedMultiplyAdd", StringComparison.Ordinal)),
    ];

    // A static method at the indentation of a member of a top-level class.
    [GeneratedRegex(@"^    (public|private|internal) static [^\n]*\n(    \{\n.*?^    \}|        [^\n]*;)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Method();
}
