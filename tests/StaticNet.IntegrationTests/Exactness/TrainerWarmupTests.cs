using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using StaticNet.IntegrationTests.Harness;
using StaticNet.IntegrationTests.Parallelism;
using StaticNet.IntegrationTests.Sequences;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.IntegrationTests.Exactness;

/// <summary><c>Warmup()</c> of a trainer changes nothing, and the next step on the same thread allocates nothing, scratch memory of the thread included.</summary>
[Collection(nameof(MeasuredAlone))]
public class TrainerWarmupTests
{
    private const int Rows = 20;

    [Fact]
    public void Warmup_LeavesTheTrainerAsItWas()
    {
        Check(new SmallToWarmUp(seed: 3), new Adam(0.01f));
        Check(new NormToWarmUp(seed: 3), new SGD(0.01, momentum: 0.9));
        Check(new NormToWarmUp(seed: 3), new NAdam(0.01f));
    }

    [Fact]
    public void Warmup_OfSequences_LeavesTheTrainerAsItWas()
    {
        SequenceTrainer<Amp, Adam> Trainer() => new Amp(seed: 3).CreateTrainer(new Adam(0.01f), 2, 5, Options());
        float[] x = new float[2 * 5 * Amp.InputSize], y = new float[2 * 5 * Amp.OutputSize];
        x.AsSpan().Fill(0.3f);
        SequenceTrainer<Amp, Adam> expected = Trainer(), warmed = Trainer();
        for (int step = 0; step < 3; step++)
        {
            warmed.Warmup();
            Assert.Equal(expected.Step(new SequenceBatch(x, y, 5) { Carry = true }), warmed.Step(new SequenceBatch(x, y, 5) { Carry = true }));
        }

        Assert.Equal(Saved(expected.Save), Saved(warmed.Save));
    }

    [Fact]
    public void Warmup_OfANetworkThatHasDiverged_DoesNotThrow()
    {
        var network = new SmallToWarmUp();
        network.Parameters.Reference = float.NaN;
        network.CreateTrainer(new Adam(), 1).Warmup();
        new LargeToWarmUp().CreateTrainer(new SGD(1e30), 4, new TrainerOptions { NonFinite = NonFinite.Skip }).Warmup();
        new LargeToWarmUp().CreateTrainer(new SGD(1e30), 4).Warmup();
    }

    [Fact]
    public void Warmup_WithOneRowOfStatistics_DoesNothing() => new NormToWarmUp().CreateTrainer(new Adam(), 1).Warmup();

    [Fact]
    public void AfterWarmup_TheFirstStepOfAThreadAllocatesNothing()
    {
        Assert.Equal(0, OnNewThread(new SmallToWarmUp()));
        Assert.Equal(0, OnNewThread(new LargeToWarmUp()));
        Assert.Equal(0, OnNewThread(new NormToWarmUp()));
    }

    /// <summary>The threads of the pool may cost the calling one something of their own, but not in each of several attempts. RAdam changes its rule in between.</summary>
    [Fact]
    public void AfterWarmup_TheFirstStepsOnSeveralThreadsAllocateNothing()
    {
        Assert.Equal(0, OnThreads(new SGD(0.1), 1));
        Assert.Equal(0, OnThreads(new Adam(), 1));
        Assert.Equal(0, OnThreads(new RAdam(), 10));
    }

    /// <summary>Code that only a later step needs is run by the warm-up, too.</summary>
    [Fact]
    public void Warmup_RunsBothRulesOfRAdam()
    {
        var core = new TrainerCore<RAdam>(ManyMatrix.Description, new ManyMatrix(1).Parameters, new RAdam(beta2: 0.7), null);
        core.WarmupRules(team: null);
        double limit = (2 / (1 - 0.7)) - 1, power = Math.Pow(0.7, core.State.StepCount);
        Assert.True(limit - (2 * core.State.StepCount * power / (1 - power)) > 5);
    }

