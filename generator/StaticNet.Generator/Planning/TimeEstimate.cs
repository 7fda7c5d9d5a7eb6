using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Planning;

/// <summary>
/// About how long one <c>Forward</c> takes, from multiply-adds and the rates that were measured of networks A to F and of networks with memory
/// (docs/performance.md; one core of a server processor at about 3.5 GHz). Processors differ, so it is right within a factor of 2.
/// </summary>
internal static class TimeEstimate
{
    /// <summary>Arguments, their checks, and the first loads.</summary>
    private const double CallNanoseconds = 6;

    /// <summary>An activation with an exponential.</summary>
    private const double ExponentialNanoseconds = 0.4;

    /// <summary>A stage of a staged network that is neither linear nor an activation.</summary>
    private const double StageNanoseconds = 40;

    /// <summary>The gates of a recurrent layer, which wait for the product of the step before.</summary>
    private const double RecurrentNanoseconds = 250;

    private const long L1Bytes = 48 << 10;
    private const long L2Bytes = 1 << 20;

    // Multiply-adds per nanosecond where the parameters lie in L1, in L2, and beyond.
    private static readonly (string Name, double L1, double L2, double Beyond)[] s_rates =
        [("AVX-512", 50, 32, 15), ("AVX2", 34, 26, 15), ("128-bit vectors", 14, 14, 10)];

    /// <summary>By instruction set. Of no use for a network that is generated for reading.</summary>
    public static IEnumerable<(string Instructions, double Nanoseconds)> Of(NetworkPlan plan) =>
        s_rates.Select(rate => (rate.Name, Nanoseconds(plan, rate.L1, rate.L2, rate.Beyond)));

    private static double Nanoseconds(NetworkPlan plan, double l1, double l2, double beyond)
    {
        long bytes = 4L * plan.BufferLength;
        double rate = bytes <= L1Bytes ? l1 : bytes <= L2Bytes ? l2 : beyond;
        double time = CallNanoseconds + (plan.MultiplyAdds / rate) + (plan.RowActivation.IsIdentity ? 0 : ExponentialNanoseconds * plan.OutputSize);
        if (plan is DensePlan)
        {
            return time + (ExponentialNanoseconds * plan.Layers.Where(static layer => !layer.Activation.IsPiecewise).Sum(static layer => layer.Outputs));
        }

        foreach (StagePlan stage in plan.Stages.Where(static stage => !stage.IsTrainingOnly))
        {
            time += stage switch
            {
                ActivationStage { Activation.IsPiecewise: true } => 0,
                ActivationStage => ExponentialNanoseconds * stage.Outputs,
                LinearStage linear => linear.Linear.Activation.IsPiecewise ? 0 : ExponentialNanoseconds * stage.Outputs,
                { Time.SequenceScratch: > 0 } => RecurrentNanoseconds,
                _ => StageNanoseconds,
            };
        }

        return time;
    }
}
