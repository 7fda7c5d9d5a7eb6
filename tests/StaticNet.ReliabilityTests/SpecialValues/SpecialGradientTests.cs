using System;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using StaticNet.ReliabilityTests.RandomNetworks;
using Xunit;

namespace StaticNet.ReliabilityTests.SpecialValues;

/// <summary>
/// Subnormals and −0 are numbers like others, forward and backward; NaN and infinity reach the gradients they belong to, and leave
/// nothing behind for the next call.
/// </summary>
public sealed class SpecialGradientTests
{
    private const float SmallestNormal = 1.17549435e-38f;

    private static readonly float[] s_tiny = [-0f, float.Epsilon, -float.Epsilon, 1e-40f, -1e-40f, MathF.BitDecrement(SmallestNormal), -SmallestNormal];

    public static TheoryData<string> Networks =>
    [
        nameof(Unrolled), nameof(Saturating), nameof(SelfNormalizing), nameof(Looped), nameof(OneLogit), nameof(SpecialLayerNorm), nameof(LayerNormFirst), nameof(SpecialBatchNorm), nameof(BatchNormFirst),
    ];

    [Theory]
    [MemberData(nameof(Networks))]
    public void SubnormalsAndMinusZero_GiveTheOraclesValuesAndGradients(string network) => Invoke(nameof(CheckTiny), network);

    [Theory]
    [MemberData(nameof(Networks))]
    public void NotANumberAndInfinity_ReachTheLossAndTheirWeights(string network) => Invoke(nameof(CheckNonFinite), network);

    private static void CheckTiny<TNetwork>()
        where TNetwork : class, INetwork<TNetwork>
    {
        int ins = TNetwork.Description.InputSize;
        foreach (int rows in (int[])[1, 9, 17])
        {
            // A whole row of them, and one among ordinary numbers.
            float[] inputs = NetworkCheck.Numbers(new Random(rows), rows * ins);
            int row = rows / 2;
            for (int i = 0; i < ins; i++)
            {
                inputs[(row * ins) + i] = s_tiny[(i + rows) % s_tiny.Length];
            }

            inputs[^1] = s_tiny[rows % s_tiny.Length];
            StackCheck<TNetwork>.Run($"{typeof(TNetwork).Name}, {rows} rows", seed: 5, inputs, row);
        }

        foreach (float tiny in s_tiny)
        {
            StackCheck<TNetwork>.Run($"{typeof(TNetwork).Name}, all inputs {tiny:R}", seed: 6, [.. Enumerable.Repeat(tiny, 3 * ins)], row: 0);
        }
    }

