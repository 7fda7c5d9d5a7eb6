using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.IntegrationTests.Harness;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.IntegrationTests.Numbers;

/// <summary>Emitted networks against the double-precision oracle: all widths 1…40, edges of tiles, every activation, every loss, many batch sizes.</summary>
public class OracleTests
{
    private static readonly int[] s_batchSizes = [1, 2, 7, 8, 9, 15, 16, 17, 31, 64, 127, 128, 129, 300];

    // Wider layers and longer batches than these sizes only repeat the same loops, and the oracle is slow.
    private const int LargeNetwork = 10_000;

    private static readonly int[] s_batchSizesOfLarge = [1, 7, 9, 17, 129];

    public static IEnumerable<TheoryDataRow<string>> Networks =>
        [.. NetworkProbe.Rows("Widths"), .. NetworkProbe.Rows("Edges"), .. NetworkProbe.Rows("Activations"), .. NetworkProbe.Rows("Losses")];

    [Theory]
    [MemberData(nameof(Networks))]
    public void ForwardAndGradients_EqualTheOracle(string name)
    {
        INetworkProbe network = NetworkProbe.Create(name, seed: 7);
        NetworkDescription description = network.Description;
        ParameterBuffer gradients = new(network.Parameters.Layout);
        foreach (int rows in network.Parameters.Layout.Length > LargeNetwork ? s_batchSizesOfLarge : s_batchSizes)
        {
            float[] inputs = TestData.Uniform(rows * description.InputSize, seed: rows);
            var outputs = new float[rows * description.OutputSize];
            network.ForwardBatch(inputs, outputs);
            Oracle.CheckConditioned(network, inputs, (oracle, x) => oracle.Backward(x, new float[outputs.Length]), outputs, 0, null, $"{name}, {rows} rows");
            if (HasNumberTargets(description))
            {
                float[] targets = TestData.Targets(description.NumberLoss, rows, description.OutputSize, seed: rows + 1);
                ReferenceLoss loss = ReferenceOf(name, description.NumberLoss);
                if (loss.IgnoreMissing)
                {
                    TestData.Remove(targets, description.OutputSize);
                }

                Check(network, new Batch(inputs, targets), gradients, outputs, (oracle, x) => oracle.Compute(loss, x, targets), $"{name}, {rows} rows, numbers");
            }

            if (description.LabelLoss is Loss labelLoss)
            {
                int[] labels = TestData.Labels(rows, Math.Max(2, description.OutputSize), seed: rows + 2);
                ReferenceLoss loss = ReferenceOf(name, labelLoss);
                Check(network, new Batch(inputs, labels), gradients, outputs, (oracle, x) => oracle.Compute(loss, x, labels), $"{name}, {rows} rows, labels");
            }
        }
    }

