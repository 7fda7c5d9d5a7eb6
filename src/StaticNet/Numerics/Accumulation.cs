using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics;

/// <summary>Adds one buffer of parameters' layout to another.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Accumulation
{
    /// <summary>to[i] += from[i].</summary>
    /// <param name="from">[count].</param>
    /// <param name="to">[count].</param>
    /// <param name="count">A multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ref float from, ref float to, int count)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            for (nuint i = 0; i < (nuint)count; i += 16)
            {
                (Vector512.LoadUnsafe(ref to, i) + Vector512.LoadUnsafe(ref from, i)).StoreUnsafe(ref to, i);
            }
        }
        else
        {
            for (nuint i = 0; i < (nuint)count; i += 8)
            {
                (Vector256.LoadUnsafe(ref to, i) + Vector256.LoadUnsafe(ref from, i)).StoreUnsafe(ref to, i);
            }
        }
    }
}
