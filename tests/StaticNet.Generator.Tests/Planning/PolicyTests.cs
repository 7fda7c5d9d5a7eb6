using System;
using System.Linq;
using StaticNet.Generator.Planning;
using Xunit;

namespace StaticNet.Generator.Tests.Planning;

/// <summary>When code is written out and in which order sums are taken.</summary>
public class PolicyTests
{
    [Fact]
    public void OrderOfSums_DoesNotDependOnUnrolling()
    {
        foreach (int[] sizes in Plans.Sweep())
        {
            DensePlan[] plans = [.. ((Unroll[])[Unroll.Auto, Unroll.Full, Unroll.Loops]).Select(u => Plans.Of(sizes, u))];
            foreach (DensePlan plan in plans)
            {
                Assert.Equal(plans[0].Layers, plan.Layers);
                Assert.Equal(plans[0].BufferLength, plan.BufferLength);
            }
        }
    }

    [Fact]
    public void OrderOfSums_FollowsFromTheLayersShapeAlone()
    {
        LinearPlan alone = Plans.Of([9, 12]).Layers[0];
        LinearPlan amongOthers = Plans.Of([700, 9, 12, 1, 3]).Layers[1];
        Assert.Equal((alone.Order, alone.PartialSums), (amongOthers.Order, amongOthers.PartialSums));
        Assert.Equal(SumOrder.Dot, NetworkPlanner.ChooseSum(9, 1).Order);
        Assert.All(Enumerable.Range(2, 3), n => Assert.Equal(SumOrder.KLanes, NetworkPlanner.ChooseSum(9, n).Order));
        Assert.All(Enumerable.Range(5, 200), n => Assert.Equal(SumOrder.Columns, NetworkPlanner.ChooseSum(9, n).Order));
        Assert.All(Enumerable.Range(5, 200), n => Assert.InRange(NetworkPlanner.ChooseSum(1, n).PartialSums, 1, 1));
    }

    [Theory]
    [InlineData(0, 1024, 64)]
    [InlineData(256, 1025, 64)]
    [InlineData(0, 2048, 40)]
    [InlineData(512, 2049, 40)]
    [InlineData(0, 4096, 9)]
    [InlineData(1024, 4097, 9)]
    [InlineData(0, 9999, 4)]
    [InlineData(0, 9999, 1)]
    public void LongRunningSums_AreCutIntoBlocks(int block, int inputs, int outputs)
    {
        DensePlan plan = Plans.Of([inputs, outputs], Unroll.Full);
        Assert.Equal(block, plan.Layers[0].BlockInputs);

        // The forms that are written out know no blocks.
        Assert.True(block == 0 || (plan.Sample == SampleRegime.Loops && !plan.LanesForward && !plan.LanesGradient));
    }

    [Theory]
    [InlineData(SampleRegime.StraightLine, 50, 100)]
    [InlineData(SampleRegime.Loops, 50, 101)]
    [InlineData(SampleRegime.StraightLine, 39, 128)]
    [InlineData(SampleRegime.Loops, 3, 129)]
    public void Auto_WritesOutUpToItsEdges(object regime, int inputs, int outputs) =>
        Assert.Equal((SampleRegime)regime, Plans.Of([inputs, outputs]).Sample);

    [Fact]
    public void Wishes_AreFollowedInsideTheBudgets()
    {
        Assert.Equal(SampleRegime.Loops, Plans.Of([4, 10, 3], Unroll.Loops).Sample);
        Assert.Equal(SampleRegime.StraightLine, Plans.Of([3, 129], Unroll.Full).Sample);
        Assert.Equal(SampleRegime.StraightLine, Plans.Of([52, 128, 48], Unroll.Full).Sample);
        Assert.Equal(SampleRegime.Loops, Plans.Of([784, 512, 512, 10], Unroll.Full).Sample);
    }

    [Fact]
    public void Full_StopsExactlyAtTheBudgets()
    {
        int edges = 0;
        for (int inputs = 1; inputs < 400; inputs++)
        {
            DensePlan plan = Plans.Of([inputs, 128, 48], Unroll.Full);
            bool fits = UnrollPolicy.EstimateIL(plan.Layers, 8) <= UnrollPolicy.MethodILBudget && UnrollPolicy.EstimateLocals(plan.Layers, 8) <= UnrollPolicy.MethodLocalsBudget;
            Assert.Equal(fits ? SampleRegime.StraightLine : SampleRegime.Loops, plan.Sample);
            edges += fits != (UnrollPolicy.EstimateIL(Plans.Of([inputs + 1, 128, 48]).Layers, 8) <= UnrollPolicy.MethodILBudget) ? 1 : 0;
        }

        Assert.Equal(1, edges);
        Assert.True(UnrollPolicy.MethodILBudget < 60_000, "RyuJIT's limit");
        Assert.True(UnrollPolicy.MethodLocalsBudget < 1_024, "RyuJIT's limit");
    }

    [Theory]
    [InlineData(false, 4, 10, 3)] // one vector of 512 bits gains nothing
    [InlineData(false, 30, 16, 16, 1)]
    [InlineData(true, 3, 17)]
    [InlineData(true, 16, 32, 32, 4)]
    public void Straight512_NeedsALayerOfTwoVectors(bool expected, params int[] sizes) =>
        Assert.Equal(expected, UnrollPolicy.Has512(Plans.Of(sizes).Layers));

    [Fact]
    public void Straight512_StopsExactlyWhereBothBranchesFillTheBudget()
    {
        int edges = 0;
        bool before = true;
        for (int inputs = 1; inputs < 400; inputs++)
        {
            var layers = Plans.Of([inputs, 128, 48], Unroll.Full).Layers;
            bool fits = UnrollPolicy.EstimateIL(layers, 8) + UnrollPolicy.EstimateIL(layers, 16) <= UnrollPolicy.MethodILBudget
                && UnrollPolicy.EstimateLocals(layers, 8) + UnrollPolicy.EstimateLocals(layers, 16) <= UnrollPolicy.MethodLocalsBudget;
            Assert.Equal(fits, UnrollPolicy.Has512(layers));
            edges += fits != before ? 1 : 0;
            before = fits;
        }

        Assert.Equal(1, edges);
    }

    [Theory]
    [InlineData(true, 8, 256, 256, 4)]
    [InlineData(true, 784, 128, 10)]
    [InlineData(false, 784, 512, 512, 10)]
    public void RowLoops_Take512BitsWhereWeightsComeFromANearCache(bool expected, params int[] sizes)
    {
        DensePlan plan = Plans.Of(sizes);
        Assert.Equal(expected, plan.HasRow512(plan.Layers[0]));
        Assert.False(plan.HasRow512(Plans.Of([16, 4]).Last));
    }

    [Fact]
    public void PartialSums_KeepTheWidestVectorsBusy()
    {
        Assert.Equal(2, NetworkPlanner.ChooseSum(64, 64).PartialSums);
        Assert.Equal(2, NetworkPlanner.ChooseSum(1024, 120).PartialSums);
        Assert.Equal(1, NetworkPlanner.ChooseSum(1025, 120).PartialSums);
        Assert.Equal(1, NetworkPlanner.ChooseSum(64, 121).PartialSums);
        Assert.Equal(2, NetworkPlanner.ChooseSum(16, 32).PartialSums);
        Assert.Equal(4, NetworkPlanner.ChooseSum(16, 16).PartialSums);
        Assert.Equal(8, NetworkPlanner.ChooseSum(127, 4).PartialSums);
        Assert.Equal(16, NetworkPlanner.ChooseSum(128, 2).PartialSums);
    }
}
