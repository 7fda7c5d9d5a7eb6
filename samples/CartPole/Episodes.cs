using System;

namespace StaticNet.Samples.CartPole;

/// <summary>What happened in some episodes: the states seen, the actions taken, and how much better than usual each turned out.</summary>
internal sealed class Episodes(int count)
{
    private const double Discount = 0.99;
    private readonly float[] _states = new float[count * CartPoleEnvironment.MaximumSteps * Policy.InputSize];
    private readonly int[] _actions = new int[count * CartPoleEnvironment.MaximumSteps];
    private readonly float[] _advantages = new float[count * CartPoleEnvironment.MaximumSteps];
    private readonly CartPoleEnvironment _environment = new();

    /// <summary>Steps of all episodes together.</summary>
    public int Steps { get; private set; }

    public ReadOnlySpan<float> States => _states.AsSpan(0, Steps * Policy.InputSize);

    public ReadOnlySpan<int> Actions => _actions.AsSpan(0, Steps);

    public ReadOnlySpan<float> Advantages => _advantages.AsSpan(0, Steps);

    /// <summary>Plays all episodes, every action drawn with the probability that the policy gives it; returns their mean length.</summary>
    public double Play(Policy policy, ref Pcg32 random)
    {
        Span<float> probabilities = stackalloc float[Policy.OutputSize];
        Steps = 0;
        for (int episode = 0; episode < count; episode++)
        {
            int start = Steps;
            for (_environment.Reset(ref random); !_environment.HasEnded; Steps++)
            {
                Span<float> state = _states.AsSpan(Steps * Policy.InputSize, Policy.InputSize);
                _environment.Observe(state);
                policy.PredictProbabilities(state, probabilities);
                _actions[Steps] = random.NextSingle() < probabilities[1] ? 1 : 0;
                _environment.Push(_actions[Steps]);
            }

            // The return of a step: one point for it and for every later one, those further away counting less.
            double sum = 0;
            for (int step = Steps - 1; step >= start; step--)
            {
                sum = 1 + (Discount * sum);
                _advantages[step] = (float)sum;
            }
        }

        Standardize(_advantages.AsSpan(0, Steps));
        return (double)Steps / count;
    }

    private static void Standardize(Span<float> values)
    {
        double sum = 0, squares = 0;
        foreach (float value in values)
        {
            sum += value;
            squares += (double)value * value;
        }

        double mean = sum / values.Length;
        double deviation = Math.Sqrt(Math.Max(1e-12, (squares / values.Length) - (mean * mean)));
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)((values[i] - mean) / deviation);
        }
    }
}
