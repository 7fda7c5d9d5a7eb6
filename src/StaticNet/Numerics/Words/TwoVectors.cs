using System.ComponentModel;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics.Words;

/// <summary>Eight floats where a vector holds four.</summary>
/// <param name="lower">Lanes 0…3.</param>
/// <param name="upper">Lanes 4…7.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct TwoVectors(Vector128<float> lower, Vector128<float> upper)
{
    // Fields, not properties: the JIT keeps each in a register of its own.
    internal readonly Vector128<float> Lower = lower, Upper = upper;
}
