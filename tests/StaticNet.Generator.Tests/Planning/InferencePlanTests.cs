using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.Planning;

/// <summary>Which stages share a pass in inference, and where values lie.</summary>
public sealed class InferencePlanTests
{
    [Theory]
    [InlineData("Linear(8), BatchNorm1d, ReLU, Linear(3)", "Linear+BatchNorm1d+ReLU Linear")]
    [InlineData("Linear(8), BatchNorm1d, GELU, Linear(3)", "Linear+BatchNorm1d+GELU Linear")]
    [InlineData("Linear(8), ReLU, BatchNorm1d, Linear(3)", "Linear+ReLU BatchNorm1d Linear")]
    [InlineData("BatchNorm1d, ReLU, Linear(3), Sigmoid", "BatchNorm1d+ReLU Linear+Sigmoid")]
    [InlineData("Linear(8), LayerNorm, ReLU, RMSNorm, LeakyReLU, Linear(3)", "Linear LayerNorm+ReLU RMSNorm+LeakyReLU Linear")]
    [InlineData("Linear(8), SiLU, LayerNorm, Linear(3), Softmax", "Linear+SiLU LayerNorm Linear")]
    [InlineData("Linear(8), LayerNorm, SiLU, Linear(3)", "Linear LayerNorm Activation Linear")]
    [InlineData("Linear(8), Dropout, BatchNorm1d, Dropout, ReLU, Dropout, Linear(3)", "Linear+BatchNorm1d+ReLU Linear")]
    [InlineData("Linear(8), BatchNorm1d, BatchNorm1d, PReLU, Linear(3)", "Linear+BatchNorm1d BatchNorm1d PReLU Linear")]
    [InlineData("ScaleShift(Mean = 1), Linear(8), ScaleShift(2), ReLU, Linear(3), ScaleShift(2)", "ScaleShift Linear+ScaleShift+ReLU Linear+ScaleShift")]
    [InlineData("Standardize, Linear(8), ReLU, Linear(3), MinMax", "Scaling Linear+ReLU Linear Scaling")]
    [InlineData("Linear(8), ScaleShift(Mean = 1), ReLU, Linear(3)", "Linear ScaleShift+ReLU Linear")]
    public void Stages_ShareAPass(string layers, string steps) => Assert.Equal(steps, Describe(Plan(layers)));

    [Theory]
    [InlineData("Linear(8), BatchNorm1d, ReLU, Linear(8), Residual(3), Linear(3)", "Linear BatchNorm1d+ReLU Linear Residual Linear")]
    [InlineData("Linear(8), BatchNorm1d, ReLU, Linear(8), Residual(2), Linear(3)", "Linear+BatchNorm1d Activation Linear Residual Linear")]
    [InlineData("Linear(8), LayerNorm, ReLU, Concat(\"1\"), Linear(3)", "Linear LayerNorm Activation Concat Linear")]
    public void ValueThatOthersRead_IsStored(string layers, string steps) => Assert.Equal(steps, Describe(Plan(layers)));

    [Theory]
    [InlineData("Linear(8), Tanh, Head(\"a\", 2), Head(\"b\"), Linear(4), ReLU, Linear(1)", "Linear+Tanh Linear Linear+ReLU Linear Concat")]
    [InlineData("Head(\"a\", 2), Head(\"b\", 3, Activation.Tanh), Head(\"c\", 1)", "Linear Linear+Tanh Linear Concat Concat")]
    [InlineData("Linear(8), Select(0, 8), ReLU, Linear(3)", "Linear+ReLU Linear")]
    [InlineData("Linear(8), Linear(3), Select(0, 3)", "Linear Linear Select")]
    [InlineData("Linear(8), Linear(3), Select(0, 3), Tanh", "Linear Linear Select")]
    [InlineData("Linear(8), Select(0, 7), Linear(3)", "Linear Select Linear")]
    [InlineData("Linear(8, Name = \"a\"), Select(0, 4, OfInput = true), Linear(4), Select(0, 8, Layer = \"a\"), ReLU, Linear(3), Concat(\"2\")", "Linear Select Linear Activation Linear Concat")]
    public void WholeValueReadAgain_IsNotCopied(string layers, string steps) => Assert.Equal(steps, Describe(Plan(layers)));

    [Fact]
    public void OneAfterTheOther_NeedsTwoPlaces()
    {
        InferencePlan plan = Plan("Linear(64), LayerNorm, ReLU, Linear(64), LayerNorm, ReLU, Linear(64), LayerNorm, ReLU, Linear(10)").Inference;
        plan.Columns(withInput: false, alignment: 16, out int columns);
        Assert.Equal(128, columns);
    }

    [Fact]
    public void ValuesStillRead_DoNotOverlap()
    {
        string[] kinds = ["Linear(8)", "Linear(24)", "ReLU", "GELU", "LayerNorm", "RMSNorm", "BatchNorm1d", "ScaleShift(2)", "ScaleShift(Mean = 1)", "Dropout", "PReLU", "Concat", "Residual(1)", "Residual(2)"];
        var random = new Random(5);
        for (int round = 0; round < 300; round++)
        {
            StagedPlan? staged = TryPlan(random, kinds);
            if (staged is null)
            {
                continue;
            }

            InferencePlan plan = staged.Inference;
            int[] places = plan.Columns(withInput: true, alignment: 4, out int columns);
            for (int i = 0; i < plan.Steps.Count; i++)
            {
                // Everything that this step or a later one reads, and what it writes, has a place of its own.
                int[] live =
                [
                    .. plan.Steps.Skip(i).SelectMany(step => step.Stage.Sources).Select(plan.Resolve).Append(plan.Last)
                        .Where(value => value == 0 || plan.Steps.Take(i).Any(step => step.Value == value)).Append(plan.Steps[i].Value).Distinct(),
                ];
                (int Start, int End)[] spans = [.. live.Select(value => (places[value], places[value] + staged.Stride(value))).OrderBy(span => span.Item1)];
                Assert.All(spans, span => Assert.InRange(span.Start, 0, columns - (span.End - span.Start)));
                for (int k = 1; k < spans.Length; k++)
                {
                    Assert.True(spans[k - 1].End <= spans[k].Start, $"step {i}");
                }
            }
        }
    }

    private static StagedPlan? TryPlan(Random random, string[] kinds)
    {
        IEnumerable<string> layers = Enumerable.Range(0, random.Next(1, 9)).Select(_ => kinds[random.Next(kinds.Length)]);
        NetworkSpec? spec = Specs.Declaration($"[Sequential(8), Linear(8), {string.Join(", ", layers)}, Linear(3)] public partial class Net;").Spec;
        return spec is null ? null : (NetworkPlanner.Plan(spec, CancellationToken.None) as StagedNetworkPlan)?.Staged;
    }

    private static StagedPlan Plan(string layers)
    {
        NetworkSpec spec = Specs.Read($"[Sequential(8), {layers}] public partial class Net;");
        return ((StagedNetworkPlan)NetworkPlanner.Plan(spec, CancellationToken.None)).Staged;
    }

    private static string Describe(StagedPlan plan) => string.Join(' ', plan.Inference.Steps.Select(step =>
        KindOf(step.Stage) + (step.Folded is null ? "" : "+" + KindOf(step.Folded)) + (step.Activation.IsIdentity ? "" : "+" + step.Activation.Function)));

    private static string KindOf(StagePlan stage) => stage.GetType().Name[..^"Stage".Length];
}
