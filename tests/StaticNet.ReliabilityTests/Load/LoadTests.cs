using System;
using System.Linq;
using System.Threading;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.ReliabilityTests.Load;

/// <summary>Many calls from many threads.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class LoadTests
{
    private const int Threads = 16, TotalCalls = 1_000_000, DifferentInputs = 64;

    // A loop of 1 kHz calls once per millisecond.
    private const int HourAtOneKilohertz = 60 * 60 * 1000;

    [Fact]
    public void WrittenOutNetwork_AnswersTheSameOnSixteenThreads() => AssertSameAnswers<Small>(callsPerThread: TotalCalls / Threads);

    // Its scratch does not fit on the stack: every thread has a workspace of its own.
    [Fact]
    public void NetworkWithWorkspace_AnswersTheSameOnSixteenThreads()
    {
        long first = 0;
        var thread = new Thread(() =>
        {
            float[] input = new float[Wide.InputSize], output = new float[Wide.OutputSize];
            var model = new Wide();
            long before = GC.GetAllocatedBytesForCurrentThread();
            model.Forward(input, output);
            first = GC.GetAllocatedBytesForCurrentThread() - before;
        });
        thread.Start();
        thread.Join();
        Assert.InRange(first, Wide.HiddenUnits * sizeof(float), long.MaxValue);

        AssertSameAnswers<Wide>(callsPerThread: 5_000);
    }

    [Fact]
    public void Inference_AllocatesNothingOverAnHourOfAControlLoop()
    {
        var model = new Small();
        float[] inputs = Inputs(Small.InputSize), outputs = new float[DifferentInputs * Small.OutputSize];
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (int call = 0; call < HourAtOneKilohertz; call++)
            {
                model.Forward(inputs.AsSpan(call % DifferentInputs * Small.InputSize, Small.InputSize), outputs.AsSpan(0, Small.OutputSize));
            }

            for (int call = 0; call < 10_000; call++)
            {
                model.ForwardBatch(inputs, outputs);
            }
        }));
    }

    [Fact]
    public void Training_AllocatesNothingOverManySteps()
    {
        var model = new Small();
        float[] inputs = Inputs(Small.InputSize);
        int[] labels = [.. Enumerable.Range(0, DifferentInputs).Select(i => i % Small.OutputSize)];
        Trainer<Small, Adam> trainer = model.CreateTrainer(new Adam(1e-4), maxBatchSize: DifferentInputs);
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (int step = 0; step < 10_000; step++)
            {
                trainer.Step(inputs, labels);
            }
        }));
        Assert.True(double.IsFinite(model.Parameters.Norm()));
    }

    private static void AssertSameAnswers<TNetwork>(int callsPerThread)
        where TNetwork : class, INetwork<TNetwork>
    {
        TNetwork model = TNetwork.Create(seed: 3);
        int ins = TNetwork.Description.InputSize, outs = TNetwork.Description.OutputSize;
        float[] inputs = Inputs(ins), expected = new float[DifferentInputs * outs];
        model.ForwardBatch(inputs, expected);

        long wrong = 0, calls = 0;
        using var start = new Barrier(Threads);
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(index => new Thread(() =>
        {
            var output = new float[outs];
            long mine = 0;
            start.SignalAndWait();
            for (int call = 0; call < callsPerThread; call++)
            {
                int row = (call + index) % DifferentInputs;
                model.Forward(inputs.AsSpan(row * ins, ins), output);
                mine += output.AsSpan().SequenceEqual(expected.AsSpan(row * outs, outs)) ? 0 : 1;
            }

            Interlocked.Add(ref wrong, mine);
            Interlocked.Add(ref calls, callsPerThread);
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.Equal(Threads * (long)callsPerThread, calls);
        Assert.Equal(0, wrong);
    }

    private static float[] Inputs(int size)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, DifferentInputs * size).Select(_ => (random.NextSingle() * 4) - 2)];
    }
}

[Mlp(4, 10, 3)]
internal sealed partial class Small;

// Few products for its many units: what is tested is the memory, not the sums.
[Mlp(4, HiddenUnits, 2)]
internal sealed partial class Wide
{
    public const int HiddenUnits = 5000;
}
