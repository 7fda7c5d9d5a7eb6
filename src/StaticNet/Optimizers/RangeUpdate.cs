namespace StaticNet;

/// <summary>An update rule over ranges of a segment, on the threads of a team. One object does for all rules, so that an update allocates nothing.</summary>
internal sealed unsafe class RangeUpdate : RangeWork
{
    private delegate*<RangeUpdate, int, int, void> _compute;
    private void* _rule; // on the stack of the calling thread, which waits for the others
    private ParameterBuffer? _parameters;
    private ParameterBuffer? _gradients;
    private OptimizerState? _state;
    private ParameterSegment _segment;

    /// <summary>Updates a segment; the bits are those of <see cref="UpdateLoop"/> over the whole.</summary>
    public void Run<TRule>(GradientTeam team, TRule rule, ParameterBuffer parameters, ParameterBuffer gradients, OptimizerState state, in ParameterSegment segment)
        where TRule : unmanaged, IUpdateRule
    {
        (_parameters, _gradients, _state, _segment) = (parameters, gradients, state, segment);
        _rule = &rule;
        _compute = &Compute<TRule>;
        team.RunRanges(this, segment.Start, segment.Length);
    }

    public override void Compute(int start, int length) => _compute(this, start, length);

    private static void Compute<TRule>(RangeUpdate update, int start, int length)
        where TRule : unmanaged, IUpdateRule =>
        UpdateLoop.Run(*(TRule*)update._rule, update._parameters!, update._gradients!, update._state!, update._segment with { Start = start, Length = length });
}
