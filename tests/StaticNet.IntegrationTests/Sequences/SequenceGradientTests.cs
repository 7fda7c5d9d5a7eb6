using System;
using Xunit;

namespace StaticNet.IntegrationTests.Sequences;

/// <summary>Gradients through time against central differences of a network in double.</summary>
public abstract class SequenceGradientTests<TNetwork>
    where TNetwork : class, IStreamingNetwork<TNetwork>
{
    private const double Bound = 2e-5;

    public static TheoryData<int, int, bool> Batches => new() { { 1, 1, false }, { 1, 40, false }, { 3, 7, true }, { 8, 13, true }, { 17, 5, true } };

    [Theory]
    [MemberData(nameof(Batches))]
    public void Gradients_AgreeWithDifferences(int count, int steps, bool isRagged)
    {
        NetworkDescription description = TNetwork.Description;
        TNetwork network = TNetwork.Create(6);
        var random = new Random((100 * count) + steps);
        bool manyToOne = Array.Exists(description.Layers, static layer => layer.Kind is "LastStep" or "MeanOverTime" or "MaxOverTime");
        int rows = count * (manyToOne ? 1 : steps);
        float[] x = Values(random, count * steps * description.InputSize), y = Values(random, rows * description.OutputSize);
        float[] weights = isRagged ? Array.ConvertAll(Values(random, rows), MathF.Abs) : [];
        int[] lengths = isRagged ? [.. Lengths(random, count, steps)] : [];
        SequenceBatch batch = description.LabelLoss is Loss.CrossEntropy
            ? new SequenceBatch(x, Labels(random, rows, description.OutputSize), steps) { Lengths = lengths, StepWeights = weights }
            : new SequenceBatch(x, y, steps) { Lengths = lengths, StepWeights = weights };
        GradientCheckResult check = network.GradientCheck(in batch, maxValuesPerParameter: 60);
        Assert.True(check.MaxRelativeError < Bound, check.ToString());
        Assert.True(check.LossRelativeError < 1e-5, check.ToString());
    }

    private static float[] Values(Random random, int count)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = (random.NextSingle() * 2) - 1;
        }

        return values;
    }

    private static int[] Labels(Random random, int count, int classes)
    {
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = random.Next(classes);
        }

        return labels;
    }

    private static System.Collections.Generic.IEnumerable<int> Lengths(Random random, int count, int steps)
    {
        for (int i = 0; i < count; i++)
        {
            yield return random.Next(1, steps + 1);
        }
    }
}

public sealed class LstmGradientTests : SequenceGradientTests<Amp>;

public sealed class DeepStackGradientTests : SequenceGradientTests<DeepStack>;

public sealed class ConvStackGradientTests : SequenceGradientTests<ConvStack>;

public sealed class GestureGradientTests : SequenceGradientTests<Gesture>;

public sealed class MeanClassifierGradientTests : SequenceGradientTests<MeanClassifier>;

public sealed class MaxRegressionGradientTests : SequenceGradientTests<MaxRegression>;

public sealed class SignalNetGradientTests : SequenceGradientTests<SignalNet>;

public sealed class KnobAmpGradientTests : SequenceGradientTests<KnobAmp>;

[Sequential(3), LSTM(6), Concat(From = 1), Linear(1), Residual(3, From = 1, Count = 1)]
public partial class KnobAmp;
