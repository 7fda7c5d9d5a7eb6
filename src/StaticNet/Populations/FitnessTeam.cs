using System;

namespace StaticNet;

/// <summary>Measures many networks on several threads; every network has its own random numbers, so the threads do not matter.</summary>
internal sealed class FitnessTeam<TNetwork>(ulong seed, int threads) : BlockTeam
    where TNetwork : class, ITrainableNetwork<TNetwork>
{
    private TNetwork[] _networks = [];
    private double[] _fitness = [];
    private FitnessFunction<TNetwork>? _function;
    private long _generation;
    private int _groupSize;

    /// <summary>Writes the fitness of each network.</summary>
    /// <param name="networks">Measured.</param>
    /// <param name="fitness">[networks], overwritten.</param>
    /// <param name="function">Called once per network.</param>
    /// <param name="generation">Selects the random numbers.</param>
    /// <param name="groupSize">Networks that share random numbers: 2 for pairs that are to be compared.</param>
    public void Measure(TNetwork[] networks, double[] fitness, FitnessFunction<TNetwork> function, long generation, int groupSize)
    {
        (_networks, _fitness, _function, _generation, _groupSize) = (networks, fitness, function, generation, groupSize);
        try
        {
            Run(networks.Length, threads);
        }
        finally
        {
            _function = null;
        }
    }

    protected override void Compute(int block, int worker)
    {
        Pcg32 random = PopulationRandom.Of(seed, _generation, block / _groupSize, PopulationRandom.Fitness);
        double fitness = _function!(_networks[block], ref random);
        _fitness[block] = double.IsNaN(fitness) ? double.NegativeInfinity : fitness;
    }
}

/// <summary>Random numbers that follow from seed, generation, member and purpose.</summary>
internal static class PopulationRandom
{
    public const ulong Fitness = 0;
    public const ulong Variation = 1;

    /// <summary>Seed and generation mixed as in SplitMix64 (Steele et al., 2014); member and purpose select the sequence.</summary>
    public static Pcg32 Of(ulong seed, long generation, int member, ulong purpose)
    {
        ulong z = unchecked(seed + ((ulong)(generation + 1) * 0x9E3779B97F4A7C15UL));
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EBUL);
        return new Pcg32(z ^ (z >> 31), ((ulong)member << 1) | purpose);
    }
}
