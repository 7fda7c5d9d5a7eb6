namespace StaticNet;

/// <summary>
/// The learning rate as a function of time. <see cref="LearningRate"/> has the usual ones; derive from this for one of your own.
/// A schedule is immutable and counts in units of whoever drives it: batches or epochs. <see cref="LearningRateScheduler"/> applies it.
/// </summary>
public abstract class LearningRateSchedule
{
    /// <summary>The learning rate of one unit of time.</summary>
    /// <param name="initialLearningRate">The optimizer's own learning rate.</param>
    /// <param name="index">The unit, from 0.</param>
    /// <param name="total">How many units the run has, or 0 where that is not known.</param>
    public abstract double GetLearningRate(double initialLearningRate, long index, long total);

    /// <summary>Throws where the schedule cannot do without the length of the run.</summary>
    private protected static long Required(long own, long total, string schedule, string argument)
    {
        long length = own > 0 ? own : total;
        if (length <= 0)
        {
            throw new System.InvalidOperationException(
                $"LearningRate.{schedule} spans the whole run, whose length is not known here; give {argument}, or the total number of steps to whoever drives the schedule.");
        }

        return length;
    }
}
