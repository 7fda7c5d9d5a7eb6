using System;
using System.Buffers;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Orleans;
using Orleans.Serialization;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.WireProtocol;

namespace StaticNet.Orleans;

/// <summary>The wire format of <see cref="RawArray{T}"/>: length in bytes, then the values, little-endian.</summary>
[RegisterSerializer]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RawArrayCodec<T> : IFieldCodec<RawArray<T>>
    where T : unmanaged
{
    /// <inheritdoc/>
    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, [AllowNull] Type expectedType, RawArray<T> value)
        where TBufferWriter : IBufferWriter<byte>
    {
        CheckEndianness();
        ReferenceCodec.MarkValueField(writer.Session);
        writer.WriteFieldHeader(fieldIdDelta, expectedType, typeof(RawArray<T>), WireType.LengthPrefixed);
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(value.Span);
        writer.WriteVarUInt32((uint)bytes.Length);
        writer.Write(bytes);
    }

    /// <inheritdoc/>
    public RawArray<T> ReadValue<TInput>(ref Reader<TInput> reader, Field field)
    {
        CheckEndianness();
        ReferenceCodec.MarkValueField(reader.Session);
        field.EnsureWireType(WireType.LengthPrefixed);
        uint length = reader.ReadVarUInt32();
        if (length % (uint)Unsafe.SizeOf<T>() != 0)
        {
            throw new SerializerException($"A RawArray<{typeof(T).Name}> has {length} bytes, which is not a whole number of values of {Unsafe.SizeOf<T>()} bytes.");
        }

        // Before memory is taken on the word of a message.
        reader.EnsureAvailable(length);
        var values = GC.AllocateUninitializedArray<T>((int)(length / (uint)Unsafe.SizeOf<T>()));
        reader.ReadBytes(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    private static void CheckEndianness()
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("RawArray is sent as the bytes of little-endian numbers; this processor is big-endian.");
        }
    }
}

/// <summary>Shares the array instead of copying it.</summary>
[RegisterCopier]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RawArrayCopier<T> : IDeepCopier<RawArray<T>>, IOptionalDeepCopier
    where T : unmanaged
{
    /// <inheritdoc/>
    public bool IsShallowCopyable() => true;

    /// <inheritdoc/>
    public RawArray<T> DeepCopy(RawArray<T> input, CopyContext context) => input;
}
