using System;
using System.Linq;
using StaticNet.IntegrationTests.Layers;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.IntegrationTests.Heads;

public enum Kind
{
    Mint,
    Sage,
    Thyme,
}

public readonly record struct Plant(float Height, float Width, bool IsPotted);

public readonly record struct Finding(Kind Kind, double Weight, bool @fixed);

/// <summary>Members that are set, and losses that are said.</summary>
public sealed class Diagnosis
{
    public float Dose { get; set; }

    public bool IsIll { get; set; }

    public Kind Second { get; set; }
}

[Sequential<Plant, Finding>, Linear(12, Name = "trunk"), Tanh, Head("kind", 3), Head("weight", LossWeight = 0.5f), Linear(5), ReLU, Linear(1), Head("fixed", 1)]
public partial class TypedHeads;

[Sequential<Plant, Diagnosis>, Linear(8), Tanh, Head("dose", 1), Head("is_ill", 1, Activation.Sigmoid, Loss = Loss.MeanSquaredError), Head("second", 3, Loss = Loss.KLDivergence)]
public partial class Diagnoses;

/// <summary>The same network over rows of numbers.</summary>
[Sequential(3), Linear(12, Name = "trunk"), Tanh, Head("kind", 3, Loss = Loss.CrossEntropy), Head("weight", LossWeight = 0.5f), Linear(5), ReLU, Linear(1), Head("fixed", 1, Loss = Loss.BinaryCrossEntropy)]
public partial class UntypedHeads;

/// <summary>A head per member of the predicted record.</summary>
public sealed class TypedHeadTests
{
    private static readonly (Plant Features, Finding Target)[] s_rows =
    [
        .. Enumerable.Range(0, 60).Select(i => (new Plant((i % 7) * 0.3f, (i % 5) * 0.2f, i % 2 == 0), new Finding((Kind)(i % 7 / 3), (0.5 * (i % 5)) - 1, i % 2 == 0))),
    ];

    private static readonly float[] s_inputs = [.. s_rows.SelectMany(row => new[] { row.Features.Height, row.Features.Width, row.Features.IsPotted ? 1 : 0 })];

    private static readonly float[] s_targets =
    [
        .. s_rows.SelectMany(row => new[] { row.Target.Kind == Kind.Mint ? 1 : 0, row.Target.Kind == Kind.Sage ? 1 : 0, row.Target.Kind == Kind.Thyme ? 1f : 0, (float)row.Target.Weight, row.Target.@fixed ? 1 : 0 }),
    ];

    [Fact]
    public void Fit_OnTypedRows_GivesTheBitsOfMatrices()
    {
        TypedHeads typed = new(seed: 2);
        UntypedHeads plain = new(seed: 2);
        var options = new FitOptions { Epochs = 40, BatchSize = 16, Seed = 1 };
        typed.Fit(s_rows, new Adam(0.02), options);
        plain.Fit(s_inputs, s_targets, new Adam(0.02), options);
        Assert.Equal(plain.Parameters.Values.ToArray(), typed.Parameters.Values.ToArray());
        Assert.Equal(plain.Evaluate(s_inputs, s_targets).Loss, typed.Evaluate(s_rows).Loss);
        foreach ((Plant plant, _) in s_rows)
        {
            float[] input = [plant.Height, plant.Width, plant.IsPotted ? 1 : 0];
            float[] probabilities = new float[3], expected = new float[3];
            Finding finding = typed.Predict(plant);
            float[] isFixed = new float[1];
            plain.PredictFixedProbabilities(input, isFixed);
            Assert.Equal(new Finding((Kind)plain.PredictKindClass(input), plain.PredictWeight(input), isFixed[0] > 0.5f), finding);
            typed.PredictKindProbabilities(plant, probabilities);
            plain.PredictKindProbabilities(input, expected);
            Assert.Equal(expected, probabilities);
        }
    }

    [Fact]
    public void Evaluation_NamesTheClassesOfEachHead()
    {
        var network = new TypedHeads(seed: 2);
        network.Fit(s_rows, new Adam(0.02), new FitOptions { Epochs = 100, BatchSize = 16, Seed = 1 });
        Evaluation evaluation = network.Evaluate(s_rows);
        Assert.Equal(["kind", "weight", "fixed"], evaluation.Heads.Keys);
        Assert.Equal(["Mint", "Sage", "Thyme"], evaluation.Heads["kind"].ClassNames);
        Assert.Equal(["false", "true"], evaluation.Heads["fixed"].ClassNames);
        Assert.Null(evaluation.Heads["weight"].ClassNames);
        Assert.Contains("Thyme", evaluation.Heads["kind"].ToString(), StringComparison.Ordinal);
        Assert.True(evaluation.Heads["kind"].Accuracy > 0.95 && evaluation.Heads["fixed"].Accuracy > 0.95 && evaluation.Heads["weight"].R2 > 0.9, evaluation.ToString());
        Assert.Equal("Weight", evaluation.Heads["weight"].Outputs.Single().Name);
        Assert.Equal(["Kind=Mint", "Kind=Sage", "Kind=Thyme", "Weight", "fixed"], TypedHeads.Description.Columns!.Outputs);
    }

    [Fact]
    public void Heads_HaveTheLossOfTheirMembers()
    {
        Assert.Equal([Loss.CrossEntropy, Loss.MeanSquaredError, Loss.BinaryCrossEntropy], TypedHeads.Description.Heads.Select(head => head.Loss));
    }

    [Fact]
    public void MembersThatAreSet_AreSet()
    {
        var network = new Diagnoses(seed: 4);
        network.Fit([.. s_rows.Select(row => (row.Features, new Diagnosis { Dose = (float)row.Target.Weight, IsIll = row.Target.@fixed, Second = row.Target.Kind }))], new Adam(0.02), new FitOptions { Epochs = 5 });
        Assert.Equal([Loss.MeanSquaredError, Loss.MeanSquaredError, Loss.KLDivergence], Diagnoses.Description.Heads.Select(head => head.Loss));
        foreach ((Plant plant, _) in s_rows)
        {
            float[] input = [plant.Height, plant.Width, plant.IsPotted ? 1 : 0];
            Diagnosis diagnosis = network.Predict(plant);
            Assert.Equal((network.PredictDose(input), network.PredictIsIll(input) > 0.5f, (Kind)network.PredictSecondClass(input)), (diagnosis.Dose, diagnosis.IsIll, diagnosis.Second));
        }
    }

    [Fact]
    public void WrongValues_AreRefused_AndNothingIsAllocated()
    {
        var network = new TypedHeads();
        string message = Assert.Throws<ArgumentException>(() => network.Fit([s_rows[0], (s_rows[1].Features, s_rows[1].Target with { Kind = (Kind)7 })], new Adam())).Message;
        Assert.StartsWith("Row 1: Kind is 7, which is none of Mint, Sage, Thyme.", message, StringComparison.Ordinal);
        float[] probabilities = new float[3];
        Assert.Equal(0, Allocations.Least(() =>
        {
            network.Predict(s_rows[0].Features);
            network.PredictKindProbabilities(s_rows[0].Features, probabilities);
        }));
    }
}
