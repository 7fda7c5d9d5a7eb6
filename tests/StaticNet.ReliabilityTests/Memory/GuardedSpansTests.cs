using System;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using StaticNet.IntegrationTests.Memory;
using Xunit;

namespace StaticNet.ReliabilityTests.Memory;

/// <summary>
/// Stacks of layers, and every call that predicts, between pages that may not be touched; a read or write beside a span ends the
/// process. What comes out has the bits that come out of ordinary memory.
/// </summary>
public sealed class GuardedSpansTests
{
    private delegate float Predict(ReadOnlySpan<float> input);

    private delegate int PredictClass(ReadOnlySpan<float> input);

    private delegate void PredictProbabilities(ReadOnlySpan<float> input, Span<float> probabilities);

    public static TheoryData<string> Networks =>
    [
        nameof(WideStack),
        nameof(NormsAndDropout),
        nameof(JoinsWithOneOutput),
        nameof(ConcatOfNorm),
        nameof(ConcatAtTheEnd),
        nameof(SelectedColumns),
        nameof(WideResidual),
        nameof(PReLUAtTheEnd),
        nameof(SmallPerceptron),
        nameof(OneOutput),
        nameof(SoftmaxPerceptron),
        nameof(WidePerceptron),
    ];

    // 129 rows are one more than a block of a pass has.
    [Theory]
    [MemberData(nameof(Networks))]
    public void SpansEndAtTheirEnds(string name) => Invoke(nameof(CheckBatches), name);

    [Theory]
    [MemberData(nameof(Networks))]
    public void SpansOfPredictions_EndAtTheirEnds(string name) => Invoke(nameof(CheckPredictions), name);

    private static void CheckBatches<TNetwork>()
        where TNetwork : class, INetwork<TNetwork>
    {
        NetworkDescription description = TNetwork.Description;
        TNetwork network = TNetwork.Create(1);
        int ins = description.InputSize, outs = description.OutputSize;
        ParameterBuffer gradients = new(description.Layout), plain = new(description.Layout);
        foreach (bool atEnd in (bool[])[true, false])
        {
            float[] direction = Numbers(outs, 2), x1 = Numbers(ins, 1), plainInputGradient = new float[ins];
            using (var input = new GuardedFloats(x1, atEnd))
            using (var outputGradient = new GuardedFloats(direction, atEnd))
            using (var inputGradient = new GuardedFloats(new float[ins], atEnd))
            {
                gradients.Clear();
                plain.Clear();
                network.Backward(input.Span, outputGradient.Span, gradients, inputGradient.Span);
                network.Backward(x1, direction, plain, plainInputGradient);
                AssertSame(plainInputGradient, inputGradient.Span, "input gradient");
                AssertSame(plain.Values, gradients.Values, "gradients of Backward");
            }

            foreach (int rows in (int[])[1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 33, 129])
            {
                float[] x = Numbers(rows * ins, rows), t = Targets(rows, outs), w = Targets(rows, 1), y = new float[rows * outs];
                int[] l = [.. Enumerable.Range(0, rows).Select(row => row % Math.Max(2, outs))];
                using var inputs = new GuardedFloats(x, atEnd);
                using var outputs = new GuardedFloats(new float[rows * outs], atEnd);
                using var targets = new GuardedFloats(t, atEnd);
                using var weights = new GuardedFloats(w, atEnd);
                using var labels = new GuardedFloats(MemoryMarshal.Cast<int, float>(l), atEnd);
                network.ForwardBatch(inputs.Span, outputs.Span);
                network.ForwardBatch(x, y);
                AssertSame(y, outputs.Span, $"outputs of {rows} rows");
                Assert.DoesNotContain(y, v => !float.IsFinite(v));

                // A norm over the batch needs two rows to train with.
                foreach (bool isTraining in rows == 1 ? (bool[])[false] : [false, true])
                {
                    CompareGradients(
                        new Batch(inputs.Span, targets.Span) { IsTraining = isTraining, DropoutSeed = 7 }, new Batch(x, t) { IsTraining = isTraining, DropoutSeed = 7 }, $"{rows} rows, numbers");
                    if (description.LabelLoss is not null)
                    {
                        CompareGradients(
                            new Batch(inputs.Span, MemoryMarshal.Cast<float, int>(labels.Span)) { IsTraining = isTraining, DropoutSeed = 8, SampleWeights = weights.Span },
                            new Batch(x, l) { IsTraining = isTraining, DropoutSeed = 8, SampleWeights = w },
                            $"{rows} rows, labels, weights");
                    }
                    else
                    {
                        CompareGradients(
                            new Batch(inputs.Span, targets.Span) { IsTraining = isTraining, SampleWeights = weights.Span }, new Batch(x, t) { IsTraining = isTraining, SampleWeights = w }, $"{rows} rows, numbers, weights");
                    }
                }
            }
        }

        // Training moves running averages; both calls start from the same ones.
        void CompareGradients(in Batch guarded, in Batch ordinary, string what)
        {
            Assert.Equal(network.ComputeLoss(ordinary), network.ComputeLoss(guarded));
            ParameterBuffer before = network.Parameters.Clone();
            float loss = network.ComputeGradients(ordinary, plain, accumulate: false);
            ParameterBuffer after = network.Parameters.Clone();
            before.Values.CopyTo(network.Parameters.Values);
            Assert.Equal(loss, network.ComputeGradients(guarded, gradients, accumulate: false));
            AssertSame(plain.Values, gradients.Values, $"gradients of {what}");
            AssertSame(after.Values, network.Parameters.Values, $"parameters after {what}");
            before.Values.CopyTo(network.Parameters.Values);
            Assert.NotEqual(0, gradients.Norm());
        }
    }

