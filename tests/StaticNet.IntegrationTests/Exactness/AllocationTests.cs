using System;
using StaticNet.IntegrationTests.Harness;
using StaticNet.IntegrationTests.Networks.Exact;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.IntegrationTests.Exactness;

/// <summary>After one warm-up call, no member of a hot path allocates a byte.</summary>
[Collection(nameof(MeasuredAlone))]
public partial class AllocationTests
{
    private const int Rows = 150;

    [Fact]
    public void SmallNetwork_AllocatesNothing()
    {
        var network = new Small();
        float[] output = new float[Small.OutputSize];
        Everything(network, float.NaN);
        AllocatesNothing("PredictClass", () => network.PredictClass(s_small.AsSpan(0, Small.InputSize)));
        AllocatesNothing("PredictProbabilities", () => network.PredictProbabilities(s_small.AsSpan(0, Small.InputSize), output));
    }

    // What is marked [RealTime] in the runtime, steps of trainers aside.
    [Fact]
    public void RealTimeMembers_AllocateNothing()
    {
        var network = new Small();
        ParameterBuffer parameters = network.Parameters;
        ParameterBuffer other = new Small(2).Parameters;
        var live = new LiveNetwork<Small>(network);
        var random = new Pcg32(1);
        float[] vector = new float[Small.ParameterCount];
        int[] items = [1, 2, 3];
        AllocatesNothing("Values", () => vector[0] = parameters.Values[0] + parameters.TrainableValues[0]);
        AllocatesNothing("CopyTo", () => parameters.CopyTo(vector));
        AllocatesNothing("CopyFrom", () => parameters.CopyFrom(vector));
        AllocatesNothing("CopyFrom another", () => parameters.CopyFrom(other));
        AllocatesNothing("Norm", () => vector[0] = (float)parameters.Norm());
        AllocatesNothing("Lerp", () => parameters.Lerp(other, 0.5f));
        AllocatesNothing("AddNormal", () => parameters.AddNormal(ref random, 0.1f));
        AllocatesNothing("Crossover", () => parameters.Crossover(parameters, other, ref random));
        AllocatesNothing("Clear", parameters.Clear);
        AllocatesNothing("Current", () => vector[0] = live.Current.Parameters.Values[0] + live.Version);
        AllocatesNothing("Pcg32", () => vector[0] = random.NextUInt32() + (float)random.NextUInt64() + random.NextInt32(5) + random.NextSingle() + (float)(random.NextDouble() + random.NextNormal()));
        AllocatesNothing("Shuffle", () => random.Shuffle(items.AsSpan()));
    }

    [Fact]
    public void NetworkWithMemory_AllocatesNothing()
    {
        var network = new Remembering();
        NetworkState<Remembering> state = Remembering.CreateState();
        NetworkState<Remembering>[] voices = [state, state.Clone(), state.Clone()];
        float[] inputs = new float[300], outputs = new float[300], values = new float[state.Size];
        AllocatesNothing("Forward", () => network.Forward(state, inputs.AsSpan(0, 1), outputs.AsSpan(0, 1)));
        AllocatesNothing("Process", () => network.Process(state, inputs, outputs));
        AllocatesNothing("ProcessVoices", () => network.ProcessVoices(voices, inputs, outputs));
        AllocatesNothing("ForwardSequences", () => network.ForwardSequences(100, inputs, outputs));
        AllocatesNothing("Prime", () => network.Prime(state, inputs.AsSpan(0, 1), 10));
        AllocatesNothing("Read", () => state.Read(values));
        AllocatesNothing("Write", () => state.Write(values));
        AllocatesNothing("Reset", state.Reset);
        AllocatesNothing("CopyTo", () => state.CopyTo(voices[1]));
    }

    [Sequential(1), Conv1d(4, kernel: 3, dilation: 2), Tanh, LSTM(8), GRU(5), Linear(1)]
    private sealed partial class Remembering;

