using System;
using System.IO;
using System.Linq;
using StaticNet.IntegrationTests.Layers;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.IntegrationTests.Heads;

/// <summary>A network with heads is what its parts are as networks of their own.</summary>
public sealed class HeadTests
{
    private const int Rows = 37;

    private static readonly float[] s_inputs = Data.Normal(Rows * 4, 1);

    [Fact]
    public void Columns_AreTheHeadsInOrder()
    {
        Assert.Equal((4, 2), (TwoTasks.OutputSize, TwoTasks.Description.Heads.Count));
        Assert.Equal(new OutputHead("species", 0, 3, 4, Loss.CrossEntropy, 1f), TwoTasks.SpeciesHead);
        Assert.Equal(new OutputHead("size", 3, 1, 4, Loss.MeanSquaredError, 0.5f), TwoTasks.SizeHead);
        Assert.Same(TwoTasks.SizeHead, TwoTasks.Description.Heads[1]);
        Assert.Null(TwoTasks.Description.LabelLoss);
        Assert.Equal(
            ["trunk.weight", "trunk.bias", "species.weight", "species.bias", "size.0.weight", "size.0.bias", "size.2.weight", "size.2.bias"],
            TwoTasks.ParameterInfos.ToArray().Select(info => info.Name));
    }

    [Fact]
    public void Outputs_AreThoseOfTheParts()
    {
        (TwoTasks network, SpeciesOnly species, SizeOnly size) = Parts();
        var outputs = network.ForwardBatch(s_inputs);
        var probabilities = new float[3];
        var expectedProbabilities = new float[3];
        var head = new float[3];
        for (int row = 0; row < Rows; row++)
        {
            ReadOnlySpan<float> input = s_inputs.AsSpan(row * 4, 4);
            float[] scores = species.Forward(input);
            Assert.Equal(scores, TwoTasks.SpeciesHead.Of(outputs, row).ToArray());
            Assert.Equal(size.Predict(input), TwoTasks.SizeHead.Of(outputs, row)[0]);
            network.PredictSpecies(input, head);
            Assert.Equal(scores, head);
            Assert.Equal(size.Predict(input), network.PredictSize(input));
            Assert.Equal(species.PredictClass(input), network.PredictSpeciesClass(input));
            network.PredictSpeciesProbabilities(input, probabilities);
            species.PredictProbabilities(input, expectedProbabilities);
            Assert.Equal(expectedProbabilities, probabilities);
        }
    }

    [Fact]
    public void Gradients_AreTheWeightedSumsOfTheParts()
    {
        (TwoTasks network, SpeciesOnly species, SizeOnly size) = Parts();
        (float[] targets, int[] labels, float[] sizes) = Targets();
        ParameterBuffer gradients = TwoTasks.CreateGradients(), ofSpecies = SpeciesOnly.CreateGradients(), ofSize = SizeOnly.CreateGradients();
        float loss = network.ComputeGradients(s_inputs, targets, gradients);
        float expected = species.ComputeGradients(s_inputs, labels, ofSpecies) + (0.5f * size.ComputeGradients(s_inputs, sizes, ofSize));
        Assert.Equal(expected, loss, 1e-6f);
        Assert.Equal(loss, network.ComputeLoss(s_inputs, targets));
        foreach (ParameterInfo info in TwoTasks.ParameterInfos)
        {
            float[] actual = Values(gradients, info.Name)!, first = Values(ofSpecies, info.Name) ?? new float[actual.Length], second = Values(ofSize, info.Name) ?? new float[actual.Length];
            for (int i = 0; i < actual.Length; i++)
            {
                Assert.Equal(first[i] + (0.5f * second[i]), actual[i], 2e-6f);
            }
        }
    }

    [Fact]
    public void Fit_LearnsBothTasks_WithTheSameBitsOnAnyNumberOfThreads()
    {
        float[] inputs = Data.Normal(700 * 4, 3);
        float[] targets = new float[700 * 4];
        for (int row = 0; row < 700; row++)
        {
            ReadOnlySpan<float> x = inputs.AsSpan(row * 4, 4);
            TwoTasks.SpeciesHead.SetClass(targets, row, x[0] > 0.5f ? 0 : x[1] > 0 ? 1 : 2);
            TwoTasks.SizeHead.Slice(targets, row)[0] = MathF.Sin(x[2]) + (0.5f * x[3]);
        }

        TwoTasks one = new(), four = new();
        one.Fit(inputs, targets, new Adam(0.01), new FitOptions { Epochs = 30, BatchSize = 350, Seed = 1, MaxDegreeOfParallelism = 1 });
        four.Fit(inputs, targets, new Adam(0.01), new FitOptions { Epochs = 30, BatchSize = 350, Seed = 1, MaxDegreeOfParallelism = 4 });
        Assert.Equal(one.Parameters.Values.ToArray(), four.Parameters.Values.ToArray());
        Assert.True(one.ComputeLoss(inputs, targets) < 0.5f * new TwoTasks().ComputeLoss(inputs, targets));
    }

