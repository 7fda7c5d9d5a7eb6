using System;
using System.IO;
using System.Text;
using StaticNet.Persistence;
using Xunit;

namespace StaticNet.Tests.Persistence;

/// <summary>What Load and LoadStateDict say about a file that is something else.</summary>
public sealed class ForeignFileTests
{
    [Theory]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n", "it is a Git LFS pointer and not the file itself; run 'git lfs pull'")]
    [InlineData("<!DOCTYPE html><html>", "it is an HTML page")]
    [InlineData("<<<<<<< HEAD\n", "it holds the conflict markers of an unfinished merge")]
    [InlineData("\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.", "it is a checkpoint of torch.save; in Python: from safetensors.torch import save_file")]
    [InlineData("\u0080\u0004\u0095\u0010\0\0\0\0\0\0\0", "it is a Python pickle")]
    [InlineData("\u0089HDF\r\n\u001a\n\0\0\0\0", "it is an HDF5 file")]
    [InlineData("\u001c\0\0\0TFL3\0\0\0\0", "it is a TensorFlow Lite model")]
    [InlineData("\u0008\u0007\u0012\u0007pytorch", "it is an ONNX model")]
    [InlineData("", "it is empty")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0", "its bytes are all zero")]
    public void Bytes_AreRecognized(string text, string part)
    {
        foreach (bool canSeek in new[] { true, false })
        {
            using var memory = new MemoryStream(Encoding.Latin1.GetBytes(text));
            using Stream stream = canSeek ? memory : new System.IO.Compression.BrotliStream(Compressed(memory), System.IO.Compression.CompressionMode.Decompress);
            var error = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(stream, "'net.safetensors'"));
            if (canSeek || text.Length > 0)
            {
                Assert.StartsWith($"'net.safetensors': {part}", error.Message, StringComparison.Ordinal);
            }
        }
    }

    private static MemoryStream Compressed(MemoryStream content)
    {
        var compressed = new MemoryStream();
        using (var brotli = new System.IO.Compression.BrotliStream(compressed, System.IO.Compression.CompressionMode.Compress, leaveOpen: true))
        {
            content.WriteTo(brotli);
        }

        compressed.Position = 0;
        return compressed;
    }
}
