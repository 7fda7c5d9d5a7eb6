using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace StaticNet.ModelFiles.Protobuf;

/// <summary>How a field's value is encoded (https://protobuf.dev/programming-guides/encoding).</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    LengthDelimited = 2,
    Fixed32 = 5,
}

/// <summary>Walks through the fields of one protobuf message; never reads outside the message's bytes.</summary>
internal sealed class WireReader
{
    private readonly byte[] _bytes;
    private readonly int _end;
    private readonly string _source;
    private int _position;

    /// <summary>Reads a whole buffer as one message.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="source">What is read, to begin error messages with.</param>
    public WireReader(byte[] bytes, string source)
        : this(bytes, 0, bytes.Length, source)
    {
    }

    private WireReader(byte[] bytes, int start, int end, string source)
    {
        _bytes = bytes;
        _position = start;
        _end = end;
        _source = source;
    }

    /// <summary>The number of the field that <see cref="NextField"/> found.</summary>
    public int Field { get; private set; }

    /// <summary>The encoding of its value.</summary>
    public WireType Type { get; private set; }

    /// <summary>Moves to the next field; false at the message's end.</summary>
    public bool NextField()
    {
        if (_position >= _end)
        {
            return false;
        }

        ulong tag = ReadVarint();
        Field = tag >> 3 is > 0 and < 1 << 29 ? (int)(tag >> 3) : throw Problem("a field number is out of range");
        Type = (WireType)(tag & 7);
        return Type is WireType.Varint or WireType.Fixed64 or WireType.LengthDelimited or WireType.Fixed32
            ? true
            : throw Problem($"field {Field} has the unknown wire type {(int)Type}");
    }

    /// <summary>Passes over the field's value.</summary>
    public void Skip()
    {
        switch (Type)
        {
            case WireType.Varint: ReadVarint(); break;
            case WireType.Fixed64: Take(8); break;
            case WireType.Fixed32: Take(4); break;
            default: Take(ReadLength()); break;
        }
    }

    /// <summary>An integer field.</summary>
    public long ReadInteger()
    {
        Demand(WireType.Varint);
        return unchecked((long)ReadVarint());
    }

    /// <summary>A float field.</summary>
    public float ReadFloat()
    {
        Demand(WireType.Fixed32);
        return FloatAt(Take(4));
    }

    /// <summary>A text field.</summary>
    public string ReadString()
    {
        Demand(WireType.LengthDelimited);
        int length = ReadLength();
        return Encoding.UTF8.GetString(_bytes, Take(length), length);
    }

    /// <summary>A field of bytes, copied.</summary>
    public byte[] ReadBytes()
    {
        Demand(WireType.LengthDelimited);
        int length = ReadLength();
        var bytes = new byte[length];
        Array.Copy(_bytes, Take(length), bytes, 0, length);
        return bytes;
    }

    /// <summary>A field that is a message itself.</summary>
    public WireReader ReadMessage()
    {
        Demand(WireType.LengthDelimited);
        int length = ReadLength();
        int start = Take(length);
        return new WireReader(_bytes, start, start + length, _source);
    }

    /// <summary>One element or a packed run of a repeated integer field.</summary>
    public void ReadIntegers(List<long> values)
    {
        if (Type != WireType.LengthDelimited)
        {
            values.Add(ReadInteger());
            return;
        }

        WireReader run = ReadMessage();
        while (run._position < run._end)
        {
            values.Add(unchecked((long)run.ReadVarint()));
        }
    }

    /// <summary>One element or a packed run of a repeated float field.</summary>
    public void ReadFloats(List<float> values)
    {
        if (Type != WireType.LengthDelimited)
        {
            values.Add(ReadFloat());
            return;
        }

        WireReader run = ReadMessage();
        while (run._position < run._end)
        {
            values.Add(run.FloatAt(run.Take(4)));
        }
    }

    /// <summary>One element or a packed run of a repeated double field.</summary>
    public void ReadDoubles(List<double> values)
    {
        if (Type != WireType.LengthDelimited)
        {
            Demand(WireType.Fixed64);
            values.Add(DoubleAt(Take(8)));
            return;
        }

        WireReader run = ReadMessage();
        while (run._position < run._end)
        {
            values.Add(run.DoubleAt(run.Take(8)));
        }
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte next = _bytes[Take(1)];
            value |= shift < 64 ? (ulong)(next & 0x7F) << shift : 0;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Problem("a number has more than 10 bytes");
    }

    private int ReadLength()
    {
        ulong length = ReadVarint();
        return length <= (ulong)(_end - _position)
            ? (int)length
            : throw Problem($"field {Field} should have {length} bytes, but {_end - _position} are left");
    }

    private int Take(int count)
    {
        if (count > _end - _position)
        {
            throw Problem($"{count} more bytes are needed, but {_end - _position} are left");
        }

        int start = _position;
        _position += count;
        return start;
    }

    private float FloatAt(int index)
    {
        uint[] bits = [UInt32At(index)];
        var value = new float[1];
        Buffer.BlockCopy(bits, 0, value, 0, 4);
        return value[0];
    }

    private double DoubleAt(int index) =>
        BitConverter.Int64BitsToDouble(unchecked((long)(UInt32At(index) | ((ulong)UInt32At(index + 4) << 32))));

    private uint UInt32At(int index) =>
        _bytes[index] | ((uint)_bytes[index + 1] << 8) | ((uint)_bytes[index + 2] << 16) | ((uint)_bytes[index + 3] << 24);

    private void Demand(WireType type)
    {
        if (Type != type)
        {
            throw Problem($"field {Field} is encoded as {Type}, expected {type}");
        }
    }

    private InvalidDataException Problem(string what) =>
        new($"{_source}: no valid ONNX (protobuf) file: at byte {_position} {what}; it is cut off or damaged.");
}
