using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using StaticNet.Persistence;
using Xunit;

namespace StaticNet.Tests.Persistence;

/// <summary>Each rule of the format, one file that keeps it and one that breaks it.</summary>
public sealed class SafetensorsRulesTests
{
    [Theory]
    [InlineData("{}", 0)]
    [InlineData("{}      ", 0)]
    [InlineData("{\"__metadata__\":{}}", 0)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}", 4)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[0,7],\"data_offsets\":[0,0]}}", 0)]
    [InlineData("{\"a\":{\"data_offsets\":[4,8],\"shape\":[1],\"dtype\":\"F32\"}, \"b\" : {\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 8)]
    [InlineData("{\"a\":{\"dtype\":\"F4\",\"shape\":[4],\"data_offsets\":[0,2]}}", 2)]
    [InlineData("{\"\\u00e9\\ud83d\\ude00\\n\\\"\\\\\\/\":{\"dtype\":\"BOOL\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1)]
    public void SoundFile_IsRead(string header, int dataLength)
    {
        byte[] bytes = SafetensorsText.File(header, dataLength);
        SafetensorsFile file = SafetensorsFile.Read(new MemoryStream(bytes), "file");
        Assert.Equal(dataLength, file.Tensors.Sum(t => t.Bytes.Length));
        Assert.Equal(file.Tensors.Count, SafetensorsFile.Read(new OneWayStream(bytes), "file").Tensors.Count);
    }

    [Theory]
    [InlineData("", 0, "begin with '{'")]
    [InlineData(" {}", 0, "begin with '{'")]
    [InlineData("[]", 0, "begin with '{'")]
    [InlineData("{", 0, "expected a string")]
    [InlineData("{}x", 0, "expected the end of the header at byte 2, found 'x'")]
    [InlineData("{\"a\":1}", 0, "expected '{'")]
    [InlineData("{\"a\":{}}", 0, "expected a string")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[]}}", 4, "lacks data_offsets")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4],\"x\":1}}", 4, "'x'")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}", 4, "'dtype' twice")]
    [InlineData("{\"a\":{\"dtype\":\"F33\",\"shape\":[],\"data_offsets\":[0,4]}}", 4, "'F33'")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0]}}", 4, "has 1 numbers")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[4,0]}}", 4, "end before they begin")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", 4, "an integer of 0 or more")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}}", 4, "an integer of 0 or more")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[01],\"data_offsets\":[0,4]}}", 4, "an integer of 0 or more")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,4]}}", 4, "larger than")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}", 0, "more elements than any file")]
    [InlineData("{\"a\":{\"dtype\":\"F4\",\"shape\":[3],\"data_offsets\":[0,1]}}", 1, "its range 0..1 has 1")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8, "belong to nobody")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 8, "describes 4 bytes of data, but 8")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[144115188075855872],\"data_offsets\":[0,576460752303423488]}}", 4, "describes 576460752303423488")]
    [InlineData("{\"__metadata__\":{\"a\":1}}", 0, "expected a string")]
    [InlineData("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", 0, "'a' twice")]
    [InlineData("{\"__metadata__\":{},\"__metadata__\":{}}", 0, "twice")]
    [InlineData("{\"a\\ud800\":{}}", 0, "surrogate")]
    [InlineData("{\"a\\x\":{}}", 0, "escape")]
    [InlineData("{\"a\u0001\":{}}", 0, "JSON")]
    [InlineData("{\"a", 0, "does not end")]
    public void BrokenRule_IsNamed(string header, int dataLength, string word)
    {
        var error = Assert.Throws<InvalidDataException>(() =>
            SafetensorsFile.Read(new MemoryStream(SafetensorsText.File(header, dataLength)), "'net.safetensors'"));
        Assert.StartsWith("'net.safetensors': ", error.Message, StringComparison.Ordinal);
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NameThatIsNotUtf8_IsRefused()
    {
        byte[] file = SafetensorsText.File("{\"a?\":{}}", 0);
        file[8 + 3] = 0xFF;
        var error = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(new MemoryStream(file), "file"));
        Assert.Contains("UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OneWayStreamWithBytesTooMany_IsRefused()
    {
        byte[] file = SafetensorsText.File("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 5);
        Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(new OneWayStream(file), "file"));
    }

    [Theory]
    [InlineData(1L << 60)]
    [InlineData(100_000_001L)]
    [InlineData(99_999_999L)]
    public void HeaderThatClaimsTooMuch_TakesNoMemory(long claimed)
    {
        byte[] file = SafetensorsText.File("{}", 100, (ulong)claimed);
        AssertSmallAllocation(() => Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(new MemoryStream(file), "file")));
        AssertSmallAllocation(() => Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(new OneWayStream(file), "file")));
    }

    [Theory]
    [InlineData("[144115188075855872]", "576460752303423488")]
    [InlineData("[400000000]", "1600000000")]
    public void TensorThatClaimsTooMuch_TakesNoMemory(string shape, string end)
    {
        byte[] file = SafetensorsText.File($"{{\"a\":{{\"dtype\":\"F32\",\"shape\":{shape},\"data_offsets\":[0,{end}]}}}}", 100);
        AssertSmallAllocation(() => Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(new MemoryStream(file), "file")));
        AssertSmallAllocation(() => Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(new OneWayStream(file), "file")));
    }

    [Fact]
    public void Writer_KeepsTheRulesItself()
    {
        var stream = new MemoryStream();
        SafetensorsWriter.Write(
            stream,
            new Dictionary<string, string> { ["zeta"] = "é\"\\\n😀", ["alpha"] = "1" },
            [("b", [2, 1], [1, float.NaN]), ("a", [], [-0f]), ("none", [0], [])],
            default);
        byte[] bytes = stream.ToArray();
        ulong headerLength = BitConverter.ToUInt64(bytes);
        Assert.Equal(0u, headerLength % 8);
        string header = Encoding.UTF8.GetString(bytes, 8, (int)headerLength);
        Assert.StartsWith("{\"__metadata__\":{\"alpha\":\"1\",\"zeta\":", header, StringComparison.Ordinal);
        Assert.Equal((8 + (int)headerLength) + 12, bytes.Length);

        SafetensorsFile file = SafetensorsFile.Read(new MemoryStream(bytes), "file");
        Assert.Equal("é\"\\\n😀", file.Metadata["zeta"]);
        Assert.Equal(["b", "a", "none"], file.Tensors.Select(t => t.Entry.Name));
        Assert.Equal([2L, 1L], file.Tensors[0].Entry.Shape);
    }

    private static void AssertSmallAllocation(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }
}

/// <summary>Tells neither length nor position, and hands out a few bytes at a time, as a network does.</summary>
internal sealed class OneWayStream(byte[] content) : Stream
{
    private int _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        count = Math.Min(Math.Min(count, 7), content.Length - _position);
        Array.Copy(content, _position, buffer, offset, count);
        _position += count;
        return count;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
