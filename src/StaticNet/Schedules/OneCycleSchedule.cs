namespace StaticNet;

internal sealed class OneCycleSchedule(
    double maximum, int steps, double warmupFraction, bool linear, double initialDivisor, double finalDivisor) : LearningRateSchedule
{
    public override double GetLearningRate(double initialLearningRate, long index, long total)
    {
        long length = Required(steps, total, nameof(LearningRate.OneCycle), nameof(steps));
        double initial = maximum / initialDivisor;
        double final = initial / finalDivisor;
        double peak = (warmupFraction * length) - 1;
        double last = length - 1;
        if (index >= last)
        {
            return length == 1 ? maximum : final;
        }

        return index <= peak
            ? Between(initial, maximum, peak > 0 ? index / peak : 1)
            : Between(maximum, final, (index - peak) / (last - peak));
    }

    private double Between(double start, double end, double share) => linear
        ? start + ((end - start) * share)
        : end + ((start - end) / 2 * (1 + PortableMath.CosPi(share)));
}
