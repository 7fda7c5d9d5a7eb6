using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using StaticNet.Persistence.Format;

namespace StaticNet.Persistence;

/// <summary>One tensor of a file: what the header says and its bytes.</summary>
/// <param name="Entry">Name, type and shape.</param>
/// <param name="Bytes">Little-endian, row-major.</param>
internal sealed record SafetensorsTensor(SafetensorsEntry Entry, byte[] Bytes);

/// <summary>
/// A safetensors file in memory. Memory is taken as bytes arrive, never on the word of a header: at most about twice what
/// the file really holds.
/// </summary>
internal sealed class SafetensorsFile
{
    private const int FirstChunk = 64 * 1024;

    private SafetensorsFile(IReadOnlyDictionary<string, string> metadata, IReadOnlyList<SafetensorsTensor> tensors)
    {
        Metadata = metadata;
        Tensors = tensors;
    }

    /// <summary>What stands under <c>__metadata__</c>; empty where there is none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors in the order of their bytes.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>Reads from the stream's position to its end.</summary>
    /// <param name="stream">Readable; need not be seekable.</param>
    /// <param name="source">What is read, to begin error messages with.</param>
    /// <exception cref="InvalidDataException">The content breaks a rule of the format.</exception>
    public static SafetensorsFile Read(Stream stream, string source)
    {
        long available = stream.CanSeek ? stream.Length - stream.Position : -1;
        if (available == 0)
        {
            throw new InvalidDataException($"{source}: {FileSignature.NotSafetensors([])}.");
        }

        byte[] lengthField = ReadGrowing(stream, 8, available, source, "the 8 bytes that say how long the header is");
        if (CheckpointFormat.Magic.SequenceEqual(lengthField))
        {
            throw new InvalidDataException(
                $"{source}: this is a checkpoint of a training, {CheckpointFormat.Describe(stream)}, not a file of weights. " +
                "Its weights are read with LoadCheckpoint (for example MLPModel.LoadCheckpoint(path)); FitOptions.ResumeFrom and trainer.Load continue its training.");
        }

        available -= available >= 0 ? 8 : 0;
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(lengthField);
        if (headerLength is 0 or > SafetensorsHeader.MaximumLength && Recognize(stream, lengthField) is string what)
        {
            throw new InvalidDataException($"{source}: {what}.");
        }

        SafetensorsHeader.CheckLength(headerLength, available, source);
        var header = SafetensorsHeader.Parse(ReadGrowing(stream, (long)headerLength, available, source, "the header"), source);
        available -= available >= 0 ? (long)headerLength : 0;
        if (available >= 0 && available != header.DataLength)
        {
            throw new InvalidDataException(
                $"{source}: the header describes {header.DataLength} bytes of data, but {available} follow it; the file is cut off or damaged.");
        }

        var tensors = new List<SafetensorsTensor>(header.EntriesByPosition.Length);
        foreach (SafetensorsEntry entry in header.EntriesByPosition)
        {
            byte[] bytes = ReadGrowing(stream, entry.End - entry.Begin, available, source, $"tensor {SafetensorsHeader.Show(entry.Name)}");
            tensors.Add(new SafetensorsTensor(entry, bytes));
        }

        if (available < 0 && stream.ReadByte() >= 0)
        {
            throw new InvalidDataException($"{source}: more bytes follow the {header.DataLength} bytes of data that the header describes.");
        }

        return new SafetensorsFile(header.Metadata, tensors);
    }

    /// <summary>What the file is, where its first 8 bytes cannot be those of this format.</summary>
    private static string? Recognize(Stream stream, byte[] first)
    {
        var head = new byte[FileSignature.HeadLength];
        first.CopyTo(head, 0);
        int length = first.Length + stream.ReadAtLeast(head.AsSpan(first.Length), head.Length - first.Length, throwOnEndOfStream: false);
        return FileSignature.NotSafetensors(head[..length]);
    }

    private static byte[] ReadGrowing(Stream stream, long count, long available, string source, string what)
    {
        if (count > Array.MaxLength)
        {
            throw new InvalidDataException($"{source}: {what} takes {count} bytes; this reader takes at most {Array.MaxLength}.");
        }

        // Where the stream tells its length, count was checked against it; otherwise the buffer doubles with what arrived.
        var buffer = new byte[available >= count ? count : Math.Min(count, FirstChunk)];
        int filled = 0;
        while (true)
        {
            filled += stream.ReadAtLeast(buffer.AsSpan(filled), buffer.Length - filled, throwOnEndOfStream: false);
            if (filled < buffer.Length)
            {
                throw new InvalidDataException($"{source}: {what} should have {count} bytes, but the file ends after {filled} of them.");
            }

            if (filled == count)
            {
                return buffer;
            }

            Array.Resize(ref buffer, (int)Math.Min(count, 2L * buffer.Length));
        }
    }
}
