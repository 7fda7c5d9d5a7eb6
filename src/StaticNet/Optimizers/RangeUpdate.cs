namespace StaticNet;

/// <summary>An update rule over ranges of a segment, on the threads of a team.</summary>
internal sealed class RangeUpdate<TRule> : RangeWork
    where TRule : struct, IUpdateRule
{
    private readonly ParameterBuffer _parameters;
    private readonly ParameterBuffer _gradients;
    private readonly OptimizerState _state;
    private TRule _rule;
    private ParameterSegment _segment;

    private RangeUpdate(ParameterBuffer parameters, ParameterBuffer gradients, OptimizerState state) => (_parameters, _gradients, _state) = (parameters, gradients, state);

    /// <summary>Updates a segment; the bits are those of <see cref="UpdateLoop"/> over the whole. Allocates at the first call with these buffers.</summary>
    public static void Run(GradientTeam team, in TRule rule, ParameterBuffer parameters, ParameterBuffer gradients, OptimizerState state, in ParameterSegment segment)
    {
        if (state.RangeUpdate is not RangeUpdate<TRule> update || update._parameters != parameters || update._gradients != gradients)
        {
            update = new RangeUpdate<TRule>(parameters, gradients, state);
            state.RangeUpdate = update;
        }

        (update._rule, update._segment) = (rule, segment);
        team.RunRanges(update, segment.Start, segment.Length);
    }

    public override void Compute(int start, int length) =>
        UpdateLoop.Run(_rule, _parameters, _gradients, _state, _segment with { Start = start, Length = length });
}
