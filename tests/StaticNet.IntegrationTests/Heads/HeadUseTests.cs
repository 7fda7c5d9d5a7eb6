using StaticNet.IntegrationTests.Layers;
using Xunit;

namespace StaticNet.IntegrationTests.Heads;

/// <summary>What takes any network takes one with heads and free parameters.</summary>
public sealed class HeadUseTests
{
    private static readonly float[] s_input = [0.3f, -0.7f];

    [Fact]
    public void LiveNetwork_PublishesHeadsAndFreeParameters()
    {
        var network = new GaussianPolicy(seed: 1);
        var live = new LiveNetwork<GaussianPolicy>(network);
        float before = network.PredictMean(s_input);
        var random = new Pcg32(1);
        network.Parameters.AddNormal(ref random, 0.5f);
        network.Parameters.CopyFrom("log_std", [0.75f]);
        Assert.Equal(before, live.Current.PredictMean(s_input));
        live.Publish(network);
        Assert.NotEqual(before, live.Current.PredictMean(s_input));
        Assert.Equal((network.PredictMean(s_input), network.PredictValue(s_input), 0.75f), (live.Current.PredictMean(s_input), live.Current.PredictValue(s_input), LogStd(live.Current)));
    }

    [Fact]
    public void Clone_HasTheSameHeads_AndGoesItsOwnWay()
    {
        var network = new TwoTasks(seed: 3);
        TwoTasks clone = network.Clone();
        float[] input = Data.Normal(4, 1), targets = [0, 1, 0, 2];
        float before = network.PredictSize(input);
        Assert.Equal((before, network.PredictSpeciesClass(input)), (clone.PredictSize(input), clone.PredictSpeciesClass(input)));
        clone.CreateTrainer(new SGD(0.1), 1).Step(input, targets);
        Assert.NotEqual(before, clone.PredictSize(input));
        Assert.Equal(before, network.PredictSize(input));
    }

    [Fact]
    public void Population_EvolvesHeadsAndFreeParameters()
    {
        var population = new Population<GaussianPolicy>(24, seed: 1);
        double first = double.NaN, last = double.NaN;
        for (int generation = 0; generation < 30; generation++)
        {
            // The mean wants to be 1, log σ wants to be −1.
            population.Evaluate((GaussianPolicy network, ref Pcg32 _) =>
            {
                float mean = network.PredictMean(s_input) - 1, logStd = LogStd(network) + 1;
                return -(mean * mean) - (logStd * logStd);
            });
            last = population.Fitness[population.Ranking[0]];
            first = generation == 0 ? last : first;
            population.Evolve(elites: 2, deviation: 0.1f);
        }

        Assert.True(last > -0.01 && last > first, $"{first} at first, {last} at last");
    }

    private static float LogStd(GaussianPolicy network)
    {
        float value = 0;
        network.Parameters.CopyTo("log_std", new(ref value));
        return value;
    }
}
