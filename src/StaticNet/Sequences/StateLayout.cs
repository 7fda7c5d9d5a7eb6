using System;
using System.Runtime.InteropServices;

namespace StaticNet.Sequences;

/// <summary>How the states of a network lie, and how they become values in their public order.</summary>
internal abstract class StateLayout
{
    /// <summary>The storage of a state that a stream begins with; null for zeros.</summary>
    public float[]? Initial { get; protected init; }

    public abstract string NetworkName { get; }

    /// <summary>Values, without padding.</summary>
    public abstract int Size { get; }

    /// <summary>Floats of storage.</summary>
    public abstract int Length { get; }

    /// <summary>Floats of scratch memory behind it.</summary>
    public abstract int ScratchLength { get; }

    public abstract void Read(ref float state, int position, ref float values);

    public abstract void Write(ref float values, ref float state, int position);
}

/// <summary>That of one network.</summary>
internal sealed class StateLayout<TKernels> : StateLayout
    where TKernels : struct, IStreamKernels
{
    public static readonly StateLayout<TKernels> Instance = new();

    private StateLayout()
    {
        float[] initial = new float[TKernels.StateLength];
        TKernels.BeginState(ref MemoryMarshal.GetArrayDataReference(initial));
        Initial = initial.AsSpan().ContainsAnyExcept(0f) ? initial : null;
    }

    public override string NetworkName => TKernels.Name;

    public override int Size => TKernels.StateSize;

    public override int Length => TKernels.StateLength;

    public override int ScratchLength => TKernels.StreamLength;

    public override void Read(ref float state, int position, ref float values) => TKernels.ReadState(ref state, position, ref values);

    public override void Write(ref float values, ref float state, int position) => TKernels.WriteState(ref values, ref state, position);
}
