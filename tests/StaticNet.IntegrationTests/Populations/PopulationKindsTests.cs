using System;
using System.Linq;
using StaticNet.IntegrationTests.Heads;
using StaticNet.IntegrationTests.Sequences;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.IntegrationTests.Populations;

/// <summary>Populations and sweeps of networks with memory and with heads: the same bits on every number of threads, and they get better.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class PopulationKindsTests
{
    private const int Steps = 6;

    [Fact]
    public void NetworksWithMemory_AreBred_OnEveryNumberOfThreads()
    {
        float[] stream = [.. Enumerable.Range(0, Steps * Gesture.InputSize).Select(i => MathF.Sin(i))];
        Bred((Gesture network, ref Pcg32 random) =>
        {
            // Every measurement begins with a state of its own.
            Span<float> outputs = stackalloc float[Gesture.OutputSize];
            NetworkState<Gesture> state = Gesture.CreateState();
            for (int step = 0; step < Steps; step++)
            {
                network.Forward(state, stream.AsSpan(step * Gesture.InputSize, Gesture.InputSize), outputs);
            }

            return outputs[2] + (1e-9 * random.NextDouble());
        });
    }

    [Fact]
    public void NetworksWithHeads_AreBred_OnEveryNumberOfThreads()
    {
        (float[] inputs, float[] targets) = Tasks();
        Bred((TwoTasks network, ref Pcg32 random) => -network.Evaluate(inputs, targets).Loss + (1e-9 * random.NextDouble()));
    }

    [Fact]
    public void Sweep_OverNetworksWithMemory_IsTheSame_OnEveryNumberOfThreads()
    {
        const int sequences = 8;
        float[] inputs = [.. Enumerable.Range(0, sequences * Steps * Gesture.InputSize).Select(i => MathF.Sin(i * i))];
        int[] labels = [.. Enumerable.Range(0, sequences).Select(i => i % Gesture.OutputSize)];
        Swept((rate, trial) => new Gesture(trial.Seed).Fit(inputs, labels, Steps, new Adam(rate), new FitOptions { Epochs = 3, BatchSize = 4, Seed = trial.Seed }).Last.Loss);
    }

    [Fact]
    public void Sweep_OverNetworksWithHeads_IsTheSame_OnEveryNumberOfThreads()
    {
        (float[] inputs, float[] targets) = Tasks();
        Swept((rate, trial) => new TwoTasks(trial.Seed).Fit(inputs, targets, new Adam(rate), new FitOptions { Epochs = 3, Seed = trial.Seed }).Last.Loss);
    }

    private static void Bred<TNetwork>(FitnessFunction<TNetwork> fitness)
        where TNetwork : class, ITrainableNetwork<TNetwork>
    {
        UInt128 expected = 0;
        foreach (int threads in new[] { 1, 3 })
        {
            var population = new Population<TNetwork>(20, seed: 3, threads);
            double first = population.Evaluate(fitness), last = first;
            for (int generation = 0; generation < 5; generation++)
            {
                population.Evolve(elites: 2, deviation: 0.2f);
                last = population.Evaluate(fitness);
            }

            Assert.True(last > first, $"{last} after {first}");
            expected = expected == 0 ? population.Best.Parameters.Hash() : expected;
            Assert.Equal(expected, population.Best.Parameters.Hash());
        }
    }

    private static void Swept(Func<double, SweepTrial, double> trial)
    {
        double[] rates = [1e-4, 1e-3, 1e-2];
        double[] one = Values(1), three = Values(3);
        Assert.Equal(one, three);
        Assert.Equal(3, one.Distinct().Count());

        double[] Values(int threads)
        {
            SweepTable<double> table = Sweep.Run(rates, trial, new SweepOptions { MaxDegreeOfParallelism = threads, Seed = 5 });
            Assert.All(table.Rows, row => Assert.Null(row.Error));
            return [.. table.Rows.Select(row => row.Value)];
        }
    }

    private static (float[] Inputs, float[] Targets) Tasks()
    {
        const int rows = 60;
        float[] inputs = [.. Enumerable.Range(0, rows * TwoTasks.InputSize).Select(i => MathF.Sin(i * 7))], targets = new float[rows * TwoTasks.OutputSize];
        for (int row = 0; row < rows; row++)
        {
            TwoTasks.SpeciesHead.SetClass(targets, row, row % 3);
            TwoTasks.SizeHead.Slice(targets, row)[0] = inputs[row * TwoTasks.InputSize];
        }

        return (inputs, targets);
    }
}
