using System;

namespace StaticNet.Samples.CartPole;

/// <summary>What happened in some episodes: the states seen, the actions taken, the returns that followed, and how much better than the value they turned out.</summary>
internal sealed class Episodes(int count)
{
    private const double Discount = 0.99;

    /// <summary>Returns are divided by the largest there is, so that the value is a number about 1.</summary>
    private const double LargestReturn = 1 / (1 - Discount);

    private readonly float[] _states = new float[count * CartPoleEnvironment.MaximumSteps * Agent.InputSize];
    private readonly float[] _targets = new float[count * CartPoleEnvironment.MaximumSteps * ActorCriticLoss.Targets];
    private readonly float[] _outputs = new float[count * CartPoleEnvironment.MaximumSteps * Agent.OutputSize];
    private readonly CartPoleEnvironment _environment = new();

    /// <summary>Steps of all episodes together.</summary>
    public int Steps { get; private set; }

    public ReadOnlySpan<float> States => _states.AsSpan(0, Steps * Agent.InputSize);

    /// <summary>For each step the action, its advantage and its return.</summary>
    public ReadOnlySpan<float> Targets => _targets.AsSpan(0, Steps * ActorCriticLoss.Targets);

    /// <summary>Plays all episodes, every action drawn with the probability that the policy gives it; returns their mean length.</summary>
    public double Play(Agent agent, ref Pcg32 random)
    {
        Span<float> probabilities = stackalloc float[Agent.PolicyHead.Size];
        Steps = 0;
        for (int episode = 0; episode < count; episode++)
        {
            int start = Steps;
            for (_environment.Reset(ref random); !_environment.HasEnded; Steps++)
            {
                Span<float> state = _states.AsSpan(Steps * Agent.InputSize, Agent.InputSize);
                _environment.Observe(state);
                agent.PredictPolicyProbabilities(state, probabilities);
                int action = random.NextSingle() < probabilities[1] ? 1 : 0;
                Target(Steps)[0] = action;
                _environment.Push(action);
            }

            // The return of a step: one point for it and for every later one, those further away counting less.
            double sum = 0;
            for (int step = Steps - 1; step >= start; step--)
            {
                sum = 1 + (Discount * sum);
                Target(step)[2] = (float)(sum / LargestReturn);
            }
        }

        Judge(agent);
        return (double)Steps / count;
    }

    /// <summary>The advantage of an action is its return less the value of the state, in units of the advantages' deviation.</summary>
    private void Judge(Agent agent)
    {
        agent.ForwardBatch(States, _outputs.AsSpan(0, Steps * Agent.OutputSize));
        double sum = 0, squares = 0;
        for (int step = 0; step < Steps; step++)
        {
            float advantage = Target(step)[2] - Agent.ValueHead.Of(_outputs, step)[0];
            Target(step)[1] = advantage;
            sum += advantage;
            squares += (double)advantage * advantage;
        }

        double mean = sum / Steps, deviation = Math.Sqrt(Math.Max(1e-12, (squares / Steps) - (mean * mean)));
        for (int step = 0; step < Steps; step++)
        {
            Target(step)[1] = (float)((Target(step)[1] - mean) / deviation);
        }
    }

    private Span<float> Target(int step) => _targets.AsSpan(step * ActorCriticLoss.Targets, ActorCriticLoss.Targets);
}
