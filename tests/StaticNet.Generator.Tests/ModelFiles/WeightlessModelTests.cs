using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using StaticNet.Generator.Tests.Harness;
using StaticNet.ModelFiles.Protobuf;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Generator.Tests.ModelFiles;

/// <summary>Graphs of functions alone are networks with no parameters; the node tests of the ONNX standard are such graphs.</summary>
public sealed class WeightlessModelTests
{
    public static IEnumerable<TheoryDataRow<string>> NodeTests =>
        Directory.GetDirectories(FixtureFiles.Find("onnx-node-tests")).Order(StringComparer.Ordinal).Select(static path => new TheoryDataRow<string>(Path.GetFileName(path)));

    [Theory]
    [MemberData(nameof(NodeTests))]
    public void NodeTestOfTheStandard_IsAClassThatComputesItsOutput(string name)
    {
        using var project = new ModelProject("model.onnx", "", ProjectFile.Model($"onnx-node-tests/{name}/model.onnx"));
        float[] inputs = ReadTensor($"onnx-node-tests/{name}/test_data_set_0/input_0.pb");
        float[] expected = ReadTensor($"onnx-node-tests/{name}/test_data_set_0/output_0.pb");
        Assert.NotEmpty(expected);
        project.Check(inputs, [.. expected.Select(static value => (double)value)]);
    }

    [Fact]
    public void FunctionsAlone_HaveGradientsForTheirInputAndNoParameters()
    {
        using LoadedProject project = LoadedProject.Of(GeneratorRun.Over(
            TestCompilation.Create(TestCompilation.Usings + """
                using System;
                using System.IO;
                [ModelFile("chain.onnx")] public partial class Chain;
                [ModelFile("chain.onnx", Frozen = true)] public partial class Frozen;
                public static class Program
                {
                    public static double Run()
                    {
                        var chain = new Chain();
                        float[] x = [0.5f, -1f, 2f, 0.1f, -0.2f];
                        var y = new float[5];
                        chain.Forward(x, y);
                        float[] seed = [1f, 0f, -2f, 0.5f, 0.25f];
                        var found = new float[5];
                        chain.Backward(x, seed, Chain.CreateGradients(), found);
                        double worst = 0;
                        double total = 0;
                        for (int i = 0; i < 5; i++) { total += seed[i] * (double)y[i]; }
                        for (int i = 0; i < 5; i++)
                        {
                            // softmax after tanh: dx = (1 − t²)·y·(seed − Σ seed·y)
                            double t = Math.Tanh(x[i]);
                            worst = Math.Max(worst, Math.Abs(found[i] - ((1 - t * t) * y[i] * (seed[i] - total))));
                        }

                        var frozen = new float[5];
                        new Frozen().Forward(x, frozen);
                        var file = new MemoryStream();
                        chain.Save(file);
                        file.Position = 0;
                        Chain loaded = Chain.Load(file);
                        bool isWhole = frozen.AsSpan().SequenceEqual(y) && Chain.ParameterCount == 0 && Chain.ParameterInfos.Length == 0
                            && loaded.Parameters.Hash() == chain.Parameters.Hash() && chain.ComputeLoss(x, [0]) > 0
                            && chain.ComputeGradients(x, [0], Chain.CreateGradients()) == chain.ComputeLoss(x, [0]);
                        return isWhole ? worst : double.NaN;
                    }
                }
                """),
            GeneratorRun.NewDriver().AddAdditionalTexts([Text("chain.onnx", "layer\tTanh\t0\t5\t5\t-1\nlayer\tSoftmax\t1\t5\t5\t0\n")])).AssertCompiles().Output);
        Assert.InRange((double)project.Call("Program", "Run")!, 0, 1e-7);
    }

    [Fact]
    public async Task PassingTheInputOn_IsRefused()
    {
        string[] messages = await AnalyzerRun.Verify(
            "[ModelFile({|SNET0033:\"copy.onnx\"|})] public partial class Net;", files: [Text("copy.onnx", "layer\tIdentity\t0\t5\t5\t-1\n")]);
        Assert.Equal(
            ["'copy.onnx' cannot be compiled: it only passes its input on, so there is nothing to compile; a network of at least one layer or activation is expected"],
            messages);
    }

    private static ProjectFile Text(string name, string layers) =>
        new($"/project/obj/{name}.staticnet.txt", $"staticnet-model\t1\nsource\t{name}\nactivations\tgiven\ninput\t5\n{layers}end\n");

    /// <summary>The floats of a TensorProto with raw_data.</summary>
    private static float[] ReadTensor(string fixture)
    {
        const int RawData = 9;
        var reader = new WireReader(File.ReadAllBytes(FixtureFiles.Find(fixture)), fixture);
        while (reader.NextField())
        {
            if (reader.Field == RawData)
            {
                byte[] bytes = reader.ReadBytes();
                return [.. Enumerable.Range(0, bytes.Length / 4).Select(i => BitConverter.ToSingle(bytes, 4 * i))];
            }

            reader.Skip();
        }

        throw new InvalidDataException($"'{fixture}' has no raw_data.");
    }
}
