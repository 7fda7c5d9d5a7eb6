using System;
using System.Globalization;
using System.IO;
using System.Linq;
using StaticNet.ModelFiles;
using StaticNet.ModelFiles.Neutral;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Onnx.Tests.Import;

/// <summary>
/// Damaged files at build time: the converter answers every one with a text, a model or an error. An exception, a hang or
/// gigabytes would take the compiler down.
/// </summary>
public sealed class ModelFileFuzzTests
{
    /// <summary>Set the environment variable to 1000000 for the long run.</summary>
    private static readonly int s_mutations =
        int.TryParse(Environment.GetEnvironmentVariable("STATICNET_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : 1000;

    [Theory]
    [InlineData("onnx/1-gemm-4-10-3.onnx")]
    [InlineData("onnx/5-layernorm-decomposed-8-6-2.onnx")]
    [InlineData("safetensors/mlp-4-10-3.safetensors")]
    public void TruncationAtEveryByte_IsAnswered(string fixture)
    {
        byte[] file = File.ReadAllBytes(FixtureFiles.Find(fixture));
        for (int length = 0; length < file.Length; length++)
        {
            string text = ModelFileConverter.Convert(file[..length], fixture);

            // Protobuf has no length of its own: a cut between two fields may leave a file that says less, but not the graph.
            var error = Assert.Throws<ModelFileException>(() => ModelText.Read(text));
            Assert.NotEmpty(error.Message);
        }
    }

    [Fact]
    public void Mutations_AreAnswered()
    {
        string[] fixtures =
        [
            .. Directory.GetFiles(FixtureFiles.Find("onnx"), "*.onnx").Order(StringComparer.Ordinal),
            FixtureFiles.Find("safetensors/mlp-4-10-3.safetensors"), FixtureFiles.Find("safetensors/sequential-13-16-8-3.safetensors"),
        ];
        byte[][] files = [.. fixtures.Select(File.ReadAllBytes)];
        var random = new Random(8);
        int sound = 0;
        for (int i = 0; i < s_mutations; i++)
        {
            int index = random.Next(files.Length);
            string text = ModelFileConverter.Convert(Mutate(files[index], random), Path.GetFileName(fixtures[index]));
            Assert.InRange(text.Length, 1, 10_000_000);
            try
            {
                ImportedModel model = ModelText.Read(text);
                Assert.InRange(model.OutputSize, model.IsStateDict ? 0 : 1, int.MaxValue);
                Assert.All(model.Tensors, tensor => Assert.Equal(tensor.Values.Length, tensor.Shape.Aggregate(1, (a, b) => a * b)));
                sound++;
            }
            catch (ModelFileException error)
            {
                Assert.NotEmpty(error.Message);
            }
        }

        // Both answers must come often, or the mutations test nothing.
        Assert.InRange(sound, s_mutations / 20, s_mutations * 9 / 10);
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        byte[] file = (byte[])original.Clone();
        for (int edits = random.Next(1, 4); edits > 0 && file.Length > 0; edits--)
        {
            int position = random.Next(file.Length);
            switch (random.Next(5))
            {
                case 0: file[position] ^= (byte)(1 << random.Next(8)); break;
                case 1: file[position] = (byte)random.Next(256); break;
                case 2: file[position] = random.Next(2) == 0 ? (byte)0xFF : (byte)0; break;
                case 3: file = [.. file[..position], .. file[Math.Min(file.Length, position + random.Next(1, 9))..]]; break;
                default: file = [.. file[..position], .. file[Math.Max(0, position - random.Next(1, 40))..]]; break;
            }
        }

        return file;
    }
}
