using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace StaticNet.Numerics;

/// <summary>Alignment of scratch memory on the stack, which the runtime places at any multiple of eight bytes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class StackScratch
{
    /// <summary>What a block needs beyond its content to contain an aligned one, in floats.</summary>
    public const int Slack = 16;

    /// <summary>
    /// The first 64-byte boundary of a block on the stack. A 64-byte store or load across cache lines costs twice; without this a batch of a
    /// small network took half as long again in three of four runs.
    /// </summary>
    /// <param name="start">The first value of a local variable with <see cref="Slack"/> values to spare.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref float Aligned(ref float start) =>
        ref Unsafe.AddByteOffset(ref start, (nuint)(-(nint)Unsafe.AsPointer(ref start) & 63));
}
