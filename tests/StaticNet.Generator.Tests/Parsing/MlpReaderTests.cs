using System.Linq;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Model;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.Parsing;

public sealed class MlpReaderTests
{
    [Fact]
    public void OneHiddenLayer_IsLinearReLULinear()
    {
        NetworkSpec spec = Specs.Read("[Mlp(4, 10, 3)] public partial class Net;");

        Assert.Equal(4, spec.InputSize);
        Assert.Equal(
            [
                new LinearSpec("hidden", 10, HasBias: true, Initializer.Auto),
                new ActivationSpec("1", Activation.ReLU, 0f, 0f),
                new LinearSpec("output", 3, HasBias: true, Initializer.Auto),
            ],
            spec.Layers);
        Assert.Equal(TrainingSpec.Default(Loss.Auto), spec.Training);
        Assert.Equal(Unroll.Auto, spec.Unroll);
    }

    [Fact]
    public void EveryOption_IsRead()
    {
        NetworkSpec spec = Specs.Read("""
            [Mlp(4, 16, 17, 3, Activation = Activation.Softplus, OutputActivation = Activation.Softmax, Loss = Loss.CrossEntropy,
                 Initializer = Initializer.XavierUniform, Bias = false, Names = ["fc1", "fc2", "head"], Unroll = Unroll.Loops)]
            public partial class Net;
            """);

        Assert.Equal(
            [
                new LinearSpec("fc1", 16, HasBias: false, Initializer.XavierUniform),
                new ActivationSpec("1", Activation.Softplus, 1f, 20f),
                new LinearSpec("fc2", 17, HasBias: false, Initializer.XavierUniform),
                new ActivationSpec("3", Activation.Softplus, 1f, 20f),
                new LinearSpec("head", 3, HasBias: false, Initializer.XavierUniform),
                new ActivationSpec("5", Activation.Softmax, 0f, 0f),
            ],
            spec.Layers);
        Assert.Equal(Loss.CrossEntropy, spec.Training.Loss);
        Assert.Equal(Unroll.Loops, spec.Unroll);
    }

    [Theory]
    [InlineData("[Mlp(13, 1)]", "output")]
    [InlineData("[Mlp(13, 8, 1)]", "hidden output")]
    [InlineData("[Mlp(13, 8, 4, 1)]", "hidden1 hidden2 output")]
    [InlineData("[Mlp(13, 8, 4, 2, 1, Activation = Activation.Identity)]", "hidden1 hidden2 hidden3 output")]
    public void DefaultNames_CountTheHiddenLayers(string attribute, string names) =>
        Assert.Equal(names, string.Join(' ', Specs.Read(attribute + " public partial class Net;").Layers.OfType<LinearSpec>().Select(layer => layer.Name)));

    [Theory]
    [InlineData("[Mlp(4, 10, 3)]")]
    [InlineData("[Mlp(new[] { 4, 10, 3 })]")]
    [InlineData("[Mlp(new int[] { 4, 10, 3 })]")]
    [InlineData("[Mlp([4, 10, 3])]")]
    [InlineData("[Mlp(sizes: [4, 5 + 5, 3])]")]
    [InlineData("[StaticNet.MlpAttribute(4, 10, 3)]")]
    [InlineData("[global::StaticNet.Mlp(Sizes.In, Sizes.Hidden, Sizes.Out)]")]
    public void EverySpelling_GivesTheSameSpec(string attribute)
    {
        const string Constants = "static class Sizes { public const int In = 4, Hidden = 10, Out = 3; }";
        Assert.Equal(
            Specs.Read("[Mlp(4, 10, 3)] public partial class Net;" + Constants),
            Specs.Read(attribute + " public partial class Net;" + Constants));
    }

    [Fact]
    public void AliasedAttribute_IsFound() =>
        Assert.Equal(4, Specs.Read("[M(4, 3)] public partial class Net;", before: "using M = StaticNet.MlpAttribute;\n").InputSize);

    [Fact]
    public void AnotherAttributeOfTheSameName_IsNone()
    {
        GeneratorRun run = GeneratorRun.Over(
            "namespace Mine { class MlpAttribute(params int[] n) : System.Attribute { public int[] N => n; } [Mlp(4, 3)] partial class Net; }");
        Assert.Empty(run.Files);
        run.AssertCompiles();
    }
}
