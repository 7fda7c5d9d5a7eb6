using System;
using System.Linq;
using StaticNet.Generator.Layers;
using StaticNet.Generator.Model;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.Parsing;

public sealed class SequentialReaderTests
{
    [Fact]
    public void Layers_AreReadInTheirOrder()
    {
        NetworkSpec spec = Specs.Read("""
            [Sequential(4, Unroll = Unroll.Full), Linear(32), LayerNorm, SiLU, Dropout(0.1f), Linear(32, 3, Bias = false, Name = "head", Initializer = Initializer.Zeros), Softmax]
            public partial class Net;
            """);

        Assert.Equal(4, spec.InputSize);
        Assert.Equal(Unroll.Full, spec.Unroll);
        Assert.Equal(
            [
                new LinearSpec("0", 32, HasBias: true, Initializer.Auto),
                new LayerNormSpec("1", 1e-5f, IsAffine: true),
                new ActivationSpec("2", Activation.SiLU, 0f, 0f),
                new DropoutSpec("3", 0.1f),
                new LinearSpec("head", 3, HasBias: false, Initializer.Zeros),
                new ActivationSpec("5", Activation.Softmax, 0f, 0f),
            ],
            spec.Layers);
    }

    [Fact]
    public void ConstantsOfLayers_AreReadAndDefaultToPyTorchs()
    {
        NetworkSpec spec = Specs.Read("""
            [Sequential(8),
             Linear(8), BatchNorm1d, BatchNorm1d(1e-3f, 0.5f, Affine = false), LayerNorm(1e-6f, Affine = false), PReLU, PReLU(0.5f, PerFeature = true),
             LeakyReLU, LeakyReLU(0.2f), ELU, ELU(alpha: 2), CELU(0.5f), Softplus, Softplus(2, 10), Softplus(threshold: 5), HardTanh, HardTanh(-2, 2),
             Softshrink, Hardshrink(1), Dropout, Dropout(0), RMSNorm, RMSNorm(1e-6f, Affine = false), ScaleShift, ScaleShift(2, 1, Mean = 0), Linear(1), MinMax(-1, 2)]
            public partial class Net;
            """);

        Assert.Equal(
            [
                new BatchNorm1dSpec("1", 1e-5f, 0.1f, IsAffine: true),
                new BatchNorm1dSpec("2", 1e-3f, 0.5f, IsAffine: false),
                new LayerNormSpec("3", 1e-6f, IsAffine: false),
                new PReLUSpec("4", 0.25f, false),
                new PReLUSpec("5", 0.5f, true),
                new ActivationSpec("6", Activation.LeakyReLU, 0.01f, 0f),
                new ActivationSpec("7", Activation.LeakyReLU, 0.2f, 0f),
                new ActivationSpec("8", Activation.ELU, 1f, 0f),
                new ActivationSpec("9", Activation.ELU, 2f, 0f),
                new ActivationSpec("10", Activation.CELU, 0.5f, 0f),
                new ActivationSpec("11", Activation.Softplus, 1f, 20f),
                new ActivationSpec("12", Activation.Softplus, 2f, 10f),
                new ActivationSpec("13", Activation.Softplus, 1f, 5f),
                new ActivationSpec("14", Activation.HardTanh, -1f, 1f),
                new ActivationSpec("15", Activation.HardTanh, -2f, 2f),
                new ActivationSpec("16", Activation.Softshrink, 0.5f, 0f),
                new ActivationSpec("17", Activation.Hardshrink, 1f, 0f),
                new DropoutSpec("18", 0.5f),
                new DropoutSpec("19", 0f),
                new RMSNormSpec("20", 1.1920929E-07f, IsAffine: true),
                new RMSNormSpec("21", 1e-6f, IsAffine: false),
                new ScaleShiftSpec("22", 1f, 0f, null),
                new ScaleShiftSpec("23", 2f, 1f, 0f),
            ],
            spec.Layers.Skip(1).Take(23));
        Assert.Equal(new MinMaxSpec("25", -1f, 2f, IsInverse: true), spec.Layers[25]);
    }

    [Fact]
    public void Standardize_ScalesInputsFirstAndTargetsLast()
    {
        NetworkSpec spec = Specs.Read("[Sequential(4), Standardize, Linear(3), Standardize] partial class Net;");
        Assert.Equal([new StandardizeSpec("0", false), new StandardizeSpec("2", true)], spec.Layers.Where(static layer => layer.IsScaling));
        Assert.Equal(Loss.MeanSquaredError, spec.Training.Loss);
        Assert.Equal(new StandardizeSpec("standardize", false), Specs.Read("[Mlp(4, 3, Standardize = true)] partial class Net;").Layers[0]);
    }

