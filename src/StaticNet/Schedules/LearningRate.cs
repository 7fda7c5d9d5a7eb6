using System;
using System.Collections.Generic;

namespace StaticNet;

/// <summary>
/// The usual learning-rate schedules, with PyTorch's definitions. Their unit of time is what drives them: in <c>Fit</c> an epoch
/// (or a batch, with <c>ScheduleUnit = ScheduleUnit.Step</c>), in a loop of your own each call of <see cref="LearningRateScheduler.Step()"/>.
/// "0 for the whole run" arguments take the length of the run from there.
/// </summary>
public static class LearningRate
{
    /// <summary>The initial rate, multiplied by <paramref name="factor"/> during the first <paramref name="steps"/>. As <c>ConstantLR</c>.</summary>
    /// <param name="factor">Factor during the first steps.</param>
    /// <param name="steps">How many units the factor lasts; 0 for the whole run.</param>
    public static LearningRateSchedule Constant(double factor = 1, int steps = 0)
    {
        HyperParameter.NotNegative(factor);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        return new FactorSchedule((index, _) => steps == 0 || index < steps ? factor : 1);
    }

    /// <summary>Multiplies the rate by <paramref name="gamma"/> after every <paramref name="size"/> units. As <c>StepLR</c>.</summary>
    public static LearningRateSchedule Step(int size, double gamma = 0.1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        HyperParameter.NotNegative(gamma);
        return new FactorSchedule((index, _) => PortableMath.Power(gamma, index / size));
    }

    /// <summary>Multiplies the rate by <paramref name="gamma"/> at each milestone. As <c>MultiStepLR</c>.</summary>
    /// <param name="milestones">Units at which the rate drops, in any order.</param>
    /// <param name="gamma">The factor.</param>
    public static LearningRateSchedule MultiStep(IReadOnlyList<int> milestones, double gamma = 0.1)
    {
        ArgumentNullException.ThrowIfNull(milestones);
        HyperParameter.NotNegative(gamma);
        int[] copy = [.. milestones];
        return new FactorSchedule((index, _) =>
        {
            int passed = 0;
            foreach (int milestone in copy)
            {
                passed += milestone <= index ? 1 : 0;
            }

            return PortableMath.Power(gamma, passed);
        });
    }

    /// <summary>Multiplies the rate by <paramref name="gamma"/> after every unit. As <c>ExponentialLR</c>.</summary>
    public static LearningRateSchedule Exponential(double gamma)
    {
        HyperParameter.NotNegative(gamma);
        return new FactorSchedule((index, _) => PortableMath.Power(gamma, index));
    }

    /// <summary>
    /// Linear warm-up to the initial rate, then half a cosine down to <paramref name="minimum"/>:
    /// minimum + (initial − minimum)·(1 + cos(π·(t − warmup)/period))/2. As <c>CosineAnnealingLR</c>; past the period it rises again.
    /// </summary>
    /// <param name="warmup">Units of warm-up; the first has 1/warmup of the initial rate.</param>
    /// <param name="period">PyTorch's T_max, counted from the end of the warm-up; 0 for the rest of the run.</param>
    /// <param name="minimum">PyTorch's eta_min.</param>
    public static LearningRateSchedule Cosine(int warmup = 0, int period = 0, double minimum = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(warmup);
        ArgumentOutOfRangeException.ThrowIfNegative(period);
        return new CosineSchedule(warmup, period, 0, HyperParameter.NotNegative(minimum));
    }