    [Fact]
    public void LongSums_AreRoundedLikeShortOnes()
    {
        // Positive inputs make each sum grow on its way. Root of the mean square of all errors relative to the largest output: 0.85e-7;
        // it was 2.0e-7 where 1543 terms were one running sum.
        const double Bound = 1.2e-7;
        const int Rows = 200;
        INetworkProbe network = NetworkProbe.Create("Edges.E1543x69x6", seed: 3);
        float[] inputs = Array.ConvertAll(TestData.Uniform(Rows * network.Description.InputSize, seed: 5, range: 10), Math.Abs);
        var outputs = new float[Rows * network.Description.OutputSize];
        network.ForwardBatch(inputs, outputs);
        double[] expected = Oracle.Of(network).Backward(inputs, new float[outputs.Length]).Output;
        double squares = outputs.Zip(expected, static (found, exact) => (found - exact) * (found - exact)).Sum();
        Assert.InRange(Math.Sqrt(squares / outputs.Length) / expected.Max(Math.Abs), 0, Bound);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Backward_EqualsTheOracle(string name)
    {
        INetworkProbe network = NetworkProbe.Create(name, seed: 8);
        NetworkDescription description = network.Description;
        float[] input = TestData.Uniform(description.InputSize, seed: 3);
        float[] outputGradient = TestData.Uniform(description.OutputSize, seed: 4);
        ReferenceResult expected = Oracle.Of(network).Backward(input, outputGradient);
        ParameterBuffer gradients = new(network.Parameters.Layout);
        var inputGradient = new float[input.Length];
        network.Backward(input, outputGradient, gradients, inputGradient);
        Oracle.CheckGradients(expected.Gradients, gradients, name);
        Tolerance.Check(expected.InputGradient, inputGradient, $"{name}, input gradient");
    }

    [Theory]
    [InlineData("Widths.W17")]
    [InlineData("Losses.CrossWeighted")]
    [InlineData("Losses.BinaryManyWeighted")]
    [InlineData("Losses.Huber")]
    [InlineData("Edges.E63x65x64")]
    public void SampleWeights_ScaleEachRow(string name)
    {
        INetworkProbe network = NetworkProbe.Create(name, seed: 9);
        NetworkDescription description = network.Description;
        ParameterBuffer gradients = new(network.Parameters.Layout);
        foreach (int rows in (int[])[1, 5, 9, 130])
        {
            float[] inputs = TestData.Uniform(rows * description.InputSize, seed: rows);
            float[] targets = TestData.Targets(description.NumberLoss, rows, description.OutputSize, seed: rows + 1);
            float[] weights = Array.ConvertAll(TestData.Uniform(rows, seed: 5), Math.Abs);
            var outputs = new float[rows * description.OutputSize];
            network.ForwardBatch(inputs, outputs);
            ReferenceLoss loss = ReferenceOf(name, description.NumberLoss) with { SampleWeights = Array.ConvertAll(weights, w => (double)w) };
            Check(
                network, new Batch(inputs, targets) { SampleWeights = weights }, gradients, outputs,
                (oracle, x) => oracle.Compute(loss, x, targets), $"{name}, {rows} weighted rows");
        }
    }

    [Fact]
    public void Accumulate_AddsToWhatIsThere()
    {
        INetworkProbe network = NetworkProbe.Create("Widths.W17");
        int ins = network.Description.InputSize, outs = network.Description.OutputSize;
        foreach (int rows in (int[])[1, 16, 200])
        {
            float[] inputs = TestData.Uniform(rows * ins, seed: rows);
            float[] targets = TestData.Uniform(rows * outs, seed: rows + 1);
            ParameterBuffer fresh = new(network.Parameters.Layout), added = new(network.Parameters.Layout);
            network.ComputeGradients(new Batch(inputs, targets), fresh, accumulate: false);
            network.ComputeGradients(new Batch(inputs, targets), added, accumulate: true);
            network.ComputeGradients(new Batch(inputs, targets), added, accumulate: true);
            double[] twice = Array.ConvertAll(fresh.Values.ToArray(), v => 2.0 * v);
            Tolerance.Check(twice, added.Values, $"{rows} rows, added twice");

            fresh.Values.CopyTo(added.Values);
            network.ComputeGradients(new Batch(inputs, targets), added, accumulate: false);
            Assert.Equal(fresh.Values, added.Values);
        }
    }

    private static void Check(
        INetworkProbe network, in Batch batch, ParameterBuffer gradients, float[] outputs, Func<ReferenceMlp, float[], ReferenceResult> compute, string what)
    {
        float loss = network.ComputeGradients(batch, gradients, accumulate: false);
        Bits.Equal([loss], [network.ComputeLoss(batch)], $"{what}, ComputeLoss ");
        Oracle.CheckConditioned(network, batch.Inputs, compute, outputs, loss, gradients, what);
    }

    // Target probabilities for negative log-likelihood need log-softmax outputs.
    private static bool HasNumberTargets(NetworkDescription description) =>
        description.NumberLoss != Loss.NegativeLogLikelihood || description.OutputActivation == "LogSoftmax";

    // The options declared in LossNetworks.cs.
    private static ReferenceLoss ReferenceOf(string name, Loss loss)
    {
        // Label smoothing and class weights are cross-entropy's; log-likelihood over log-softmax outputs is its own loss.
        ReferenceLoss reference = ReferenceLoss.For(loss);
        return name switch
        {
            "Losses.HuberHalf" => reference with { Delta = 0.5 },
            "Losses.SmoothL1Quarter" => reference with { Beta = 0.25 },
            "Losses.MeanSquaredErrorOutputs" => reference with { OutputWeights = [1, 2, 0.5, 0, 1, 1, 3, 1, 0.25] },
            "Losses.MeanSquaredErrorMissing" => reference with { IgnoreMissing = true },
            "Losses.HuberMissing" => reference with { OutputWeights = [1, 2, 0.5, 0, 1, 1, 3, 1, 0.25], IgnoreMissing = true },
            "Losses.BinaryFocalMissing" => reference with { PositiveWeights = [1, 3, 0.5], OutputWeights = [2, 1, 0.5], FocalGamma = 2, IgnoreMissing = true },
            "Losses.BinaryFocal" => reference with { FocalGamma = 1.5 },
            "Losses.CrossFocal" => reference with { FocalGamma = 2 },
            "Losses.CrossFocalWeighted" => reference with { FocalGamma = 0.5, ClassWeights = [0.5, 1, 2.5, 1, 1], LabelSmoothing = 0.125 },
            "Losses.CrossFocalWide" => reference with { FocalGamma = 3 },
            "Losses.BinaryManyWeighted" => reference with { PositiveWeights = [1, 3, 0.5] },
            "Losses.CrossSmooth" => reference with { LabelSmoothing = 0.1f },
            "Losses.CrossWeighted" => reference with { LabelSmoothing = 0.2f, ClassWeights = [0.5, 1, 2.5] },
            "Losses.LogLikelihoodWeighted" => reference with { ClassWeights = [0.5, 1, 2.5] },
            _ => reference,
        };
    }
}
