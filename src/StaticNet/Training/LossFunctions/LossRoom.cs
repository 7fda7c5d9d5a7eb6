using System;

namespace StaticNet;

/// <summary>Room of one thread for the outputs and gradients that a loss function reads and writes. While it is lent, a loss inside the loss gets other room.</summary>
internal static class LossRoom
{
    [ThreadStatic]
    private static float[]? t_block;

    /// <summary>At least <paramref name="count"/> floats.</summary>
    public static float[] Lend(int count)
    {
        float[]? block = t_block;
        t_block = null;
        return block is null || block.Length < count ? new float[count] : block;
    }

    /// <summary>Keeps the room for the next call.</summary>
    public static void GiveBack(float[] block) => t_block = block;
}
