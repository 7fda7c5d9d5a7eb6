namespace StaticNet.Generator.Planning;

/// <summary>
/// How the sum of one output is split and joined. It belongs to the network, not to the code path: every instruction set,
/// batch size and regime adds in this order, so all of them give the same bits.
/// </summary>
internal enum SumOrder
{
    /// <summary>Outputs in lanes: partial sum s takes inputs s, s + S, s + 2S …; joined as (p0 + p1) + (p2 + p3). Long ones in blocks, see <see cref="LinearPlan.BlockInputs"/>.</summary>
    Columns,

    /// <summary>Up to four outputs: two inputs share a vector of 4 + 4 lanes; joined pairwise over the vectors, then lower + upper half.</summary>
    KLanes,

    /// <summary>One output: inputs in lanes, eight to a vector; vectors joined pairwise, then halves: l + (l+4), l + (l+2), 0 + 1.</summary>
    Dot,
}
