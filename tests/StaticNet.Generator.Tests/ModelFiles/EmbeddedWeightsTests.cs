extern alias ModelFiles;

using System;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Tests.Harness;
using StaticNet.ModelFiles.Neutral;
using Xunit;
using ImportedLayer = ModelFiles::StaticNet.ModelFiles.Neutral.ImportedLayer;
using ImportedModel = ModelFiles::StaticNet.ModelFiles.Neutral.ImportedModel;
using ImportedTensor = ModelFiles::StaticNet.ModelFiles.Neutral.ImportedTensor;

namespace StaticNet.Generator.Tests.ModelFiles;

/// <summary>Weights that the build embeds as a resource give the bits of weights that stand in the source.</summary>
public sealed class EmbeddedWeightsTests
{
    private const string Source = TestCompilation.Usings + """
        using System;
        [ModelFile("inline.onnx")] public partial class Inline;
        [ModelFile("inline.onnx", Frozen = true)] public partial class InlineFrozen;
        [ModelFile("embedded.onnx")] public partial class Embedded;
        [ModelFile("embedded.onnx", Frozen = true)] public partial class EmbeddedFrozen;
        [ModelFile("embedded.onnx", Frozen = true, InferenceOnly = true)] public partial class EmbeddedInference;
        public static class Program
        {
            public static string Run()
            {
                string expected = Outputs(new Inline());
                return (expected == Outputs(new InlineFrozen())) + " " + (expected == Outputs(new Embedded())) + " " + (expected == Outputs(new EmbeddedFrozen()))
                    + " " + (expected == Outputs(new EmbeddedInference())) + " " + (new Inline().Parameters.Hash() == new Embedded().Parameters.Hash())
                    + " " + expected.Split(' ').AsSpan().Count("NaN") + " " + AllocatedBytes();
            }

            public static void Touch() => Outputs(new EmbeddedFrozen());

            public static float First() => new Embedded().Parameters.Values[0];

            private static string Outputs<T>(T network) where T : class, IInferenceNetwork<T>
            {
                var random = new Random(4);
                var inputs = new float[19 * T.Description.InputSize];
                foreach (ref float value in inputs.AsSpan()) { value = random.NextSingle() * 4 - 2; }
                var outputs = new float[19 * T.Description.OutputSize];
                network.ForwardBatch(inputs, outputs);
                var row = new float[T.Description.OutputSize];
                network.Forward(inputs.AsSpan(0, T.Description.InputSize), row);
                if (!row.AsSpan().SequenceEqual(outputs.AsSpan(0, row.Length))) { throw new InvalidOperationException("A row differs from the batch."); }
                return string.Join(" ", Array.ConvertAll(outputs, value => float.IsNaN(value) ? "NaN" : BitConverter.SingleToInt32Bits(value).ToString()));
            }

            private static long AllocatedBytes()
            {
                var input = new float[EmbeddedFrozen.InputSize];
                var output = new float[EmbeddedFrozen.OutputSize];
                new EmbeddedFrozen().Forward(input, output);
                long before = GC.GetAllocatedBytesForCurrentThread();
                var network = new EmbeddedFrozen();
                long instance = GC.GetAllocatedBytesForCurrentThread() - before;
                network.Forward(input, output);
                long all = GC.GetAllocatedBytesForCurrentThread() - before;
                return all == instance && instance < 100 ? 0 : all;
            }
        }
        """;

    // Two norms with running averages, a bias that the file leaves out, a join in the other order, tiles of every width, straight-line and loops.
    [Theory]
    [InlineData(5, 19, 3)]
    [InlineData(40, 200, 33)]
    [InlineData(9, 64, 1)]
    public void EmbeddedWeights_GiveTheBitsOfInlineOnes(int inputs, int hidden, int outputs)
    {
        ImportedModel model = Model(inputs, hidden, outputs);
        WeightsFile weights = WeightsFile.Of(model, largestInText: 0)!;
        using LoadedProject project = Load(model, weights, weights.Bytes);
        Assert.Equal("True True True True True 0 0", project.Call("Program", "Run"));
    }

    [Fact]
    public void Bits_AreThoseOfTheFile()
    {
        var model = new ImportedModel { Source = "net.onnx", InputSize = 1 };
        model.Layers.Add(new ImportedLayer("Linear", "0", 1, 1, [-1]));
        model.Tensors.Add(new ImportedTensor(0, "0.weight", [1, 1], [BitConverter.UInt32BitsToSingle(0x7fa12345)]));
        model.Tensors.Add(new ImportedTensor(0, "0.bias", [1], [-0f]));
        WeightsFile weights = WeightsFile.Of(model, largestInText: 0)!;
        Assert.Equal([0x45, 0x23, 0xa1, 0x7f, 0, 0, 0, 0x80], weights.Bytes);
        Assert.Matches("^StaticNet\\.[0-9a-f]{32}\\.weights$", weights.Name);
    }

