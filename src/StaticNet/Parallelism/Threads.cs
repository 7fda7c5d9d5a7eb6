using System;

namespace StaticNet;

/// <summary>What a degree of parallelism means: as in <see cref="System.Threading.Tasks.ParallelOptions"/>, −1 is one thread per processor.</summary>
internal static class Threads
{
    /// <summary>The number of threads, 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The degree is 0 or below −1.</exception>
    public static int Of(int maxDegreeOfParallelism, string name = "maxDegreeOfParallelism") => maxDegreeOfParallelism switch
    {
        -1 => Environment.ProcessorCount,
        > 0 => maxDegreeOfParallelism,
        _ => throw new ArgumentOutOfRangeException(name, maxDegreeOfParallelism, "The degree of parallelism is a number of threads, 1 or more, or -1 for one per processor."),
    };
}
