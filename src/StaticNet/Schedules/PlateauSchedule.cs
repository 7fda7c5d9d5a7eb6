using System;

namespace StaticNet;

/// <summary>What a scheduler remembers of a metric.</summary>
internal struct PlateauState
{
    public double Best;
    public int BadCount;
    public int CooldownLeft;
}

internal sealed class PlateauSchedule(
    double factor, int patience, double threshold, bool relative, int cooldown, double minimum, bool maximize) : LearningRateSchedule
{
    // PyTorch's eps: smaller changes of the rate are not made.
    private const double SmallestChange = 1e-8;

    public PlateauState Start => new() { Best = maximize ? double.NegativeInfinity : double.PositiveInfinity };

    public override double GetLearningRate(double initialLearningRate, long index, long total) => initialLearningRate;

    /// <summary>Takes note of a metric; returns the rate that follows <paramref name="current"/>.</summary>
    public double Observe(ref PlateauState state, double metric, double current)
    {
        if (IsBetter(metric, state.Best))
        {
            state.Best = metric;
            state.BadCount = 0;
        }
        else
        {
            state.BadCount++;
        }

        if (state.CooldownLeft > 0)
        {
            state.CooldownLeft--;
            state.BadCount = 0;
        }

        if (state.BadCount <= patience)
        {
            return current;
        }

        state.CooldownLeft = cooldown;
        state.BadCount = 0;
        double next = Math.Max(current * factor, minimum);
        return current - next > SmallestChange ? next : current;
    }

    private bool IsBetter(double metric, double best)
    {
        if (double.IsInfinity(best))
        {
            return maximize ? metric > best : metric < best;
        }

        double margin = relative ? Math.Abs(best) * threshold : threshold;
        return maximize ? metric > best + margin : metric < best - margin;
    }
}
