using System;
using System.IO;
using StaticNet.ModelFiles.Build;
using StaticNet.ModelFiles.Neutral;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Onnx.Tests.Build;

/// <summary>When is a model file converted, and into what?</summary>
public sealed class ConversionCacheTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("staticnet-convert-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void File_IsConvertedWhenItsContentChanges()
    {
        string model = Path.Combine(_folder, "net.onnx");
        File.Copy(FixtureFiles.Find("onnx/1-gemm-4-10-3.onnx"), model);
        string text = Convert(model, null, out string? weights);
        Assert.Null(weights);
        Assert.Equal(("models/net.onnx", 4, 3), Describe(text));

        // A text that was changed tells whether it is written again.
        File.AppendAllText(text, "\nmark");
        File.SetLastWriteTimeUtc(model, DateTime.UtcNow.AddDays(1));
        Assert.EndsWith("mark", File.ReadAllText(Convert(model, null, out _)), StringComparison.Ordinal);

        // Another file with an older time stamp.
        File.Copy(FixtureFiles.Find("onnx/5-layernorm-decomposed-8-6-2.onnx"), model, overwrite: true);
        File.SetLastWriteTimeUtc(model, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal(("models/net.onnx", 8, 2), Describe(Convert(model, null, out _)));

        // Other test vectors.
        string vectors = Path.Combine(_folder, "net.io.json");
        File.WriteAllText(vectors, "{}");
        File.AppendAllText(text, "\nmark");
        Assert.DoesNotContain("mark", File.ReadAllText(Convert(model, vectors, out _)), StringComparison.Ordinal);
        File.AppendAllText(text, "\nmark");
        Assert.Contains("mark", File.ReadAllText(Convert(model, vectors, out _)), StringComparison.Ordinal);

        // A state of nonsense, and a text that is gone.
        File.WriteAllText(Path.Combine(_folder, "out/conversions.cache"), "staticnet-conversions 2\n\t\n" + text + "\tkey\t\n");
        Assert.Equal(("models/net.onnx", 8, 2), Describe(Convert(model, vectors, out _)));
        File.Delete(text);
        Assert.Equal(("models/net.onnx", 8, 2), Describe(Convert(model, vectors, out _)));
    }

    [Fact]
    public void ManyWeights_LieInAFileThatIsCalledByItsContent()
    {
        string first = Large("first.safetensors", 1), second = Large("second.safetensors", 1), other = Large("other.safetensors", 2);
        string text = Convert(first, null, out string? weights);
        Assert.Equal(4 * ((300 * 100) + 100), new FileInfo(weights!).Length);
        Assert.Contains("\t@30000", File.ReadAllText(text), StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(weights!), File.ReadAllText(text), StringComparison.Ordinal);
        Convert(second, null, out string? same);
        Assert.Equal(weights, same);
        Convert(other, null, out string? different);
        Assert.NotEqual(weights, different);

        // Nothing else is left in the folder, and what was lost comes back.
        Assert.Equal(2, Directory.GetFiles(Path.Combine(_folder, "out"), "*.weights*").Length);
        Convert(first, null, out _);
        byte[] content = File.ReadAllBytes(weights!);
        File.Delete(weights!);
        Convert(first, null, out _);
        Assert.Equal(content, File.ReadAllBytes(weights!));
    }

    [Theory]
    [InlineData("../models/net.onnx", "__/models/net.onnx.2209B91D.staticnet.txt")]
    [InlineData("/data/net.onnx", "data/net.onnx.3FA34C24.staticnet.txt")]
    [InlineData("C:/data/net.onnx", "C_/data/net.onnx.8C5AAE29.staticnet.txt")]
    [InlineData("data/net.onnx", "data/net.onnx.staticnet.txt")]
    public void Text_StaysBelowTheFolder(string source, string expected)
    {
        string text = new ConversionCache(Path.Combine(_folder, "out")).Convert(new FoundFile(source, FixtureFiles.Find("onnx/1-gemm-4-10-3.onnx")), null, out _, out _);
        Assert.Equal(expected, Path.GetRelativePath(Path.Combine(_folder, "out"), text).Replace('\\', '/'));
    }

    private string Convert(string model, string? vectors, out string? weights)
    {
        var cache = new ConversionCache(Path.Combine(_folder, "out"));
        string text = cache.Convert(new FoundFile("models/" + Path.GetFileName(model), model), vectors, out weights, out _);
        cache.Save();
        return text;
    }

    private string Large(string name, int seed)
    {
        string path = Path.Combine(_folder, name);
        new LargeNet((ulong)seed).Save(path);
        return path;
    }

    private static (string Source, int Inputs, int Outputs) Describe(string text)
    {
        ImportedModel model = ModelText.Read(File.ReadAllText(text));
        return (model.Source, model.InputSize, model.OutputSize);
    }
}

[Mlp(300, 100)]
internal sealed partial class LargeNet;
