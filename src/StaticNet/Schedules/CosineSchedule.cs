using System;

namespace StaticNet;

/// <summary>Cosine annealing after a linear warm-up; restarts where <paramref name="multiplier"/> is 1 or more.</summary>
internal sealed class CosineSchedule(int warmup, int period, int multiplier, double minimum) : LearningRateSchedule
{
    public override double GetLearningRate(double initialLearningRate, long index, long total)
    {
        if (index < warmup)
        {
            return initialLearningRate * (index + 1) / warmup;
        }

        long time = index - warmup;
        long length = period > 0 ? period : Math.Max(1, Required(0, total, nameof(LearningRate.Cosine), nameof(period)) - warmup);
        if (multiplier == 1)
        {
            time %= length;
        }
        else if (multiplier > 1)
        {
            while (time >= length)
            {
                time -= length;
                length *= multiplier;
            }
        }

        return minimum + ((initialLearningRate - minimum) * (1 + PortableMath.CosPi((double)time / length)) / 2);
    }
}
