using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using StaticNet.Generator.Tests.Harness;
using StaticNet.ModelFiles;
using Xunit;

namespace StaticNet.Generator.Tests.ModelFiles;

/// <summary>
/// Real networks that are not part of the repository, as classes. STATICNET_FIXTURES is a folder with wakeword.json,
/// STATICNET_WAKEWORD the folder of the models that it names; skipped where they are not set.
/// </summary>
public sealed class WakeWordTests
{
    private static readonly string s_vectors = Path.Combine(Environment.GetEnvironmentVariable("STATICNET_FIXTURES") ?? "", "wakeword.json");
    private static readonly string s_models = Environment.GetEnvironmentVariable("STATICNET_WAKEWORD") ?? "";

    public static bool HasWakeWords => File.Exists(s_vectors) && Directory.Exists(s_models);

    [Fact(Skip = "STATICNET_FIXTURES and STATICNET_WAKEWORD name no folders with the wake-word networks", SkipUnless = nameof(HasWakeWords))]
    public void WakeWordNetworks_AreClassesThatComputeTheirOutputs()
    {
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(s_vectors));
        float[][] embeddings = [.. expected.RootElement.GetProperty("embeddings").EnumerateArray().Select(Floats)];
        JsonElement[] heads = [.. expected.RootElement.GetProperty("heads").EnumerateArray()];
        Assert.NotEmpty(heads);
        foreach (JsonElement head in heads)
        {
            string name = head.GetProperty("model").GetString()!;
            byte[] bytes = File.ReadAllBytes(Path.Combine(s_models, name));
            Assert.Equal(head.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(bytes)));
            var file = new ProjectFile($"/project/obj/{name}.staticnet.txt", ModelFileConverter.Convert(bytes, name));
            using LoadedProject project = LoadedProject.Of(GeneratorRun.Over(
                TestCompilation.Create(TestCompilation.Usings + $$"""
                    using System;
                    [ModelFile("{{name}}")] public partial class Loaded;
                    [ModelFile("{{name}}", Frozen = true, InferenceOnly = true)] public partial class WakeWord;
                    public static class Probe
                    {
                        public static int Size() => WakeWord.OutputSize;

                        // Batch and single rows, loaded and frozen weights: one result.
                        public static float[] Run(float[] inputs)
                        {
                            int count = inputs.Length / WakeWord.InputSize;
                            var outputs = new float[count * WakeWord.OutputSize];
                            var others = new float[outputs.Length];
                            new WakeWord().ForwardBatch(inputs, outputs);
                            var loaded = new Loaded();
                            for (int i = 0; i < count; i++)
                            {
                                loaded.Forward(inputs.AsSpan(i * WakeWord.InputSize, WakeWord.InputSize), others.AsSpan(i * WakeWord.OutputSize, WakeWord.OutputSize));
                            }

                            return outputs.AsSpan().SequenceEqual(others) ? outputs : throw new InvalidOperationException("The two kinds differ.");
                        }
                    }
                    """),
                GeneratorRun.NewDriver().AddAdditionalTexts([file])).AssertCompiles().Output);
            int window = head.GetProperty("window").GetInt32();
            int size = (int)project.Call("Probe", "Size")!;
            float[] inputs = [.. Enumerable.Range(0, embeddings.Length - window + 1).SelectMany(start => embeddings.Skip(start).Take(window)).SelectMany(static e => e)];
            float[] outputs = [.. head.GetProperty("outputs").EnumerateArray().SelectMany(row => Floats(row).Take(size))];
            var found = (float[])project.Assembly.GetType("Probe")!.GetMethod("Run")!.Invoke(null, [inputs])!;

            // Probabilities near 0 are judged absolutely: ONNX Runtime's float32 sigmoid is off by 2e-4 of itself there.
            double bound = Math.Max(1e-7, 4e-6 * outputs.Max(Math.Abs));
            Assert.Equal(outputs.Length, found.Length);
            Assert.All(outputs.Zip(found), pair => Assert.InRange(pair.Second, pair.First - bound, pair.First + bound));
        }
    }

    private static float[] Floats(JsonElement array) => [.. array.EnumerateArray().Select(static element => element.GetSingle())];
}
