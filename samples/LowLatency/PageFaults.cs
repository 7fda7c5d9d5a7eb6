using System;
using System.Runtime.InteropServices;

namespace StaticNet.Samples.LowLatency;

/// <summary>Page faults of the calling thread, as Linux counts them: <c>getrusage(RUSAGE_THREAD)</c>.</summary>
internal static unsafe partial class PageFaults
{
    private const int RusageThread = 1;

    // struct rusage of 64-bit Linux: two times of two words, then maxrss, ixrss, idrss, isrss, minflt, majflt, and eight more words.
    private const int Words = 18;
    private const int MinorFaults = 8;
    private const int MajorFaults = 9;

    /// <summary>Faults of a second run of an action: the first compiles it. Negative where they cannot be counted.</summary>
    public static long During(Action action)
    {
        if (!OperatingSystem.IsLinux())
        {
            return -1;
        }

        action();
        long before = Count();
        action();
        return Count() - before;
    }

    private static long Count()
    {
        long* usage = stackalloc long[Words];
        return GetUsage(RusageThread, usage) == 0 ? usage[MinorFaults] + usage[MajorFaults] : throw new InvalidOperationException("getrusage failed");
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetUsage(int who, long* usage);
}
