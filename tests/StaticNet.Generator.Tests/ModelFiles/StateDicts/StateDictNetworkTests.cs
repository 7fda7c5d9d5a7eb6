using System;
using System.Linq;
using System.Threading.Tasks;
using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing.ModelFiles;
using StaticNet.Generator.Parsing.ModelFiles.StateDicts;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.ModelFiles.StateDicts;

/// <summary>A state dict becomes the network that wrote it, or none.</summary>
public sealed class StateDictNetworkTests
{
    [Theory]
    [InlineData("s01-autoencoder", "", "encoder ReLU decoder", "-0.335747 0.3129377")]
    [InlineData("s04b-rmsnorm-seq", "), Linear, RMSNorm, ReLU, Linear(", "0 RMSNorm:1 ReLU 3", "1.20101 -0.4431974 -0.2069168")]
    [InlineData("s05b-prelu-8", "), Linear, PReLU, Linear(", "0 PReLU:1 2", "0.1545623 -0.002951976 0.09148")]
    [InlineData("s05b-prelu-8", "), Linear, PReLU(PerFeature = true), Linear(", "0 PReLU:1 2", "0.1545623 -0.002951976 0.09148")]
    [InlineData("s06-linear-alone", "", ".", "")]
    [InlineData("s06-linear-alone", "), Linear(", ".", "")]
    [InlineData("s08b-burn-layout-nobias", ", Transposed = true", "Linear^T:fc1 ReLU Linear^T:fc2", "")]
    [InlineData("s09-orig_mod-module", "", "_orig_mod.module.net.0 ReLU _orig_mod.module.net.2", "-0.06517668 0.1938248 -0.0005973938")]
    [InlineData("s10-rsl-actor-critic", ", Prefix = \"actor.\"", "actor.0 ReLU actor.2", "")]
    [InlineData("s10-rsl-actor-critic", ", Prefix = \"critic\"", "critic.0 ReLU critic.2", "")]
    [InlineData("s11-sb3-policy", "", "mlp_extractor.policy_net.0 ReLU mlp_extractor.policy_net.2 ReLU action_net", "")]
    [InlineData("s20-fc-ln-out", "), Linear(8, Name = \"fc1\"), LayerNorm(Name = \"ln1\"), ReLU, Linear(Name = \"fc2\"), LayerNorm(Name = \"ln2\"), ReLU, Linear(3, Name = \"out\"", "fc1 LayerNorm:ln1 ReLU fc2 LayerNorm:ln2 ReLU out", "-0.1819522 -0.02536564 0.007156995")]
    public void Fixture_ComputesWhatItsModuleComputed(string name, string options, string module, string expected)
    {
        StateDictFile file = StateDictFile.Fixture(name);
        float[] input = StateDictFile.Probe(name == "s01-autoencoder" ? 16 : 4);
        double[] outputs = file.Compute(module, input);
        double[] stated = [.. expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(double.Parse)];
        Assert.All(stated.Zip(outputs), static pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        StateDictClass.Check(file, options, input, outputs);
    }

    [Theory]
    [InlineData("fc1.weight 8x4, fc1.bias 8, fc2.weight 8x8, fc2.bias 8, fc3.weight 3x8, fc3.bias 3", "", "fc1 ReLU fc2 ReLU fc3")]
    [InlineData("fc1.weight 8x4, fc1.bias 8, fc2.weight 8x8, fc2.bias 8, fc10.weight 3x8, fc10.bias 3", "", "fc1 ReLU fc2 ReLU fc10")]
    [InlineData("pre_classifier.weight 4x4, pre_classifier.bias 4, classifier.weight 2x4, classifier.bias 2", "", "pre_classifier ReLU classifier")]
    [InlineData("output.weight 4x4, output.bias 4, hidden.weight 4x4, hidden.bias 4, input.weight 4x4, input.bias 4", "", "input ReLU hidden ReLU output")]
    [InlineData("hidden1.weight 4x4, hidden1.bias 4, hidden2.weight 4x4, hidden2.bias 4, output.weight 4x4, output.bias 4", "", "hidden1 ReLU hidden2 ReLU output")]
    [InlineData("0.weight 8x4, 0.bias 8, 2.weight 8x8, 2.bias 8, 3.weight 3x8, 3.bias 3", "", "0 ReLU 2 3")]
    [InlineData("0.weight 8x4, 0.bias 8, 1.weight 3x8, 1.bias 3", "", "0 1")]
    [InlineData("net.0.weight 8x4, net.0.bias 8, net.3.weight 8x8, net.3.bias 8, net.4.weight 3x8, net.4.bias 3", "", "net.0 ReLU net.3 net.4")]
    [InlineData("1.weight 8x4, 1.bias 8, 3.weight 3x8, 3.bias 3", "", "1 ReLU 3")]
    [InlineData("0.weight 8x4, 0.bias 8, 1.weight 8, 1.bias 8, 3.weight 3x8, 3.bias 3", "", "0 LayerNorm:1 ReLU 3")]
    [InlineData("0.weight 8x4, 0.bias 8, 2.weight 8, 2.bias 8, 3.weight 3x8, 3.bias 3", "", "0 ReLU LayerNorm:2 3")]
    [InlineData("0.weight 8x4, 1.weight 8, 1.bias 8, 1.running_mean 8, 1.running_var 8, 1.num_batches_tracked 1 I64, 3.weight 3x8, 3.bias 3", "", "0 BatchNorm1d:1 ReLU 3")]
    [InlineData("0.weight 8x4, 1.running_mean 8, 1.running_var 8, 3.weight 3x8, 3.bias 3", "", "0 BatchNorm1d:1 ReLU 3")]
    [InlineData("0.weight 8x4, 0.bias 8, 1.weight 1, 2.weight 3x8, 2.bias 3", "", "0 PReLU:1 2")]
    [InlineData("norm.weight 4, norm.bias 4, fc1.weight 8x4, fc1.bias 8, fc2.weight 3x8, fc2.bias 3", "", "LayerNorm:norm fc1 ReLU fc2")]
    [InlineData("blocks.0.fc.weight 8x4, blocks.0.fc.bias 8, blocks.1.fc.weight 3x8, blocks.1.fc.bias 3", "", "blocks.0.fc ReLU blocks.1.fc")]
    [InlineData("actor.latent_pi.0.weight 8x4, actor.latent_pi.0.bias 8, actor.latent_pi.2.weight 8x8, actor.latent_pi.2.bias 8, actor.mu.weight 2x8, actor.mu.bias 2", "", "actor.latent_pi.0 ReLU actor.latent_pi.2 ReLU actor.mu")]
    [InlineData("layers.0.weight 8x4, layers.0.bias 8, layers.1.weight 3x8, layers.1.bias 3", ", Activation = Activation.Identity", "layers.0 layers.1")]
    [InlineData("0.weight 8x4, 0.bias 8, 2.weight 3x8, 2.bias 3", ", Activation = Activation.Tanh, OutputActivation = Activation.Tanh", "0 Tanh 2 Tanh")]
    [InlineData("a.weight 4x8, b.weight 8x3", ", Transposed = true", "Linear^T:a ReLU Linear^T:b")]
    [InlineData("b.weight 8x4, a.weight 3x8", ", Transposed = false", "b ReLU a")]
    [InlineData("0.weight 4x4, 0.bias 4, 2.weight 4x4, 2.bias 4", ", Transposed = true", "Linear^T:0 ReLU Linear^T:2")]
    [InlineData("0.weight 8x4, 0.bias 8, 1.weight 1, 2.weight 3x8, 2.bias 3", "), Linear, PReLU, Linear(", "0 PReLU:1 2")]
    [InlineData("up_proj.weight 8x4, down_proj.weight 4x8", "), Linear(Name = \"up_proj\"), ReLU, Linear(4, Name = \"down_proj\"", "up_proj ReLU down_proj")]
    [InlineData("up_proj.weight 8x4, down_proj.weight 4x8", "), Linear(Name = \"down_proj\"), ReLU, Linear(8, Name = \"up_proj\"", "down_proj ReLU up_proj")]
    public void OneReading_IsTheNetwork(string tensors, string options, string module)
    {
        StateDictFile file = StateDictFile.Of(tensors);
        float[] input = StateDictFile.Probe(module.StartsWith("down_proj", StringComparison.Ordinal) ? 8 : 4);
        StateDictClass.Check(file, options, input, file.Compute(module, input));
    }

    [Theory]
    [InlineData("fc1.weight 8x4, fc1.bias 8, ln1.weight 8, ln1.bias 8, fc2.weight 3x8, fc2.bias 3", "before or after 'ln1'", "Linear(Name = \"fc1\"), LayerNorm(Name = \"ln1\"), ReLU, Linear(Name = \"fc2\")]", "Linear(Name = \"fc1\"), ReLU, LayerNorm(Name = \"ln1\"), Linear(Name = \"fc2\")]")]
    [InlineData("up_proj.weight 8x4, up_proj.bias 8, down_proj.weight 4x8, down_proj.bias 4", "neither names nor sizes tell the order", "Linear(Name = \"down_proj\"), ReLU, Linear(Name = \"up_proj\")]", "Linear(Name = \"up_proj\"), ReLU, Linear(Name = \"down_proj\")]")]
    [InlineData("0.weight 8x4, 0.bias 8, 1.weight 8, 3.weight 3x8, 3.bias 3", "'1.weight' [8] alone may be an RMSNorm, a PReLU or a LayerNorm without bias", "RMSNorm(Name = \"1\"), ReLU", "PReLU(Name = \"1\"), ReLU", "LayerNorm(Name = \"1\"), ReLU")]
    [InlineData("0.weight 8x4, 0.bias 8, 2.weight 8, 2.bias 8, 4.weight 3x8, 4.bias 3", "before '2' and before '4'", "Linear(Name = \"0\"), ReLU, LayerNorm(Name = \"2\"), Linear(Name = \"4\")]", "Linear(Name = \"0\"), LayerNorm(Name = \"2\"), ReLU, Linear(Name = \"4\")]")]
    [InlineData("layers.0.weight 8x4, layers.0.bias 8, layers.1.weight 3x8, layers.1.bias 3", "nn.ModuleList", "Linear(Name = \"layers.0\"), Linear(Name = \"layers.1\")]", "Linear(Name = \"layers.0\"), ReLU, Linear(Name = \"layers.1\")]")]
    [InlineData("encoder.0.weight 8x4, encoder.0.bias 8, encoder.2.weight 2x8, encoder.2.bias 2, decoder.0.weight 8x2, decoder.0.bias 8, decoder.2.weight 4x8, decoder.2.bias 4", "between 'encoder.2' and 'decoder.0'")]
    [InlineData("generator.fc1.weight 8x4, generator.fc1.bias 8, judge.fc2.weight 1x8, judge.fc2.bias 1", "between 'generator.fc1' and 'judge.fc2'")]
    [InlineData("fc2.weight 8x4, fc2.bias 8, fc1.weight 3x8, fc1.bias 3", "its names say another order than its sizes", "Linear(Name = \"fc2\"), ReLU, Linear(Name = \"fc1\")]")]
    [InlineData("a.weight 4x8, b.weight 8x3", "Transposed = false", "Transposed = true")]
    [InlineData("std 3, actor.0.weight 8x4, actor.0.bias 8, actor.2.weight 3x8, actor.2.bias 3, critic.0.weight 8x4, critic.0.bias 8, critic.2.weight 1x8, critic.2.bias 1", "'std' [3] is no parameter of a known layer", "Prefix = \"actor.\" takes the one of 4 inputs and 3 outputs, Prefix = \"critic.\" takes the one of 4 inputs and 1 outputs")]
    [InlineData("a.weight 4x4, a.bias 4, b.weight 4x4, b.bias 4, c.weight 4x4, c.bias 4, d.weight 4x4, d.bias 4, e.weight 4x4, e.bias 4", "(3 orders or more fit)")]
    [InlineData("0.weight 8, 0.bias 8, 2.weight 3x8, 2.bias 3", "before '2'")]
    public async Task SeveralReadings_AreShown(string tensors, params string[] parts)
    {
        string message = Assert.Single(await AnalyzerRun.Verify(
            "[ModelFile({|SNET0043:\"net.safetensors\"|})] public partial class Net;", withGenerated: false, files: [StateDictFile.Of(tensors).In("net.safetensors")]));
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.StartsWith("'net.safetensors' does not prove its network: ", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s04b-rmsnorm-seq", "SNET0043")]
    [InlineData("s05b-prelu-8", "SNET0043")]
    [InlineData("s08b-burn-layout-nobias", "SNET0044")]
    [InlineData("s10-rsl-actor-critic", "SNET0043")]
    [InlineData("s20-fc-ln-out", "SNET0043")]
    public async Task Fixture_IsNotGuessed(string name, string id)
    {
        string message = Assert.Single(await AnalyzerRun.Verify(
            $"[ModelFile({{|{id}:\"net.safetensors\"|}})] public partial class Net;", withGenerated: false, files: [StateDictFile.Fixture(name).In("net.safetensors")]));
        if (name.StartsWith("s20", StringComparison.Ordinal))
        {
            Assert.Contains(
                "Write its layers beside the attribute, for example [ModelFile(\"net.safetensors\"), Linear(Name = \"fc1\"), LayerNorm(Name = \"ln1\"), ReLU, Linear(Name = \"fc2\"), LayerNorm(Name = \"ln2\"), ReLU, Linear(Name = \"out\")] or [",
                message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("hidden.weight 4x8, hidden.bias 8, output.weight 8x3, output.bias 3", "'hidden.weight' [4, 8] with 'hidden.bias' [8] is stored as [inputs, outputs], as Keras, scikit-learn and Burn do; write Transposed = true")]
    [InlineData("fc1.weight 4x8, fc2.weight 8x3", "read as [inputs, outputs], as Keras, scikit-learn and Burn store them, 'fc1' (4 to 8), 'fc2' (8 to 3) does; write Transposed = true")]
    [InlineData("dense.kernel 4x4, dense.bias 4", "'dense.kernel' [4, 4] is stored as [inputs, outputs]")]
    [InlineData("coefs_0 4x8, coefs_1 8x3, intercepts_0 8, intercepts_1 3", "'coefs_0' [4, 8] is stored as [inputs, outputs]")]
    public async Task TransposedWeights_AreSaid(string tensors, string part)
    {
        string message = Assert.Single(await AnalyzerRun.Verify(
            "[ModelFile({|SNET0044:\"net.safetensors\"|})] public partial class Net;", withGenerated: false, files: [StateDictFile.Of(tensors).In("net.safetensors")]));
        Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hidden.weight 8x4, hidden.bias 8, output.weight 3x8, output.bias 3", ", Transposed = true", "SNET0044", "remove Transposed = true")]
    [InlineData("hidden.weight 4x8, hidden.bias 8, output.weight 8x3, output.bias 3", ", Transposed = false", "SNET0044", "write Transposed = true")]
    [InlineData("hidden.weight 4x10, hidden.bias 10, output.weight 3x10, output.bias 3", "", "SNET0033", "a file of one layout is expected")]
    [InlineData("0.weight 8x4, 0.bias 5", "", "SNET0033", "'0.weight' [8, 4] and '0.bias' [5] do not belong together")]
    [InlineData("0.weight 8x4, 2.weight 3x9", "", "SNET0033", "do not make one chain in any order")]
    [InlineData("conv.weight 8x4x3x3, fc.weight 3x8", "", "SNET0033", "those of a convolution")]
    [InlineData("0.weight 8x4, steps 1 I64", "", "SNET0033", "'steps' [1] has the dtype I64, expected F32, F64, F16 or BF16")]
    [InlineData("gn.weight 8, gn.bias 8, fc.weight 3x8", "", "SNET0033", "it is no LayerNorm")]
    [InlineData("arr_0 8x4, arr_1 8", "", "SNET0033", "save arrays by name")]
    [InlineData("actor.0.weight 8x4, actor.0.bias 8", ", Prefix = \"aktor.\"", "SNET0047", "no tensor's name begins with 'aktor.'; they begin with 'actor.'")]
    public async Task UnusableFile_SaysWhy(string tensors, string options, string id, string part)
    {
        string message = Assert.Single(await AnalyzerRun.Verify(
            $"[ModelFile({{|{id}:\"net.safetensors\"|}}{options})] public partial class Net;", withGenerated: false, files: [StateDictFile.Of(tensors).In("net.safetensors")]));
        Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Linear(Name = \"fc1\"), ReLU, {|SNET0045:Linear(Name = \"fc3\")|}", "Linear 'fc3' does not fit 'net.safetensors': the file has no 'fc3.weight'; it has 'fc1', 'fc2', 'ln1'")]
    [InlineData("{|SNET0045:Linear(9, Name = \"fc1\")|}, ReLU, Linear(Name = \"fc2\")", "'fc1.weight' [8, 4] gives 8 values, not 9; the size may be left out")]
    [InlineData("{|SNET0045:Linear(5, 8, Name = \"fc1\")|}, ReLU, Linear(Name = \"fc2\")", "'fc1.weight' [8, 4] takes 4 values, not 5")]
    [InlineData("Linear(Name = \"fc2\"), ReLU, {|SNET0045:Linear(Name = \"fc1\")|}", "'fc1.weight' [8, 4] takes 4 values, and 3 arrive")]
    [InlineData("{|SNET0045:Linear(Name = \"fc1\", Bias = false)|}, ReLU, Linear(Name = \"fc2\")", "the file has 'fc1.bias' [8]; remove Bias = false")]
    [InlineData("Linear(Name = \"fc1\"), {|SNET0045:RMSNorm(Name = \"ln1\")|}, ReLU, Linear(Name = \"fc2\")", "it does not read 'ln1.bias' [8]")]
    [InlineData("Linear(Name = \"fc1\"), {|SNET0045:LayerNorm(Name = \"ln1\", Affine = false)|}, ReLU, Linear(Name = \"fc2\")", "it does not read 'ln1.")]
    [InlineData("Linear(Name = \"fc1\"), {|SNET0045:BatchNorm1d(Name = \"ln1\")|}, ReLU, Linear(Name = \"fc2\")", "the file has no 'ln1.running_mean'")]
    [InlineData("Linear(Name = \"fc1\"), {|SNET0045:ReLU(Name = \"ln1\")|}, Linear(Name = \"fc2\")", "it does not read 'ln1.")]
    [InlineData("{|SNET0045:Linear|}, ReLU, Linear", "the file has no '0.weight'")]
    public async Task LayersBeside_MustFitTheFile(string layers, string part)
    {
        const string tensors = "fc1.weight 8x4, fc1.bias 8, ln1.weight 8, ln1.bias 8, fc2.weight 3x8, fc2.bias 3";
        string message = Assert.Single(await AnalyzerRun.Verify(
            $"[ModelFile(\"net.safetensors\"), {layers}] public partial class Net;", withGenerated: false, files: [StateDictFile.Of(tensors).In("net.safetensors")]));
        Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnreadTensors_AreAWarning()
    {
        const string tensors = "fc1.weight 8x4, fc1.bias 8, ln1.weight 8, ln1.bias 8, fc2.weight 3x8, fc2.bias 3";
        string message = Assert.Single(await AnalyzerRun.Verify(
            "[ModelFile({|SNET0046:\"net.safetensors\"|}), Linear(Name = \"fc1\"), ReLU, Linear(Name = \"fc2\")] public partial class Net;",
            files: [StateDictFile.Of(tensors).In("net.safetensors")]));
        Assert.Equal("'net.safetensors' also holds 'ln1.bias' [8], 'ln1.weight' [8], which no layer here reads; add the layers that do, or take a part of the file with Prefix", message);
    }

    [Fact]
    public async Task LayersBesideAFileThatTellsItsOwn_AreRefused()
    {
        string message = Assert.Single(await AnalyzerRun.Verify(
            "[ModelFile(\"net.onnx\"), {|SNET0045:Linear(10)|}, ReLU, Linear(3)] public partial class Net;", files: [ProjectFile.Model("onnx/1-gemm-4-10-3.onnx", "net.onnx")]));
        Assert.Contains("the file tells its layers itself", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OptionsWithoutEffect_AreSaid()
    {
        ProjectFile[] files = [ProjectFile.Model("onnx/1-gemm-4-10-3.onnx", "net.onnx"), StateDictFile.Of("0.weight 8x4, 0.bias 8, 1.weight 3x8, 1.bias 3").In("net.safetensors")];
        await AnalyzerRun.Verify("[ModelFile(\"net.onnx\", Prefix = {|SNET0027:\"a\"|}, Transposed = {|SNET0027:true|})] public partial class Net;", files: [.. files]);
        await AnalyzerRun.Verify("[ModelFile(\"net.safetensors\", Activation = {|SNET0027:Activation.Tanh|})] public partial class Net;", files: [.. files]);
        await AnalyzerRun.Verify("[ModelFile(\"net.safetensors\", OutputActivation = {|SNET0027:Activation.Tanh|}), Linear, Linear] public partial class Net;", files: [.. files]);
    }

    [Fact]
    public void ManyLayersOfOneSize_AreRefusedInTime()
    {
        string tensors = string.Join(", ", Enumerable.Range(0, 150).Select(static i => $"l{(char)('a' + (i % 26))}{new string('x', 1 + (i / 26))}.weight {4 + (i % 3)}x{4 + (i / 3 % 3)}"));
        var text = ModelFileText.Read(StateDictFile.Of(tensors).Text("net.safetensors"), "net.safetensors", "");
        var watch = System.Diagnostics.Stopwatch.StartNew();
        StateDictResult result = StateDictNetwork.Read(text, new ModelFileOptions(false, false, null, null, Unroll.Auto, false));
        Assert.Null(result.Network);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
    }
}
