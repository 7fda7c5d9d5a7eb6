using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace StaticNet.Numerics.Words;

/// <summary>References to floats, for generated code: one signature, which is cheap to compile.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Floats
{
    /// <summary>The float at <paramref name="offset"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref float At(ref float start, int offset) => ref Unsafe.Add(ref start, offset);
}
