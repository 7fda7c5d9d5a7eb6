using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Layers;

/// <summary>f(x) = x: results as they are.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct IdentityFunction : IRowFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Invoke(Vector256<float> x) => x;
}
