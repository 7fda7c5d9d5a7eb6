using System;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using StaticNet.IntegrationTests.Memory;
using Xunit;

namespace StaticNet.ReliabilityTests.Memory;

[Sequential(1), LSTM(40), Linear(1)]
internal sealed partial class GuardedLstm;

[Sequential(3), GRU(17, Layers = 2), LastStep, Linear(5)]
internal sealed partial class GuardedGru;

[Sequential(2), Conv1d(6, 3, 2), Tanh, Conv1d(12, 2, 5, groups: 3), Tanh, RNN(5), Linear(3)]
internal sealed partial class GuardedConvolutions;

[Sequential(5), GRU(8), MeanOverTime, Linear(2)]
internal sealed partial class GuardedMean;

/// <summary>
/// Networks with memory between pages that may not be touched: inputs, outputs, targets, the values of a state. What comes out has the bits
/// that come out of ordinary memory.
/// </summary>
public sealed class GuardedStreamsTests
{
    public static TheoryData<string> Networks => [nameof(GuardedLstm), nameof(GuardedGru), nameof(GuardedConvolutions), nameof(GuardedMean)];

    [Theory]
    [MemberData(nameof(Networks))]
    public void SpansEndAtTheirEnds(string name) => typeof(GuardedStreamsTests)
        .GetMethod(nameof(Check), BindingFlags.NonPublic | BindingFlags.Static)!
        .MakeGenericMethod(typeof(GuardedLstm).Assembly.GetType($"{typeof(GuardedLstm).Namespace}.{name}", throwOnError: true)!)
        .Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null);

    private static void Check<TNetwork>()
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        NetworkDescription description = TNetwork.Description;
        int ins = description.InputSize, outs = description.OutputSize;
        bool manyToOne = Array.Exists(description.Layers, static layer => layer.Kind is "LastStep" or "MeanOverTime");
        TNetwork network = TNetwork.Create(2);
        foreach (bool atEnd in (bool[])[true, false])
        {
            NetworkState<TNetwork> state = TNetwork.CreateState(), plainState = TNetwork.CreateState();
            foreach (int steps in (int[])[1, 2, 7, 8, 63, 64, 65, 1, 130])
            {
                float[] x = Numbers(steps * ins, steps), y = new float[steps * outs];
                using var inputs = new GuardedFloats(x, atEnd);
                using var outputs = new GuardedFloats(new float[steps * outs], atEnd);
                network.Process(plainState, x, y);
                if (steps == 1)
                {
                    network.Forward(state, inputs.Span, outputs.Span);
                }
                else
                {
                    network.Process(state, inputs.Span, outputs.Span);
                }

                AssertSame(y, outputs.Span, $"outputs of {steps} steps");
                float[] values = new float[state.Size];
                plainState.Read(values);
                using var saved = new GuardedFloats(new float[state.Size], atEnd);
                state.Read(saved.Span);
                AssertSame(values, saved.Span, "states");
                state.Write(saved.Span);
            }

            foreach ((int count, int steps) in ((int, int)[])[(1, 1), (3, 9), (9, 17)])
            {
                int rows = count * (manyToOne ? 1 : steps);
                float[] x = Numbers(count * steps * ins, steps), y = new float[rows * outs], t = Numbers(rows * outs, count);
                using var inputs = new GuardedFloats(x, atEnd);
                using var outputs = new GuardedFloats(new float[rows * outs], atEnd);
                using var targets = new GuardedFloats(t, atEnd);
                network.ForwardSequences(steps, x, y);
                network.ForwardSequences(steps, inputs.Span, outputs.Span);
                AssertSame(y, outputs.Span, $"outputs of {count} sequences");
                ParameterBuffer gradients = new(description.Layout), plain = new(description.Layout);
                Assert.Equal(network.ComputeGradients(new SequenceBatch(x, t, steps), plain, false), network.ComputeGradients(new SequenceBatch(inputs.Span, targets.Span, steps), gradients, false));
                AssertSame(plain.Values, gradients.Values, $"gradients of {count} sequences");
                Assert.NotEqual(0, gradients.Norm());
            }
        }
    }

    private static void AssertSame(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what) =>
        Assert.True(MemoryMarshal.Cast<float, int>(expected).SequenceEqual(MemoryMarshal.Cast<float, int>(actual)), $"{what} have other bits");

    private static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }
}
