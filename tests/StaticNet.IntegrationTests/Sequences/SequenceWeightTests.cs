using System;
using System.Linq;
using StaticNet.IntegrationTests.Layers;
using Xunit;

namespace StaticNet.IntegrationTests.Sequences;

/// <summary>Weights of classes and of labels in <c>Fit</c> over sequences: by step and many to one.</summary>
public sealed class SequenceWeightTests
{
    private const int Count = 20;
    private const int Steps = 9;

    private static readonly float[] s_inputs = Data.Normal(Count * Steps * 3, 3);

    // Rare and frequent classes: 1/2, 1/3, 1/6.
    private static readonly int[] s_labels = [.. Enumerable.Range(0, Count * Steps).Select(i => (i * 7 % 6) switch { 0 or 1 or 2 => 0, 3 or 4 => 1, _ => 2 })];

    private static readonly int[] s_sequenceLabels = s_labels[..Count];

    [Fact]
    public void ClassWeights_MultiplyTheLossOfTheirSteps()
    {
        // The mean stays over the number of steps: Σ w·(−ln p)/N, in double from the network's outputs.
        float[] classes = [0.5f, 2, 4];
        Assert.Equal(Oracle(new Calm(seed: 1), s_labels, Steps, i => classes[s_labels[i]]), FirstLoss(new Calm(seed: 1), s_labels, new FitOptions { ClassWeights = classes }), 1e-6);
        Assert.Equal(Oracle(new Tones(seed: 1), s_sequenceLabels, 1, i => classes[s_labels[i]]), FirstLoss(new Tones(seed: 1), s_sequenceLabels, new FitOptions { ClassWeights = classes }), 1e-6);
    }

    [Fact]
    public void ClassWeights_AreStepWeights()
    {
        float[] classes = [0.5f, 2, 4], weights = [.. s_labels.Select(label => classes[label])];
        var fitted = new StepClasses(seed: 1);
        fitted.Fit(s_inputs, s_labels, Steps, new Adam(), new FitOptions { Epochs = 1, BatchSize = Count, Shuffle = false, ClassWeights = classes, Truncation = 5 });
        var stepped = new StepClasses(seed: 1);
        var trainer = stepped.CreateTrainer(new Adam(), Count, Steps);
        trainer.Step(new SequenceBatch(Part(s_inputs, 3, 0, 5), Part(s_labels, 1, 0, 5), 5) { StepWeights = Part(weights, 1, 0, 5) });
        trainer.Step(new SequenceBatch(Part(s_inputs, 3, 5, 4), Part(s_labels, 1, 5, 4), 4) { StepWeights = Part(weights, 1, 5, 4), Carry = true });
        Assert.Equal(stepped.Parameters.Hash(), fitted.Parameters.Hash());
    }

    [Fact]
    public void BalanceClasses_CountsTheLabelsTrainedOn()
    {
        // rows / (classes · rows of the class); the first two steps of each sequence only warm up.
        int[] trained = [.. s_labels.Where((_, i) => i % Steps >= 2)];
        float[] balanced = [.. Enumerable.Range(0, 3).Select(c => (float)(trained.Length / 3.0 / trained.Count(label => label == c)))];
        Assert.Equal(Trained(new FitOptions { ClassWeights = balanced }), Trained(new FitOptions { BalanceClasses = true }));
        Assert.NotEqual(Trained(new FitOptions()), Trained(new FitOptions { BalanceClasses = true }));

        static UInt128 Trained(FitOptions weights)
        {
            var network = new StepClasses(seed: 1);
            network.Fit(s_inputs, s_labels, Steps, new SGD(0.1f), new FitOptions { Epochs = 2, BatchSize = 6, WarmupSteps = 2, ClassWeights = weights.ClassWeights, BalanceClasses = weights.BalanceClasses });
            return network.Parameters.Hash();
        }
    }

    [Fact]
    public void SampleWeights_OfZero_LeaveStepsOut()
    {
        // Padding: what stands there counts for nothing, and the mean is over the others.
        float[] weights = [.. Enumerable.Range(0, Count * Steps).Select(i => i % Steps < 6 ? 1f : 0f)];
        int[] others = [.. s_labels.Select((label, i) => weights[i] == 0 ? (label + 1) % 3 : label)];
        var options = new FitOptions { SampleWeights = weights };
        Assert.Equal(Oracle(new Calm(seed: 1), s_labels, Steps, i => weights[i]) * Steps / 6, FirstLoss(new Calm(seed: 1), s_labels, options), 1e-6);
        Assert.Equal(FirstLoss(new Calm(seed: 1), s_labels, options), FirstLoss(new Calm(seed: 1), others, options));
    }

    [Fact]
    public void WeightsThatDoNotFit_AreRefused()
    {
        Refused("There are 20 training sequences of 9 steps, but 20 SampleWeights; give 180, one per step, or none.", new FitOptions { SampleWeights = new float[Count] });
        Refused("All 180 training rows in use have the weight 0", new FitOptions { SampleWeights = new float[Count * Steps] });
        Refused("FitOptions.ClassWeights has 2 values, but StepClasses has 3 classes", new FitOptions { ClassWeights = new float[] { 1, 2 } });
        Refused("choose one", new FitOptions { ClassWeights = new float[] { 1, 2, 3 }, BalanceClasses = true });
        Assert.Contains(
            "needs class labels",
            Assert.Throws<ArgumentException>(() => { new DeepStack().Fit(s_inputs, new float[Count * Steps * 2], Steps, new SGD(0.1f), new FitOptions { BalanceClasses = true }); }).Message, StringComparison.Ordinal);

        static void Refused(string message, FitOptions options) => Assert.Contains(
            message, Assert.Throws<ArgumentException>(() => { new StepClasses().Fit(s_inputs, s_labels, Steps, new SGD(0.1f), options); }).Message, StringComparison.Ordinal);
    }

    /// <summary>Two batches with a learning rate of 0: the epoch's loss is that of the initial parameters.</summary>
    private static double FirstLoss<TNetwork>(TNetwork network, int[] labels, FitOptions weights)
        where TNetwork : class, IStreamingNetwork<TNetwork> => network.Fit(
            s_inputs, labels, Steps, new SGD(0), new FitOptions { Epochs = 1, BatchSize = 12, ClassWeights = weights.ClassWeights, SampleWeights = weights.SampleWeights }).Loss[0];

    private static double Oracle<TNetwork>(TNetwork network, int[] labels, int rows, Func<int, double> weight)
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        float[] probabilities = new float[Count * rows * 3];
        network.ForwardSequences(Steps, s_inputs, probabilities);
        return Enumerable.Range(0, labels.Length).Sum(i => weight(i) * -Math.Log(probabilities[(i * 3) + labels[i]])) / labels.Length;
    }

    private static T[] Part<T>(T[] values, int size, int firstStep, int steps) =>
        [.. Enumerable.Range(0, Count).SelectMany(i => values.Skip(((i * Steps) + firstStep) * size).Take(steps * size))];
}
