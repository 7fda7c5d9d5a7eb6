using System;
using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StaticNet;

/// <summary>
/// The numbers of a network in one flat block: its parameters, or gradients or moments of the same layout.
/// Storage is 64-byte aligned, in the order the emitted kernels read it; PyTorch's layout exists only in
/// <see cref="CopyTo(string, Span{float})"/> and <see cref="CopyFrom(string, ReadOnlySpan{float})"/>.
/// </summary>
public sealed unsafe partial class ParameterBuffer
{
    private const int AlignmentInFloats = 16;

    // The array lives in the pinned heap: the pointer stays valid while this object (or any reference into the block) is alive.
    private readonly float[] _block;
    private readonly float* _start;
    private bool _isMoment;

    /// <summary>Allocates storage for a layout, all zero.</summary>
    /// <param name="layout">The layout of a network type.</param>
    public ParameterBuffer(ParameterLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        Layout = layout;
        _block = GC.AllocateArray<float>(layout.Length + AlignmentInFloats, pinned: true);
        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_block));
        _start = (float*)((address + 63) & ~(nuint)63);
    }

    /// <summary>Allocates storage for a moment: some optimizers keep their epsilon in every value, padding included.</summary>
    internal static ParameterBuffer Moment(ParameterLayout layout) => new(layout) { _isMoment = true };

    /// <summary>Where each parameter lies.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>
    /// The raw storage, padding included. Padding is zero and must stay zero: <see cref="Hash"/>, saving and training throw where it is not.
    /// <see cref="CopyTo(Span{float})"/> and <see cref="CopyFrom(ReadOnlySpan{float})"/> give all values without padding.
    /// </summary>
    [RealTime]
    public Span<float> Values => new(_start, Layout.Length);

    /// <summary>The part of <see cref="Values"/> that an optimizer updates.</summary>
    [RealTime]
    public Span<float> TrainableValues => new(_start, Layout.TrainableLength);

    /// <summary>The first value, 64-byte aligned. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ref float Reference
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref *_start;
    }

    /// <summary>Copies one parameter out, in PyTorch's layout (row-major, weights as [outputs, inputs]).</summary>
    /// <param name="name">The parameter's name, for example <c>hidden.weight</c>.</param>
    /// <param name="destination">As many values as the parameter has.</param>
    /// <exception cref="ArgumentException">The name is unknown or the length does not fit.</exception>
    public void CopyTo(string name, Span<float> destination)
    {
        ParameterInfo parameter = Layout.Find(name);
        CheckLength(parameter, destination.Length, nameof(destination));
        CopyTo(parameter, destination);
    }

    /// <summary>Copies one parameter in, from PyTorch's layout (row-major, weights as [outputs, inputs]).</summary>
    /// <param name="name">The parameter's name, for example <c>hidden.weight</c>.</param>
    /// <param name="source">As many values as the parameter has.</param>
    /// <exception cref="ArgumentException">The name is unknown or the length does not fit.</exception>
    public void CopyFrom(string name, ReadOnlySpan<float> source)
    {
        ParameterInfo parameter = Layout.Find(name);
        CheckLength(parameter, source.Length, nameof(source));
        CopyFrom(parameter, source);
    }

    /// <summary>Copies all trainable values out: one parameter after the other in PyTorch's order and layout, without padding, as <c>parameters_to_vector</c> does.</summary>
    /// <param name="destination">[ParameterCount]. Running statistics of batch normalization are not among the values.</param>
    /// <exception cref="ArgumentException">The length does not fit.</exception>
    /// <exception cref="InvalidOperationException">Padding of <see cref="Values"/> is not zero.</exception>
    [RealTime]
    public void CopyTo(Span<float> destination)
    {
        CheckCount(destination.Length, nameof(destination));
        CheckPadding();
        foreach (ParameterInfo parameter in Layout.Parameters)
        {
            if (parameter.IsTrainable)
            {
                CopyTo(parameter, destination[..parameter.Count]);
                destination = destination[parameter.Count..];
            }
        }
    }

    /// <summary>Copies all trainable values in: one parameter after the other in PyTorch's order and layout, without padding, as <c>vector_to_parameters</c> does.</summary>
    /// <param name="source">[ParameterCount]. Running statistics of batch normalization are not among the values.</param>
    /// <exception cref="ArgumentException">The length does not fit; nothing has been written.</exception>
    [RealTime]
    public void CopyFrom(ReadOnlySpan<float> source)
    {
        CheckCount(source.Length, nameof(source));
        foreach (ParameterInfo parameter in Layout.Parameters)
        {
            if (parameter.IsTrainable)
            {
                CopyFrom(parameter, source[..parameter.Count]);
                source = source[parameter.Count..];
            }
        }
    }

    /// <summary>Copies all values of a buffer of the same network type.</summary>
    /// <exception cref="ArgumentException">The other buffer has another layout.</exception>
    [RealTime]
    public void CopyFrom(ParameterBuffer source)
    {
        ArgumentNullException.ThrowIfNull(source);
        CheckSameLayout(source, nameof(source));
        source.Values.CopyTo(Values);
    }

    /// <summary>A copy with storage of its own.</summary>
    public ParameterBuffer Clone()
    {
        var copy = new ParameterBuffer(Layout) { _isMoment = _isMoment };
        copy.CopyFrom(this);
        return copy;
    }

    /// <summary>Sets every value to zero.</summary>
    [RealTime]
    public void Clear() => Values.Clear();

    /// <summary>Sets the padding of <see cref="Values"/> to zero again; no parameter changes.</summary>
    public void ClearPadding() => Layout.Padding.Clear(Values);

    /// <summary>The Euclidean norm of the trainable values, summed in double.</summary>
    [RealTime]
    public double Norm()
    {
        double sum = 0;
        foreach (float value in TrainableValues)
        {
            sum += (double)value * value;
        }

        return Math.Sqrt(sum);
    }

    /// <summary>
    /// A 128-bit FNV-1a hash of the bits of all values in PyTorch's order: equal on every machine for equal parameters,
    /// whatever the storage looks like.
    /// </summary>
    /// <exception cref="InvalidOperationException">Padding of <see cref="Values"/> is not zero.</exception>
    public UInt128 Hash()
    {
        CheckPadding();
        UInt128 prime = new(0x0000000001000000, 0x000000000000013B);
        UInt128 hash = new(0x6c62272e07bb0142, 0x62b821756295c58d);
        foreach (ParameterInfo parameter in Layout.Parameters)
        {
            for (int i = 0; i < parameter.Count; i++)
            {
                uint bits = BitConverter.SingleToUInt32Bits(_start[parameter.StorageIndex(i)]);
                for (int shift = 0; shift < 32; shift += 8)
                {
                    hash = unchecked((hash ^ ((bits >> shift) & 0xFF)) * prime);
                }
            }
        }

        return hash;
    }

    internal void CopyTo(ParameterInfo parameter, Span<float> destination)
    {
        for (int i = 0; i < parameter.Count; i++)
        {
            destination[i] = _start[parameter.StorageIndex(i)];
        }
    }

    internal void CopyFrom(ParameterInfo parameter, ReadOnlySpan<float> source)
    {
        for (int i = 0; i < parameter.Count; i++)
        {
            _start[parameter.StorageIndex(i)] = source[i];
        }
    }

    internal void CheckSameLayout(ParameterBuffer other, string argumentName)
    {
        if (!ReferenceEquals(other.Layout, Layout))
        {
            throw new ArgumentException(
                $"The buffer belongs to another network: expected the layout [{string.Join(", ", (object[])Layout.Parameters.ToArray())}], found [{string.Join(", ", (object[])other.Layout.Parameters.ToArray())}].",
                argumentName);
        }
    }

    /// <summary>Refuses padding that is not zero: some passes would read it, and no file would hold it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void CheckPadding()
    {
        if (!_isMoment && !Layout.Padding.IsZero(Values))
        {
            ThrowPadding();
        }
    }

    private void ThrowPadding()
    {
        int index = Layout.Padding.FirstNonzero(Values);
        if (!float.IsFinite(Values[index]) && ParameterLayers.FirstNotFinite(this, trainable: true) is { } parameter)
        {
            throw new InvalidOperationException(
                $"The parameter '{parameter.Name}' holds values that are not finite, and so does the padding of Parameters.Values: a training has diverged. Lower the learning rate, or clip the gradients; go on from parameters that were saved, after ClearPadding().");
        }

        throw new InvalidOperationException(
            $"Parameters.Values holds {Values[index].ToString(CultureInfo.InvariantCulture)} at index {index}, which is padding between the parameters and must stay 0. " +
            $"Use Parameters.CopyTo(vector) and Parameters.CopyFrom(vector) with {Layout.ParameterCount} values instead of Values, or CopyFrom(name, values) for one parameter. ClearPadding() sets the padding to 0 again.");
    }

    private void CheckCount(int actual, string argumentName)
    {
        if (actual != Layout.ParameterCount)
        {
            throw new ArgumentException(
                $"The network has {Layout.ParameterCount} parameters (ParameterCount), but the span has {actual} values.", argumentName);
        }
    }

    private static void CheckLength(ParameterInfo parameter, int actual, string argumentName)
    {
        if (actual != parameter.Count)
        {
            throw new ArgumentException(
                $"Parameter '{parameter.Name}' has {parameter.Count} values ({string.Join(" x ", parameter.Shape)}), but the span has {actual}.",
                argumentName);
        }
    }
}
