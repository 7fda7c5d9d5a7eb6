using System;
using System.IO;
using System.Linq;
using System.Text;
using StaticNet.ModelFiles;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.DocsTests;

/// <summary>The messages that the page about ONNX quotes are what is said about such files.</summary>
public sealed class OnnxQuoteTests
{
    [Fact]
    public void EveryQuote_IsTheMessageOfAFile()
    {
        string[] messages =
        [
            Message(Fixture("malformed/o6-unknown-operator.onnx")),
            Message(WithResetBefore(Fixture("onnx-sequences/gru-last-step.onnx"))),
            Message(Fixture("malformed/o3-weight-shape-10x5-for-4-inputs.onnx")),
        ];
        string[] quotes = [.. File.ReadAllLines(Path.Combine(Page.RepositoryRoot, "docs/from-onnx.md")).Where(static line => line.StartsWith("> node ", StringComparison.Ordinal))];
        Assert.Equal(messages.Select(static message => "> " + message), quotes);
    }

    private static byte[] Fixture(string name) => File.ReadAllBytes(FixtureFiles.Find(name));

    /// <summary>The same GRU with linear_before_reset = 0: the attribute's value follows its name, as field 3.</summary>
    private static byte[] WithResetBefore(byte[] file)
    {
        byte[] attribute = [.. Encoding.ASCII.GetBytes("linear_before_reset"), 0x18];
        int value = file.AsSpan().IndexOf(attribute) + attribute.Length;
        Assert.Equal(1, file[value]);
        file[value] = 0;
        return file;
    }

    private static string Message(byte[] file)
    {
        string[] fields = ModelFileConverter.Convert(file, "net.onnx").Split('\n').Single(static line => line.StartsWith("error\t", StringComparison.Ordinal)).Split('\t');
        return fields[3];
    }
}
