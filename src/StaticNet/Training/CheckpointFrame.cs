using System;
using System.IO;
using System.Text;

namespace StaticNet;

/// <summary>The bytes around a saved state of a training: eight letters that say what it is, a version, a length, and a hash that shows damage.</summary>
/// <remarks>All little-endian: letters, version (int32), length of the content (int64), content, FNV-1a hash of the content (uint64).</remarks>
internal static class CheckpointFrame
{
    private const int FirstChunk = 64 * 1024;

    /// <summary>Writes what <paramref name="write"/> writes, framed.</summary>
    public static void Write(Stream stream, ReadOnlySpan<byte> letters, int version, Action<BinaryWriter> write)
    {
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
        {
            write(writer);
        }

        ReadOnlySpan<byte> bytes = content.GetBuffer().AsSpan(0, (int)content.Length);
        using var output = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        output.Write(letters);
        output.Write(version);
        output.Write(content.Length);
        output.Write(bytes);
        output.Write(Hash(bytes));
    }

    /// <summary>Reads a content whose hash is right.</summary>
    /// <param name="stream">At the letters; left behind the hash.</param>
    /// <param name="letters">Eight of them.</param>
    /// <param name="version">The only one that is read.</param>
    /// <param name="what">How messages call it: <c>checkpoint</c>.</param>
    /// <param name="otherLetters">The message for a stream that begins otherwise.</param>
    /// <exception cref="InvalidDataException">Something is wrong with it.</exception>
    public static byte[] Read(Stream stream, ReadOnlySpan<byte> letters, int version, string what, string otherLetters)
    {
        Span<byte> header = stackalloc byte[8];
        int read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        return header[..read].SequenceEqual(letters)
            ? ReadRest(stream, version, what)
            : throw new InvalidDataException(read == 0 ? $"The {what} is empty." : otherLetters);
    }

    /// <summary>As <see cref="Read"/>, behind the letters.</summary>
    public static byte[] ReadRest(Stream stream, int version, string what)
    {
        Span<byte> header = stackalloc byte[12];
        if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
        {
            throw new InvalidDataException($"The {what} is truncated: it ends within its first 20 bytes.");
        }

        int found = BitConverter.ToInt32(header);
        if (found != version)
        {
            throw new InvalidDataException($"The {what} has format version {found}; this library reads version {version}.");
        }

        long length = BitConverter.ToInt64(header[4..]);
        if (length < 0 || length > Array.MaxLength)
        {
            throw new InvalidDataException($"The {what} claims {length} bytes of content: it is damaged.");
        }

        byte[] content = ReadGrowing(stream, (int)length, out int bytes);
        Span<byte> hash = stackalloc byte[8];
        if (bytes < length || stream.ReadAtLeast(hash, hash.Length, throwOnEndOfStream: false) < hash.Length)
        {
            throw new InvalidDataException($"The {what} is truncated: expected {length} bytes of content and a hash, found {bytes} bytes.");
        }

        return BitConverter.ToUInt64(hash) == Hash(content)
            ? content
            : throw new InvalidDataException($"The {what} is damaged: its content does not match its hash.");
    }

    /// <summary>Reads values from a content.</summary>
    /// <exception cref="InvalidDataException">The content ends too early or is malformed.</exception>
    public static T Parse<T>(byte[] content, string what, Func<BinaryReader, T> read)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(content), Encoding.UTF8);
            return read(reader);
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException or ArgumentException or IOException)
        {
            throw new InvalidDataException($"The {what} ends too early or is malformed.", exception);
        }
    }

    /// <summary>Memory is taken as bytes arrive, never on the word of a header.</summary>
    private static byte[] ReadGrowing(Stream stream, int length, out int found)
    {
        var buffer = new byte[Math.Min(length, FirstChunk)];
        found = 0;
        while (true)
        {
            found += stream.ReadAtLeast(buffer.AsSpan(found), buffer.Length - found, throwOnEndOfStream: false);
            if (found < buffer.Length || found == length)
            {
                return buffer;
            }

            Array.Resize(ref buffer, (int)Math.Min(length, 2L * buffer.Length));
        }
    }

    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 0xcbf29ce484222325;
        foreach (byte value in bytes)
        {
            hash = unchecked((hash ^ value) * 0x100000001b3);
        }

        return hash;
    }
}
