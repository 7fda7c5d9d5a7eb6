using System;
using System.Threading.Tasks;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.ModelFiles.StateDicts;

/// <summary>Matrices that would join to a chain, with names that say they are none.</summary>
public sealed class UnsupportedNamesTests
{
    [Theory]
    [InlineData("fc1.lora_A.weight 2x4, fc1.lora_B.weight 3x2", "SNET0033", "'fc1.lora_A' is half of a LoRA adapter")]
    [InlineData("base.fc.lora_A.default.weight 2x4, base.fc.lora_B.default.weight 3x2", "SNET0033", "merge_and_unload()")]
    [InlineData("fc.weight 4x4, fc.lora_A 2x4, fc.lora_B 4x2", "SNET0033", "half of a LoRA adapter")]
    [InlineData("query.weight 8x4, query.bias 8, key.weight 3x8, key.bias 3", "SNET0033", "'query' and 'key' have the names of attention")]
    [InlineData("token_emb.weight 8x4, fc.weight 3x8, fc.bias 3", "SNET0043", "'token_emb.weight' [8, 4] has the name of an nn.Embedding")]
    [InlineData("w1.weight 8x4, w2.weight 4x8, w3.weight 8x4", "SNET0043", "w2(silu(w1 x) * w3 x)")]
    [InlineData("fc.weight_orig 8x4, fc.bias 8, fc.weight_u 8", "SNET0033", "remove_spectral_norm(layer)")]
    [InlineData("fc.weight_g 8x1, fc.weight_v 8x4, fc.bias 8", "SNET0033", "remove_weight_norm(layer)")]
    public async Task NamesThatAreNoChain_AreRefused(string tensors, string id, string part)
    {
        string message = Assert.Single(await AnalyzerRun.Verify(
            $"[ModelFile({{|{id}:\"net.safetensors\"|}})] public partial class Net;", withGenerated: false, files: [StateDictFile.Of(tensors).In("net.safetensors")]));
        Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("emb.weight 8x4, emb.bias 8, fc.weight 3x8, fc.bias 3", "emb ReLU fc", "")]
    [InlineData("w1.weight 8x4, w2.weight 8x8, w3.weight 3x8", "w1 ReLU w2 ReLU w3", "")]
    [InlineData("emb.weight 8x4, fc.weight 3x8, fc.bias 3", "emb fc", "), Linear(Name = \"emb\"), Linear(Name = \"fc\"")]
    public void OtherNames_AreChains(string tensors, string module, string options)
    {
        StateDictFile file = StateDictFile.Of(tensors);
        float[] input = StateDictFile.Probe(4);
        StateDictClass.Check(file, options, input, file.Compute(module, input));
    }

    [Fact]
    public async Task Readings_KeepTransposed()
    {
        string message = Assert.Single(await AnalyzerRun.Verify(
            "[ModelFile({|SNET0043:\"net.safetensors\"|}, Transposed = true)] public partial class Net;", withGenerated: false,
            files: [StateDictFile.Of("dense.kernel 4x4, dense.bias 4, dense_1.kernel 4x4, dense_1.bias 4").In("net.safetensors")]));
        Assert.Contains("[ModelFile(\"net.safetensors\", Transposed = true), Linear(Name = \"dense\")", message, StringComparison.Ordinal);
    }
}
