using System;
using System.IO;
using System.Linq;
using Xunit;

namespace StaticNet.IntegrationTests.Sequences;

/// <summary>Training over sequences: what counts, what is carried on, what a checkpoint holds, and that networks learn.</summary>
public sealed class SequenceTrainingTests
{
    [Fact]
    public void Padding_CountsForNothing()
    {
        // Steps behind a sequence's length: other values there change neither loss nor gradient, and the mean is over the others.
        var model = new DeepStack(seed: 2);
        int[] lengths = [7, 1, 12, 0, 5, 12, 3, 9, 4, 11];
        (float[] x, float[] y) = Data(10, 12, 3, 2, seed: 1);
        (float[] gradients, float loss) = Gradients(model, new SequenceBatch(x, y, 12) { Lengths = lengths });
        double sum = 0;
        float[] outputs = new float[12 * 2];
        for (int i = 0; i < 10; i++)
        {
            model.ForwardSequences(12, x.AsSpan(i * 36, 36), outputs);
            for (int j = 0; j < lengths[i] * 2; j++)
            {
                sum += Math.Pow(outputs[j] - y[(i * 24) + j], 2);
            }

            x.AsSpan((i * 36) + (lengths[i] * 3), (12 - lengths[i]) * 3).Fill(0.5f);
            y.AsSpan((i * 24) + (lengths[i] * 2), (12 - lengths[i]) * 2).Fill(float.NaN);
        }

        Assert.Equal(sum / (lengths.Sum() * 2), loss, 1e-6);
        (float[] other, float otherLoss) = Gradients(model, new SequenceBatch(x, y, 12) { Lengths = lengths });
        Assert.Equal(gradients, other);
        Assert.Equal(loss, otherLoss);
    }

    [Fact]
    public void SkippedStep_LeavesTheStatesAsTheyWere()
    {
        (float[] x, float[] y) = Data(3, 12, 1, 1, seed: 4);
        float[] broken = [.. y];
        broken[5] = float.NaN;
        Assert.Equal(Losses(skips: false, resets: false), Losses(skips: true, resets: false));
        Assert.Equal(Losses(skips: false, resets: true), Losses(skips: true, resets: true));

        // Two steps, the second carried on; between them a step that is skipped, and perhaps a reset before that.
        (float, float) Losses(bool skips, bool resets)
        {
            var trainer = new Amp().CreateTrainer(new Adam(), 3, 12, new TrainerOptions { NonFinite = NonFinite.Skip });
            float first = trainer.Step(new SequenceBatch(x, y, 12));
            if (resets)
            {
                trainer.ResetState();
            }

            if (skips)
            {
                trainer.Step(new SequenceBatch(x.AsSpan(0, 24), broken.AsSpan(0, 24), 12));
                Assert.Equal(1, trainer.SkippedSteps);
            }

            return (first, trainer.Step(new SequenceBatch(x, y, 12) { Carry = true }));
        }
    }

    [Fact]
    public void StepWeights_OfZeroAndOne_AreLengths()
    {
        var model = new DeepStack(seed: 2);
        int[] lengths = [3, 8, 5];
        (float[] x, float[] y) = Data(3, 8, 3, 2, seed: 3);
        float[] weights = [.. lengths.SelectMany(length => Enumerable.Range(0, 8).Select(t => t < length ? 1f : 0f))];
        Assert.Equal(
            Gradients(model, new SequenceBatch(x, y, 8) { Lengths = lengths }).Gradients,
            Gradients(model, new SequenceBatch(x, y, 8) { StepWeights = weights }).Gradients);
    }

