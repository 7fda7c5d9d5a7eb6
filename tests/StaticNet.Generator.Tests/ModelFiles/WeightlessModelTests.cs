using System.Threading.Tasks;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.ModelFiles;

/// <summary>Graphs of functions alone are networks with no parameters.</summary>
public sealed class WeightlessModelTests
{
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
}