    [Fact]
    public void MissingResource_SaysWhatToDo()
    {
        ImportedModel model = Model(5, 19, 3);
        WeightsFile weights = WeightsFile.Of(model, largestInText: 0)!;
        using LoadedProject without = LoadedProject.Of(Generate(model, weights));
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => without.Call("Program", "First"));
        Assert.Contains($"lacks the resource '{weights.Name}' with the weights of a model file; rebuild the project", error.Message, StringComparison.Ordinal);
        Assert.Same(typeof(InvalidOperationException), Assert.Throws<TypeInitializationException>(() => without.Call("Program", "Touch")).InnerException!.GetType());

        using LoadedProject shortened = Load(model, weights, weights.Bytes[..^4]);
        error = Assert.Throws<InvalidOperationException>(() => shortened.Call("Program", "First"));
        Assert.Equal($"The resource '{weights.Name}' has {weights.Bytes.Length - 4} bytes, expected {weights.Bytes.Length}; rebuild the project.", error.Message);
    }

    [Fact]
    public void SourceAndTextOfManyWeights_HoldNoneOfThem()
    {
        ImportedModel model = Model(300, 400, 10);
        WeightsFile weights = WeightsFile.Of(model)!;
        Assert.InRange(ModelText.Write(model, weights).Length, 0, 1000);
        string[] sources = [.. Generate(model, weights).SyntaxTrees.Select(static tree => tree.ToString()).Where(text => text.Contains(weights.Name, StringComparison.Ordinal))];
        Assert.Equal(3, sources.Length);
        Assert.All(sources, static source => Assert.InRange(source.Length, 0, 5000));
        Assert.Null(WeightsFile.Of(Model(40, 150, 33)));
    }

    private static LoadedProject Load(ImportedModel model, WeightsFile weights, byte[] bytes) =>
        LoadedProject.Of(Generate(model, weights), new ResourceDescription(weights.Name, () => new MemoryStream(bytes), isPublic: true));

    private static Compilation Generate(ImportedModel model, WeightsFile weights)
    {
        ProjectFile File(string source, WeightsFile? weights)
        {
            model.Source = source;
            return new ProjectFile($"/project/obj/{source}.staticnet.txt", ModelText.Write(model, weights));
        }

        return GeneratorRun.Over(
            TestCompilation.Create(Source), GeneratorRun.NewDriver().AddAdditionalTexts([File("inline.onnx", null), File("embedded.onnx", weights)])).AssertCompiles().Output;
    }

    private static ImportedModel Model(int inputs, int hidden, int outputs)
    {
        var random = new Random(3);
        var model = new ImportedModel { InputSize = inputs };
        void Add(int layer, string name, float least, params int[] shape) => model.Tensors.Add(new ImportedTensor(
            layer, name, shape, [.. Enumerable.Range(0, shape.Aggregate(1, static (product, size) => product * size)).Select(_ => least + random.NextSingle())]));
        model.Layers.Add(new ImportedLayer("BatchNorm1d", "first", inputs, inputs, [-1], ("eps", 0.001)));
        model.Layers.Add(new ImportedLayer("Linear", "fc", inputs, hidden, [0]));
        model.Layers.Add(new ImportedLayer("BatchNorm1d", "norm", hidden, hidden, [1]));
        model.Layers.Add(new ImportedLayer("ReLU", "relu", hidden, hidden, [2]));
        model.Layers.Add(new ImportedLayer("LayerNorm", "ln", hidden, hidden, [3]));
        model.Layers.Add(new ImportedLayer("Concat", "join", hidden, hidden + inputs, [0, 4]));
        model.Layers.Add(new ImportedLayer("Linear", "head", hidden + inputs, outputs, [5]));
        foreach ((int layer, string name, int size) in new[] { (0, "first", inputs), (2, "norm", hidden) })
        {
            Add(layer, name + ".weight", 0.5f, size);
            Add(layer, name + ".bias", -0.5f, size);
            Add(layer, name + ".running_mean", -0.5f, size);
            Add(layer, name + ".running_var", 0.1f, size);
        }

        Add(4, "ln.bias", -0.5f, hidden);
        Add(1, "fc.weight", -0.5f, hidden, inputs);
        Add(1, "fc.bias", -0.5f, hidden);
        Add(6, "head.weight", -0.5f, outputs, hidden + inputs);
        Add(6, "head.bias", -0.5f, outputs);
        return model;
    }
}
