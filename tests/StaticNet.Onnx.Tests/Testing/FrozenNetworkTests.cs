using StaticNet;
using StaticNet.Onnx.Tests;
using StaticNet.Onnx.Tests.Testing;
using StaticNet.Testing;
using Xunit;

// The tests are written by the generator: networks from files, loaded, frozen and for inference only, run them as a user's do.
[assembly: NetworkTests(
    typeof(ExportNam), typeof(FrozenNam), typeof(InferenceNam), typeof(LoadedNorm), typeof(FrozenNorm), typeof(InferenceNorm))]

namespace StaticNet.Onnx.Tests.Testing;

[ModelFile("nam-lstm-state.nam", Frozen = true)]
public partial class FrozenNam;

[ModelFile("nam-lstm-state.nam", InferenceOnly = true)]
public partial class InferenceNam;

[ModelFile("6-layernorm-op-8-6-2.onnx")]
public partial class LoadedNorm;

[ModelFile("6-layernorm-op-8-6-2.onnx", Frozen = true)]
public partial class FrozenNorm;

[ModelFile("6-layernorm-op-8-6-2.onnx", Frozen = true, InferenceOnly = true)]
public partial class InferenceNorm;

/// <summary>The comparison of loaded and frozen weights fails where they differ.</summary>
public sealed class FrozenNetworkTests
{
    [Fact]
    public void OtherWeights_AreFound()
    {
        var trained = new LoadedNorm();
        NetworkChecks.SameBits(trained, new FrozenNorm());
        NetworkChecks.SameBits(trained, new InferenceNorm());
        trained.Parameters.Lerp(new ParameterBuffer(trained.Parameters.Layout), 0.01f);
        Assert.StartsWith("ForwardBatch of loaded and of frozen weights: row ", Assert.Throws<NetworkCheckException>(() => NetworkChecks.SameBits(trained, new FrozenNorm())).Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void OtherWeightsWithMemory_AreFound()
    {
        var trained = new ExportNam();
        SequenceChecks.SameBits(trained, new InferenceNam());
        trained.Parameters.Lerp(new ParameterBuffer(trained.Parameters.Layout), 0.01f);
        Assert.StartsWith("Process of loaded and of frozen weights: row ", Assert.Throws<NetworkCheckException>(() => SequenceChecks.SameBits(trained, new FrozenNam())).Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void NetworksOfOtherSizes_AreNotCompared() => Assert.Equal(
        "LoadedNorm has 8 inputs and 2 outputs, ExportPart 3 and 2; only networks of the same weights can be compared.",
        Assert.Throws<NetworkCheckException>(() => NetworkChecks.SameBits(new LoadedNorm(), new ExportPart())).Message);
}
