using System;

namespace StaticNet.Generator.Tests.Robustness;

/// <summary>Edits as a person, a merge or a cat makes them: characters and tokens inserted, removed, doubled, exchanged.</summary>
internal static class RandomEdits
{
    private static readonly string[] s_tokens =
    [
        "(", ")", "[", "]", "{", "}", "<", ">", ",", ";", ":", ".", "=", "\"", "'", "\\", "/*", "*/", "//", "#if", "#nullable", "\n", "\0",
        "@", "$", "-", "--", "0", "-1", "1.5", "1e9", "999999", "2147483647", "4294967296", "null", "default", "new", "partial", "class",
        "struct", "record", "static", "abstract", "file", "Mlp", "Activation", "Softmax", "Loss", "int", "T", "params", "é", "\u202e", "\ud800", "..", "?", "[Mlp(4, 3)]",
        "Sequential", "Linear", "Dropout", "Training", "Perceptron", "Name = \"x\"",
    ];

    /// <summary>One to four edits.</summary>
    public static string Apply(string text, Random random)
    {
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            int at = random.Next(text.Length + 1);
            int length = Math.Min(random.Next(1, 12), text.Length - at);
            text = random.Next(5) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, s_tokens[random.Next(s_tokens.Length)]),
                2 => text.Remove(at, length).Insert(at, s_tokens[random.Next(s_tokens.Length)]),
                3 => text.Insert(at, text.Substring(at, length)),
                _ => text[at..] + text[..at],
            };
        }

        return text;
    }
}
