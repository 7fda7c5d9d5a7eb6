using System;

namespace StaticNet;

/// <summary>Forward passes on several threads.</summary>
public static class ParallelExtensions
{
    // CA1000 takes the extension block for a generic type.
#pragma warning disable CA1000
    extension<TNetwork>(TNetwork model)
        where TNetwork : class, IInferenceNetwork<TNetwork>
    {
        /// <summary>
        /// Any number of samples, one per row, on several threads of the pool: the same bits as on one. Few rows of a small network stay on the calling
        /// thread. Nothing is allocated once every thread has run.
        /// </summary>
        /// <param name="inputs">[count, InputSize], row-major.</param>
        /// <param name="outputs">[count, OutputSize], overwritten.</param>
        /// <param name="maxDegreeOfParallelism">The most threads, the calling one included; −1 for one per processor.</param>
        /// <exception cref="ArgumentException">A span's length is no whole number of rows, or the counts differ.</exception>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is 0 or below −1.</exception>
        public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs, int maxDegreeOfParallelism)
        {
            ArgumentNullException.ThrowIfNull(model);
            ForwardTeam<TNetwork>.Run(model, inputs, outputs, Threads.Of(maxDegreeOfParallelism));
        }
    }
#pragma warning restore CA1000
}
