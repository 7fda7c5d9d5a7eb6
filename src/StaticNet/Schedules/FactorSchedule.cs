using System;

namespace StaticNet;

/// <summary>The initial rate times a function of (index, total).</summary>
internal sealed class FactorSchedule(Func<long, long, double> factor) : LearningRateSchedule
{
    public override double GetLearningRate(double initialLearningRate, long index, long total) => initialLearningRate * factor(index, total);
}
