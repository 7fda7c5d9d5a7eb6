using System;
using Xunit;

namespace StaticNet.Orleans.Tests;

/// <summary>Rows are checked before any training begins.</summary>
public sealed class TrainingRowsTests
{
    [Fact]
    public void TargetsThatAreAllMissing_AreRefusedAsByFit()
    {
        float[] inputs = new float[8], targets = [float.NaN, float.NaN, float.NaN, float.NaN];
        ArgumentException none = Assert.Throws<ArgumentException>(() => new TrainingRows(inputs, targets).Check(SomeTargets.Description, "sensors"));
        Assert.Contains("All 4 targets of the rows 'sensors' are missing (NaN)", none.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SomeTargets().Fit(inputs, targets, new SGD(0.1)));

        targets[3] = 1;
        new TrainingRows(inputs, targets).Check(SomeTargets.Description, "sensors");
        Assert.Equal(0.5, GradientBlocks.LossWeight(SomeTargets.Description, new Batch(inputs, targets)));
    }
}
