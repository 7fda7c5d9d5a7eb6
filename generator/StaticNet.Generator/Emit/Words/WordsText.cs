namespace StaticNet.Generator.Emit.Words;

/// <summary>Text that all methods in words share.</summary>
internal static class WordsText
{
    /// <summary>A reference moved by a constant.</summary>
    public static string At(string reference, int offset) => offset == 0 ? $"ref {reference}" : $"ref __W::Floats.At(ref {reference}, {CSharpLiteral.Of(offset)})";

    /// <summary>A reference moved by a constant and a product of a variable.</summary>
    public static string At(string reference, int offset, string variable, int factor)
    {
        string product = factor == 1 ? variable : $"{variable} * {CSharpLiteral.Of(factor)}";
        string distance = offset == 0 ? product : $"{CSharpLiteral.Of(offset)} + {(factor == 1 ? product : $"({product})")}";
        return $"ref __W::Floats.At(ref {reference}, {distance})";
    }
}
