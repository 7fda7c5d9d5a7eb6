using System.Globalization;
using System.Text;

namespace StaticNet.Generator.Emit;

/// <summary>Values as C# source: invariant, round-trip, never dependent on the machine's culture.</summary>
internal static class CSharpLiteral
{
    public static string Of(float value)
    {
        if (float.IsNaN(value))
        {
            return "float.NaN";
        }

        if (float.IsInfinity(value))
        {
            return value > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity";
        }

        if (value == 0f)
        {
            return 1f / value < 0 ? "-0f" : "0f";
        }

        string text = value.ToString("R", CultureInfo.InvariantCulture);
        if (float.Parse(text, CultureInfo.InvariantCulture) != value)
        {
            text = value.ToString("G9", CultureInfo.InvariantCulture);
        }

        return text + "f";
    }

    public static string Of(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Of(string value)
    {
        var text = new StringBuilder("\"");
        foreach (char c in value)
        {
            text.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                < ' ' or > '~' when !IsPlain(c) => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
                _ => c.ToString(),
            });
        }

        return text.Append('"').ToString();
    }

    /// <summary>Whether a character beyond ASCII can be read where it stands: a letter, a digit or a symbol; nothing that is invisible or changes its surroundings.</summary>
    private static bool IsPlain(char c) => c > '~' && CharUnicodeInfo.GetUnicodeCategory(c)
        is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber
        or UnicodeCategory.MathSymbol or UnicodeCategory.OtherSymbol;

    public static string Of(bool value) => value ? "true" : "false";
}
