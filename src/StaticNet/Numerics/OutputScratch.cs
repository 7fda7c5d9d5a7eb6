using System;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace StaticNet.Numerics;

/// <summary>Room of one thread for the outputs of a very wide network, separate from <see cref="Workspace"/>, which the pass itself uses.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class OutputScratch
{
    [ThreadStatic]
    private static float[]? t_block;

    /// <summary>At least <paramref name="count"/> floats; the next call on the same thread returns the same memory.</summary>
    public static ref float Take(int count)
    {
        if (t_block is null || t_block.Length < count)
        {
            t_block = new float[count];
        }

        return ref MemoryMarshal.GetArrayDataReference(t_block);
    }
}
