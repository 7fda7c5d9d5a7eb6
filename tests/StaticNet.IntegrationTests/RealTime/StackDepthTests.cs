using System;
using StaticNet.IntegrationTests.Layers;
using StaticNet.IntegrationTests.Parallelism;
using StaticNet.IntegrationTests.Sequences;
using Xunit;

namespace StaticNet.IntegrationTests.RealTime;

/// <summary>How much stack passes and training steps take: <c>StackBytes</c>, and what registers, calls and the library's blocks add.</summary>
public sealed class StackDepthTests(ITestOutputHelper output)
{
    // What calls push and registers spill, beside the scratch memory: docs/aot.md has the measured numbers. Straight-line code and kernels for samples in
    // lanes have a slot on the stack for each of several hundred vectors of 64 bytes.
    private const int LoopFrames = 8 << 10;
    private const int LanesFrames = 24 << 10;
    private const int StraightLineFrames = 48 << 10;

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
        Check(new ManyLanes(), ManyLanes.StackBytes, LanesFrames);
        Check(new ManyMatrix(), ManyMatrix.StackBytes, LoopFrames);
        Check(new ManyNumbers(), ManyNumbers.StackBytes, StraightLineFrames);
        Check(new BatchNorms(), BatchNorms.StackBytes, LoopFrames);
        Check(new Residuals(), Residuals.StackBytes, LoopFrames);
    }

    [Fact]
    public void Streams_StayWithinTheirStack()
    {
        var network = new Amp();
        NetworkState<Amp> state = Amp.CreateState();
        var samples = new float[64];
        int depth = StackDepth.Of(() => network.Process(state, samples, samples));
        output.WriteLine($"Amp: {depth} bytes, StackBytes {Amp.StackBytes}");
        Assert.InRange(depth, 1, Amp.StackBytes + LoopFrames);
    }

    private void Check<TNetwork>(TNetwork network, int stackBytes, int frames)
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
        Assert.InRange(one, 1, stackBytes + frames);
        Assert.InRange(batch, 1, stackBytes + frames);
        Assert.InRange(step, 1, stackBytes + frames);
    }
}
