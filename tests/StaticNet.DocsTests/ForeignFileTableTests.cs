using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using StaticNet.ModelFiles;
using Xunit;

namespace StaticNet.DocsTests;

/// <summary>The table of files that are something else, on the page of SNET0033: each row quotes what is said about such a file.</summary>
public sealed class ForeignFileTableTests
{
    private static readonly Dictionary<string, byte[]> s_files = new(StringComparer.Ordinal)
    {
        ["a Git LFS pointer"] = Text("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"),
        ["a file with conflict markers"] = Text("<<<<<<< HEAD\n{\n=======\n[\n>>>>>>> main\n"),
        ["`.pt`, `.pth`"] = Zip("archive/data.pkl"),
        ["TorchScript"] = Zip("net/data.pkl", "net/constants.pkl"),
        ["a stable-baselines3 archive"] = Zip("data", "policy.pth"),
        ["a pickle (`.pkl`, `.joblib`)"] = Text("\u0080\u0004\u0095\u0010\0\0\0\0\0\0\0"),
        ["`.npz` under another name"] = Zip("0.weight.npy"),
        ["`.npy`"] = Text("\u0093NUMPY\u0001\0v\0{"),
        ["HDF5"] = Text("\u0089HDF\r\n\u001a\n\0\0\0\0"),
        ["`.keras`"] = Zip("metadata.json", "model.weights.h5"),
        ["TFLite"] = Text("\u001c\0\0\0TFL3\0\0\0\0"),
        ["GGUF"] = Text("GGUF\u0003\0\0\0"),
        ["a checkpoint of `Fit` or of a trainer"] = Text("SNETTRNR\u0004\0\0\0"),
        ["the state of an optimizer"] = Text("SNETOPTM\u0001\0\0\0"),
        ["gzip"] = Text("\u001f\u008b\b\0\0\0\0\0"),
        ["an HTML page"] = Text("<!DOCTYPE html>\n<html><body>Sign in</body></html>"),
        ["another text"] = Text("Entry not found"),
        ["empty"] = [],
        ["zeros"] = new byte[12],
    };

    [Fact]
    public void EveryRow_QuotesTheMessage()
    {
        string[] rows = [.. File.ReadAllLines(Path.Combine(Page.RepositoryRoot, "docs/diagnostics/SNET0033.md")).Where(static line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(2)];
        Assert.Equal(s_files.Select(static file => $"| {file.Key} | `{Message(file.Value)}` |"), rows);
    }

    private static string Message(byte[] file)
    {
        const string Start = "error\t\t\t";
        string text = ModelFileConverter.Convert(file, "model.safetensors");
        return text.Split('\n').Single(static line => line.StartsWith(Start, StringComparison.Ordinal))[Start.Length..];
    }

    private static byte[] Text(string text) => Encoding.Latin1.GetBytes(text);

    private static byte[] Zip(params string[] entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (string entry in entries)
            {
                archive.CreateEntry(entry);
            }
        }

        return stream.ToArray();
    }
}
