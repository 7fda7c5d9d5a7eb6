using System;

namespace StaticNet;

/// <summary>
/// Evolution strategies (Salimans et al., 2017): the gradient of a fitness that has no derivative is estimated from pairs of networks with opposite
/// noise, by the ranks of their fitness, and an optimizer follows it. Equal seeds give equal networks, whatever the number of threads. After the first
/// step nothing is allocated.
/// </summary>
/// <typeparam name="TNetwork">The network class, with or without memory.</typeparam>
/// <typeparam name="TOptimizer">For example <see cref="Adam"/>.</typeparam>
public sealed class EvolutionStrategy<TNetwork, TOptimizer>
    where TNetwork : class, ITrainableNetwork<TNetwork>
    where TOptimizer : IOptimizer
{
    private readonly float _deviation;
    private readonly ulong _seed;
    private readonly TNetwork[] _members;
    private readonly double[] _fitness;
    private readonly double[] _keys;
    private readonly int[] _order;
    private readonly float[] _ranks;
    private readonly ParameterBuffer _gradient;
    private readonly FitnessTeam<TNetwork> _team;
    private TOptimizer _optimizer; // not readonly: a call on a readonly struct of a generic type copies it first

    /// <summary>Allocates two networks per pair.</summary>
    /// <param name="network">Improved in place.</param>
    /// <param name="optimizer">Follows the estimated gradient.</param>
    /// <param name="pairs">Pairs of networks per step, 1 or more.</param>
    /// <param name="deviation">The noise's standard deviation, above 0.</param>
    /// <param name="seed">Start of all random numbers.</param>
    /// <param name="maxDegreeOfParallelism">The most threads, the calling one included; −1 for one per processor.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public EvolutionStrategy(TNetwork network, TOptimizer optimizer, int pairs = 32, float deviation = 0.05f, ulong seed = 0, int maxDegreeOfParallelism = 1)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfLessThan(pairs, 1);
        if (!(deviation > 0 && float.IsFinite(deviation)))
        {
            throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "Expected a finite number above 0.");
        }

        Network = network;
        _optimizer = optimizer;
        _deviation = deviation;
        _seed = seed;
        _team = new FitnessTeam<TNetwork>(seed, Threads.Of(maxDegreeOfParallelism));
        _members = new TNetwork[2 * pairs];
        for (int i = 0; i < _members.Length; i++)
        {
            _members[i] = TNetwork.CreateUninitialized();
        }

        _fitness = new double[_members.Length];
        _keys = new double[_members.Length];
        _order = new int[_members.Length];
        _ranks = new float[_members.Length];
        _gradient = new ParameterBuffer(network.Parameters.Layout);
        State = optimizer.CreateState(network.Parameters);
    }

    /// <summary>The network that improves.</summary>
    public TNetwork Network { get; }

    /// <summary>Step count, moments and learning rate of the optimizer.</summary>
    public OptimizerState State { get; }

    /// <summary>The largest fitness of the last step's networks.</summary>
    public double BestFitness { get; private set; } = double.NegativeInfinity;

    /// <summary>One generation: perturb, measure, update.</summary>
    /// <param name="fitness">Called once per perturbed network, on several threads; both networks of a pair receive the same random numbers.</param>
    /// <returns>The mean fitness of the perturbed networks.</returns>
    public double Step(FitnessFunction<TNetwork> fitness)
    {
        ArgumentNullException.ThrowIfNull(fitness);
        Perturb();
        _team.Measure(_members, _fitness, fitness, State.StepCount, groupSize: 2);
        Rank();

        // Σ (rank₊ − rank₋)·(θ₊ − θ₋) / 2 = Σ (rank₊ − rank₋)·σ·ε; over pairs·2σ² it estimates the gradient, which the optimizer descends.
        _gradient.Clear();
        Span<float> gradient = _gradient.TrainableValues;
        float factor = -1f / (2f * _members.Length * _deviation * _deviation);
        for (int pair = 0; pair < _members.Length; pair += 2)
        {
            float weight = (_ranks[pair] - _ranks[pair + 1]) * factor;
            ReadOnlySpan<float> above = _members[pair].Parameters.TrainableValues, below = _members[pair + 1].Parameters.TrainableValues;
            for (int i = 0; i < gradient.Length; i++)
            {
                gradient[i] += weight * (above[i] - below[i]);
            }
        }

        _optimizer.Step(Network.Parameters, _gradient, State);
        double sum = 0;
        foreach (double value in _fitness)
        {
            sum += value;
        }

        BestFitness = _keys[^1];
        return sum / _fitness.Length;
    }

    private void Perturb()
    {
        for (int pair = 0; pair < _members.Length; pair += 2)
        {
            ParameterBuffer above = _members[pair].Parameters, below = _members[pair + 1].Parameters;
            Pcg32 random = PopulationRandom.Of(_seed, State.StepCount, pair / 2, PopulationRandom.Variation);
            above.CopyFrom(Network.Parameters);
            above.AddNormal(ref random, _deviation);
            below.CopyFrom(Network.Parameters);
            Span<float> mirrored = below.TrainableValues;
            ReadOnlySpan<float> noisy = above.TrainableValues;
            for (int i = 0; i < mirrored.Length; i++)
            {
                mirrored[i] += mirrored[i] - noisy[i];
            }
        }
    }

    /// <summary>Ranks from −½ to ½; equal fitness gets equal ranks.</summary>
    private void Rank()
    {
        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
            _keys[i] = _fitness[i];
        }

        Array.Sort(_keys, _order);
        for (int start = 0; start < _order.Length;)
        {
            int end = start + 1;
            while (end < _order.Length && _keys[end].Equals(_keys[start]))
            {
                end++;
            }

            float rank = ((start + end - 1) / (2f * (_order.Length - 1))) - 0.5f;
            for (; start < end; start++)
            {
                _ranks[_order[start]] = rank;
            }
        }
    }
}