    [Fact]
    public void OneOutput_AllocatesNothing()
    {
        var network = new One();
        float[] output = new float[1];
        Everything(network, 0.5f);
        AllocatesNothing("Predict", () => network.Predict(s_small.AsSpan(0, One.InputSize)));
        AllocatesNothing("PredictClass", () => network.PredictClass(s_small.AsSpan(0, One.InputSize)));
        AllocatesNothing("PredictProbabilities", () => network.PredictProbabilities(s_small.AsSpan(0, One.InputSize), output));
    }

    [Fact]
    public void MiddleNetwork_AllocatesNothing()
    {
        var network = new Middle();
        Everything(network, 0.25f);
        AllocatesNothing("PredictClass", () => network.PredictClass(s_small.AsSpan(0, Middle.InputSize)));
    }

    [Fact]
    public void LargeNetwork_AllocatesNothing()
    {
        var network = new Large();
        float[] output = new float[Large.OutputSize];
        Everything(network, 0.5f);
        AllocatesNothing("PredictClass", () => network.PredictClass(s_small.AsSpan(0, Large.InputSize)));
        AllocatesNothing("PredictProbabilities", () => network.PredictProbabilities(s_small.AsSpan(0, Large.InputSize), output));
    }

    [Fact]
    public void WideOutput_AllocatesNothing()
    {
        var network = new Wide();
        Everything(network, 1f / Wide.OutputSize);
        AllocatesNothing("PredictClass", () => network.PredictClass(s_small.AsSpan(0, Wide.InputSize)));
    }

    private static readonly float[] s_small = TestData.Uniform(4096, seed: 1);

    private static void Everything<TNetwork>(TNetwork network, float target)
        where TNetwork : class, INetwork<TNetwork>
    {
        int ins = TNetwork.Description.InputSize, outs = TNetwork.Description.OutputSize;
        float[] inputs = TestData.Uniform(Rows * ins, seed: 1), outputs = new float[Rows * outs], inputGradient = new float[ins];
        float[] targets = new float[Rows * outs];
        Array.Fill(targets, float.IsNaN(target) ? 0.5f : target);
        int[] labels = TestData.Labels(Rows, Math.Max(2, outs), seed: 2);
        ParameterBuffer gradients = new(network.Parameters.Layout);
        Trainer<TNetwork, Adam> trainer = network.CreateTrainer(new Adam(1e-3f), Rows, new TrainerOptions { ClipNorm = 1 });
        AllocatesNothing("Forward", () => network.Forward(inputs.AsSpan(0, ins), outputs.AsSpan(0, outs)));
        foreach (int rows in (int[])[1, 5, 8, 17, Rows])
        {
            AllocatesNothing($"ForwardBatch of {rows}", () => network.ForwardBatch(inputs.AsSpan(0, rows * ins), outputs.AsSpan(0, rows * outs)));
            AllocatesNothing($"ComputeLoss of {rows} labels", () => network.ComputeLoss(new Batch(inputs.AsSpan(0, rows * ins), labels.AsSpan(0, rows))));
            AllocatesNothing($"ComputeLoss of {rows} numbers", () => network.ComputeLoss(new Batch(inputs.AsSpan(0, rows * ins), targets.AsSpan(0, rows * outs))));
            AllocatesNothing($"ComputeGradients of {rows} labels", () => network.ComputeGradients(new Batch(inputs.AsSpan(0, rows * ins), labels.AsSpan(0, rows)), gradients, accumulate: true));
            AllocatesNothing($"ComputeGradients of {rows} numbers", () => network.ComputeGradients(new Batch(inputs.AsSpan(0, rows * ins), targets.AsSpan(0, rows * outs)), gradients, accumulate: false));
            AllocatesNothing($"Step of {rows} labels", () => trainer.Step(inputs.AsSpan(0, rows * ins), labels.AsSpan(0, rows)));
            AllocatesNothing($"Step of {rows} numbers", () => trainer.Step(inputs.AsSpan(0, rows * ins), targets.AsSpan(0, rows * outs)));
        }

        AllocatesNothing("Backward", () => network.Backward(inputs.AsSpan(0, ins), outputs.AsSpan(0, outs), gradients, inputGradient));
    }

    private static void AllocatesNothing(string what, Action call)
    {
        long allocated = Allocations.Least(call);
        Assert.True(allocated == 0, $"{what} allocated {allocated} bytes.");
    }
}
