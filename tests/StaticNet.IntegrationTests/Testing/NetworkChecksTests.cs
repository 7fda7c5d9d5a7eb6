using System;
using StaticNet.IntegrationTests.Layers;
using StaticNet.IntegrationTests.Parallelism;
using StaticNet.IntegrationTests.Sequences;
using StaticNet.Testing;
using Xunit;

// The tests themselves are written by the generator: here they run as a user's do.
[assembly: StaticNet.NetworkTests(
    typeof(ManyLanes), typeof(Residuals), typeof(BatchNorms), typeof(Standardized), typeof(ActivationsWithConstants), typeof(Amp), typeof(Gesture), typeof(ConvStack))]

namespace StaticNet.IntegrationTests.Testing;

/// <summary>The checks fail where they should, and say what is wrong.</summary>
public sealed class NetworkChecksTests
{
    [Fact]
    public void AnotherBit_IsFound()
    {
        float[] expected = [1f, 2f, 3f, 0f];
        CheckData.SameBits(expected, [1f, 2f, 3f, 0f], 2, "Two ways");
        Assert.Equal(
            "Two ways: row 1, output 0 is 3 and 3.0000002; both ways must give the same bits.",
            Assert.Throws<NetworkCheckException>(() => CheckData.SameBits(expected, [1f, 2f, MathF.BitIncrement(3f), 0f], 2, "Two ways")).Message);
        Assert.Throws<NetworkCheckException>(() => CheckData.SameBits(expected, [1f, 2f, 3f, -0f], 2, "Two ways"));
    }

    [Fact]
    public void Allocation_IsFound()
    {
        object? kept = null;
        Assert.StartsWith("Here allocated ", Assert.Throws<NetworkCheckException>(() => CheckData.AllocatesNothing("Here", () => kept = new byte[100])).Message, StringComparison.Ordinal);
        CheckData.AllocatesNothing("There", () => kept = null);
        Assert.Null(kept);
    }

    [Fact]
    public void GradientCheck_FailsWhereEveryDrawFails()
    {
        GradientCheckResult Result(double error) => new()
        {
            Tolerance = 1e-4,
            MaxRelativeError = error,
            WorstParameter = "hidden.weight",
            WorstIndex = 7,
            WorstGradient = 1,
            WorstDifference = 2,
            Compared = 3,
            LossRelativeError = 0,
        };
        NetworkChecks.RequireOne(_ => Result(0));
        NetworkChecks.RequireOne(seed => Result(seed < 3 ? 1 : 0));
        Assert.Contains("hidden.weight[7]", Assert.Throws<NetworkCheckException>(() => NetworkChecks.RequireOne(_ => Result(0.5))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ExceededTime_IsFound()
    {
        NetworkChecks.Budget(new BudgetResult(8, 9, 12, 10));
        Assert.Contains("more than the 10 ns", Assert.Throws<NetworkCheckException>(() => NetworkChecks.Budget(new BudgetResult(8, 11, 12, 10))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Loss.BinaryCrossEntropy, 0f, 1f)]
    [InlineData(Loss.Hinge, -1f, 1f)]
    public void Targets_FitTheLoss(Loss loss, float low, float high)
    {
        NetworkDescription description = Amp.Description with { Loss = loss };
        Assert.All(CheckData.Targets(description, 20, seed: 1), target => Assert.True(target == low || target == high));
    }
}
