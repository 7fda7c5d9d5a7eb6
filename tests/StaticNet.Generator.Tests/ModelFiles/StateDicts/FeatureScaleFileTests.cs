using System;
using System.Threading.Tasks;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.ModelFiles.StateDicts;

/// <summary>Constants of feature scales in a state dict are read by the layers that stand beside the attribute, or refused by name.</summary>
public sealed class FeatureScaleFileTests
{
    private const string Layers = "fc1.weight 8x4, fc1.bias 8, fc2.weight 3x8, fc2.bias 3";
    private const string Linears = "Linear(Name = \"fc1\"), ReLU, Linear(Name = \"fc2\"";

    [Theory]
    [InlineData(Layers + ", norm.mean 4, norm.std 4", "Standardize(Name = \"norm\"), " + Linears, "Standardize:norm fc1 ReLU fc2")]
    [InlineData(Layers + ", norm.mean 1x4, norm.std 1x4", "Standardize(Name = \"norm\"), " + Linears, "Standardize:norm fc1 ReLU fc2")]
    [InlineData(Layers + ", mean 4, std 4", "Standardize, " + Linears, "Standardize:. fc1 ReLU fc2")]
    [InlineData(Layers + ", x.mean 4, x.std 4, y.mean 3, y.std 3", "Standardize(Name = \"x\"), " + Linears + "), Standardize(Name = \"y\"", "Standardize:x fc1 ReLU fc2 Destandardize:y")]
    [InlineData(Layers + ", range.min 4, range.max 4", "MinMax(Name = \"range\"), " + Linears, "MinMax:range fc1 ReLU fc2")]
    [InlineData(Layers + ", s.scale 4, s.shift 4, s.mean 4", "ScaleShift(Name = \"s\"), " + Linears, "ScaleShift:s fc1 ReLU fc2")]
    public async Task DeclaredScale_ReadsItsConstants(string tensors, string layers, string module)
    {
        StateDictFile file = StateDictFile.Of(tensors);
        float[] input = StateDictFile.Probe(4);
        StateDictClass.Check(file, "), " + layers, input, file.Compute(module, input));
        await AnalyzerRun.Verify($"[ModelFile(\"net.safetensors\"), {layers})] public partial class Net;", withGenerated: false, files: [file.In("net.safetensors")]);
    }

    [Theory]
    [InlineData(Layers + ", norm.mean 4", "{|SNET0045:Standardize(Name = \"norm\")|}", "Standardize 'norm' does not fit 'net.safetensors': the file has no 'norm.std'")]
    [InlineData(Layers + ", norm.mean 3, norm.std 3", "Standardize(Name = \"norm\")", "{|SNET0045:Linear(Name = \"fc1\")|}", "'fc1.weight' [8, 4] takes 4 values, and 3 arrive")]
    [InlineData(Layers + ", norm.mean 4, norm.std 1", "{|SNET0045:Standardize(Name = \"norm\")|}", "'norm.std' [1] has 1 values, expected 4")]
    [InlineData(Layers + ", norm.mean 4, norm.std 4, norm.eps 1", "{|SNET0045:Standardize(Name = \"norm\")|}", "it does not read 'norm.eps' [1]")]
    [InlineData(Layers + ", norm.mean 4, norm.std 4", "{|SNET0045:MinMax(Name = \"norm\")|}", "it does not read 'norm.mean' [4]")]
    [InlineData(Layers + ", x_mean 4, x_std 4", "{|SNET0045:Standardize(Name = \"x\")|}", "the file has no 'x.mean'; it has 'fc1.bias' [8], ")]
    [InlineData(Layers + ", s.scale 4", "{|SNET0045:ScaleShift(0.5f, Name = \"s\")|}", "the file has its scale; remove the constant here")]
    public async Task ScaleThatDoesNotFit_IsRefusedByName(string tensors, string scale, params string[] rest)
    {
        string first = rest.Length > 1 ? rest[0] : "Linear(Name = \"fc1\")";
        string message = Assert.Single(await AnalyzerRun.Verify(
            $"[ModelFile(\"net.safetensors\"), {scale}, {first}, ReLU, Linear(Name = \"fc2\")] public partial class Net;", withGenerated: false, files: [StateDictFile.Of(tensors).In("net.safetensors")]));
        Assert.Contains(rest[^1], message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.mean 4, 0.std 4, 1.weight 3x4, 1.bias 3", "'0.mean' [4] is no parameter of a known layer but may be one of a feature scale")]
    [InlineData("mean 4, std 4, fc.weight 3x4, fc.bias 3", "'mean' [4] is no parameter of a known layer but may be one of a feature scale")]
    public async Task ScaleWithoutDeclaration_SaysWhatToWrite(string tensors, string part)
    {
        string message = Assert.Single(await AnalyzerRun.Verify(
            "[ModelFile({|SNET0033:\"net.safetensors\"|})] public partial class Net;", withGenerated: false, files: [StateDictFile.Of(tensors).In("net.safetensors")]));
        Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.Contains("Standardize or MinMax", message, StringComparison.Ordinal);
    }
}