    private static void CheckPredictions<TNetwork>()
        where TNetwork : class, INetwork<TNetwork>
    {
        TNetwork network = TNetwork.Create(1);
        int ins = TNetwork.Description.InputSize, outs = TNetwork.Description.OutputSize, found = 0;
        foreach (bool atEnd in (bool[])[true, false])
        {
            float[] x = Numbers(ins, 3), y = new float[outs];
            using var input = new GuardedFloats(x, atEnd);
            using var output = new GuardedFloats(new float[outs], atEnd);
            network.Forward(input.Span, output.Span);
            network.Forward(x, y);
            AssertSame(y, output.Span, "outputs");
            if (Method<Predict>(network) is { } predict)
            {
                Assert.Equal(y[0], predict(input.Span));
                found++;
            }

            if (Method<PredictClass>(network) is { } predictClass)
            {
                Assert.Equal(predictClass(x), predictClass(input.Span));
                found++;
            }

            if (Method<PredictProbabilities>(network) is { } predictProbabilities)
            {
                predictProbabilities(x, y);
                predictProbabilities(input.Span, output.Span);
                AssertSame(y, output.Span, "probabilities");
                found++;
            }
        }

        Assert.NotEqual(0, found);
    }

    private static void Invoke(string check, string network) => typeof(GuardedSpansTests)
        .GetMethod(check, BindingFlags.NonPublic | BindingFlags.Static)!
        .MakeGenericMethod(typeof(WideStack).Assembly.GetType($"{typeof(WideStack).Namespace}.{network}", throwOnError: true)!)
        .Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null);

    // Which of them a network has depends on its outputs and its loss.
    private static TDelegate? Method<TDelegate>(object network)
        where TDelegate : Delegate =>
        network.GetType().GetMethod(typeof(TDelegate).Name)?.CreateDelegate<TDelegate>(network);

    private static void AssertSame(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what) =>
        Assert.True(MemoryMarshal.Cast<float, int>(expected).SequenceEqual(MemoryMarshal.Cast<float, int>(actual)), $"{what} have other bits");

    private static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 4) - 2)];
    }

    // Rows of probabilities: targets for every loss.
    private static float[] Targets(int rows, int columns)
    {
        var random = new Random(rows);
        return [.. Enumerable.Range(0, rows).SelectMany(_ =>
        {
            float[] row = [.. Enumerable.Range(0, columns).Select(_ => random.NextSingle() + 0.1f)];
            float sum = columns == 1 ? 1.2f : row.Sum();
            return row.Select(v => v / sum);
        })];
    }
}
