using System;
using System.IO;
using System.Runtime.InteropServices;

namespace StaticNet;

/// <summary>The carried states of a sequence trainer in a checkpoint, behind the trainer's own state: number of sequences, floats, a hash.</summary>
internal static class SequenceStates
{
    private const int HeaderLength = 8;

    public static void Write(Stream stream, ReadOnlySpan<float> states, int count)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        BitConverter.TryWriteBytes(header, count);
        BitConverter.TryWriteBytes(header[4..], states.Length);
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(states);
        stream.Write(header);
        stream.Write(bytes);
        Span<byte> hash = stackalloc byte[8];
        BitConverter.TryWriteBytes(hash, Hash(header, bytes));
        stream.Write(hash);
    }

    public static float[] Read(Stream stream, int length, int mostSequences, out int count)
    {
        byte[] header = new byte[HeaderLength];
        if (stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength)
        {
            throw new InvalidDataException("The checkpoint has no carried states: it was written by a trainer of rows, or is truncated.");
        }

        count = BitConverter.ToInt32(header);
        int floats = BitConverter.ToInt32(header, 4);
        if (count < 0 || count > mostSequences || floats != (long)count * length)
        {
            throw new InvalidDataException($"The checkpoint carries the states of {count} sequences in {floats} values; this trainer takes up to {mostSequences} sequences of {length} values each.");
        }

        float[] states = new float[floats];
        Span<byte> bytes = MemoryMarshal.AsBytes(states.AsSpan());
        Span<byte> hash = stackalloc byte[8];
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length || stream.ReadAtLeast(hash, 8, throwOnEndOfStream: false) < 8)
        {
            throw new InvalidDataException("The checkpoint is truncated: it ends within the carried states.");
        }

        return BitConverter.ToUInt64(hash) == Hash(header, bytes)
            ? states
            : throw new InvalidDataException("The checkpoint is damaged: its carried states do not match their hash.");
    }

    private static ulong Hash(ReadOnlySpan<byte> header, ReadOnlySpan<byte> bytes)
    {
        ulong hash = 0xcbf29ce484222325;
        foreach (byte value in header)
        {
            hash = unchecked((hash ^ value) * 0x100000001b3);
        }

        foreach (byte value in bytes)
        {
            hash = unchecked((hash ^ value) * 0x100000001b3);
        }

        return hash;
    }
}
