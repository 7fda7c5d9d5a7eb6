using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace StaticNet.Persistence.Format;

/// <summary>
/// Reads the header of a safetensors file and checks everything that the format demands: no key twice, known types,
/// byte ranges that fit type × shape and tile the data without gap or overlap.
/// Format: https://huggingface.co/docs/safetensors (the header is JSON after an 8-byte little-endian length).
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The format's own limit of the header's length in bytes.</summary>
    public const long MaximumLength = 100_000_000;

    private const string MetadataKey = "__metadata__";

    private readonly string _source;
    private readonly List<SafetensorsEntry> _entries = [];

    private SafetensorsHeader(string source) => _source = source;

    /// <summary>The tensors in the header's order.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries => _entries;

    /// <summary>The tensors in the order of their bytes.</summary>
    public SafetensorsEntry[] EntriesByPosition { get; private set; } = [];

    /// <summary>What stands under <c>__metadata__</c>; empty where there is none.</summary>
    public Dictionary<string, string> Metadata { get; } = [];

    /// <summary>Bytes of data that must follow the header.</summary>
    public long DataLength { get; private set; }

    /// <summary>Checks the length field, before memory is taken for the header.</summary>
    /// <param name="length">What the first 8 bytes say.</param>
    /// <param name="available">Bytes that follow the length field; -1 where nobody knows.</param>
    /// <param name="source">What is read, to begin error messages with.</param>
    /// <exception cref="InvalidDataException">The header cannot be that long.</exception>
    public static void CheckLength(ulong length, long available, string source)
    {
        if (length > MaximumLength)
        {
            throw new InvalidDataException(
                $"{source}: the first 8 bytes say that the header has {length} bytes; a safetensors header has at most {MaximumLength}. Is this a safetensors file?");
        }

        if (available >= 0 && length > (ulong)available)
        {
            throw new InvalidDataException(
                $"{source}: the header should have {length} bytes, but only {available} follow its length; the file is cut off or no safetensors file.");
        }
    }

    /// <summary>Parses the JSON text.</summary>
    /// <param name="json">The header, padding included.</param>
    /// <param name="source">What is read, to begin error messages with.</param>
    /// <exception cref="InvalidDataException">The header breaks a rule of the format.</exception>
    public static SafetensorsHeader Parse(byte[] json, string source)
    {
        var header = new SafetensorsHeader(source);
        header.ReadEntries(new JsonCursor(json, source), startsWithBrace: json.Length > 0 && json[0] == (byte)'{');
        header.CheckRanges();
        return header;
    }

    /// <summary>A name as error messages show it: shortened, control characters replaced.</summary>
    public static string Show(string name)
    {
        const int MaximumShown = 77;
        var text = new StringBuilder("'");
        for (int i = 0; i < name.Length && i < MaximumShown; i++)
        {
            text.Append(char.IsControl(name[i]) || char.IsSurrogate(name[i]) ? '?' : name[i]);
        }

        return text.Append(name.Length > MaximumShown ? "...'" : "'").ToString();
    }

    private void ReadEntries(JsonCursor json, bool startsWithBrace)
    {
        if (!startsWithBrace)
        {
            throw Problem("the header does not begin with '{'; is this a safetensors file?");
        }

        json.Expect('{');
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (!json.TryTake('}'))
        {
            do
            {
                string name = json.ReadString();
                json.Expect(':');
                if (!names.Add(name))
                {
                    throw Problem($"tensor {Show(name)} appears twice; every name must be unique");
                }

                if (name == MetadataKey)
                {
                    ReadMetadata(json);
                }
                else
                {
                    _entries.Add(ReadEntry(json, name));
                }
            }
            while (json.TryTake(','));
            json.Expect('}');
        }

        json.ExpectEnd();
    }

    private void ReadMetadata(JsonCursor json)
    {
        json.Expect('{');
        if (json.TryTake('}'))
        {
            return;
        }

        do
        {
            string key = json.ReadString();
            json.Expect(':');
            string value = json.ReadString();
            if (Metadata.ContainsKey(key))
            {
                throw Problem($"the metadata has {Show(key)} twice");
            }

            Metadata.Add(key, value);
        }
        while (json.TryTake(','));
        json.Expect('}');
    }

    private SafetensorsEntry ReadEntry(JsonCursor json, string name)
    {
        string? dataType = null;
        List<long>? shape = null;
        List<long>? range = null;
        json.Expect('{');
        do
        {
            string field = json.ReadString();
            json.Expect(':');
            bool isKnown = field switch
            {
                "dtype" => dataType is null && (dataType = json.ReadString()) is not null,
                "shape" => shape is null && (shape = ReadCounts(json)) is not null,
                "data_offsets" => range is null && (range = ReadCounts(json)) is not null,
                _ => false,
            };
            if (!isKnown)
            {
                throw Problem($"tensor {Show(name)} has the field {Show(field)} twice or it is none of dtype, shape, data_offsets");
            }
        }
        while (json.TryTake(','));
        json.Expect('}');
        if (dataType is null || shape is null || range is null)
        {
            throw Problem($"tensor {Show(name)} lacks {(dataType is null ? "dtype" : shape is null ? "shape" : "data_offsets")}");
        }

        return range.Count == 2
            ? CheckedEntry(name, dataType, [.. shape], range[0], range[1])
            : throw Problem($"tensor {Show(name)}: data_offsets has {range.Count} numbers, expected 2 (begin and end)");
    }

    private static List<long> ReadCounts(JsonCursor json)
    {
        var counts = new List<long>();
        json.Expect('[');
        if (!json.TryTake(']'))
        {
            do
            {
                counts.Add(json.ReadCount());
            }
            while (json.TryTake(','));
            json.Expect(']');
        }

        return counts;
    }

    private SafetensorsEntry CheckedEntry(string name, string dataType, long[] shape, long begin, long end)
    {
        if (!SafetensorsEntry.BitsOfType.TryGetValue(dataType, out int bitsPerElement))
        {
            throw Problem($"tensor {Show(name)} has the dtype {Show(dataType)}, which the format does not know");
        }

        if (begin > end)
        {
            throw Problem($"tensor {Show(name)} has the bytes {begin}..{end}, which end before they begin");
        }

        try
        {
            long bits = bitsPerElement;
            foreach (long dimension in shape)
            {
                bits = checked(bits * dimension);
            }

            if (bits % 8 == 0 && bits / 8 == end - begin)
            {
                return new SafetensorsEntry(name, dataType, shape, begin, end);
            }

            throw Problem(
                $"tensor {Show(name)}: {dataType} x [{string.Join(", ", shape)}] takes {bits / 8} bytes, but its range {begin}..{end} has {end - begin}");
        }
        catch (OverflowException)
        {
            throw Problem($"tensor {Show(name)}: the shape [{string.Join(", ", shape)}] has more elements than any file can hold");
        }
    }

    private void CheckRanges()
    {
        SafetensorsEntry[] sorted = [.. _entries];
        Array.Sort(sorted, static (a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        long position = 0;
        foreach (SafetensorsEntry entry in sorted)
        {
            if (entry.Begin != position)
            {
                throw Problem(entry.Begin < position
                    ? $"tensor {Show(entry.Name)} begins at byte {entry.Begin} of the data, inside the tensor before it, which ends at {position}"
                    : $"tensor {Show(entry.Name)} begins at byte {entry.Begin} of the data, but the tensor before it ends at {position}: the bytes between belong to nobody");
            }

            position = entry.End;
        }

        EntriesByPosition = sorted;
        DataLength = position;
    }

    private InvalidDataException Problem(string what) => new($"{_source}: {what}.");
}