    /// <summary>
    /// As <see cref="Cosine"/>, starting again at the initial rate after each period. As <c>CosineAnnealingWarmRestarts</c>
    /// (Loshchilov and Hutter 2017), with an optional warm-up before.
    /// </summary>
    /// <param name="period">PyTorch's T_0: length of the first period.</param>
    /// <param name="multiplier">PyTorch's T_mult: each period is this many times longer than the one before.</param>
    /// <param name="minimum">PyTorch's eta_min.</param>
    /// <param name="warmup">Units of warm-up before the first period.</param>
    public static LearningRateSchedule CosineWarmRestarts(int period, int multiplier = 1, double minimum = 0, int warmup = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(multiplier, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(warmup);
        return new CosineSchedule(warmup, period, multiplier, HyperParameter.NotNegative(minimum));
    }

    /// <summary>
    /// Up to <paramref name="maximum"/> and down again within one run (Smith and Topin 2018). As <c>OneCycleLR</c> without its cycling
    /// of momentum; the optimizer's own rate is not used.
    /// </summary>
    /// <param name="maximum">PyTorch's max_lr.</param>
    /// <param name="steps">PyTorch's total_steps; 0 for the whole run.</param>
    /// <param name="warmupFraction">PyTorch's pct_start: share of the run during which the rate rises.</param>
    /// <param name="linear">Straight lines instead of cosines.</param>
    /// <param name="initialDivisor">PyTorch's div_factor: the first rate is maximum / initialDivisor.</param>
    /// <param name="finalDivisor">PyTorch's final_div_factor: the last rate is the first / finalDivisor.</param>
    public static LearningRateSchedule OneCycle(
        double maximum, int steps = 0, double warmupFraction = 0.3, bool linear = false, double initialDivisor = 25, double finalDivisor = 1e4)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        if (!(warmupFraction is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(warmupFraction), warmupFraction, "Expected a number from 0 to 1.");
        }

        return new OneCycleSchedule(
            HyperParameter.NotNegative(maximum), steps, warmupFraction, linear, HyperParameter.Positive(initialDivisor), HyperParameter.Positive(finalDivisor));
    }

    /// <summary>From <paramref name="startFactor"/> to <paramref name="endFactor"/> of the initial rate in a straight line, then constant. As <c>LinearLR</c>.</summary>
    /// <param name="steps">PyTorch's total_iters.</param>
    /// <param name="startFactor">Factor of unit 0.</param>
    /// <param name="endFactor">Factor from unit <paramref name="steps"/> on.</param>
    public static LearningRateSchedule LinearWarmup(int steps = 5, double startFactor = 1.0 / 3, double endFactor = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        HyperParameter.NotNegative(startFactor);
        HyperParameter.NotNegative(endFactor);
        return new FactorSchedule((index, _) => startFactor + ((endFactor - startFactor) * Math.Min(index, steps) / steps));
    }

    /// <summary>initial·(1 − t/steps)^power, then 0. As <c>PolynomialLR</c>.</summary>
    /// <param name="steps">PyTorch's total_iters; 0 for the whole run.</param>
    /// <param name="power">The exponent; 1 is a straight line.</param>
    public static LearningRateSchedule Polynomial(int steps = 0, double power = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        HyperParameter.NotNegative(power);
        return new PolynomialSchedule(steps, power);
    }

    /// <summary>
    /// Multiplies the rate by <paramref name="factor"/> when a metric has not improved for more than <paramref name="patience"/> units.
    /// As <c>ReduceLROnPlateau</c>. In <c>Fit</c> the metric is the validation loss, or the training loss without validation rows.
    /// </summary>
    /// <param name="factor">Below 1.</param>
    /// <param name="patience">Units without improvement that are tolerated.</param>
    /// <param name="threshold">How much is an improvement: relative to the best, or absolute.</param>
    /// <param name="relative">Whether the threshold is relative.</param>
    /// <param name="cooldown">Units after a reduction that are not counted.</param>
    /// <param name="minimum">The rate goes no lower.</param>
    /// <param name="maximize">The metric is to rise (an accuracy) instead of to fall (a loss).</param>
    public static LearningRateSchedule ReduceOnPlateau(
        double factor = 0.1, int patience = 10, double threshold = 1e-4, bool relative = true, int cooldown = 0, double minimum = 0, bool maximize = false)
    {
        if (!(factor is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "Expected a number above 0 and below 1.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        ArgumentOutOfRangeException.ThrowIfNegative(cooldown);
        return new PlateauSchedule(
            factor, patience, HyperParameter.NotNegative(threshold), relative, cooldown, HyperParameter.NotNegative(minimum), maximize);
    }

    /// <summary>The initial rate times a function of the unit, from 0. As <c>LambdaLR</c>.</summary>
    public static LearningRateSchedule Lambda(Func<long, double> factor)
    {
        ArgumentNullException.ThrowIfNull(factor);
        return new FactorSchedule((index, _) => factor(index));
    }
}
