using System;
using System.Globalization;
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
    public void Evaluation_OfEachHead_IsThatOfItsPart()
    {
        (TwoTasks network, SpeciesOnly species, SizeOnly size) = Parts();
        (float[] targets, int[] labels, float[] sizes) = Targets();
        Evaluation whole = network.Evaluate(s_inputs, targets), ofSpecies = species.Evaluate(s_inputs, labels), ofSize = size.Evaluate(s_inputs, sizes);
        Assert.Equal(["species", "size"], whole.Heads.Keys);
        Evaluation head = whole.Heads["species"];
        Assert.Equal(ofSpecies.ConfusionMatrix!.ToArray(), head.ConfusionMatrix!.ToArray());
        Assert.Equal((ofSpecies.Accuracy, ofSpecies.MacroF1, Rows), (head.Accuracy, head.MacroF1, head.Count));
        Assert.Equal(ofSpecies.Loss, head.Loss, 1e-6);
        Assert.True(double.IsNaN(head.R2));
        head = whole.Heads["size"];
        Assert.Equal((ofSize.R2, ofSize.MeanAbsoluteError, ofSize.RootMeanSquaredError), (head.R2, head.MeanAbsoluteError, head.RootMeanSquaredError));
        Assert.Equal(ofSize.Loss, head.Loss, 1e-6);
        Assert.Null(head.ConfusionMatrix);
        Assert.Equal(ofSpecies.Loss + (0.5 * ofSize.Loss), whole.Loss, 1e-6);
        Assert.True(double.IsNaN(whole.R2) && double.IsNaN(whole.Accuracy) && whole.Outputs.Count == 0);
        Assert.Empty(ofSize.Heads);
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"""
                loss {whole.Loss:F4} on 37 rows
                species: loss {ofSpecies.Loss:F4}  accuracy {ofSpecies.Accuracy * 100:F2} % ({ofSpecies.ConfusionMatrix.Correct} of 37)
                size: loss {ofSize.Loss:F4}  MAE {ofSize.MeanAbsoluteError:G5}  RMSE {ofSize.RootMeanSquaredError:G5}  R2 {ofSize.R2:F4}
                """), whole.ToString());

        // A loss of one's own says nothing else about the heads.
        Evaluation own = network.Evaluate(s_inputs, targets, (outputs, _, gradients, _) =>
        {
            gradients.Clear();
            return outputs.Length;
        });
        Assert.Equal((4.0, whole.Heads["size"].R2), (own.Loss, own.Heads["size"].R2));
    }

    [Fact]
    public void Evaluation_LeavesRowsWithoutAClassOut_AndGivesTheSameBitsOnThreads()
    {
        const int Many = 1500;
        var network = new ManyHeads(seed: 2);
        float[] inputs = Data.Normal(Many * 5, 1), targets = new float[Many * ManyHeads.OutputSize];
        int named = 0;
        for (int row = 0; row < Many; row++)
        {
            named += row % 3 == 0 ? 0 : 1;
            if (row % 3 != 0)
            {
                ManyHeads.SpeciesHead.SetClass(targets, row, row % 7 % 3);
            }

            ManyHeads.SharesHead.SetClass(targets, row, row % 2);
            (ManyHeads.FlagsHead.Slice(targets, row)[0], ManyHeads.RiskHead.Slice(targets, row)[0]) = (row % 2, row % 5 * 0.2f);
        }

        Evaluation one = network.Evaluate(inputs, targets), four = network.Evaluate(inputs, targets, maxDegreeOfParallelism: 4);
        Assert.Equal((named, named), (one.Heads["species"].Count, one.Heads["species"].ConfusionMatrix!.Total));
        Assert.Null(one.Heads["flags"].ConfusionMatrix); // two independent flags are no classes
        Assert.True(double.IsNaN(one.Heads["flags"].R2) && double.IsNaN(one.Heads["shares"].R2));
        Assert.True(one.Heads["unused"].Loss > 0); // its weight is 0, and it is measured all the same
        double sum = 0;
        foreach (OutputHead head in ManyHeads.Description.Heads)
        {
            Assert.Equal(head.Name == "species" ? named : Many, one.Heads[head.Name].Count);
            Assert.Equal(one.Heads[head.Name].ToString(), four.Heads[head.Name].ToString());
            Assert.Equal((one.Heads[head.Name].MeanAbsoluteError, one.Heads[head.Name].R2), (four.Heads[head.Name].MeanAbsoluteError, four.Heads[head.Name].R2));
            sum += head.LossWeight * one.Heads[head.Name].Loss;
        }

        Assert.Equal(one.Loss, sum, 1e-5);
        Evaluation chosen = network.Evaluate(inputs, targets, rows: [1, 2, 4]);
        Assert.Equal((3, 3), (chosen.Count, chosen.Heads["species"].Count));
        Assert.Null(network.Evaluate(inputs, targets, rows: [0, 3]).Heads["species"].ConfusionMatrix);
    }

    [Fact]
    public void Fit_MeasuresEachHeadOnTheValidationRows()
    {
        var network = new TwoTasks(seed: 1);
        (float[] targets, _, _) = Targets();
        TrainingHistory history = network.Fit(s_inputs, targets, new Adam(0.01), new FitOptions { Epochs = 2, ValidationData = (s_inputs, targets) });
        Evaluation after = network.Evaluate(s_inputs, targets);
        EpochReport last = history.Last;
        Assert.Equal((after.Loss, after.Heads["species"].Accuracy), (last.ValidationLoss!.Value, last.ValidationHeads["species"].Accuracy));
        Assert.Equal((after.Heads["size"].Loss, after.Heads["size"].R2), (last.ValidationHeads["size"].Loss, last.ValidationHeads["size"].R2));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"  val species accuracy {after.Heads["species"].Accuracy * 100:F1} %  val size loss {after.Heads["size"].Loss:F4}  lr "), last.ToString(), StringComparison.Ordinal);
        string[] csv = history.ToCsv().Split('\n');
        Assert.Equal("epoch,loss,accuracy,validation_loss,validation_accuracy,validation_species_loss,validation_species_accuracy,validation_size_loss,validation_size_accuracy,learning_rate,seconds", csv[0]);
        Assert.Equal(after.Heads["species"].Accuracy.ToString("R", CultureInfo.InvariantCulture), csv[2].Split(',')[6]);
        Assert.Equal("", csv[2].Split(',')[8]);
        Assert.Empty(new SizeOnly().Fit(s_inputs, Targets().Sizes, new Adam(), new FitOptions { Epochs = 1, ValidationSplit = 0.2 }).Last.ValidationHeads);
        Assert.Empty(network.Fit(s_inputs, targets, new Adam(), new FitOptions { Epochs = 1 }).Last.ValidationHeads);
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