    private static void CheckNonFinite<TNetwork>()
        where TNetwork : class, INetwork<TNetwork>
    {
        NetworkDescription description = TNetwork.Description;
        TNetwork network = TNetwork.Create(7);
        int ins = description.InputSize, outs = description.OutputSize;
        string firstWeight = description.Layers.First(l => l.Kind == "Linear").Name + ".weight";
        bool isNormFirst = description.Layers[0].Kind == "LayerNorm";
        ParameterBuffer clean = new(description.Layout), special = new(description.Layout), again = new(description.Layout);
        float[] direction = [.. Enumerable.Repeat(1f, outs)], cleanOutputs = new float[17 * outs], outputs = new float[17 * outs];
        foreach (int rows in (int[])[1, 9, 17])
        {
            float[] inputs = NetworkCheck.Numbers(new Random(rows), rows * ins), targets = NetworkCheck.Targets(new Random(rows), rows, outs);
            float cleanLoss = network.ComputeGradients(new Batch(inputs, targets), clean, accumulate: false);
            network.ForwardBatch(inputs, cleanOutputs.AsSpan(0, rows * outs));
            Assert.True(float.IsFinite(cleanLoss) && double.IsFinite(clean.Norm()));
            foreach (float value in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
            {
                foreach (int position in (int[])[0, ins / 2, ins - 1])
                {
                    string what = $"{value} as input {position} in one of {rows} rows";
                    float[] broken = [.. inputs];
                    int row = rows / 2;
                    broken[(row * ins) + position] = value;
                    float loss = network.ComputeGradients(new Batch(broken, targets), special, accumulate: false);
                    Assert.Equal(loss, network.ComputeLoss(new Batch(broken, targets)));
                    AssertReached(special, position, value, $"ComputeGradients, {what}");
                    if (float.IsNaN(value))
                    {
                        Assert.True(float.IsNaN(loss), $"the loss is {loss}: {what}");
                    }

                    special.Clear();
                    network.Backward(broken.AsSpan(row * ins, ins), direction, special);
                    AssertReached(special, position, value, $"Backward, {what}");

                    // The other rows of the batch, and the next call, are as if nothing had been.
                    network.ForwardBatch(broken, outputs.AsSpan(0, rows * outs));
                    for (int other = 0; other < rows; other++)
                    {
                        Range values = (other * outs)..((other + 1) * outs);
                        Assert.True(other == row || SameBits(cleanOutputs.AsSpan()[values], outputs.AsSpan()[values]), $"row {other} changed: {what}");
                    }

                    float lossAgain = network.ComputeGradients(new Batch(inputs, targets), again, accumulate: false);
                    Assert.True(lossAgain == cleanLoss && SameBits(clean.Values, again.Values), $"the next call is not as before: {what}");
                }
            }
        }

        // A weight's gradient is a sum with the term δ·x: NaN for x = NaN, ±∞ or (δ = 0) NaN for x = ±∞. A norm makes NaN of all its row.
        void AssertReached(ParameterBuffer gradients, int position, float value, string what)
        {
            ParameterInfo? found = description.Layout.Parameters.ToArray().Single(p => p.Name == firstWeight);
            int columns = found.Shape[1];
            var weights = new float[found.Count];
            gradients.CopyTo(firstWeight, weights);
            for (int i = 0; i < weights.Length; i++)
            {
                bool isConcerned = isNormFirst || i % columns == position;
                bool isRight = !isConcerned || (float.IsNaN(value) || isNormFirst ? float.IsNaN(weights[i]) : !float.IsFinite(weights[i]));
                Assert.True(isRight, $"the gradient of {firstWeight}[{i}] is {weights[i]:R}: {what}");
            }
        }
    }

    private static void Invoke(string check, string network) => typeof(SpecialGradientTests)
        .GetMethod(check, BindingFlags.NonPublic | BindingFlags.Static)!
        .MakeGenericMethod(typeof(Unrolled).Assembly.GetType($"{typeof(Unrolled).Namespace}.{network}", throwOnError: true)!)
        .Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null);

    private static bool SameBits(ReadOnlySpan<float> left, ReadOnlySpan<float> right) =>
        MemoryMarshal.Cast<float, int>(left).SequenceEqual(MemoryMarshal.Cast<float, int>(right));
}

[Mlp(5, 10, 3)]
internal sealed partial class Unrolled;

[Mlp(6, 12, 9, 2, Activation = Activation.Tanh, OutputActivation = Activation.Softmax)]
internal sealed partial class Saturating;

[Mlp(7, 13, 4, Activation = Activation.SELU, Loss = Loss.Huber)]
internal sealed partial class SelfNormalizing;

[Mlp(33, 65, 31, Activation = Activation.SiLU, Unroll = Unroll.Loops)]
internal sealed partial class Looped;

[Mlp(13, 1, Loss = Loss.BinaryCrossEntropy)]
internal sealed partial class OneLogit;

[Sequential(6), Linear(17), LayerNorm, GELU, Linear(5)]
internal sealed partial class SpecialLayerNorm;

[Sequential(9), LayerNorm(1e-3f), Linear(11), PReLU, Linear(3), Softmax]
internal sealed partial class LayerNormFirst;

[Sequential(6), Linear(17), BatchNorm1d, ReLU, Linear(5)]
internal sealed partial class SpecialBatchNorm;

[Sequential(9), BatchNorm1d(1e-3f), Linear(11), Tanh, Linear(3), Sigmoid]
internal sealed partial class BatchNormFirst;
