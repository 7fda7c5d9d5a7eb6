using System;
using StaticNet.IntegrationTests.Layers;
using StaticNet.IntegrationTests.Parallelism;
using StaticNet.IntegrationTests.Sequences;
using Xunit;

namespace StaticNet.IntegrationTests.RealTime;

/// <summary>How much stack passes and training steps take: <c>StackBytes</c>, and what registers, calls and the library's blocks add.</summary>
public sealed class StackDepthTests(ITestOutputHelper output)
{
    // What 512-bit registers spill and the calls from Step to the kernels push: measured 0.5 to 5 KiB.
    private const int InferenceFrames = 4 << 10;
    private const int TrainingFrames = 12 << 10;

    [Fact]
    public void APaintedStack_ShowsItsDepth()
    {
        static void Use(int bytes)
        {
            Span<byte> taken = stackalloc byte[bytes];
            taken.Fill(1);
            GC.KeepAlive(null);
            Assert.Equal(1, taken[bytes / 2]);
        }

        int small = StackDepth.Of(static () => Use(1_000));
        int large = StackDepth.Of(static () => Use(30_000));
        Assert.InRange(large - small, 28_900, 29_100);
        Assert.InRange(large, 30_000, 36_000);
    }

    [Fact]
    public void Passes_StayWithinTheirStack()
    {
        Check(new ManyLanes(), ManyLanes.StackBytes);
        Check(new ManyMatrix(), ManyMatrix.StackBytes);
        Check(new ManyNumbers(), ManyNumbers.StackBytes);
        Check(new BatchNorms(), BatchNorms.StackBytes);
        Check(new Residuals(), Residuals.StackBytes);
    }

    [Fact]
    public void Streams_StayWithinTheirStack()
    {
        var network = new Amp();
        NetworkState<Amp> state = Amp.CreateState();
        var samples = new float[64];
        int depth = StackDepth.Of(() => network.Process(state, samples, samples));
        output.WriteLine($"Amp: {depth} bytes, StackBytes {Amp.StackBytes}");
        Assert.InRange(depth, 1, Amp.StackBytes + InferenceFrames);
    }

    private void Check<TNetwork>(TNetwork network, int stackBytes)
        where TNetwork : class, INetwork<TNetwork>
    {
        const int Rows = 40;
        NetworkDescription description = TNetwork.Description;
        var inputs = new float[Rows * description.InputSize];
        var outputs = new float[Rows * description.OutputSize];
        var trainer = new Trainer<TNetwork, Adam>(network, new Adam(), Rows);
        int one = StackDepth.Of(() => network.Forward(inputs.AsSpan(0, description.InputSize), outputs.AsSpan(0, description.OutputSize)));
        int batch = StackDepth.Of(() => network.ForwardBatch(inputs, outputs));
        var targets = new float[outputs.Length];
        int step = StackDepth.Of(() => trainer.Step(inputs, targets));
        output.WriteLine($"{typeof(TNetwork).Name}: Forward {one}, ForwardBatch {batch}, Step {step} bytes; StackBytes {stackBytes}");
        Assert.InRange(one, 1, stackBytes + InferenceFrames);
        Assert.InRange(batch, 1, stackBytes + InferenceFrames);
        Assert.InRange(step, 1, stackBytes + TrainingFrames);
    }
}
