using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.IntegrationTests.Layers;
using Xunit;

namespace StaticNet.IntegrationTests.Sequences;

/// <summary>Sequences on several threads: the bits of one, whatever the loss, the lengths, the weights and the number of sequences.</summary>
public sealed class SequenceParallelTests
{
    private const int Count = 37; // five groups, the last one short
    private const int Steps = 64;

    private static readonly int[] s_threads = [2, 3, 16];

    [Fact]
    public void Steps_GiveTheBitsOfOneThread()
    {
        Same<DeepStack>(random => new Sequences(Numbers(random, 3), Numbers(random, 2)));
        Same<ConvStack>(random => new Sequences(Numbers(random, 2), Numbers(random, 2)));
        Same<SignalNet>(random => new Sequences(Numbers(random, 1), Numbers(random, 1)));
        Same<StepClasses>(random => new Sequences(Numbers(random, 3), Labels(random, 3, Count * Steps)));
        Same<Gesture>(random => new Sequences(Numbers(random, 3), Labels(random, 4, Count)));

        static void Same<TNetwork>(Func<Random, Sequences> make)
            where TNetwork : class, IStreamingNetwork<TNetwork>
        {
            Sequences data = make(new Random(3));
            string expected = Train<TNetwork>(data, 1);
            Assert.All(s_threads, threads => Assert.Equal(expected, Train<TNetwork>(data, threads)));
        }
    }

    [Fact]
    public void FitAndEvaluate_GiveTheBitsOfOneThread()
    {
        var random = new Random(5);
        float[] x = Numbers(random, 3), y = Numbers(random, 2);
        int[] labels = Labels(random, 3, Count * Steps);
        string expected = Measure(1);
        Assert.All(s_threads, threads => Assert.Equal(expected, Measure(threads)));

        string Measure(int threads)
        {
            var options = new FitOptions { Epochs = 2, BatchSize = 24, Truncation = 40, WarmupSteps = 4, Seed = 1, MaxDegreeOfParallelism = threads, ValidationSplit = 0.3 };
            var numbers = new DeepStack(seed: 1);
            TrainingHistory first = numbers.Fit(x, y, Steps, new Adam(), options);
            var classes = new StepClasses(seed: 1);
            TrainingHistory second = classes.Fit(x, labels, Steps, new Adam(), options);
            Evaluation errors = numbers.Evaluate(x, y, Steps, threads), confusion = classes.Evaluate(x, labels, Steps, threads);
            return $"{numbers.Parameters.Hash():x} {classes.Parameters.Hash():x} {string.Join(' ', first.Loss.Concat(first.ValidationLoss).Concat(second.ValidationAccuracy).Concat(second.Accuracy))} "
                + $"{errors.Loss:R} {errors.ErrorToSignalRatio:R} {errors.R2:R} {confusion.Loss:R} {confusion.Accuracy:R} {confusion.Count}";
        }
    }

    [Fact]
    public void WhatDoesNotFit_IsRefusedBeforeAnythingChanges()
    {
        var random = new Random(7);
        float[] x = Numbers(random, 3);
        int[] labels = Labels(random, 3, Count * Steps);
        labels[^1] = 3;
        var trainer = new StepClasses(seed: 1).CreateTrainer(new Adam(), Count, Steps, new TrainerOptions { MaxDegreeOfParallelism = 3 });
        trainer.Gradients.TrainableValues.Fill(7);
        Assert.Throws<ArgumentException>(() => trainer.Step(new SequenceBatch(x, labels, Steps)));
        Assert.Throws<ArgumentException>(() => trainer.Step(new SequenceBatch(x, labels.AsSpan(1), Steps)));
        Assert.Equal(0, trainer.StepCount);
        Assert.True(trainer.Gradients.TrainableValues.IndexOfAnyExcept(7f) < 0);
    }

    [Fact]
    public void BatchStatistics_StayOverAllSequences()
    {
        var random = new Random(8);
        float[] x = Numbers(random, 3), y = Numbers(random, 2);
        Assert.Equal(Train<NormedStream>(new Sequences(x, y), 1), Train<NormedStream>(new Sequences(x, y), 4));
    }

    /// <summary>Three steps, the second carried on, the third with lengths and weights; all that is left behind.</summary>
    private static string Train<TNetwork>(Sequences data, int threads)
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        TNetwork network = TNetwork.Create(2);
        var trainer = network.CreateTrainer(new Adam(0.01f), Count, Steps, new TrainerOptions { MaxDegreeOfParallelism = threads, Seed = 4, ClipNorm = 1 });
        float[] weights = [.. Enumerable.Range(0, data.Rows).Select(i => (i % 5) * 0.5f)];
        int[] lengths = [.. Enumerable.Range(0, Count).Select(i => Steps - (i % 7))];
        var losses = new List<float>
        {
            trainer.Step(data.Batch),
            trainer.Step(data.Batch with { Carry = true }),
            trainer.Step(data.Batch with { Carry = true, Lengths = lengths, StepWeights = weights }),
        };
        return $"{string.Join(' ', losses)} {network.Parameters.Hash():x} {trainer.Gradients.Hash():x}";
    }

    private static float[] Numbers(Random random, int size) => Data.Normal(Count * Steps * size, random.Next());

    private static int[] Labels(Random random, int classes, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(classes))];

    private sealed class Sequences(float[] inputs, float[]? targets, int[]? labels)
    {
        public Sequences(float[] inputs, float[] targets)
            : this(inputs, targets, null)
        {
        }

        public Sequences(float[] inputs, int[] labels)
            : this(inputs, null, labels)
        {
        }

        public int Rows => labels?.Length ?? Count * Steps;

        public SequenceBatch Batch => labels is null ? new SequenceBatch(inputs, targets, Steps) : new SequenceBatch(inputs, labels, Steps);
    }
}
