using StaticNet.Numerics;

namespace StaticNet;

/// <content>What <c>Warmup</c> of a trainer takes.</content>
internal sealed partial class TrainerCore<TOptimizer>
{
    // RAdam's second rule begins at its sixth step, at the tenth with a beta2 of 0.7.
    private const int StepsOfFirstRule = 12;

    /// <summary>What a trainer that runs the same code is created with.</summary>
    public TrainerOptions Options => _options;

    /// <summary>Whether a step on one row is refused: it has no variance.</summary>
    public bool NeedsTwoRows => _description.WholeBatchLayer != null;

    /// <summary>For a trainer that is thrown away: updates until the optimizer goes over to its other rule, where it has two.</summary>
    /// <param name="team">The threads of the last of them, or null for the calling one.</param>
    public void WarmupRules(GradientTeam? team)
    {
        if (_optimizer is not RAdam)
        {
            return;
        }

        State.LearningRate = 0;
        for (int step = 0; step <= StepsOfFirstRule; step++)
        {
            State.Team = step < StepsOfFirstRule ? null : team;
            _optimizer.Step(Parameters, Gradients, State);
        }
    }

    /// <summary>Locks all that a step reads and writes in physical memory.</summary>
    public void Pin()
    {
        ResidentMemory.Keep(Parameters);
        ResidentMemory.Keep(Gradients);
        foreach (ParameterBuffer moment in State.Moments)
        {
            ResidentMemory.Keep(moment);
        }
    }
}