    public static TheoryData<string> Activations => [.. Enum.GetNames<Activation>().Where(static name => name != nameof(Activation.Identity))];

    [Theory]
    [MemberData(nameof(Activations))]
    public void EveryActivation_IsALayer(string name)
    {
        var layer = Assert.IsType<ActivationSpec>(Specs.Read($"[Sequential(4), Linear(3), {name}] partial class Net;").Layers[1]);
        Assert.Equal(new ActivationSpec("1", Enum.Parse<Activation>(name)), layer);
    }

    [Fact]
    public void EarlierValues_AreFoundByCountNameAndIndex()
    {
        NetworkSpec spec = Specs.Read("""
            [Sequential(8), Linear(8, Name = "stem"), ReLU, Linear(8), Residual(3), Residual("stem"), Residual("1"), Concat, Concat("stem"), Linear(1)]
            partial class Net;
            """);
        Assert.Equal(
            [new ResidualSpec("3", 0), new ResidualSpec("4", 1), new ResidualSpec("5", 2), new ConcatSpec("6", 0), new ConcatSpec("7", 1)],
            spec.Layers.Skip(3).Take(5));
    }

    [Fact]
    public void Select_TakesARunOrAList()
    {
        NetworkSpec spec = Specs.Read("""
            [Sequential(8), Select(1, 5), Linear(6, Name = "stem"), Select([3, 0, 3]), Select([2, 1], OfInput = true), Concat("2"), Select(new[] { 1, 2 }, Layer = "stem"), Concat("4"), Linear(1)]
            partial class Net;
            """);
        Assert.Equal(
            [new SelectSpec("0", 1, 5, new([]), null), new SelectSpec("2", 0, 3, new([3, 0, 3]), null), new SelectSpec("3", 0, 2, new([2, 1]), 0), new SelectSpec("5", 1, 2, new([]), 2)],
            spec.Layers.OfType<SelectSpec>());
        Assert.Equal([8, 5, 6, 3, 2, 5, 2, 7, 1], spec.ValueSizes());
    }

    [Fact]
    public void Concat_AddsToTheSize() =>
        Assert.Equal("Linear reads 5 values and the layer before writes 12; write 12, or leave the number of inputs out",
            Assert.Single(Specs.Declaration("[Sequential(4), Linear(8), Concat, Linear(5, 1)] partial class Net;").Problems).Arguments[0]);

    [Fact]
    public void Training_IsReadBesideAnyNetwork()
    {
        var expected = new TrainingSpec(Loss.CrossEntropy, 0.1f, new([1f, 2f, 0.5f]), new([]), 1f, 1f, 1f);
        const string Training = "Training(Loss = Loss.CrossEntropy, LabelSmoothing = 0.1f, ClassWeights = [1, 2, 0.5f])";
        Assert.Equal(expected, Specs.Read($"[Mlp(4, 3)] [{Training}] partial class Net;").Training);
        Assert.Equal(expected, Specs.Read($"[{Training}, Mlp(4, 3)] partial class Net;").Training);
        Assert.Equal(expected, Specs.Read($"[Sequential(4), Linear(3), {Training}, Softmax] partial class Net;").Training);
        Assert.Equal(expected, Specs.Read($"[Sequential(4), Linear(3), Softmax] partial class Net; [{Training}] partial class Net;").Training);
    }

    [Fact]
    public void OptionsOfTraining_KeepTheLossOfTheNetwork()
    {
        TrainingSpec training = Specs.Read("[Mlp(4, 3, Loss = Loss.Huber)] [Training(HuberDelta = 2)] partial class Net;").Training;
        Assert.Equal((Loss.Huber, 2f), (training.Loss, training.HuberDelta));
    }

    [Fact]
    public void Perceptron_IsALinearUnitAndAStep()
    {
        NetworkSpec spec = Specs.Read("[Perceptron(2)] public partial class AndGate;");
        Assert.Equal(2, spec.InputSize);
        Assert.Equal(Loss.Perceptron, spec.Training.Loss);
        Assert.Equal(
            [new LinearSpec("output", 1, HasBias: true, Initializer.Auto), new ActivationSpec("1", Activation.Step, 0f, 0f)],
            spec.Layers);
    }
}
