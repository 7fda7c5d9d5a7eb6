using System;
using System.IO;
using System.Linq;
using StaticNet.IntegrationTests.Networks.Exact;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.IntegrationTests.Training;

[Sequential(5), BatchNorm1d, Linear(7, Name = "trunk"), ReLU, LayerNorm(Name = "norm"), Linear(3, Name = "head")]
public partial class FreezableStack;

[Sequential(2), LSTM(5), Conv1d(6, kernel: 3, dilation: 2), Linear(2)]
public partial class FreezableStream;

/// <summary>Every parameter of generated networks can be frozen by itself: the storage of no other changes.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class FrozenLayerTests
{
    [Fact]
    public void EachParameter_IsFrozenAlone()
    {
        Freezes(new Small(1));
        Freezes(new Middle(1));
        Freezes(new Large(1));
        Freezes(new FreezableStack(1));
    }

    [Fact]
    public void SequenceTrainers_FreezeToo_AndContinueExactly()
    {
        float[] inputs = Layers.Data.Normal(3 * 8 * 2, 1), targets = Layers.Data.Normal(3 * 8 * 2, 2);
        foreach (ParameterInfo frozen in FreezableStream.ParameterInfos)
        {
            TrainerOptions options = new() { Groups = [ParameterGroup.Frozen(frozen.Name), new("2") { LearningRateFactor = 0.5 }] };
            var trainer = new FreezableStream(1).CreateTrainer(new Adam(0.01), 3, 8, options);
            ParameterBuffer before = trainer.Network.Parameters.Clone();
            trainer.Step(new SequenceBatch(inputs, targets, 8));
            Assert.Equal([frozen.Name], Unchanged(before, trainer.Network.Parameters));
            using var memory = new MemoryStream();
            trainer.Save(memory);
            memory.Position = 0;
            trainer.Step(new SequenceBatch(inputs, targets, 8));
            var resumed = new FreezableStream(2).CreateTrainer(new Adam(0.01), 3, 8, options);
            resumed.Load(memory);
            resumed.Step(new SequenceBatch(inputs, targets, 8));
            Assert.Equal(trainer.Network.Parameters.Hash(), resumed.Network.Parameters.Hash());
        }

        var layer = new FreezableStream(1).CreateTrainer(new Adam(0.01), 3, 8, new TrainerOptions { Groups = [ParameterGroup.Frozen("0")] });
        ParameterBuffer start = layer.Network.Parameters.Clone();
        layer.Step(new SequenceBatch(inputs, targets, 8));
        Assert.Equal(["0.weight_ih_l0", "0.weight_hh_l0", "0.bias_ih_l0", "0.bias_hh_l0"], Unchanged(start, layer.Network.Parameters));
        Assert.Equal(0, Allocations.Least(() => layer.Step(new SequenceBatch(inputs, targets, 8))));

        var fitted = new FreezableStream(1);
        fitted.Fit(inputs, targets, steps: 8, new Adam(0.01), new FitOptions { Epochs = 2, Groups = [ParameterGroup.Frozen("0", "1")] });
        Assert.Equal(6, Unchanged(start, fitted.Parameters).Length);
    }

    [Fact]
    public void RunningStatistics_AreNoParametersToFreeze()
    {
        TrainerOptions options = new() { Groups = [ParameterGroup.Frozen("0.running_mean")] };
        Assert.Contains("which no optimizer trains", Assert.Throws<ArgumentException>(() => new FreezableStack().CreateTrainer(new SGD(0.1), 8, options)).Message, StringComparison.Ordinal);
        var trainer = new FreezableStack(1).CreateTrainer(new SGD(0.1), 8, new TrainerOptions { Groups = [ParameterGroup.Frozen("0", "norm")] });
        ParameterBuffer before = trainer.Network.Parameters.Clone();
        trainer.Step(Layers.Data.Normal(8 * 5, 1), Layers.Data.Normal(8 * 3, 2));
        Assert.Equal(["0.weight", "0.bias", "norm.weight", "norm.bias"], Unchanged(before, trainer.Network.Parameters)); // the statistics move, as in PyTorch's training mode
    }

    private static void Freezes<TNetwork>(TNetwork model)
        where TNetwork : class, INetwork<TNetwork>
    {
        NetworkDescription description = TNetwork.Description;
        float[] inputs = Layers.Data.Normal(9 * description.InputSize, 1), targets = [.. Enumerable.Range(0, 9 * description.OutputSize).Select(i => i % description.OutputSize == 1 ? 1f : 0f)];
        ParameterBuffer before = model.Parameters.Clone();
        foreach (ParameterInfo frozen in description.Layout.Parameters)
        {
            if (frozen.IsTrainable)
            {
                model.Parameters.CopyFrom(before);
                model.CreateTrainer(new Adam(0.01), 9, new TrainerOptions { Groups = [ParameterGroup.Frozen(frozen.Name)] }).Step(inputs, targets);
                model.Parameters.CheckPadding();
                Assert.Equal([frozen.Name], Unchanged(before, model.Parameters));
            }
        }
    }

    private static string[] Unchanged(ParameterBuffer before, ParameterBuffer after)
    {
        return [.. before.Layout.Parameters.ToArray().Where(parameter => Values(before, parameter).SequenceEqual(Values(after, parameter))).Select(parameter => parameter.Name)];

        static float[] Values(ParameterBuffer buffer, ParameterInfo parameter)
        {
            float[] values = new float[parameter.Count];
            buffer.CopyTo(parameter.Name, values);
            return values;
        }
    }
}
