using System.Runtime.CompilerServices;
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
    /// <summary>One pass over the trainable values; their number is a multiple of 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRule>(in TRule rule, ParameterBuffer parameters, ParameterBuffer gradients, OptimizerState state)
        where TRule : struct, IUpdateRule
    {
        nuint length = (nuint)parameters.Layout.TrainableLength;
        ref float p = ref parameters.Reference;
        ref float g = ref gradients.Reference;

        // Rules with fewer moments never touch these: any reference does.
        ref float first = ref (TRule.MomentCount > 0 ? ref state.Moments[0].Reference : ref p);
        ref float second = ref (TRule.MomentCount > 1 ? ref state.Moments[1].Reference : ref p);
        ref float third = ref (TRule.MomentCount > 2 ? ref state.Moments[2].Reference : ref p);

        nuint done = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            done = length & ~(nuint)15;
            Loop<TRule, Lanes512>(rule, ref p, ref g, ref first, ref second, ref third, 0, done);
        }

        if (Vector256.IsHardwareAccelerated)
        {
            Loop<TRule, Lanes256>(rule, ref p, ref g, ref first, ref second, ref third, done, length);
        }
        else
        {
            Loop<TRule, Lanes128>(rule, ref p, ref g, ref first, ref second, ref third, done, length);
        }
    }

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
                m0.Store(ref first, i);
            }

            if (TRule.MomentCount > 1)
            {
                m1.Store(ref second, i);
            }

            if (TRule.MomentCount > 2)
            {
                m2.Store(ref third, i);
            }
        }
    }
}
