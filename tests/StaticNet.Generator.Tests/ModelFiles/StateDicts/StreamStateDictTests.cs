using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Tests.Harness;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Generator.Tests.ModelFiles.StateDicts;

/// <summary>State dicts of networks with memory: with layers beside them, without where one reading fits, and refused otherwise.</summary>
public sealed class StreamStateDictTests
{
    private const string Amp = "rec.weight_ih_l0 80x1, rec.weight_hh_l0 80x20, rec.bias_ih_l0 80, rec.bias_hh_l0 80, lin.weight 1x20, lin.bias 1";
    private const int Steps = 70;

    [Theory]
    [InlineData(Amp, "), LSTM(Name = \"rec\"), Linear(Name = \"lin\"", "LSTM:rec lin")]
    [InlineData(Amp, "), LSTM(20, Name = \"rec\"), Tanh, Linear(1, Name = \"lin\"), Residual(3", "LSTM:rec Tanh lin Skip")]
    [InlineData("model.rec.weight_ih_l0 30x2, model.rec.weight_hh_l0 30x10, model.rec.bias_ih_l0 30, model.rec.bias_hh_l0 30, model.rec.weight_ih_l1 30x10, model.rec.weight_hh_l1 30x10, model.rec.bias_ih_l1 30, model.rec.bias_hh_l1 30, model.lin.weight 1x10, head.weight 5x5", ", Prefix = \"model.\"), GRU(10, Layers = 2, Name = \"rec\"), Linear(Name = \"lin\"", "GRU:rec lin")]
    [InlineData("model.rec.weight_ih_l0 30x2, model.rec.weight_hh_l0 30x10, model.rec.weight_ih_l1 30x10, model.rec.weight_hh_l1 30x10, model.lin.weight 1x10", ", Prefix = \"model\"), GRU(Name = \"rec\"), Linear(Name = \"lin\"", "GRU:rec lin")]
    [InlineData("rnn.weight_ih_l0 9x3, rnn.weight_hh_l0 9x9, rnn.bias_ih_l0 9, rnn.bias_hh_l0 9", "), RNN(Name = \"rnn\", Nonlinearity = Activation.ReLU", "ReluRNN:rnn")]
    [InlineData("in.weight 6x2, in.bias 6, rnn.weight_ih_l0 9x6, rnn.weight_hh_l0 9x9, rnn.bias_ih_l0 9, rnn.bias_hh_l0 9", "), Linear(Name = \"in\"), Tanh, RNN(Name = \"rnn\"", "in Tanh RNN:rnn")]
    [InlineData("0.weight 8x1x3, 0.bias 8, 2.weight 6x4x5, 2.bias 6, 4.weight 1x6", "), Conv1d(8, 3), Tanh, Conv1d(6, 5, dilation: 3, groups: 2, Name = \"2\"), Tanh, Linear(Name = \"4\"", "Conv:0:3:1:1 Tanh Conv:2:5:3:2 Tanh 4")]
    [InlineData("weight_ih_l0 12x2, weight_hh_l0 12x3, bias_ih_l0 12, bias_hh_l0 12", "", "LSTM:")]
    [InlineData("lstm1.weight_ih_l0 12x2, lstm1.weight_hh_l0 12x3, lstm2.weight_ih_l0 20x3, lstm2.weight_hh_l0 20x5", "", "LSTM:lstm1 LSTM:lstm2")]
    [InlineData("module.gru.weight_ih_l0 12x2, module.gru.weight_hh_l0 12x4, module.gru.bias_ih_l0 12, module.gru.bias_hh_l0 12, module.fc.weight 1x4", ", Prefix = \"module.gru\"", "GRU:module.gru")]
    public void OneReading_IsTheNetwork(string tensors, string options, string module)
    {
        StateDictFile file = StateDictFile.Of(tensors);
        int size = tensors.Contains("x1x3", StringComparison.Ordinal) || tensors == Amp ? 1 : tensors.StartsWith("rnn", StringComparison.Ordinal) ? 3 : 2;
        float[] input = [.. Enumerable.Range(0, Steps * size).Select(static i => (float)Math.Sin(0.7 * i))];
        double[][] x = ReferenceSequence.Steps(input, size), y = x;
        var reference = new ReferenceSequence(file.Values);
        foreach (string layer in module.Split(' '))
        {
            string[] parts = layer.Split(':');
            string name = parts.Length == 1 ? layer + "." : parts[1].Length == 0 ? "" : (options.Contains("Prefix = \"model", StringComparison.Ordinal) ? "model." : "") + parts[1] + ".";
            name = layer == "lin" && options.Contains("Prefix", StringComparison.Ordinal) ? "model.lin." : name;
            y = parts[0] switch
            {
                "Tanh" => [.. y.Select(static step => Array.ConvertAll(step, Math.Tanh))],
                "Skip" => [.. y.Zip(x, static (step, input) => step.Zip(input, static (a, b) => a + b).ToArray())],
                "LSTM" or "GRU" or "RNN" => reference.Recurrent(parts[0], name, y),
                "ReluRNN" => reference.Recurrent("RNN", name, y, isReLU: true),
                "Conv" => reference.Conv1d(name, y, file.Values(name + "bias")!.Length, int.Parse(parts[2]), int.Parse(parts[3]), int.Parse(parts[4])),
                _ => reference.Linear(name, y),
            };
        }

        double[] expected = [.. y.SelectMany(static step => step)];
        float[] outputs = Outputs(options, input, file.In("net.safetensors"));
        double bound = 4e-6 * expected.Max(Math.Abs);
        Assert.Equal(expected.Length, outputs.Length);
        Assert.All(outputs.Zip(expected), pair => Assert.InRange(pair.First, pair.Second - bound, pair.Second + bound));

        // The weights as a resource of the assembly give the same bits.
        Assert.Equal(outputs, Outputs(options, input, file.In("net.safetensors", out ResourceDescription resource), resource));
    }

