using System;

namespace StaticNet.Tests.Shared;

/// <summary>Bytes that an action allocates on this thread.</summary>
internal static class Allocations
{
    /// <summary>
    /// The least of several attempts after a warm-up: the runtime now and then allocates on its own behalf (a method that is
    /// compiled again, a type that is loaded), an allocation of the action itself shows every time.
    /// </summary>
    public static long Least(Action action)
    {
        action();
        long least = long.MaxValue;
        for (int attempt = 0; attempt < 5 && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
