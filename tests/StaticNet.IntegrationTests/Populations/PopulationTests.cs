using System;
using System.Globalization;
using System.Linq;
using System.Threading;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.IntegrationTests.Populations;

[Mlp(2, 6, 1, Activation = Activation.Tanh, OutputActivation = Activation.Sigmoid)]
public sealed partial class XorPolicy;

public sealed record SweepSettings(double Rate, string Name);

/// <summary>Populations and evolution strategies: the same bits on every number of threads, and they learn.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class PopulationTests
{
    private static readonly float[] s_inputs = [0, 0, 0, 1, 1, 0, 1, 1];
    private static readonly float[] s_targets = [0, 1, 1, 0];

    /// <summary>Minus the squared error; the noise shows whose random numbers were used.</summary>
    private static double Score(XorPolicy network, ref Pcg32 random)
    {
        Span<float> output = stackalloc float[1];
        double error = 1e-9 * random.NextDouble();
        for (int row = 0; row < 4; row++)
        {
            network.Forward(s_inputs.AsSpan(row * 2, 2), output);
            error += (output[0] - s_targets[row]) * (output[0] - s_targets[row]);
        }

        return -error;
    }

    [Fact]
    public void Population_IsTheSame_OnEveryNumberOfThreads()
    {
        UInt128 Run(int threads)
        {
            var population = new Population<XorPolicy>(50, seed: 3, threads);
            for (int generation = 0; generation < 5; generation++)
            {
                population.Evaluate(Score);
                population.Evolve(elites: 2, deviation: 0.2f);
            }

            Assert.Equal(5, population.Generation);
            population.Evaluate(Score);
            return Enumerable.Range(0, 50).Select(i => population[i].Parameters.Hash() ^ BitConverter.DoubleToUInt64Bits(population.Fitness[i])).Aggregate((a, b) => (a * 31) + b);
        }

        UInt128 expected = Run(1);
        Assert.All([2, 3, 16, -1], threads => Assert.Equal(expected, Run(threads)));
    }

    [Fact]
    public void Population_LearnsXor()
    {
        var population = new Population<XorPolicy>(200, seed: 1, maxDegreeOfParallelism: 2);
        double best = population.Evaluate(Score);
        Assert.Equal(population.Fitness.ToArray().Max(), best);
        Assert.Equal(best, population.Fitness[population.Ranking[0]]);
        Assert.Equal(Enumerable.Range(0, 200).OrderByDescending(i => population.Fitness[i]).ThenBy(i => i), population.Ranking.ToArray());
        for (int generation = 0; generation < 60; generation++)
        {
            population.Evolve(elites: 5, deviation: 0.3f);
            double next = population.Evaluate(Score);
            Assert.True(next >= best - 1e-8, "the elites stay");
            best = next;
        }

        Assert.InRange(best, -0.05, 0);
        Assert.Same(population[population.Ranking[0]], population.Best);
    }

    [Fact]
    public void EqualFitness_IsRankedByIndex_AndNaNLast()
    {
        var population = new Population<XorPolicy>(6);
        int[] order = [0, 0, 1, 0, 1, 0];
        var members = Enumerable.Range(0, 6).ToDictionary(i => population[i]);
        population.Evaluate((XorPolicy network, ref Pcg32 _) => members[network] == 0 ? double.NaN : order[members[network]]);
        Assert.Equal([2, 4, 1, 3, 5, 0], population.Ranking.ToArray());
        Assert.Equal(double.NegativeInfinity, population.Fitness[0]);

        Assert.Equal(3, population.Evaluate([1, 2, 3, double.NaN, 2, 0])); // measured elsewhere
        Assert.Equal([2, 1, 4, 0, 5, 3], population.Ranking.ToArray());
        Assert.Throws<ArgumentException>(() => population.Evaluate([1, 2]));
    }

    [Fact]
    public void EvolutionStrategy_IsTheSame_OnEveryNumberOfThreads_AndLearnsXor()
    {
        (UInt128 Hash, double Score) Run(int threads, int steps)
        {
            var network = new XorPolicy(seed: 2);
            var strategy = new EvolutionStrategy<XorPolicy, Adam>(network, new Adam(0.1), pairs: 20, deviation: 0.1f, seed: 5, threads);
            for (int i = 0; i < steps; i++)
            {
                double mean = strategy.Step(Score);
                Assert.True(mean <= strategy.BestFitness);
            }

            Pcg32 random = default;
            return (network.Parameters.Hash(), Score(network, ref random));
        }

        (UInt128 hash, _) = Run(1, 10);
        Assert.All([2, 16, -1], threads => Assert.Equal(hash, Run(threads, 10).Hash));
        Assert.InRange(Run(2, 200).Score, -0.02, 0);
    }

    /// <summary>The estimate against the gradient: with small noise and a linear fitness, the direction of the steepest ascent.</summary>
    [Fact]
    public void EvolutionStrategy_FollowsTheGradient()
    {
        var network = new XorPolicy(seed: 2);
        float[] weights = TestDirection(), before = new float[weights.Length], after = new float[weights.Length];
        network.Parameters.CopyTo(before);
        var strategy = new EvolutionStrategy<XorPolicy, SGD>(network, new SGD(0.01), pairs: 4000, deviation: 0.01f, seed: 1, maxDegreeOfParallelism: 2);

        strategy.Step((XorPolicy member, ref Pcg32 _) =>
        {
            Span<float> values = stackalloc float[25];
            member.Parameters.CopyTo(values);
            double sum = 0;
            for (int i = 0; i < values.Length; i++)
            {
                sum += weights[i] * values[i];
            }

            return sum;
        });

        network.Parameters.CopyTo(after);
        double dot = 0, norm = 0, length = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            double change = after[i] - before[i];
            dot += change * weights[i];
            norm += change * change;
            length += (double)weights[i] * weights[i];
        }

        Assert.InRange(dot / Math.Sqrt(norm * length), 0.99, 1); // 4,000 pairs in 25 dimensions: 1 - 25 / 8,000 or so
    }

    [Fact]
    public void Generations_AllocateNothing_OnceWarm()
    {
        var population = new Population<XorPolicy>(32, seed: 3, maxDegreeOfParallelism: 2);
        var strategy = new EvolutionStrategy<XorPolicy, Adam>(new XorPolicy(1), new Adam(0.01), pairs: 16, maxDegreeOfParallelism: 2);
        FitnessFunction<XorPolicy> score = Score;
        population.Evaluate(score);
        population.Evolve();
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (int i = 0; i < 10; i++)
            {
                population.Evaluate(score);
                population.Evolve();
                strategy.Step(score);
            }
        }));
    }

    [Fact]
    public void WrongUse_IsRefused()
    {
        var population = new Population<XorPolicy>(4);
        Assert.Throws<InvalidOperationException>(() => population.Best);
        Assert.Throws<InvalidOperationException>(() => population.Evolve());
        population.Evaluate(Score);
        Assert.Throws<ArgumentOutOfRangeException>(() => population.Evolve(elites: 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => population.Evolve(deviation: float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => population.Evolve(tournament: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Population<XorPolicy>(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Population<XorPolicy>(1, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EvolutionStrategy<XorPolicy, SGD>(new XorPolicy(), new SGD(0.1), deviation: 0));
        Assert.Throws<InvalidOperationException>(() => population.Evaluate((XorPolicy _, ref Pcg32 _) => throw new InvalidOperationException("The game crashed.")));
        Assert.Throws<InvalidOperationException>(() => population.Best);
    }

    private static float[] TestDirection()
    {
        var random = new Pcg32(4);
        var values = new float[25];
        foreach (ref float value in values.AsSpan())
        {
            value = (float)random.NextNormal();
        }

        return values;
    }
}

/// <summary>Sweeps: the same table on every number of threads.</summary>
public sealed class SweepTests
{
    private static double Train((double Rate, int Epochs) settings, SweepTrial trial)
    {
        var network = new XorPolicy(trial.Seed);
        return network.Fit([0, 0, 0, 1, 1, 0, 1, 1], new float[] { 0, 1, 1, 0 }, new Adam(settings.Rate), new FitOptions { Epochs = settings.Epochs, BatchSize = 4, Seed = trial.Seed }).Last.Loss;
    }

    [Fact]
    public void Table_IsTheSame_OnEveryNumberOfThreads()
    {
        var grid = Sweep.Grid([0.001, 0.01, 0.1], [20, 200]);
        Assert.Equal([(0.001, 20), (0.001, 200), (0.01, 20), (0.01, 200), (0.1, 20), (0.1, 200)], grid);
        int reports = 0;
        SweepTable<(double Rate, int Epochs)> Run(int threads, bool sameSeed = false) =>
            Sweep.Run(grid, Train, new SweepOptions { MaxDegreeOfParallelism = threads, Seed = 4, SameSeed = sameSeed }, result => reports += result.Error is null ? 1 : 0);

        SweepTable<(double Rate, int Epochs)> expected = Run(1);
        Assert.All([2, 8, -1], threads => Assert.Equal(expected.Rows.Select(row => row.Value), Run(threads).Rows.Select(row => row.Value)));
        Assert.Equal(24, reports);
        Assert.Equal(grid, expected.Rows.Select(row => row.Settings));
        Assert.Equal((0.1, 200), expected.Smallest().Settings);
        Assert.Equal(expected.Rows.Max(row => row.Value), expected.Largest().Value);
        Assert.Equal(Train((0.01, 20), new SweepTrial(2, 4, default)), Run(2, sameSeed: true).Rows[2].Value);
        Assert.Equal(12, Sweep.Grid([1, 2], ["a", "b"], [1, 2, 3]).Count);
    }

    [Fact]
    public void FailedTrial_IsARowWithItsError()
    {
        SweepTable<double> table = Sweep.Run([1.0, 1e38, 2.5], (rate, trial) => rate > 1e30 ? throw new TrainingDivergedException("The loss is NaN, \"again\".") : rate);

        Assert.Equal([1.0, double.NaN, 2.5], table.Rows.Select(row => row.Value));
        Assert.IsType<TrainingDivergedException>(table.Rows[1].Error);
        Assert.Equal((1.0, 2.5), (table.Smallest().Value, table.Largest().Value));
        string[] lines = table.ToCsv().Split('\n');
        Assert.Equal("index,settings,value,seconds,error", lines[0]);
        Assert.StartsWith("0,1,1,", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",\"The loss is NaN, \"\"again\"\".\"", lines[2], StringComparison.Ordinal);
        Assert.Contains("The loss is NaN", table.ToString(), StringComparison.Ordinal);
        InvalidOperationException none = Assert.Throws<InvalidOperationException>(() => Sweep.Run<int>([1], (_, _) => throw new InvalidOperationException("Out of paper.")).Smallest());
        Assert.Contains("Out of paper.", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Csv_IsInTheInvariantCulture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = comma;
        try
        {
            SweepTable<SweepSettings> records = Sweep.Run([new SweepSettings(0.5, "a\rb")], (_, _) => 0.25);
            Assert.StartsWith("0,\"SweepSettings { Rate = 0.5, Name = a\rb }\",0.25,", records.ToCsv().Split('\n')[1], StringComparison.Ordinal);
            Assert.StartsWith("SweepSettings { Rate = 0.5,", records.ToString(), StringComparison.Ordinal);
            Assert.StartsWith("0,\"a\rb\",0.25,", Sweep.Run(["a\rb"], (_, _) => 0.25).ToCsv().Split('\n')[1], StringComparison.Ordinal);
            Assert.StartsWith("0,\"(0.5, 1), 1.5\",0.25,", Sweep.Run([((0.5, 1), 1.5)], (_, _) => 0.25).ToCsv().Split('\n')[1], StringComparison.Ordinal);
            Assert.Equal("SweepSettings { Rate = 0,5, Name =  }", new SweepSettings(0.5, "").ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Cancellation_EndsTheSweep()
    {
        using var source = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Sweep.Run(Enumerable.Range(0, 100).ToArray(), (i, trial) =>
        {
            source.Cancel();
            trial.CancellationToken.ThrowIfCancellationRequested();
            return i;
        }, cancellationToken: source.Token));
    }
}
