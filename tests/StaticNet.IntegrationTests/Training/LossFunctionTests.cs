using System;
using System.Linq;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.IntegrationTests.Training;

/// <summary>Losses of the user's own: gradients against differences of the loss, steps against the built-in loss, refusals.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed partial class LossFunctionTests
{
    [Fact]
    public void SquaredError_StepsLikeTheBuiltInLoss()
    {
        Check<Dense>(48);
        Check<Dense>(1);
        Check<Wide>(300);
        Check<Normed>(19);
        Check<Squashed>(600);

        // The same masks, the same batch statistics.
        Check<Dropping>(48);
        Check<BatchNormed>(200);

        static void Check<TNetwork>(int rows)
            where TNetwork : class, INetwork<TNetwork>
        {
            (float[] x, float[] y) = Data(rows, TNetwork.Description.InputSize, TNetwork.Description.OutputSize);
            TNetwork own = TNetwork.Create(1), builtIn = TNetwork.Create(1);
            var ownTrainer = own.CreateTrainer(new SGD(0.05f), rows);
            var builtInTrainer = builtIn.CreateTrainer(new SGD(0.05f), rows);
            for (int step = 0; step < 20; step++)
            {
                Assert.Equal(builtInTrainer.Step(x, y), ownTrainer.Step(x, y, new SquaredError()), 1e-5f);
            }

            float[] values = own.Parameters.Values.ToArray(), expected = builtIn.Parameters.Values.ToArray();
            Assert.All(Enumerable.Range(0, values.Length), i => Assert.Equal(expected[i], values[i], 1e-5f));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(37)]
    [InlineData(700)] // more than one block of gradients
    public void BackwardBatch_IsBackwardOfEachRow(int rows)
    {
        Check(new Dense(), rows);
        Check(new Squashed(), rows);
        Check(new OneUnit(), rows);
        Check(new Deep(), rows);
        Check(new Wide(), rows);
        Check(new Normed(), rows);

        static void Check<TNetwork>(TNetwork model, int rows)
            where TNetwork : class, INetwork<TNetwork>
        {
            int inputs = TNetwork.Description.InputSize, outputs = TNetwork.Description.OutputSize;
            (float[] x, float[] g) = Data(rows, inputs, outputs);
            ParameterBuffer found = new(model.Parameters.Layout), row = new(model.Parameters.Layout);
            var expected = new double[row.Values.Length];
            float[] expectedInputs = new float[x.Length], foundInputs = new float[x.Length];
            for (int r = 0; r < rows; r++)
            {
                row.Clear();
                model.Backward(x.AsSpan(r * inputs, inputs), g.AsSpan(r * outputs, outputs), row, expectedInputs.AsSpan(r * inputs, inputs));
                for (int i = 0; i < expected.Length; i++)
                {
                    expected[i] += row.Values[i];
                }
            }

            model.BackwardBatch(x, g, found, foundInputs);
            IsClose(expected, found.Values, 1);
            IsClose(Array.ConvertAll(expectedInputs, static value => (double)value), foundInputs, 1);
            UInt128 once = found.Hash();
            model.BackwardBatch(x, g, found); // adds
            IsClose(expected, found.Values, 2);
            found.Clear();
            model.BackwardBatch(x, g, found);
            Assert.Equal(once, found.Hash());
            Assert.Throws<ArgumentException>(() => model.BackwardBatch(x, g.AsSpan(1), found));
            Assert.Throws<ArgumentException>(() => model.BackwardBatch(x, g, found, foundInputs.AsSpan(1)));
            Assert.Throws<ArgumentException>(() => model.BackwardBatch(x, g, Line.CreateGradients()));
        }

        // Sums of up to 700 terms in float, in another order.
        static void IsClose(double[] expected, ReadOnlySpan<float> found, int factor)
        {
            double tolerance = 1e-5 * Math.Max(1, expected.Max(Math.Abs));
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i] * factor, found[i], tolerance * factor);
            }
        }
    }

    [Fact]
    public void LossMayCallNetworks()
    {
        // A temporal-difference loss whose targets come from a frozen copy, larger than the network in training, inside the loss.
        (float[] x, float[] y) = Data(300, 4, 3);
        var wide = new Wide();
        float[] wideInputs = Data(40, 20, 70).X;
        var wideOutputs = new float[40 * 70];
        var inner = new Dense();
        var innerTrainer = inner.CreateTrainer(new SGD(0.01f), 300);
        LossFunction nested = (outputs, targets, gradients, size) =>
        {
            float sum = new SquaredError().Compute(outputs, targets, gradients, size);
            wide.ForwardBatch(wideInputs, wideOutputs);
            innerTrainer.Step(x, y, new SquaredError());
            return sum;
        };
        foreach (int rows in (int[])[1, 20, 300])
        {
            Same<Dense>(rows);
            Same<Tall>(rows);
        }

        void Same<TNetwork>(int rows)
            where TNetwork : class, INetwork<TNetwork>
        {
            TNetwork plain = TNetwork.Create(3), calling = TNetwork.Create(3);
            var plainTrainer = plain.CreateTrainer(new SGD(0.05f), rows);
            var callingTrainer = calling.CreateTrainer(new SGD(0.05f), rows);
            for (int step = 0; step < 3; step++)
            {
                Assert.Equal(
                    plainTrainer.Step(x.AsSpan(0, rows * 4), y.AsSpan(0, rows * 3), new SquaredError()), callingTrainer.Step(x.AsSpan(0, rows * 4), y.AsSpan(0, rows * 3), nested));
            }

            Assert.Equal(plain.Parameters.Hash(), calling.Parameters.Hash());

            // A loss that throws leaves the memory in order.
            Assert.Throws<InvalidOperationException>(() => callingTrainer.Step(x.AsSpan(0, 4), y.AsSpan(0, 3), static (_, _, _, _) => throw new InvalidOperationException()));
            Assert.Equal(
                plainTrainer.Step(x.AsSpan(0, rows * 4), y.AsSpan(0, rows * 3), new SquaredError()), callingTrainer.Step(x.AsSpan(0, rows * 4), y.AsSpan(0, rows * 3), nested));
        }
    }

    [Fact]
    public void Threads_DoNotChangeTheBits()
    {
        const int Rows = 1100;
        (float[] x, float[] y) = Data(Rows, 4, 3);
        float[] targets = [.. Enumerable.Range(0, Rows).SelectMany(i => new[] { i % 2, y[i] })];
        Tall one = new(), four = new();
        var alone = one.CreateTrainer(new SGD(0.05f), Rows);
        var team = four.CreateTrainer(new SGD(0.05f), Rows, new TrainerOptions { MaxDegreeOfParallelism = 4 });
        for (int step = 0; step < 3; step++)
        {
            Assert.Equal(alone.Step(x, targets, new Dueling()), team.Step(x, targets, new Dueling()));
            Assert.Equal(one.Parameters.Hash(), four.Parameters.Hash());
        }

        // The team goes back to the network's own loss.
        Assert.Equal(alone.Step(x, y), team.Step(x, y));
        Assert.Equal(one.Parameters.Hash(), four.Parameters.Hash());
    }

    [Fact]
    public void ClippedPolicyLoss_HasTheGradientOfItsDifferences()
    {
        // Per row: the action, its logarithmic probability before, the advantage.
        (float[] x, float[] noise) = Data(24, 4, 3);
        float[] targets = [.. Enumerable.Range(0, 24).SelectMany(i => new[] { i % 3, -1.1f + (0.3f * noise[i]), noise[i + 24] })];
        AgreesWithDifferences(x, targets, new ClippedPolicy(0.2f));
    }

    [Fact]
    public void DuelingValues_HaveTheGradientOfTheirDifferences()
    {
        // Outputs are a value and two advantages: q(a) = v + a − mean(a). Per row: the action, the return.
        (float[] x, float[] noise) = Data(24, 4, 3);
        float[] targets = [.. Enumerable.Range(0, 24).SelectMany(i => new[] { i % 2, noise[i] })];
        AgreesWithDifferences(x, targets, new Dueling());
    }

    [Theory]
    [InlineData(0.1f)]
    [InlineData(0.5f)]
    [InlineData(0.9f)]
    public void Pinball_FindsTheQuantile(float quantile)
    {
        var random = new Pcg32(3);
        float[] x = new float[400], y = new float[400];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = (random.NextSingle() * 2) - 1;
            y[i] = x[i] + random.NextSingle();
        }

        var model = new Line();
        TrainingHistory history = model.Fit(x, y, new Pinball(quantile), new Adam(0.02f), new FitOptions { Epochs = 200, BatchSize = 50, Seed = 1, ValidationSplit = 0.1f });
        Evaluation evaluation = model.Evaluate(x, y, new Pinball(quantile));
        float[] outputs = new float[x.Length];
        model.ForwardBatch(x, outputs);
        double below = y.Where((target, i) => target < outputs[i]).Count() / (double)y.Length;
        Assert.InRange(below, quantile - 0.05, quantile + 0.05);

        // Of a uniform distribution of width 1, the expected loss at the quantile is q(1 − q)/2.
        Assert.InRange(evaluation.Loss, 0, (quantile * (1 - quantile) / 2) + 0.01);
        Assert.InRange(history.Epochs[^1].ValidationLoss!.Value, 0, (quantile * (1 - quantile) / 2) + 0.03);
    }

    [Fact]
    public void Delegate_IsTheSameLoss()
    {
        (float[] x, float[] y) = Data(20, 4, 3);
        Dense first = new(), second = new();
        LossFunction function = new SquaredError().Compute;
        first.Fit(x, y, new SquaredError(), new Adam(), new FitOptions { Epochs = 3, BatchSize = 8 });
        second.Fit(x, y, function, new Adam(), new FitOptions { Epochs = 3, BatchSize = 8 });
        Assert.Equal(first.Parameters.Hash(), second.Parameters.Hash());
        Assert.Equal(first.Evaluate(x, y, new SquaredError()).Loss, second.Evaluate(x, y, function).Loss);
        Assert.Equal(first.CreateTrainer(new SGD(0.1f)).Step(x, y, new SquaredError()), second.CreateTrainer(new SGD(0.1f)).Step(x, y, function));
    }

    [Fact]
    public void Step_AllocatesNothing()
    {
        (float[] x, float[] y) = Data(32, 4, 3);
        var trainer = new Dense().CreateTrainer(new Adam());
        Assert.Equal(0, Allocations.Least(() => trainer.Step(x, y, new SquaredError())));
        var rows = new Tall();
        var rowTrainer = rows.CreateTrainer(new Adam());
        Assert.Equal(0, Allocations.Least(() => rowTrainer.Step(x, y, new SquaredError())));

        // Nor where the loss calls a network, or gradients are given.
        var target = new Wide();
        float[] wideInputs = Data(40, 20, 70).X, wideOutputs = new float[40 * 70], inputGradients = new float[x.Length];
        LossFunction calling = (outputs, targets, gradients, size) =>
        {
            target.ForwardBatch(wideInputs, wideOutputs);
            return new SquaredError().Compute(outputs, targets, gradients, size);
        };
        Assert.Equal(0, Allocations.Least(() => rowTrainer.Step(x, y, calling)));
        ParameterBuffer sum = Tall.CreateGradients();
        Assert.Equal(0, Allocations.Least(() => rows.BackwardBatch(x, y, sum, inputGradients)));
    }

    [Fact]
    public void WhatDoesNotFit_IsRefused()
    {
        (float[] x, float[] y) = Data(8, 4, 3);
        Assert.Contains("batch normalization", Assert.Throws<ArgumentException>(() => new BatchNormed().Fit(x, y, new SquaredError(), new SGD(0.1f), new FitOptions { BatchSize = 1 })).Message, StringComparison.Ordinal);
        var model = new Dense();
        UInt128 before = model.Parameters.Hash();
        Assert.Throws<ArgumentException>(() => model.CreateTrainer(new SGD(0.1f)).Step(x, y.AsSpan(1), new SquaredError()));
        Assert.Throws<ArgumentException>(() => model.CreateTrainer(new SGD(0.1f), 4).Step(x, y, new SquaredError()));
        Assert.Contains("SampleWeights", Assert.Throws<ArgumentException>(() => model.Fit(x, y, new SquaredError(), new SGD(0.1f), new FitOptions { SampleWeights = new float[8] })).Message, StringComparison.Ordinal);
        Assert.Throws<TrainingDivergedException>(() => model.CreateTrainer(new SGD(0.1f)).Step(x, y, (outputs, targets, gradients, size) => float.NaN));
        float[] unclean = [0, 0, 0, 0, 0, float.NaN, .. new float[10]];
        Assert.Contains("target row 2 holds NaN at column 1", Assert.Throws<TrainingDivergedException>(() => model.CreateTrainer(new SGD(0.1f)).Step(x, unclean, new Dueling())).Message, StringComparison.Ordinal);
        Assert.Equal(before, model.Parameters.Hash());
    }

    [Fact]
    public void GradientCheck_PassesRightLosses_AndNamesWrongOnes()
    {
        (float[] x, float[] y) = Data(12, 4, 3);
        GradientCheckResult right = new Dense().GradientCheck(x, y, new SquaredError());
        Assert.True(right.Passed && right.MaxRelativeError < 1e-5, right.ToString());
        Assert.Equal(Dense.ParameterCount, right.Compared);
        (float[] lineX, float[] lineY) = Data(40, 1, 1);
        Assert.True(new Line().GradientCheck(lineX, lineY, new Pinball(0.1f)).Passed);

        GradientCheckResult doubled = new Dense().GradientCheck(x, y, (outputs, targets, gradients, size) =>
        {
            float sum = new SquaredError().Compute(outputs, targets, gradients, size);
            if (gradients.Length > 7)
            {
                gradients[7] *= 1.5f; // wrong in the third row only, as an offset would be
            }

            return sum;
        });
        Assert.False(doubled.Passed);
        Assert.Equal(("output gradient", 7), (doubled.WorstParameter, doubled.WorstIndex));
        Assert.Equal(1.5, doubled.WorstGradient / doubled.WorstDifference, 1e-2);

        // Dropout and batch statistics are off, as in every gradient check.
        Assert.True(new Dropping().GradientCheck(x, y, new SquaredError()).Passed);
        Assert.True(new BatchNormed().GradientCheck(x, y, new SquaredError()).Passed);
    }

    // Central differences of the mean loss at every parameter; a rate of zero leaves the model as it is.
    private static void AgreesWithDifferences<TLoss>(float[] x, float[] targets, TLoss loss)
        where TLoss : struct, ILossFunction
    {
        var model = new Dense();
        var trainer = model.CreateTrainer(new SGD(0f));
        trainer.Step(x, targets, loss);
        float[] gradient = new float[Dense.ParameterCount], vector = new float[Dense.ParameterCount];
        trainer.Gradients.CopyTo(gradient);
        model.Parameters.CopyTo(vector);
        for (int i = 0; i < vector.Length; i++)
        {
            const float H = 1f / 256;
            float kept = vector[i];
            double Loss(float value)
            {
                vector[i] = value;
                model.Parameters.CopyFrom(vector);
                return model.Evaluate(x, targets, loss).Loss;
            }

            double difference = (Loss(kept + H) - Loss(kept - H)) / (2 * H);
            vector[i] = kept;
            Assert.InRange(gradient[i], difference - 1e-3, difference + 1e-3);
        }
    }

    private static (float[] X, float[] Y) Data(int rows, int inputs, int outputs)
    {
        var random = new Pcg32(7);
        float[] x = new float[rows * inputs], y = new float[rows * outputs];
        foreach (ref float value in x.AsSpan())
        {
            value = (float)random.NextNormal();
        }

        foreach (ref float value in y.AsSpan())
        {
            value = (float)random.NextNormal();
        }

        return (x, y);
    }

    private readonly struct SquaredError : ILossFunction
    {
        public float Compute(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> outputGradients, int outputSize)
        {
            float sum = 0;
            for (int i = 0; i < outputs.Length; i++)
            {
                float error = outputs[i] - targets[i];
                sum += error * error / outputSize;
                outputGradients[i] = 2 * error / outputSize;
            }

            return sum;
        }
    }

    private readonly struct Pinball(float quantile) : ILossFunction
    {
        public float Compute(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> outputGradients, int outputSize)
        {
            float sum = 0;
            for (int i = 0; i < outputs.Length; i++)
            {
                float error = targets[i] - outputs[i];
                sum += error > 0 ? quantile * error : (quantile - 1) * error;
                outputGradients[i] = error > 0 ? -quantile : 1 - quantile;
            }

            return sum;
        }
    }

    // min(r·A, clip(r, 1 − ε, 1 + ε)·A), negated, with r = exp(log p(action) − before): Schulman et al. 2017, equation 7.
    private readonly struct ClippedPolicy(float epsilon) : ILossFunction
    {
        public float Compute(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> outputGradients, int outputSize)
        {
            float sum = 0;
            for (int row = 0; row < outputs.Length / outputSize; row++)
            {
                ReadOnlySpan<float> logits = outputs.Slice(row * outputSize, outputSize);
                int action = (int)targets[row * 3];
                float advantage = targets[(row * 3) + 2], total = 0;
                foreach (float logit in logits)
                {
                    total += MathF.Exp(logit);
                }

                float ratio = MathF.Exp(logits[action] - MathF.Log(total) - targets[(row * 3) + 1]);
                float free = ratio * advantage, clipped = Math.Clamp(ratio, 1 - epsilon, 1 + epsilon) * advantage;
                sum -= Math.Min(free, clipped);
                for (int i = 0; i < outputSize; i++)
                {
                    float probability = MathF.Exp(logits[i]) / total;
                    outputGradients[(row * outputSize) + i] = free <= clipped ? -free * ((i == action ? 1 : 0) - probability) : 0;
                }
            }

            return sum;
        }
    }

    private readonly struct Dueling : ILossFunction
    {
        public float Compute(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> outputGradients, int outputSize)
        {
            float sum = 0;
            for (int row = 0; row < outputs.Length / outputSize; row++)
            {
                ReadOnlySpan<float> values = outputs.Slice(row * outputSize, outputSize);
                int action = (int)targets[row * 2];
                float error = values[0] + values[1 + action] - ((values[1] + values[2]) / 2) - targets[(row * 2) + 1];
                sum += error * error;
                Span<float> gradient = outputGradients.Slice(row * outputSize, outputSize);
                gradient[0] = 2 * error;
                gradient[1] = 2 * error * (action == 0 ? 0.5f : -0.5f);
                gradient[2] = -gradient[1];
            }

            return sum;
        }
    }

    [Mlp(4, 10, 3, Activation = Activation.Tanh)]
    private sealed partial class Dense;

    [Mlp(20, 65, 70)]
    private sealed partial class Wide;

    [Sequential(6), Linear(9), LayerNorm, SiLU, Linear(2)]
    private sealed partial class Normed;

    [Sequential(4), Linear(8), Dropout(0.5f), Linear(3)]
    private sealed partial class Dropping;

    [Sequential(4), Linear(8), BatchNorm1d, ReLU, Linear(3)]
    private sealed partial class BatchNormed;

    [Mlp(4, 64, 64, 3)]
    private sealed partial class Tall;

    [Sequential(3), Linear(5), Tanh, Linear(2), Sigmoid, Training(Loss = Loss.MeanSquaredError)]
    private sealed partial class Squashed;

    [Mlp(2, 6, 5, 1)]
    private sealed partial class Deep;

    [Mlp(5, 1, 2)]
    private sealed partial class OneUnit;

    [Mlp(1, 8, 1)]
    private sealed partial class Line;
}
