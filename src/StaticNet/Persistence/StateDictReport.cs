using System.Collections.Generic;
using System.Text;

namespace StaticNet;

/// <summary>What <c>LoadStateDict</c> found, in the words of PyTorch's <c>load_state_dict</c>.</summary>
/// <param name="LoadedKeys">The network's parameters that got values, in the network's order.</param>
/// <param name="MissingKeys">The network's parameters that the file does not have; they kept their values.</param>
/// <param name="UnexpectedKeys">The file's tensors that the network has no use for, by their names in the file.</param>
public sealed record StateDictReport(
    IReadOnlyList<string> LoadedKeys, IReadOnlyList<string> MissingKeys, IReadOnlyList<string> UnexpectedKeys)
{
    /// <summary>True where every parameter was found and nothing was left over.</summary>
    public bool IsComplete => MissingKeys.Count == 0 && UnexpectedKeys.Count == 0;

    /// <summary>PyTorch's <c>&lt;All keys matched successfully&gt;</c>, or the lists.</summary>
    public override string ToString()
    {
        if (IsComplete)
        {
            return "<All keys matched successfully>";
        }

        var text = new StringBuilder();
        Append(text, "Missing keys", MissingKeys);
        Append(text, "Unexpected keys", UnexpectedKeys);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string title, IReadOnlyList<string> keys)
    {
        if (keys.Count > 0)
        {
            text.Append(text.Length > 0 ? "; " : "").Append(title).Append(": ").AppendJoin(", ", keys);
        }
    }
}
