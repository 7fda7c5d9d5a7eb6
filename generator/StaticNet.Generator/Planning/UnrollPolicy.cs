using System.Collections.Generic;

namespace StaticNet.Generator.Planning;

/// <summary>When a network is written out without loops. The numbers are RyuJIT's limits and the measured crossover.</summary>
internal static class UnrollPolicy
{
    /// <summary>Above this many multiply-adds straight-line code gains nothing and costs JIT time (measured crossover).</summary>
    public const int StraightLineMultiplyAdds = 5_000;

    /// <summary>A layer wider than this is always looped over unless the user asks otherwise.</summary>
    public const int StraightLineWidth = 128;

    /// <summary>RyuJIT drops to MinOpts at 60,000 bytes of IL, even with AggressiveOptimization; we stay well below.</summary>
    public const int MethodILBudget = 45_000;

    /// <summary>RyuJIT tracks 1,024 locals; beyond that values live on the stack.</summary>
    public const int MethodLocalsBudget = 800;

    /// <summary>IL bytes of one unrolled fused multiply-add statement (measured: load, broadcast share and store of the accumulator).</summary>
    public const int ILBytesPerFma = 26;

    /// <summary>Multiply-adds of eight floats that one method of 128-bit vectors may have.</summary>
    public const int OneMethodWords128 = 120;

    public static SampleRegime Choose(Unroll wish, IReadOnlyList<LinearPlan> layers)
    {
        if (wish == Unroll.Loops)
        {
            return SampleRegime.Loops;
        }

        int multiplyAdds = 0;
        int width = 0;
        foreach (LinearPlan layer in layers)
        {
            multiplyAdds += layer.MultiplyAdds;
            width = System.Math.Max(width, layer.Outputs);
        }

        bool small = multiplyAdds <= StraightLineMultiplyAdds && width <= StraightLineWidth;
        return (small || wish == Unroll.Full) && FitsOneMethod(layers) ? SampleRegime.StraightLine : SampleRegime.Loops;
    }

    /// <summary>Whether the straight-line form of the 256-bit branch stays inside the budgets of one method.</summary>
    public static bool FitsOneMethod(IReadOnlyList<LinearPlan> layers) =>
        EstimateIL(layers, 8) <= MethodILBudget && EstimateLocals(layers, 8) <= MethodLocalsBudget;

    /// <summary>Whether the straight-line form of the 128-bit branch stays inside the budgets of one method.</summary>
    public static bool FitsOneMethod128(IReadOnlyList<LinearPlan> layers) =>
        EstimateIL(layers, 4) <= MethodILBudget && EstimateLocals(layers, 4) <= MethodLocalsBudget;

    /// <summary>
    /// How 128 bits are served: two vectors stand for eight floats there, and beyond the locals that RyuJIT tracks they live on the stack
    /// (16-32-32-4 in one method takes 1.6 times, in a method per layer 0.7 times as long as in vectors of four spelled out).
    /// </summary>
    public static SampleForm128 Form128(IReadOnlyList<LinearPlan> layers)
    {
        if (!FitsOneMethod128(layers))
        {
            return SampleForm128.Loops;
        }

        long words = 0;
        foreach (LinearPlan layer in layers)
        {
            words += Vectors(layer, 8);
        }

        return words <= OneMethodWords128 ? SampleForm128.OneMethod : SampleForm128.MethodPerLayer;
    }

    /// <summary>
    /// Whether the straight-line form has a 512-bit branch: some layer fills two such vectors (with one, 4-10-3 gains nothing; with two, 16-32-32-4
    /// goes from 40 to 31 ns), and both branches fit one method. The JIT compiles one of them; its limits count the text of both.
    /// </summary>
    public static bool Has512(IReadOnlyList<LinearPlan> layers)
    {
        bool wide = false;
        foreach (LinearPlan layer in layers)
        {
            wide |= layer.Order == SumOrder.Columns && layer.Outputs > 16;
        }

        return wide
            && EstimateIL(layers, 8) + (long)EstimateIL(layers, 16) <= MethodILBudget
            && EstimateLocals(layers, 8) + (long)EstimateLocals(layers, 16) <= MethodLocalsBudget;
    }

    /// <summary>
    /// Whether a layer's loops over one row have a 512-bit branch: there are columns for it, and the network's weights come from a near cache. While
    /// they fit the first, half as many instructions take two thirds of the time (64-64-64-64-10: 220 and 345 ns); from the second, 8-256-256-4
    /// takes 1.8 and 2.0 µs, 784-128-10 2.2 and 2.35. Beyond 1 MiB the width decides nothing.
    /// </summary>
    public static bool Loops512(int multiplyAdds, LinearPlan layer) =>
        layer.Order == SumOrder.Columns && layer.Outputs > 8 && multiplyAdds <= 262_144;

    public static int EstimateIL(IReadOnlyList<LinearPlan> layers, int lanes)
    {
        long bytes = 200;
        foreach (LinearPlan layer in layers)
        {
            bytes += (long)Vectors(layer, lanes) * ILBytesPerFma;
            bytes += layer.Inputs * 12L;
            bytes += layer.Outputs / lanes * 40L;
        }

        return bytes > int.MaxValue ? int.MaxValue : (int)bytes;
    }

    public static int EstimateLocals(IReadOnlyList<LinearPlan> layers, int lanes)
    {
        long locals = 16;
        foreach (LinearPlan layer in layers)
        {
            locals += layer.Inputs;
            locals += LayoutRules.RoundUp(layer.Outputs, lanes) / lanes * (layer.PartialSums + 2L);
        }

        return locals > int.MaxValue ? int.MaxValue : (int)locals;
    }

    private static long Vectors(LinearPlan layer, int lanes) => layer.Order switch
    {
        SumOrder.Dot => LayoutRules.RoundUp(layer.Inputs, lanes) / lanes,
        SumOrder.KLanes => lanes == 4 ? layer.Inputs : (layer.Inputs + 1) / 2,
        _ => (long)layer.Inputs * LayoutRules.RoundUp(layer.Outputs, lanes) / lanes,
    };
}