    [Fact]
    public void SequencesOfABatch_AddUp()
    {
        // The gradient of a batch is the mean of its sequences' gradients, wherever they stand among its groups of eight.
        var model = new DeepStack(seed: 4);
        (float[] x, float[] y) = Data(19, 6, 3, 2, seed: 5);
        float[] all = Gradients(model, new SequenceBatch(x, y, 6)).Gradients;
        double[] sum = new double[all.Length];
        for (int i = 0; i < 19; i++)
        {
            float[] one = Gradients(model, new SequenceBatch(x.AsSpan(i * 18, 18), y.AsSpan(i * 12, 12), 6)).Gradients;
            for (int j = 0; j < one.Length; j++)
            {
                sum[j] += one[j] / 19.0;
            }
        }

        double largest = sum.Max(Math.Abs);
        for (int j = 0; j < all.Length; j++)
        {
            Assert.Equal(sum[j], all[j], 2e-6 * largest);
        }
    }

    [Fact]
    public void Carry_GoesOnWhereTheStepBeforeEnded()
    {
        // With a learning rate of 0, two halves with the state carried on have the loss of the whole.
        (float[] x, float[] y) = Data(3, 20, 3, 2, seed: 6);
        var model = new DeepStack(seed: 5);
        float whole = model.ComputeLoss(new SequenceBatch(x, y, 20));
        var trainer = model.CreateTrainer(new SGD(0f), maxSequences: 3, maxSteps: 20);
        float first = trainer.Step(Part(x, y, 20, 0, 8, carry: false));
        float second = trainer.Step(Part(x, y, 20, 8, 12, carry: true));
        Assert.Equal(whole, ((first * 8) + (second * 12)) / 20, 1e-6f);
        trainer.ResetState();
        float fromZero = trainer.Step(Part(x, y, 20, 8, 12, carry: true));
        Assert.NotEqual(second, fromZero);
        Assert.Equal(fromZero, trainer.Step(Part(x, y, 20, 8, 12, carry: false)));
        float[] head = [.. Enumerable.Range(0, 3).SelectMany(i => x.AsSpan(i * 60, 24).ToArray())];
        trainer.Warm(head, 8);
        Assert.Equal(second, trainer.Step(Part(x, y, 20, 8, 12, carry: true)));
    }

    [Fact]
    public void Carry_IsRefused_WhereNobodyKeepsTheState_OrTheNumberDiffers()
    {
        (float[] x, float[] y) = Data(3, 5, 3, 2, seed: 6);
        var model = new DeepStack();
        Assert.Throws<InvalidOperationException>(() => model.ComputeLoss(new SequenceBatch(x, y, 5) { Carry = true }));
        var trainer = model.CreateTrainer(new SGD(0f), maxSequences: 3, maxSteps: 5);
        trainer.Step(new SequenceBatch(x, y, 5));
        Assert.Throws<InvalidOperationException>(() => trainer.Step(new SequenceBatch(x.AsSpan(0, 30), y.AsSpan(0, 20), 5) { Carry = true }));
        Assert.Throws<ArgumentException>(() => trainer.Step(new SequenceBatch(x, y.AsSpan(1), 5)));
        Assert.Throws<ArgumentException>(() => trainer.Step(new SequenceBatch(x, y, 5) { Lengths = new[] { 1, 2 } }));
        Assert.Throws<ArgumentException>(() => trainer.Step(new SequenceBatch(x, y, 5) { Lengths = new[] { 1, 2, 6 } }));
        Assert.Throws<ArgumentException>(() => trainer.Step(new SequenceBatch(new float[90], new float[60], 10)));
    }

    [Fact]
    public void Checkpoint_ContinuesExactly_WithTheCarriedState()
    {
        (float[] x, float[] y) = Data(4, 40, 3, 2, seed: 8);
        var uninterrupted = new DeepStack(seed: 1);
        var trainer = uninterrupted.CreateTrainer(new Adam(0.01f), maxSequences: 4, maxSteps: 10);
        using var file = new MemoryStream();
        for (int block = 0; block < 4; block++)
        {
            trainer.Step(Part(x, y, 40, block * 10, 10, carry: block > 0));
            if (block == 1)
            {
                trainer.Save(file);
            }
        }

        var resumed = new DeepStack(seed: 9);
        var other = resumed.CreateTrainer(new Adam(0.01f), maxSequences: 4, maxSteps: 10);
        file.Position = 0;
        other.Load(file);
        for (int block = 2; block < 4; block++)
        {
            other.Step(Part(x, y, 40, block * 10, 10, carry: true));
        }

        Assert.Equal(uninterrupted.Parameters.Hash(), resumed.Parameters.Hash());
        file.SetLength(file.Length - 3);
        file.Position = 0;
        Assert.Contains("truncated", Assert.Throws<InvalidDataException>(() => other.Load(file)).Message, StringComparison.Ordinal);
        Assert.Equal(uninterrupted.Parameters.Hash(), resumed.Parameters.Hash());
    }

