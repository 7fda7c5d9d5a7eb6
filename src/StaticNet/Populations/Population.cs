using System;

namespace StaticNet;

/// <summary>
/// Many parameter sets of one network type: measured on several threads (<see cref="Evaluate(FitnessFunction{TNetwork})"/>) and bred (<see cref="Evolve"/>). Equal seeds give
/// equal populations, whatever the number of threads. After the first generation nothing is allocated.
/// </summary>
/// <typeparam name="TNetwork">The network class, with or without memory.</typeparam>
public sealed class Population<TNetwork>
    where TNetwork : class, ITrainableNetwork<TNetwork>
{
    private readonly ulong _seed;
    private readonly double[] _fitness;
    private readonly int[] _ranking;
    private readonly double[] _keys;
    private readonly FitnessTeam<TNetwork> _team;
    private TNetwork[] _members;
    private TNetwork[]? _children;
    private bool _isMeasured;

    /// <summary>Networks initialized from the seeds <paramref name="seed"/>, seed + 1, …</summary>
    /// <param name="count">The number of networks, 1 or more.</param>
    /// <param name="seed">Start of all random numbers.</param>
    /// <param name="maxDegreeOfParallelism">The most threads, the calling one included; −1 for one per processor.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1, or the degree is 0 or below −1.</exception>
    public Population(int count, ulong seed = 0, int maxDegreeOfParallelism = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _seed = seed;
        _team = new FitnessTeam<TNetwork>(seed, Threads.Of(maxDegreeOfParallelism));
        _fitness = new double[count];
        _ranking = new int[count];
        _keys = new double[count];
        _members = new TNetwork[count];
        for (int i = 0; i < count; i++)
        {
            _members[i] = TNetwork.Create(unchecked(seed + (ulong)i));
        }
    }

    /// <summary>The number of networks.</summary>
    public int Count => _members.Length;

    /// <summary>Completed calls of <see cref="Evolve"/>.</summary>
    public long Generation { get; private set; }

    /// <summary>One network, live: its parameters may be read and set until the next <see cref="Evolve"/>.</summary>
    public TNetwork this[int index] => _members[index];

    /// <summary>[Count]: what <see cref="Evaluate(FitnessFunction{TNetwork})"/> found last; negative infinity where it found NaN.</summary>
    public ReadOnlySpan<double> Fitness => _fitness;

    /// <summary>The members from best to worst after <see cref="Evaluate(FitnessFunction{TNetwork})"/>; of equals, the first.</summary>
    public ReadOnlySpan<int> Ranking => _ranking;

    /// <summary>The network with the largest fitness, live.</summary>
    /// <exception cref="InvalidOperationException"><see cref="Evaluate(FitnessFunction{TNetwork})"/> has not been called for this generation.</exception>
    public TNetwork Best
    {
        get
        {
            CheckMeasured();
            return _members[_ranking[0]];
        }
    }

    /// <summary>Measures all networks.</summary>
    /// <param name="fitness">Called once per network, on several threads.</param>
    /// <returns>The largest fitness.</returns>
    public double Evaluate(FitnessFunction<TNetwork> fitness)
    {
        ArgumentNullException.ThrowIfNull(fitness);
        _isMeasured = false;
        _team.Measure(_members, _fitness, fitness, Generation, groupSize: 1);
        return Order();
    }

    /// <summary>Takes over what was measured elsewhere, for example on other machines.</summary>
    /// <param name="fitness">[Count]; NaN counts as worse than all others.</param>
    /// <returns>The largest fitness.</returns>
    /// <exception cref="ArgumentException">The length is not <see cref="Count"/>.</exception>
    public double Evaluate(ReadOnlySpan<double> fitness)
    {
        if (fitness.Length != Count)
        {
            throw new ArgumentException($"The population has {Count} networks, but fitness has {fitness.Length} values.", nameof(fitness));
        }

        for (int i = 0; i < Count; i++)
        {
            _fitness[i] = double.IsNaN(fitness[i]) ? double.NegativeInfinity : fitness[i];
        }

        return Order();
    }

    /// <summary>
    /// Replaces the networks by their children: the best <paramref name="elites"/> stay as they are; every other place gets the uniform crossover of two
    /// networks, each the better of <paramref name="tournament"/> chosen at random, plus normally distributed noise.
    /// </summary>
    /// <param name="elites">Networks that stay, from 0 to <see cref="Count"/>.</param>
    /// <param name="deviation">The noise's standard deviation.</param>
    /// <param name="tournament">How many networks compete to be a parent; 1 chooses at random.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <exception cref="InvalidOperationException"><see cref="Evaluate(FitnessFunction{TNetwork})"/> has not been called for this generation.</exception>
    public void Evolve(int elites = 1, float deviation = 0.1f, int tournament = 3)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elites);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elites, Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(tournament, 1);
        HyperParameter.NotNegative(deviation, nameof(deviation));
        CheckMeasured();
        _children ??= CreateChildren();
        for (int i = 0; i < Count; i++)
        {
            ParameterBuffer child = _children[i].Parameters;
            if (i < elites)
            {
                child.CopyFrom(_members[_ranking[i]].Parameters);
                continue;
            }

            Pcg32 random = PopulationRandom.Of(_seed, Generation, i, PopulationRandom.Variation);
            TNetwork first = Choose(ref random, tournament), second = Choose(ref random, tournament);
            child.Crossover(first.Parameters, second.Parameters, ref random);
            child.AddNormal(ref random, deviation);
        }

        (_members, _children) = (_children, _members);
        Generation++;
        _isMeasured = false;
    }

    private double Order()
    {
        for (int i = 0; i < _ranking.Length; i++)
        {
            _ranking[i] = i;
            _keys[i] = _fitness[i];
        }

        SortDescending();
        _isMeasured = true;
        return _fitness[_ranking[0]];
    }

    private TNetwork Choose(ref Pcg32 random, int tournament)
    {
        int best = random.NextInt32(Count);
        for (int i = 1; i < tournament; i++)
        {
            int other = random.NextInt32(Count);
            best = _fitness[other] > _fitness[best] ? other : best;
        }

        return _members[best];
    }

    private TNetwork[] CreateChildren()
    {
        var children = new TNetwork[Count];
        for (int i = 0; i < children.Length; i++)
        {
            children[i] = TNetwork.CreateUninitialized();
        }

        return children;
    }

    // By falling fitness, then by rising index: both orders are total, so the unstable sort has one result.
    private void SortDescending()
    {
        Array.Sort(_keys, _ranking);
        Array.Reverse(_ranking);
        for (int start = 0; start < _ranking.Length;)
        {
            int end = start + 1;
            while (end < _ranking.Length && _fitness[_ranking[end]].Equals(_fitness[_ranking[start]]))
            {
                end++;
            }

            _ranking.AsSpan(start, end - start).Sort();
            start = end;
        }
    }

    private void CheckMeasured()
    {
        if (!_isMeasured)
        {
            throw new InvalidOperationException("The networks of this generation have not been measured; call Evaluate first.");
        }
    }
}
