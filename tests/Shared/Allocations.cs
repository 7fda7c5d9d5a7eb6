using System;

namespace StaticNet.Tests.Shared;

/// <summary>Bytes that an action allocates on this thread.</summary>
/// <remarks>
/// The runtime's counter is exact only while no collection begins or ends: a thread loses the rest of its allocation buffer then,
/// up to 8 KB, and with a background collection that rest stays counted as allocated, even for a loop that allocates nothing
/// (about one measurement in a thousand beside threads that allocate). So tests that measure belong to <see cref="MeasuredAlone"/>,
/// a collection is waited for before each attempt, and an attempt with a collection in it does not count.
/// </remarks>
internal static class Allocations
{
    private const int Attempts = 5;
    private const int Disturbances = 100;

    /// <summary>
    /// The least of several attempts after a warm-up: the runtime now and then allocates on its own behalf (a method that is
    /// compiled again, a type that is loaded), an allocation of the action itself shows every time.
    /// </summary>
    public static long Least(Action action)
    {
        action();
        long least = long.MaxValue;
        int disturbed = 0;
        for (int attempt = 0; attempt < Attempts && least > 0;)
        {
            if (Measure(action) is { } bytes)
            {
                least = Math.Min(least, bytes);
                attempt++;
            }
            else if (++disturbed == Disturbances)
            {
                throw new InvalidOperationException($"A garbage collection ran in each of {Disturbances} measurements; measure fewer calls at once.");
            }
        }

        return least;
    }

    /// <summary>The bytes of one call, or null where a collection made them inexact: it may add to the count, so that 0 is 0 in any case.</summary>
    public static long? Measure(Action action)
    {
        GC.Collect(); // waits for a background collection, too, and leaves no rest of a buffer to lose
        int collections = GC.CollectionCount(0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        return bytes == 0 || GC.CollectionCount(0) == collections ? bytes : null;
    }
}
