using System;
using System.Threading;
using Xunit;

namespace StaticNet.IntegrationTests.Sequences;

/// <summary>Streams of one network: the same bits however the steps come, states that are read, written, copied and shared by nobody.</summary>
public abstract class StreamTests<TNetwork>
    where TNetwork : class, IStreamingNetwork<TNetwork>
{
    private const int Steps = 333;

    private static readonly TNetwork s_network = TNetwork.Create(3);

    private static int Inputs => TNetwork.Description.InputSize;

    private static int Outputs => TNetwork.Description.OutputSize;

    [Fact]
    public void Process_GivesTheBitsOfForward_HoweverStepsAreSplit()
    {
        float[] x = Signal(Steps, 1);
        float[] expected = StepByStep(x);
        var random = new Random(5);
        for (int round = 0; round < 8; round++)
        {
            NetworkState<TNetwork> state = TNetwork.CreateState();
            float[] actual = new float[expected.Length];
            for (int start = 0; start < Steps;)
            {
                int block = Math.Min(round == 0 ? Steps : random.Next(0, 98), Steps - start);
                s_network.Process(state, x.AsSpan(start * Inputs, block * Inputs), actual.AsSpan(start * Outputs, block * Outputs));
                start += block;
            }

            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void ForwardSequences_GivesTheBitsOfForward()
    {
        const int Count = 3;
        float[] x = Signal(Count * Steps, 2);
        bool manyToOne = Array.Exists(TNetwork.Description.Layers, static layer => layer.Kind is "LastStep" or "MeanOverTime" or "MaxOverTime");
        int rows = manyToOne ? 1 : Steps;
        float[] actual = new float[Count * rows * Outputs];
        s_network.ForwardSequences(Steps, x, actual);
        for (int i = 0; i < Count; i++)
        {
            float[] expected = StepByStep(x.AsSpan(i * Steps * Inputs, Steps * Inputs).ToArray());
            Assert.Equal(expected[^(rows * Outputs)..], actual.AsSpan(i * rows * Outputs, rows * Outputs).ToArray());
        }
    }

    [Fact]
    public void TrainingForward_GivesTheSameOutputs()
    {
        // A loss of squared errors against the outputs of a stream is exactly 0 only if training computes the same bits.
        if (TNetwork.Description.NumberLoss is not (Loss.MeanSquaredError or Loss.ErrorToSignal))
        {
            return;
        }

        foreach ((int count, int steps) in new[] { (1, 1), (1, 40), (5, 7), (8, 33), (11, 20), (17, 3) })
        {
            float[] x = Signal(count * steps, 4);
            bool manyToOne = Array.Exists(TNetwork.Description.Layers, static layer => layer.Kind is "LastStep" or "MeanOverTime" or "MaxOverTime");
            float[] y = new float[count * (manyToOne ? 1 : steps) * Outputs];
            s_network.ForwardSequences(steps, x, y);
            Assert.Equal(0f, s_network.ComputeLoss(new SequenceBatch(x, y, steps)));
        }
    }

    [Fact]
    public void ProcessVoices_GivesTheBitsOfEachVoice()
    {
        const int Voices = 5, Blocks = 90;
        float[] x = Signal(Voices * Blocks, 6);
        float[] y = new float[Voices * Blocks * Outputs];
        var states = new NetworkState<TNetwork>[Voices];
        for (int v = 0; v < Voices; v++)
        {
            states[v] = TNetwork.CreateState();
        }

        s_network.ProcessVoices(states, x, y);
        for (int v = 0; v < Voices; v++)
        {
            float[] own = new float[Blocks * Inputs];
            for (int t = 0; t < Blocks; t++)
            {
                x.AsSpan(((t * Voices) + v) * Inputs, Inputs).CopyTo(own.AsSpan(t * Inputs));
            }

            float[] expected = StepByStep(own);
            for (int t = 0; t < Blocks; t++)
            {
                Assert.Equal(expected.AsSpan(t * Outputs, Outputs).ToArray(), y.AsSpan(((t * Voices) + v) * Outputs, Outputs).ToArray());
            }
        }

        states[3] = states[1];
        Assert.Contains("same state", Assert.Throws<ArgumentException>(() => s_network.ProcessVoices(states, x, y)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void State_GoesOnWhereItWasReadCopiedOrCloned()
    {
        float[] x = Signal(Steps, 7);
        float[] expected = StepByStep(x);
        foreach (int cut in new[] { 1, 63, 64, 100, 257 })
        {
            NetworkState<TNetwork> state = TNetwork.CreateState();
            float[] head = new float[cut * Outputs];
            s_network.Process(state, x.AsSpan(0, cut * Inputs), head);
            float[] values = new float[state.Size];
            state.Read(values);
            NetworkState<TNetwork> written = TNetwork.CreateState();
            s_network.Process(written, Signal(50, 8), new float[50 * Outputs]);
            written.Write(values);
            NetworkState<TNetwork> clone = state.Clone();
            foreach (NetworkState<TNetwork> goesOn in new[] { state, clone, written })
            {
                float[] tail = new float[(Steps - cut) * Outputs];
                s_network.Process(goesOn, x.AsSpan(cut * Inputs), tail);
                Assert.Equal(expected[(cut * Outputs)..], tail);
            }

            float[] again = new float[state.Size], cloned = new float[state.Size];
            written.Read(again);
            clone.Read(cloned);
            Assert.Equal(again, cloned);
            state.Reset();
            float[] reset = new float[expected.Length];
            s_network.Process(state, x, reset);
            Assert.Equal(expected, reset);
        }
    }

    [Fact]
    public void Streams_OnSeveralThreads_DoNotDisturbEachOther()
    {
        float[] x = Signal(Steps, 9);
        float[] expected = StepByStep(x);
        var threads = new Thread[16];
        var results = new float[threads.Length][];
        for (int i = 0; i < threads.Length; i++)
        {
            int own = i;
            threads[i] = new Thread(() => results[own] = StepByStep(x));
            threads[i].Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        Assert.All(results, actual => Assert.Equal(expected, actual));
    }

    [Fact]
    public void NaN_StaysInItsOwnState_UntilReset()
    {
        float[] x = Signal(20, 10);
        float[] expected = StepByStep(x);
        NetworkState<TNetwork> poisoned = TNetwork.CreateState(), healthy = TNetwork.CreateState();
        float[] output = new float[Outputs];
        s_network.Forward(poisoned, new float[Inputs], output);
        float[] bad = new float[Inputs];
        Array.Fill(bad, float.NaN);
        s_network.Forward(poisoned, bad, output);
        float[] actual = new float[expected.Length];
        s_network.Process(healthy, x, actual);
        Assert.Equal(expected, actual);
        poisoned.Reset();
        s_network.Process(poisoned, x, actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Passes_AllocateNothing()
    {
        float[] x = Signal(Steps, 11), y = new float[Steps * Outputs];
        NetworkState<TNetwork> state = TNetwork.CreateState();
        void Run()
        {
            s_network.Forward(state, x.AsSpan(0, Inputs), y.AsSpan(0, Outputs));
            s_network.Process(state, x, y);
        }

        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void WrongLengths_AreRefused()
    {
        NetworkState<TNetwork> state = TNetwork.CreateState();
        Assert.Throws<ArgumentException>(() => s_network.Forward(state, new float[Inputs + 1], new float[Outputs]));
        Assert.Throws<ArgumentException>(() => s_network.Forward(state, new float[Inputs], new float[Outputs + 1]));
        Assert.Throws<ArgumentException>(() => s_network.Process(state, new float[Inputs * 2], new float[Outputs]));
        Assert.Throws<ArgumentException>(() => s_network.ForwardSequences(3, new float[Inputs * 4], new float[Outputs * 3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => s_network.ForwardSequences(0, new float[Inputs], new float[Outputs]));
        Assert.Throws<ArgumentException>(() => state.Read(new float[state.Size + 1]));
        Assert.Throws<ArgumentNullException>(() => s_network.Process(null!, new float[Inputs], new float[Outputs]));
    }

    private static float[] StepByStep(float[] x)
    {
        NetworkState<TNetwork> state = TNetwork.CreateState();
        int steps = x.Length / Inputs;
        float[] y = new float[steps * Outputs];
        for (int t = 0; t < steps; t++)
        {
            s_network.Forward(state, x.AsSpan(t * Inputs, Inputs), y.AsSpan(t * Outputs, Outputs));
        }

        return y;
    }

    private static float[] Signal(int rows, int seed)
    {
        var random = new Random(seed);
        float[] values = new float[rows * Inputs];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (random.NextSingle() * 2) - 1;
        }

        return values;
    }
}

public sealed class LstmStreamTests : StreamTests<Amp>;

public sealed class DeepStackStreamTests : StreamTests<DeepStack>;

public sealed class ConvStackStreamTests : StreamTests<ConvStack>;

public sealed class GestureStreamTests : StreamTests<Gesture>;

public sealed class MeanClassifierStreamTests : StreamTests<MeanClassifier>;

public sealed class MaxRegressionStreamTests : StreamTests<MaxRegression>;

public sealed class SignalNetStreamTests : StreamTests<SignalNet>;

public sealed class KnobAmpStreamTests : StreamTests<KnobAmp>;

public sealed class ConvolutionStreamTests : StreamTests<FixtureConv>;
