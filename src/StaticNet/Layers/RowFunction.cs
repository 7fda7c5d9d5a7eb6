using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Activations;

namespace StaticNet.Layers;

/// <summary>An activation as what a kernel applies to its results.</summary>
/// <typeparam name="TActivation">The activation.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct RowFunction<TActivation> : IRowFunction
    where TActivation : struct, IActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Invoke(Vector256<float> x) => Vector256.IsHardwareAccelerated
        ? TActivation.Forward(x)
        : Vector256.Create(TActivation.Forward(x.GetLower()), TActivation.Forward(x.GetUpper()));
}
