using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace StaticNet;

/// <summary>What one optimizer does to one vector of parameters.</summary>
internal interface IUpdateRule
{
    /// <summary>How many moment buffers the rule reads and writes: 0 to 3.</summary>
    static abstract int MomentCount { get; }

    /// <summary>Updates the parameter and its moments; with parameter, gradient and moments 0 all must stay 0 (padding).</summary>
    void Update<TLanes>(ref TLanes parameter, TLanes gradient, ref TLanes first, ref TLanes second, ref TLanes third)
        where TLanes : struct, ILanes<TLanes>;
}

/// <summary>Runs an update rule over the flat buffers, in the widest vectors that are fast.</summary>
internal static class UpdateLoop
{
    /// <summary>2⁻¹²⁶.</summary>
    public const float SmallestNormal = 1.17549435e-38f;

    private const int TailWidth = 8;

    /// <summary>One pass over a segment's values, on the state's team where it has one. Every element is updated alike, so that widths and segments do not change the bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRule>(in TRule rule, ParameterBuffer parameters, ParameterBuffer gradients, OptimizerState state, in ParameterSegment segment)
        where TRule : unmanaged, IUpdateRule
    {
        if (segment.Length > GradientTeam.RangeLength && state.Team is { } team)
        {
            team.Update.Run(team, rule, parameters, gradients, state, segment);
            return;
        }

        int tail = segment.Length & (TailWidth - 1);
        nuint start = (nuint)segment.Start, end = (nuint)(segment.Start + segment.Length - tail);
        ref float p = ref parameters.Reference;
        ref float g = ref gradients.Reference;

        // Rules with fewer moments never touch these: any reference does.
        ref float first = ref (TRule.MomentCount > 0 ? ref state.Moments[0].Reference : ref p);
        ref float second = ref (TRule.MomentCount > 1 ? ref state.Moments[1].Reference : ref p);
        ref float third = ref (TRule.MomentCount > 2 ? ref state.Moments[2].Reference : ref p);

        nuint done = start;
        if (Vector512.IsHardwareAccelerated)
        {
            done = start + ((end - start) & ~(nuint)15);
            Loop<TRule, Lanes512>(rule, ref p, ref g, ref first, ref second, ref third, start, done);
        }

        if (Vector256.IsHardwareAccelerated)
        {
            Loop<TRule, Lanes256>(rule, ref p, ref g, ref first, ref second, ref third, done, end);
        }
        else
        {
            Loop<TRule, Lanes128>(rule, ref p, ref g, ref first, ref second, ref third, done, end);
        }

        if (tail > 0)
        {
            Tail(rule, ref p, ref g, ref first, ref second, ref third, end, tail);
        }
    }

    // Behind the last whole vector may lie another segment: what is there is neither read nor written.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Tail<TRule>(
        TRule rule, ref float p, ref float g, ref float first, ref float second, ref float third, nuint start, int count)
        where TRule : struct, IUpdateRule
    {
        Span<float> room = stackalloc float[5 * TailWidth];
        room.Clear();
        Span<float> parameter = Copy(ref p, room), gradient = Copy(ref g, room[TailWidth..]);
        Span<float> m0 = TRule.MomentCount > 0 ? Copy(ref first, room[(2 * TailWidth)..]) : parameter;
        Span<float> m1 = TRule.MomentCount > 1 ? Copy(ref second, room[(3 * TailWidth)..]) : parameter;
        Span<float> m2 = TRule.MomentCount > 2 ? Copy(ref third, room[(4 * TailWidth)..]) : parameter;
        Loop<TRule, Lanes128>(rule, ref parameter[0], ref gradient[0], ref m0[0], ref m1[0], ref m2[0], 0, TailWidth);
        Store(parameter, ref p);
        if (TRule.MomentCount > 0)
        {
            Store(m0, ref first);
        }

        if (TRule.MomentCount > 1)
        {
            Store(m1, ref second);
        }

        if (TRule.MomentCount > 2)
        {
            Store(m2, ref third);
        }

        Span<float> Copy(ref float values, Span<float> to)
        {
            MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref values, start), count).CopyTo(to);
            return to[..TailWidth];
        }

        void Store(ReadOnlySpan<float> values, ref float to) => values[..count].CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref to, start), count));
    }

    // Moments decay, and where a gradient stays 0 (a ReLU unit that is never active) they would end as subnormal numbers that no
    // longer shrink: each later step would pay a microcode assist for them, six to ten times its usual time.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Loop<TRule, TLanes>(
        TRule rule, ref float p, ref float g, ref float first, ref float second, ref float third, nuint start, nuint end)
        where TRule : struct, IUpdateRule
        where TLanes : struct, ILanes<TLanes>
    {
        for (nuint i = start; i < end; i += (nuint)TLanes.Width)
        {
            TLanes parameter = TLanes.Load(ref p, i);
            TLanes gradient = TLanes.Load(ref g, i);
            TLanes m0 = TRule.MomentCount > 0 ? TLanes.Load(ref first, i) : default;
            TLanes m1 = TRule.MomentCount > 1 ? TLanes.Load(ref second, i) : default;
            TLanes m2 = TRule.MomentCount > 2 ? TLanes.Load(ref third, i) : default;
            rule.Update(ref parameter, gradient, ref m0, ref m1, ref m2);
            parameter.Store(ref p, i);
            if (TRule.MomentCount > 0)
            {
                TLanes.FlushSubnormals(m0).Store(ref first, i);
            }

            if (TRule.MomentCount > 1)
            {
                TLanes.FlushSubnormals(m1).Store(ref second, i);
            }

            if (TRule.MomentCount > 2)
            {
                TLanes.FlushSubnormals(m2).Store(ref third, i);
            }
        }
    }
}