    [Fact]
    public void Steps_AllocateNothing()
    {
        (float[] x, float[] y) = Data(11, 25, 3, 2, seed: 8);
        var model = new DeepStack();
        var trainer = model.CreateTrainer(new Adam(), maxSequences: 11, maxSteps: 25);
        trainer.Step(new SequenceBatch(x, y, 25));
        trainer.Step(new SequenceBatch(x, y, 25) { Carry = true });
        long before = GC.GetAllocatedBytesForCurrentThread();
        trainer.Step(new SequenceBatch(x, y, 25) { Carry = true });
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Fit_LearnsToAddTwoMarkedNumbers()
    {
        // The adding problem (Hochreiter and Schmidhuber 1997): the sum of the two marked numbers of a sequence.
        const int Count = 600, Steps = 12;
        var random = new Random(1);
        float[] x = new float[Count * Steps * 2], y = new float[Count];
        for (int i = 0; i < Count; i++)
        {
            int first = random.Next(Steps / 2), second = random.Next(Steps / 2, Steps);
            for (int t = 0; t < Steps; t++)
            {
                int at = ((i * Steps) + t) * 2;
                x[at] = random.NextSingle();
                x[at + 1] = t == first || t == second ? 1 : 0;
                y[i] += x[at] * x[at + 1];
            }
        }

        var model = new Adding(seed: 1);
        TrainingHistory history = model.Fit(x, y, Steps, new Adam(0.01f), new FitOptions { Epochs = 40, BatchSize = 32, ValidationSplit = 0.1, ClipNorm = 1 });
        Assert.True(history.ValidationLoss[^1] < 0.02, $"mean squared error {history.ValidationLoss[^1]}");
    }

    [Fact]
    public void Fit_LearnsToCopyWhatItSawBefore()
    {
        // The copy task (Hochreiter and Schmidhuber 1997): three symbols out of four, three blanks, a mark, and three steps in which they are to be repeated,
        // which alone count. Without memory a quarter of the answers would be right.
        const int Count = 256, Symbols = 4, Length = 3, Pause = 3, Steps = Length + Pause + 1 + Length;
        (float[] x, int[] labels) = Make(Count, new Random(3));
        var model = new Copying(seed: 2);
        float[] counts = [.. labels.Select((_, row) => row % Steps >= Steps - Length ? 1f : 0f)];
        model.Fit(x, labels, Steps, new Adam(0.02f), new FitOptions { Epochs = 40, BatchSize = 16, ClipNorm = 1, TrainingAccuracy = false, SampleWeights = counts });

        // Others than it was trained on.
        (float[] fresh, int[] expected) = Make(200, new Random(4));
        float[] outputs = new float[200 * Steps * (Symbols + 1)];
        model.ForwardSequences(Steps, fresh, outputs);
        int right = 0;
        for (int row = 0; row < expected.Length; row++)
        {
            if (row % Steps >= Steps - Length)
            {
                ReadOnlySpan<float> probabilities = outputs.AsSpan(row * (Symbols + 1), Symbols + 1);
                right += probabilities[expected[row]] > 0.5f ? 1 : 0;
            }
        }

        Assert.True(right > 0.95 * 200 * Length, $"{right} of {200 * Length} symbols");

        static (float[] Inputs, int[] Labels) Make(int count, Random random)
        {
            // Columns: the symbols, blank, mark.
            float[] x = new float[count * Steps * (Symbols + 2)];
            int[] labels = new int[count * Steps];
            Array.Fill(labels, Symbols);
            for (int i = 0; i < count; i++)
            {
                for (int t = 0; t < Steps; t++)
                {
                    int symbol = t < Length ? random.Next(Symbols) : t == Length + Pause ? Symbols + 1 : Symbols;
                    x[(((i * Steps) + t) * (Symbols + 2)) + symbol] = 1;
                    if (t < Length)
                    {
                        labels[(i * Steps) + Length + Pause + 1 + t] = symbol;
                    }
                }
            }

            return (x, labels);
        }
    }

    [Fact]
    public void Fit_LearnsASaturatingAmplifier_ToLessThanOnePercent()
    {
        const int Steps = 2000;
        float[] x = new float[4 * Steps], y = new float[x.Length];
        float low = 0;
        for (int i = 0; i < x.Length; i++)
        {
            int t = i % Steps;
            low = t == 0 ? 0 : low;
            x[i] = (float)((0.6 * Math.Sin((0.05 + (0.02 * (i / Steps))) * t)) + (0.3 * Math.Sin(0.31 * t)));
            low += 0.2f * (x[i] - low);
            y[i] = MathF.Tanh(3 * low);
        }

        var model = new SignalNet(seed: 2);
        model.Fit(x, y, Steps, new Adam(0.01f), new FitOptions { Epochs = 25, BatchSize = 4, Truncation = 200, WarmupSteps = 100, Shuffle = false });
        Evaluation evaluation = model.Evaluate(x, y, Steps);
        Assert.True(evaluation.ErrorToSignalRatio < 0.01, evaluation.ToString());
    }

    [Fact]
    public void Fit_ResumesExactly()
    {
        (float[] x, float[] y) = Data(10, 30, 3, 2, seed: 12);
        FitOptions Options(int epochs, string? resume, params TrainingCallback[] callbacks) => new() { Epochs = epochs, BatchSize = 4, Truncation = 10, WarmupSteps = 5, Seed = 3, ResumeFrom = resume, Callbacks = callbacks };
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var whole = new DeepStack(seed: 3);
            whole.Fit(x, y, 30, new Adam(), Options(4, null));
            var half = new DeepStack(seed: 3);
            half.Fit(x, y, 30, new Adam(), Options(2, null, new Checkpoint(path)));
            var resumed = new DeepStack(seed: 7);
            resumed.Fit(x, y, 30, new Adam(), Options(4, path));
            Assert.Equal(whole.Parameters.Hash(), resumed.Parameters.Hash());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Classifier_TellsFrequenciesApart()
    {
        const int Count = 90, Steps = 24;
        var random = new Random(2);
        float[] x = new float[Count * Steps * 3];
        int[] labels = new int[Count];
        for (int i = 0; i < Count; i++)
        {
            labels[i] = i % 4;
            double phase = random.NextDouble() * 6;
            for (int j = 0; j < Steps * 3; j++)
            {
                x[(i * Steps * 3) + j] = (float)(Math.Sin((0.2 + (0.3 * labels[i])) * (j / 3) + phase + (j % 3)) + (0.1 * random.NextDouble()));
            }
        }

        var model = new Gesture(seed: 1);
        model.Fit(x, labels, Steps, new Adam(0.02f), new FitOptions { Epochs = 40, BatchSize = 16 });
        Evaluation evaluation = model.Evaluate(x, labels, Steps);
        Assert.True(evaluation.Accuracy > 0.95, evaluation.ToString());
        int right = Enumerable.Range(0, Count).Count(i => model.PredictClass(Steps, x.AsSpan(i * Steps * 3, Steps * 3)) == labels[i]);
        Assert.Equal(evaluation.Accuracy, (double)right / Count, 1e-9);
    }

    [Fact]
    public void WeightsSurviveAFile()
    {
        var model = new DeepStack(seed: 11);
        using var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;
        DeepStack loaded = DeepStack.Load(file);
        Assert.Equal(model.Parameters.Hash(), loaded.Parameters.Hash());
        Assert.Equal(model.Parameters.Hash(), model.Clone().Parameters.Hash());
        Assert.Equal(model.Parameters.Hash(), new LiveNetwork<DeepStack>(model).Current.Parameters.Hash());
        Assert.Equal(["0.weight_ih_l0", "0.weight_hh_l0", "0.weight_ih_l1", "0.weight_hh_l1"], DeepStack.ParameterInfos.ToArray().Take(4).Select(static p => p.Name));
        Assert.Equal(DeepStack.ParameterCount, DeepStack.ParameterInfos.ToArray().Sum(static p => p.Count));
    }

    [Fact]
    public void NetworksPrintAsPyTorchPrintsThem()
    {
        Assert.Equal("Amp(\n  (0): LSTM(1, 40)\n  (1): Linear(in_features=40, out_features=1, bias=True)\n)", new Amp().ToString());
        Assert.StartsWith("DeepStack(\n  (0): LSTM(3, 5, num_layers=2, bias=False)\n  (1): LayerNorm((5,)", new DeepStack().ToString(), StringComparison.Ordinal);
        Assert.Contains("(2): Conv1d(8, 8, kernel_size=(3,), stride=(1,), dilation=(4,), groups=2)", new ConvStack().ToString(), StringComparison.Ordinal);
        Assert.Contains("state: 80 floats per stream; receptive field: unbounded", new Amp().Summary(), StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"memory of inference: 0 bytes on the stack, {Amp.WorkspaceBytes:N0} kept for each state"), new Amp().Summary(), StringComparison.Ordinal);
        Assert.Contains("time of Forward, an estimate: about ", new Amp().Summary(), StringComparison.Ordinal);
        Assert.Equal(4 * Amp.StateSize, Amp.StateBytes);
        Assert.Equal((80, 0, 5), (Amp.StateSize, Amp.ReceptiveField, FixtureConv.ReceptiveField));
    }

    [Fact]
    public void Prime_IsFeedingTheSameInput()
    {
        var model = new FixtureConv(seed: 1);
        NetworkState<FixtureConv> primed = FixtureConv.CreateState(), fed = FixtureConv.CreateState();
        float[] input = [0.3f, -0.7f], output = new float[3], expected = new float[3];
        model.Prime(primed, input);
        for (int i = 0; i < FixtureConv.ReceptiveField; i++)
        {
            model.Forward(fed, input, expected);
        }

        model.Forward(fed, input, expected);
        model.Forward(primed, input, output);
        Assert.Equal(expected, output);
        Assert.Contains("no bound", Assert.Throws<ArgumentException>(() => new Amp().Prime(Amp.CreateState(), [1f])).Message, StringComparison.Ordinal);
    }

    internal static (float[] X, float[] Y) Data(int count, int steps, int inputs, int outputs, int seed)
    {
        var random = new Random(seed);
        float[] x = new float[count * steps * inputs], y = new float[count * steps * outputs];
        foreach (float[] values in new[] { x, y })
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = (random.NextSingle() * 2) - 1;
            }
        }

        return (x, y);
    }

    private static SequenceBatch Part(float[] x, float[] y, int steps, int first, int length, bool carry)
    {
        int count = x.Length / steps / 3;
        float[] inputs = [.. Enumerable.Range(0, count).SelectMany(i => x.AsSpan(((i * steps) + first) * 3, length * 3).ToArray())];
        float[] targets = [.. Enumerable.Range(0, count).SelectMany(i => y.AsSpan(((i * steps) + first) * 2, length * 2).ToArray())];
        return new SequenceBatch(inputs, targets, length) { Carry = carry };
    }

    private static (float[] Gradients, float Loss) Gradients(DeepStack model, SequenceBatch batch)
    {
        ParameterBuffer gradients = DeepStack.CreateGradients();
        float loss = model.ComputeGradients(in batch, gradients, accumulate: false);
        float[] values = new float[DeepStack.ParameterCount];
        gradients.CopyTo(values);
        return (values, loss);
    }
}

[Sequential(2), LSTM(16), LastStep, Linear(1)]
public partial class Adding;
