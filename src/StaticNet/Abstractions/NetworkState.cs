using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StaticNet.Sequences;

namespace StaticNet;

/// <summary>
/// What one stream remembers: the state of every layer with memory. A state belongs to one thread at a time; the network may be shared.
/// Create it with <c>CreateState()</c> of the network. A NaN that enters a state stays in it until <see cref="Reset"/>.
/// </summary>
/// <typeparam name="TNetwork">The network class.</typeparam>
public sealed unsafe class NetworkState<TNetwork>
{
    private const int AlignmentInFloats = 16;

    private readonly StateLayout _layout;
    private readonly float[] _block; // pinned: the pointer stays valid while this object is alive
    private readonly float* _start;
    private readonly float* _scratch;

    internal NetworkState(StateLayout layout)
    {
        _layout = layout;
        _block = GC.AllocateArray<float>(layout.Length + layout.ScratchLength + AlignmentInFloats, pinned: true);
        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_block));
        _start = (float*)((address + 63) & ~(nuint)63);
        _scratch = _start + layout.Length;
        layout.Initial?.CopyTo(Storage);
    }

    /// <summary>Values of the state.</summary>
    [RealTime]
    public int Size => _layout.Size;

    internal ref float Reference => ref *_start;

    internal ref float Scratch => ref *_scratch;

    /// <summary>Steps that the rings of convolutions have seen; it may wrap around.</summary>
    internal int Position { get; set; }

    private Span<float> Storage => new(_start, _layout.Length);

    /// <summary>Back to what <c>CreateState()</c> gives: no step has been seen. That is zero, unless a model file begins at other values.</summary>
    [RealTime]
    public void Reset()
    {
        if (_layout.Initial is float[] initial)
        {
            initial.AsSpan().CopyTo(Storage);
        }
        else
        {
            Storage.Clear();
        }

        Position = 0;
    }

    /// <summary>Makes another state equal to this one.</summary>
    /// <param name="other">Overwritten.</param>
    [RealTime]
    public void CopyTo(NetworkState<TNetwork> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Storage.CopyTo(other.Storage);
        other.Position = Position;
    }

    /// <summary>A state of its own that goes on as this one would.</summary>
    public NetworkState<TNetwork> Clone()
    {
        var copy = new NetworkState<TNetwork>(_layout);
        CopyTo(copy);
        return copy;
    }

    /// <summary>
    /// The state's values, layers in order: of each recurrent layer h (LSTM: h, c), stacked ones one after the other; of each convolution
    /// its past, oldest step first, [(kernel − 1)·dilation, channels]; of a mean or maximum over time the values, then the number of steps.
    /// </summary>
    /// <param name="values">[<see cref="Size"/>], overwritten.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    [RealTime]
    public void Read(Span<float> values)
    {
        CheckLength(values.Length, nameof(values));
        _layout.Read(ref Reference, Position, ref MemoryMarshal.GetReference(values));
    }

    /// <summary>Sets the state to values in the order of <see cref="Read"/>.</summary>
    /// <param name="values">[<see cref="Size"/>].</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    [RealTime]
    public void Write(ReadOnlySpan<float> values)
    {
        CheckLength(values.Length, nameof(values));
        Storage.Clear();
        Position = 0;
        _layout.Write(ref MemoryMarshal.GetReference(values), ref Reference, Position);
    }

    private void CheckLength(int length, string name)
    {
        if (length != Size)
        {
            throw new ArgumentException($"The state of {_layout.NetworkName} has {Size} values, but the span has {length}. Expected length: {Size}, actual length: {length}.", name);
        }
    }
}