    [Fact]
    public void Files_HaveTheNamesOfTheModules()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".safetensors");
        try
        {
            var network = new TwoTasks(seed: 5);
            network.Save(path);
            TwoTasks loaded = TwoTasks.Load(path);
            Assert.Equal(network.Parameters.Values.ToArray(), loaded.Parameters.Values.ToArray());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void WhatHasOneMeaningWithOneOutputOnly_IsRefused()
    {
        var network = new TwoTasks();
        Trainer<TwoTasks, SGD> trainer = network.CreateTrainer(new SGD(0.1), 8);
#pragma warning disable SNET0030 // labels, on purpose
        string message = Assert.Throws<InvalidOperationException>(() => trainer.Step(s_inputs.AsSpan(0, 4), (ReadOnlySpan<int>)[1])).Message;
#pragma warning restore SNET0030
        Assert.Equal("TwoTasks has 2 heads, whose targets stand side by side in rows of 4 numbers; pass targets as float[], with a class written by OutputHead.SetClass.", message);
        Assert.Throws<InvalidOperationException>(() => network.PredictClasses(s_inputs));
        message = Assert.Throws<InvalidOperationException>(() => network.PredictProbabilities(s_inputs)).Message;
        Assert.Equal("TwoTasks has 2 heads, and no probabilities of all its outputs; call those of one, as PredictSpeciesProbabilities.", message);
        message = Assert.Throws<InvalidOperationException>(() => new ActorCritic().PredictProbabilities([1f, 2f, 3f])).Message;
        Assert.Equal("ActorCritic has 2 heads, and none has the loss CrossEntropy, KLDivergence or BinaryCrossEntropy, so its outputs are no probabilities; call ForwardBatch, and read each row's columns with OutputHead.Of.", message);
        Assert.Throws<ArgumentOutOfRangeException>(() => TwoTasks.SpeciesHead.SetClass(new float[4], 0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => TwoTasks.SpeciesHead.Of(new float[4], 1));
        Assert.Throws<ArgumentException>(() => network.PredictSpecies(s_inputs.AsSpan(0, 4), new float[4]));
    }

    [Fact]
    public void NothingIsAllocated()
    {
        var network = new TwoTasks();
        (float[] targets, _, _) = Targets();
        Trainer<TwoTasks, SGD> trainer = network.CreateTrainer(new SGD(0.01), Rows);
        var scores = new float[3];
        Assert.Equal(0, Allocations.Least(() =>
        {
            trainer.Step(s_inputs, targets);
            network.PredictSpecies(s_inputs.AsSpan(0, 4), scores);
            network.PredictSpeciesProbabilities(s_inputs.AsSpan(0, 4), scores);
            network.PredictSpeciesClass(s_inputs.AsSpan(0, 4));
            network.PredictSize(s_inputs.AsSpan(0, 4));
        }));
    }

    private static (TwoTasks Network, SpeciesOnly Species, SizeOnly Size) Parts()
    {
        var network = new TwoTasks(seed: 4);
        var species = new SpeciesOnly();
        var size = new SizeOnly();
        CopyTo(network.Parameters, species.Parameters, SpeciesOnly.ParameterInfos);
        CopyTo(network.Parameters, size.Parameters, SizeOnly.ParameterInfos);
        return (network, species, size);
    }

    private static void CopyTo(ParameterBuffer from, ParameterBuffer to, ReadOnlySpan<ParameterInfo> infos)
    {
        foreach (ParameterInfo info in infos)
        {
            to.CopyFrom(info, Values(from, info.Name)!);
        }
    }

    private static float[]? Values(ParameterBuffer buffer, string name)
    {
        foreach (ParameterInfo info in buffer.Layout.Parameters)
        {
            if (info.Name == name)
            {
                var values = new float[info.Count];
                buffer.CopyTo(info, values);
                return values;
            }
        }

        return null;
    }

    private static (float[] Targets, int[] Labels, float[] Sizes) Targets()
    {
        float[] sizes = Data.Normal(Rows, 2);
        int[] labels = [.. Enumerable.Range(0, Rows).Select(row => row * 7 % 3)];
        float[] targets = new float[Rows * 4];
        for (int row = 0; row < Rows; row++)
        {
            TwoTasks.SpeciesHead.SetClass(targets, row, labels[row]);
            TwoTasks.SizeHead.Slice(targets, row)[0] = sizes[row];
        }

        return (targets, labels, sizes);
    }
}
