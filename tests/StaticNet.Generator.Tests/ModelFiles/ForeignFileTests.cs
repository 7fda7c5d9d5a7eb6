using System;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using StaticNet.Generator.Tests.Harness;
using StaticNet.Generator.Tests.ModelFiles.StateDicts;
using StaticNet.ModelFiles;
using Xunit;

namespace StaticNet.Generator.Tests.ModelFiles;

/// <summary>A file that is something else is recognized by its bytes, whatever it is called, and the message says what to do.</summary>
public sealed class ForeignFileTests
{
    public static TheoryData<string, string> Texts => new()
    {
        { "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n", "it is a Git LFS pointer and not the file itself; run 'git lfs pull'" },
        { "version https://git-lfs.github.com/spec/v1\n<<<<<<< HEAD\noid sha256:4d7a\n=======\noid sha256:5e\n>>>>>>> main\n", "it holds the conflict markers of an unfinished merge" },
        { "<<<<<<< HEAD\nsomething\n", "it holds the conflict markers of an unfinished merge" },
        { "\n<!DOCTYPE html>\n<html><body>Sign in</body></html>", "it is an HTML page" },
        { "<html lang=\"en\">", "it is an HTML page" },
        { "Entry not found", "it is a text that begins with 'Entry not found'" },
        { "", "it is empty" },
        { "\0\0\0\0\0\0\0\0\0\0\0\0", "its bytes are all zero" },
        { "\u0089HDF\r\n\u001a\n\0\0\0\0", "it is an HDF5 file, as Keras writes .h5; in Python, keras.saving.load_model(\"model.h5\").export(\"model.onnx\", format=\"onnx\")" },
        { "\u001c\0\0\0TFL3\0\0\0\0", "it is a TensorFlow Lite model" },
        { "\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.", "it is a checkpoint of torch.save; in Python: from safetensors.torch import save_file; save_file(torch.load(\"model.pt\", weights_only=True), \"model.safetensors\")" },
        { "\u0080\u0004\u0095\u0010\0\0\0\0\0\0\0", "it is a Python pickle; load it in Python and write the weights alone" },
        { "GGUF\u0003\0\0\0", "it is a GGUF file" },
        { "SNETTRNR\u0004\0\0\0", "it is a checkpoint of a training by StaticNet; MLPModel.LoadCheckpoint(" },
        { "SNETOPTM\u0001\0\0\0", "it is the state of an optimizer, which OptimizerState.Load reads" },
        { "\u001f\u008b\b\0\0\0\0\0", "it is compressed by gzip" },
        { "\u0093NUMPY\u0001\0v\0{", "it is one NumPy array (.npy)" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Bytes_AreRecognized(string text, string part)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        foreach (string name in new[] { "net.safetensors", "net.onnx", "net.npz", "net.pt" })
        {
            string message = Assert.Single(await AnalyzerRun.Verify(
                $$"""[ModelFile({|SNET0033:"{{name}}"|})] public partial class Net;""", withGenerated: false, files: [In(bytes, name)]));
            Assert.StartsWith($"'{name}' cannot be compiled: {part}", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("archive/data.pkl", "it is a checkpoint of torch.save")]
    [InlineData("net/data.pkl net/constants.pkl", "it is a TorchScript module; in Python: from safetensors.torch import save_file; save_file(torch.jit.load")]
    [InlineData("data policy.pth", "it is a model of stable-baselines3")]
    [InlineData("metadata.json model.weights.h5", "it is a Keras model")]
    [InlineData("0.weight.npy", "it is a NumPy archive; name it .npz for [ModelFile]")]
    [InlineData("readme.md", "it is a zip archive that begins with 'readme.md'")]
    public void ZipArchives_AreToldByTheirEntries(string entries, string part)
    {
        using var stream = new System.IO.MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (string entry in entries.Split(' '))
            {
                archive.CreateEntry(entry);
            }
        }

        foreach (string name in new[] { "net.safetensors", "net.onnx" })
        {
            Assert.Contains("\nerror\t\t\t" + part, ModelFileConverter.Convert(stream.ToArray(), name), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void OneFormatUnderTheNameOfAnother_IsSaid()
    {
        byte[] onnx = System.IO.File.ReadAllBytes(StaticNet.Tests.Shared.FixtureFiles.Find("onnx/1-gemm-4-10-3.onnx"));
        byte[] safetensors = System.IO.File.ReadAllBytes(StaticNet.Tests.Shared.FixtureFiles.Find("safetensors/mlp-4-10-3.safetensors"));
        Assert.Contains("it is an ONNX model; name it .onnx", ModelFileConverter.Convert(onnx, "net.safetensors"), StringComparison.Ordinal);
        Assert.Contains("it is a safetensors file; name it .safetensors", ModelFileConverter.Convert(safetensors, "net.onnx"), StringComparison.Ordinal);
        Assert.Contains("it is a safetensors file; name it .safetensors", ModelFileConverter.Convert(safetensors, "net.npz"), StringComparison.Ordinal);
    }

    private static ProjectFile In(byte[] bytes, string name) => new($"/project/obj/staticnet/{name}.staticnet.txt", ModelFileConverter.Convert(bytes, name));
}
