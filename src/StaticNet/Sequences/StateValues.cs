using System.ComponentModel;
using StaticNet.Layers;

namespace StaticNet.Sequences;

/// <summary>The state of a recurrent layer as values without padding.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StateValues
{
    /// <summary>h, and c of an LSTM, without padding.</summary>
    /// <param name="state">Vectors padded to a multiple of 8.</param>
    /// <param name="vectors">1, or 2 for an LSTM.</param>
    /// <param name="hidden">Units.</param>
    /// <param name="values">[vectors, hidden], overwritten.</param>
    public static void Read(ref float state, int vectors, int hidden, ref float values) =>
        JoinRows.Columns(ref state, (hidden + 7) & ~7, hidden, ref values, hidden, vectors);

    /// <summary>And back.</summary>
    /// <param name="values">[vectors, hidden].</param>
    /// <param name="vectors">1, or 2 for an LSTM.</param>
    /// <param name="hidden">Units.</param>
    /// <param name="state">Vectors padded to a multiple of 8, overwritten.</param>
    public static void Write(ref float values, int vectors, int hidden, ref float state) =>
        JoinRows.Columns(ref values, hidden, hidden, ref state, (hidden + 7) & ~7, vectors);
}