    [Fact]
    public void Warmup_LocksMomentsToo()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        Trainer<LargeToWarmUp, Adam> trainer = new LargeToWarmUp().CreateTrainer(new Adam(), 2);
        trainer.Warmup(pin: true);
        Assert.True(IsLocked(trainer.Network.Parameters));
        Assert.True(IsLocked(trainer.Gradients));
        Assert.Equal(2, trainer.State.Moments.Length);
        Assert.True(IsLocked(trainer.State.Moments[0]));
        Assert.True(IsLocked(trainer.State.Moments[1]));
    }

    [Fact]
    public void Warmup_OfANetworkWithMemory_LeavesItAsItWas()
    {
        var network = new Amp(seed: 3);
        UInt128 before = network.Parameters.Hash();
        network.Warmup();
        network.Warmup(steps: 70);
        new Gesture(seed: 3).Warmup(steps: 3);
        Assert.Equal(before, network.Parameters.Hash());
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Warmup(steps: -1));
    }

    /// <summary>Whether the operating system marks the memory of the first and of the last value as locked. A sum over the process would depend on other tests.</summary>
    private static unsafe bool IsLocked(ParameterBuffer buffer)
    {
        nuint first = (nuint)Unsafe.AsPointer(ref buffer.Reference);
        return IsLocked(first) && IsLocked(first + (4 * (nuint)buffer.Layout.Length) - 4);
    }

    private static bool IsLocked(nuint address)
    {
        bool isHere = false;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            // A mapping begins with its addresses, 7f00-7fff, and ends with its flags.
            string start = line[..line.IndexOf(' ', StringComparison.Ordinal)];
            int dash = start.IndexOf('-', StringComparison.Ordinal);
            if (dash > 0 && nuint.TryParse(start.AsSpan(0, dash), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out nuint from)
                && nuint.TryParse(start.AsSpan(dash + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out nuint to))
            {
                isHere = address >= from && address < to;
            }
            else if (isHere && start == "VmFlags:")
            {
                return line.Split(' ').Contains("lo");
            }
        }

        return false;
    }

    private static TrainerOptions Options() => new() { Seed = 5, Schedule = LearningRate.Cosine(), ScheduleTotal = 10, ClipNorm = 1 };

    private static void Check<TNetwork, TOptimizer>(TNetwork network, TOptimizer optimizer)
        where TNetwork : class, INetwork<TNetwork>
        where TOptimizer : IOptimizer
    {
        TNetwork twin = network.Clone();
        Trainer<TNetwork, TOptimizer> expected = network.CreateTrainer(optimizer, Rows, Options()), warmed = twin.CreateTrainer(optimizer, Rows, Options());
        NetworkDescription description = TNetwork.Description;
        float[] x = new float[Rows * description.InputSize], y = new float[Rows * description.OutputSize];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = (i * 7 % 11) - 5;
        }

        for (int step = 0; step < 3; step++)
        {
            warmed.Warmup();
            Assert.Equal(expected.Gradients.Hash(), warmed.Gradients.Hash());
            Assert.Equal((expected.DropoutSeed, expected.LearningRate, expected.LastGradientNorm), (warmed.DropoutSeed, warmed.LearningRate, warmed.LastGradientNorm));
            Assert.Equal(expected.Step(x, y), warmed.Step(x, y));
        }

        Assert.Equal(Saved(expected.Save), Saved(warmed.Save));
    }

    private static byte[] Saved(Action<Stream> save)
    {
        using var stream = new MemoryStream();
        save(stream);
        return stream.ToArray();
    }

    private static long OnThreads<TOptimizer>(TOptimizer optimizer, int steps)
        where TOptimizer : IOptimizer
    {
        const int rows = 300;
        float[] inputs = TestData.Uniform(rows * ManyMatrix.InputSize, 1), targets = new float[rows * ManyMatrix.OutputSize];
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 20 && least > 0; attempt++)
        {
            Trainer<ManyMatrix, TOptimizer> trainer = new ManyMatrix(1).CreateTrainer(optimizer, rows, new TrainerOptions { MaxDegreeOfParallelism = 2 });
            trainer.Warmup();
            least = Math.Min(least, Allocations.Measure(() =>
            {
                for (int step = 0; step < steps; step++)
                {
                    trainer.Step(inputs, targets);
                }
            }) ?? long.MaxValue);
        }

        return least;
    }

    private static long OnNewThread<TNetwork>(TNetwork network)
        where TNetwork : class, INetwork<TNetwork>
    {
        NetworkDescription description = TNetwork.Description;
        float[] inputs = new float[Rows * description.InputSize], targets = new float[Rows * description.OutputSize];
        Trainer<TNetwork, Adam> trainer = network.CreateTrainer(new Adam(), Rows);
        long? allocated = null;
        for (int attempt = 0; attempt < 20 && allocated is null; attempt++)
        {
            var thread = new Thread(() =>
            {
                trainer.Warmup();
                allocated = Allocations.Measure(() => trainer.Step(inputs, targets));
            });
            thread.Start();
            thread.Join();
        }

        return allocated ?? throw new InvalidOperationException("A garbage collection ran in each measurement.");
    }
}
