using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace StaticNet.ModelFiles.Build;

/// <summary>
/// The model files that one source file names: <c>[ModelFile("net.onnx")]</c>, and <c>[ModelFile(Files.Net)]</c> where some source file has
/// <c>const string Net = "net.onnx"</c>. No compiler: text that is commented out is passed over, preprocessor directives are not.
/// </summary>
internal sealed class DeclaredFiles
{
    private const string Literal = """
        (?:(?<quotes>"{3,})(?<raw>.*?)\k<quotes>(?!")|@"(?<verbatim>(?:[^"]|"")*)"|"(?<regular>(?:[^"\\\r\n]|\\.)*)")
        """;

    // Atomic: a comment ends at its first */, whatever follows, so that a long file is read in one go.
    private const string Trivia = @"(?>\s|//[^\n]*\n|/\*.*?\*/)*";

    // Comments and strings are consumed, so that nothing in them is taken for an attribute.
    private static readonly Regex s_tokens = new(
        @"//[^\n]*|/\*.*?\*/"
        + @"|\bModelFile(?:Attribute)?\s*\(" + Trivia + @"(?:path\s*:" + Trivia + @")?(?<model>)(?:" + Literal.Trim() + Trivia + @"(?=[,)])|(?<expression>[^,)]*))"
        + @"|(?:\bconst\s+string\s+|(?<further>,)\s*)@?(?<constant>\w+)\s*=\s*" + Literal.Trim() + @"\s*(?=[;,])"
        + "|" + Literal.Trim() + @"|'(?:[^'\\\r\n]|\\.)+'",
        RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    private static readonly Regex s_lastName = new(@"(\w+)\s*$", RegexOptions.CultureInvariant);

    private static readonly Regex s_escape = new(@"\\(?:u([0-9A-Fa-f]{4})|(.))", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    /// <summary>Paths written as literals.</summary>
    public List<string> Paths { get; } = [];

    /// <summary>Names of the constants whose values are paths.</summary>
    public List<string> References { get; } = [];

    /// <summary>Constants that a reference in any source file may mean.</summary>
    public List<KeyValuePair<string, string>> Constants { get; } = [];

    /// <summary>Reads a source file.</summary>
    /// <param name="source">Its text.</param>
    public static DeclaredFiles Read(string source)
    {
        var found = new DeclaredFiles();
        if (!Contains(source, "ModelFile") && !(Contains(source, "const") && Formats.Extensions.Any(extension => Contains(source, extension))))
        {
            return found;
        }

        foreach (Match token in s_tokens.Matches(source))
        {
            if (token.Groups["model"].Success && !token.Groups["expression"].Success)
            {
                found.Paths.Add(Value(token));
            }
            else if (token.Groups["model"].Success && s_lastName.Match(token.Groups["expression"].Value) is { Success: true } name)
            {
                found.References.Add(name.Groups[1].Value);
            }
            else if (token.Groups["constant"].Success && (!token.Groups["further"].Success || Formats.IsModelFile(Value(token))))
            {
                found.Constants.Add(new(token.Groups["constant"].Value, Value(token)));
            }
        }

        return found;
    }

    private static bool Contains(string source, string text) => source.IndexOf(text, StringComparison.Ordinal) >= 0;

    private static string Value(Match literal) =>
        literal.Groups["raw"].Success ? literal.Groups["raw"].Value.Trim()
        : literal.Groups["verbatim"].Success ? literal.Groups["verbatim"].Value.Replace("\"\"", "\"")
        : s_escape.Replace(literal.Groups["regular"].Value, static escape => escape.Groups[1].Success
            ? ((char)int.Parse(escape.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()
            : escape.Groups[2].Value);
}
