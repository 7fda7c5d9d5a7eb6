using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StaticNet.Numerics;

/// <summary>Scratch memory of one thread for passes whose intermediate values do not fit the stack: allocated once, grown when needed.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Workspace
{
    private const int AlignmentInFloats = 16;

    [ThreadStatic]
    private static float[]? t_block;

    // Serves the calls that are made while the block is lent.
    [ThreadStatic]
    private static float[]? t_spare;

    /// <summary>What this thread has, or null.</summary>
    internal static float[]? Current => t_block;

    /// <summary>
    /// At least <paramref name="count"/> floats, 64-byte aligned, with old contents. The next call on the same thread returns the same memory:
    /// a caller takes all it needs at once.
    /// </summary>
    public static ref float Take(int count)
    {
        float[]? block = t_block;
        if (block is null || block.Length < count + AlignmentInFloats)
        {
            block = Grow(count);
        }

        ref float start = ref MemoryMarshal.GetArrayDataReference(block);
        nuint misalignment = (nuint)Unsafe.AsPointer(ref start) & 63;
        return ref Unsafe.AddByteOffset(ref start, (64 - misalignment) & 63);
    }

    /// <summary>
    /// Takes the memory out of use, so that what a pass keeps in it outlives calls of other networks on the same thread: they get other memory until
    /// <see cref="GiveBack"/>.
    /// </summary>
    internal static float[]? Lend()
    {
        float[]? block = t_block;
        t_block = t_spare;
        t_spare = null;
        return block;
    }

    /// <summary>Puts <paramref name="block"/> from <see cref="Lend"/> back into use.</summary>
    internal static void GiveBack(float[]? block)
    {
        t_spare = t_block;
        t_block = block;
    }

    // Apart: where it is inlined, a caller prepares for leaving managed code at every call, which takes 0.17 µs.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static float[] Grow(int count)
    {
        // Zeroed once: stale denormals or NaNs in padding would be slow or wrong.
        float[] block = GC.AllocateArray<float>(count + AlignmentInFloats, pinned: true);
        t_block = block;
        return block;
    }
}