    [Theory]
    [InlineData("rec.weight_ih_l0 80x2, rec.weight_hh_l0 80x20, lin.weight 1x20, lin.bias 1", "whether 'lin' reads every step of 'rec' or the last one only", "[ModelFile(\"net.safetensors\"), LSTM(Name = \"rec\"), Linear(Name = \"lin\")] or [ModelFile(\"net.safetensors\"), LSTM(Name = \"rec\"), LastStep, Linear(Name = \"lin\")]")]
    [InlineData(Amp, "neither names nor sizes tell the order", "[ModelFile(\"net.safetensors\"), LSTM(Name = \"rec\"), Linear(Name = \"lin\")] or [ModelFile(\"net.safetensors\"), LSTM(Name = \"rec\"), LastStep, Linear(Name = \"lin\")] or [ModelFile(\"net.safetensors\"), Linear(Name = \"lin\"), LSTM(Name = \"rec\")]")]
    [InlineData("rnn.weight_ih_l0 9x3, rnn.weight_hh_l0 9x9", "'rnn', an RNN, is one of tanh or of ReLU", "RNN(Name = \"rnn\")] or", "RNN(Name = \"rnn\", Nonlinearity = Activation.ReLU)]")]
    [InlineData("in.weight 6x2, in.bias 6, gru.weight_ih_l0 27x6, gru.weight_hh_l0 27x9", "whether an activation follows 'in'", "Linear(Name = \"in\"), GRU(Name = \"gru\")]", "Linear(Name = \"in\"), ReLU, GRU(Name = \"gru\")]")]
    [InlineData("0.weight 8x1x3, 0.bias 8, 2.weight 8x8x3, 2.bias 8, 4.weight 1x8, 4.bias 1", "the dilation of '0.weight' [8, 1, 3]", "Conv1d(8, 3, Name = \"0\"), Conv1d(8, 3, Name = \"2\"), Linear(Name = \"4\")]", "Conv1d(8, 3, dilation: 2, Name = \"0\")")]
    [InlineData("a.weight_ih_l0 12x3, a.weight_hh_l0 12x3, b.weight_ih_l0 12x3, b.weight_hh_l0 12x3", "neither names nor sizes tell the order", "LSTM(Name = \"a\"), LSTM(Name = \"b\")]", "LSTM(Name = \"b\"), LSTM(Name = \"a\")]")]
    public async Task SeveralReadings_AreShown(string tensors, params string[] parts)
    {
        string message = Assert.Single(await AnalyzerRun.Verify(
            "[ModelFile({|SNET0043:\"net.safetensors\"|})] public partial class Net;", withGenerated: false, files: [StateDictFile.Of(tensors).In("net.safetensors")]));
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("rec.weight_ih_l0 80x1, rec.weight_hh_l0 80x20, rec.weight_ih_l0_reverse 80x1, rec.weight_hh_l0_reverse 80x20", "'rec.weight_hh_l0_reverse' [80, 20] is no parameter of a known layer but the backward direction of a bidirectional layer")]
    [InlineData("rec.weight_ih_l0 80x1, rec.weight_hh_l0 80x8, rec.weight_hr_l0 8x20", "'rec.weight_hr_l0' [8, 20] is no parameter of a known layer but the projection of an LSTM with proj_size")]
    [InlineData("rec.weight_ih 80x1, rec.weight_hh 80x20", "save it as 'weight_hh_l0'")]
    [InlineData("rec.weight_ih_l0 80x1, rec.weight_hh_l0 80x16", "'rec.weight_hh_l0' [80, 16] is no LSTM [4·hidden, hidden], GRU [3·hidden, hidden] or RNN [hidden, hidden]")]
    [InlineData("rec.weight_ih_l0 60x1, rec.weight_hh_l0 80x20", "'rec.weight_ih_l0' [60, 1] does not belong to 'rec.weight_hh_l0' [80, 20]: expected [80, 1]")]
    [InlineData("rec.weight_ih_l0 80x1", "and no 'weight_hh_l0'")]
    [InlineData("rec.weight_ih_l0 80x1, rec.weight_hh_l0 80x20, rec.bias_ih_l0 80", "'rec' has no 'bias_hh_l0'")]
    [InlineData("rec.weight_ih_l0 80x1, rec.weight_hh_l0 80x20, rec.weight_ih_l2 80x20, rec.weight_hh_l2 80x20", "'rec' has no 'weight_ih_l1'")]
    [InlineData("conv.kernel 3x1x8, conv.bias 8", "whose kernel is [kernel, inputs, outputs]")]
    [InlineData("conv.weight 8x1x3, conv.bias 3", "do not belong together: a Conv1d has a bias of 8 values")]
    public async Task UnusableFile_SaysWhy(string tensors, string part)
    {
        string message = Assert.Single(await AnalyzerRun.Verify(
            "[ModelFile({|SNET0033:\"net.safetensors\"|})] public partial class Net;", withGenerated: false, files: [StateDictFile.Of(tensors).In("net.safetensors")]));
        Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{|SNET0045:GRU(Name = \"rec\")|}, Linear(Name = \"lin\")", "weight_hh_l0 [80, 20] has 4 rows per unit, and GRU has 3; an LSTM has 4")]
    [InlineData("{|SNET0045:LSTM(16, Name = \"rec\")|}, Linear(Name = \"lin\")", "has 20 units, not 16; the size may be left out")]
    [InlineData("{|SNET0045:LSTM(20, Layers = 2, Name = \"rec\")|}, Linear(Name = \"lin\")", "it has 1 stacked layer, not 2; write Layers = 1")]
    [InlineData("{|SNET0045:LSTM(20, Bias = false, Name = \"rec\")|}, Linear(Name = \"lin\")", "the file has biases; remove Bias = false")]
    [InlineData("Linear(Name = \"lin\"), {|SNET0045:LSTM(20, Name = \"rec\")|}", "weight_ih_l0 takes 1 values, and 2 arrive")]
    [InlineData("LSTM(Name = \"rec\"), {|SNET0045:LSTM(Name = \"lin\")|}", "it does not read 'lin.bias' [2]")]
    [InlineData("{|SNET0045:Linear(Name = \"rec\")|}, Linear(Name = \"lin\")", "is of LSTM")]
    [InlineData("{|SNET0045:LSTM(Name = \"lstm\")|}, Linear(Name = \"lin\")", "the file has no 'lstm.weight_ih_l0'; it has ")]
    [InlineData("LSTM(Name = \"rec\"), {|SNET0045:Conv1d(2, 3, Name = \"conv\")|}", "weight [6, 5, 3] gives 6 channels, not 2")]
    [InlineData("LSTM(Name = \"rec\"), {|SNET0045:Conv1d(6, 2, Name = \"conv\")|}", "weight [6, 5, 3] has a kernel of 3, not 2")]
    [InlineData("LSTM(Name = \"rec\"), {|SNET0045:Conv1d(6, 3, Name = \"conv\")|}", "weight [6, 5, 3] reads 5 channels per group, and 20 arrive for 1 group; write groups: 4")]
    public async Task LayersBeside_MustFitTheFile(string layers, string part)
    {
        const string tensors = "rec.weight_ih_l0 80x1, rec.weight_hh_l0 80x20, rec.bias_ih_l0 80, rec.bias_hh_l0 80, lin.weight 2x20, lin.bias 2, conv.weight 6x5x3";
        string message = Assert.Single(await AnalyzerRun.Verify(
            $"[ModelFile(\"net.safetensors\"), {layers}] public partial class Net;", withGenerated: false, files: [StateDictFile.Of(tensors).In("net.safetensors")]));
        Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SizesLeftOutWithoutAFile_AreRefused()
    {
        string[] messages = await AnalyzerRun.Verify("[Sequential(1), {|SNET0023:LSTM|}, Linear(1)] public partial class Net;", withGenerated: false);
        Assert.Contains("The hidden size of LSTM is 0", Assert.Single(messages), StringComparison.Ordinal);
    }

    /// <summary>What the loaded, the frozen and the frozen inference-only network compute, which are the same bits.</summary>
    private static float[] Outputs(string options, float[] input, ProjectFile file, params ResourceDescription[] resources)
    {
        static string Method(string type) => $$"""
            public static float[] {{type}}(float[] input)
            {
                var network = new global::{{type}}();
                int steps = input.Length / global::{{type}}.InputSize;
                var output = new float[steps * global::{{type}}.OutputSize];
                network.ForwardSequences(steps, input, output);
                var step = new float[global::{{type}}.OutputSize];
                var state = global::{{type}}.CreateState();
                for (int i = 0; i < steps; i++)
                {
                    network.Forward(state, input.AsSpan(i * global::{{type}}.InputSize, global::{{type}}.InputSize), step);
                    if (!step.AsSpan().SequenceEqual(output.AsSpan(i * step.Length, step.Length))) throw new InvalidOperationException("Step " + i + " differs.");
                }

                return output;
            }
            """;
        using LoadedProject project = LoadedProject.Of(
            GeneratorRun.Over(
                TestCompilation.Create(TestCompilation.Usings + $$"""
                    using System;
                    [ModelFile("net.safetensors"{{options}})] public partial class Net;
                    [ModelFile("net.safetensors", Frozen = true{{options}})] public partial class Frozen;
                    [ModelFile("net.safetensors", Frozen = true, InferenceOnly = true{{options}})] public partial class Inference;
                    public static class Program
                    {
                        {{Method("Net")}}
                        {{Method("Frozen")}}
                        {{Method("Inference")}}
                    }
                    """),
                GeneratorRun.NewDriver().AddAdditionalTexts([file])).AssertCompiles().Output,
            resources);
        var outputs = (float[])project.Call("Program", "Net", input)!;
        Assert.Equal(outputs, (float[])project.Call("Program", "Frozen", input)!);
        Assert.Equal(outputs, (float[])project.Call("Program", "Inference", input)!);
        return outputs;
    }
}
