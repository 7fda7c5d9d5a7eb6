using System;

namespace StaticNet;

internal sealed class PolynomialSchedule(int steps, double power) : LearningRateSchedule
{
    public override double GetLearningRate(double initialLearningRate, long index, long total)
    {
        long length = Required(steps, total, nameof(LearningRate.Polynomial), "steps");
        double left = Math.Max(0, 1 - ((double)index / length));
        return initialLearningRate * (power == Math.Floor(power) ? PortableMath.Power(left, (long)power) : Math.Pow(left, power));
    }
}
