using System;
using System.IO;
using System.Linq;
using StaticNet.IntegrationTests.Layers;
using StaticNet.IntegrationTests.Networks.Exact;
using Xunit;

namespace StaticNet.IntegrationTests.Training;

/// <summary>NaN that a trainer lets through reaches every parameter, but is not taken for a write into the padding.</summary>
public sealed class PropagatedNaNTests
{
    [Fact]
    public void StepsGoOn_AndGoodWeightsCanBeLoadedAgain()
    {
        GoesOn(new Small(1));
        GoesOn(new Middle(1));
        GoesOn(new Normalized(1));
    }

    [Fact]
    public void ALoopOfOnesOwn_IsToldThatItDiverged()
    {
        var model = new Normalized(1);
        var optimizer = new SGD(0.1);
        ParameterBuffer gradients = Normalized.CreateGradients();
        OptimizerState state = optimizer.CreateState(model.Parameters);
        float[] inputs = Data.Normal(4 * Normalized.InputSize, 3);
        inputs[1] = float.NaN;
        model.ComputeGradients(new Batch(inputs, [0, 1, 2, 0]), gradients, accumulate: false);
        optimizer.Step(model.Parameters, gradients, state);
        string message = Assert.Throws<InvalidOperationException>(() => model.Parameters.Hash()).Message;
        Assert.Contains("holds values that are not finite, and so does the padding of Parameters.Values: a training has diverged.", message, StringComparison.Ordinal);
    }

    private static void GoesOn<TNetwork>(TNetwork model)
        where TNetwork : class, INetwork<TNetwork>
    {
        using var file = new MemoryStream();
        model.Save(file);
        UInt128 before = model.Parameters.Hash();
        float[] inputs = Data.Normal(4 * TNetwork.Description.InputSize, 3);
        int[] labels = [0, 1, 2, 0];
        inputs[1] = float.NaN;
        Trainer<TNetwork, Adam> trainer = model.CreateTrainer(new Adam(0.1), 4, new TrainerOptions { NonFinite = NonFinite.Propagate });
        Assert.True(float.IsNaN(trainer.Step(inputs, labels)));
        Assert.True(float.IsNaN(trainer.Step(inputs, labels)));
        Assert.Equal(2, trainer.StepCount);
        Assert.Contains(model.Parameters.Values.ToArray(), float.IsNaN);
        Assert.NotEqual(before, model.Parameters.Hash());
        file.Position = 0;
        model.LoadStateDict(file);
        Assert.Equal(before, model.Parameters.Hash());
        inputs[1] = 0;
        Assert.True(float.IsFinite(trainer.Step(inputs, labels)));
    }
}
