using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace StaticNet.Numerics.Words;

/// <summary>What a forward pass in lanes is for.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ILanesUse
{
    /// <summary>Where the last layer's values go: to their place in training, over the inputs otherwise.</summary>
    static abstract ref float Outputs(ref float s, int offset);
}

/// <summary>Every value that backward needs is kept, and the pass ends before the output activation.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ForTraining : ILanesUse
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref float Outputs(ref float s, int offset) => ref Unsafe.Add(ref s, offset);
}

/// <summary>Only the outputs are wanted.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ForInference : ILanesUse
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref float Outputs(ref float s, int offset) => ref s;
}
