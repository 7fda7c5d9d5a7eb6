using System;

namespace StaticNet.Benchmarks;

/// <summary>One competitor in one item: repeats the measured operation as often as it is told.</summary>
internal abstract class Engine(string name) : IDisposable
{
    /// <summary>As printed in the tables.</summary>
    public string Name { get; } = name;

    /// <summary>True for StaticNet's own entry: it is the numerator of the ratios.</summary>
    public bool IsSubject { get; init; }

    /// <summary>Performs the operation <paramref name="iterations"/> times. The loop costs at most a few instructions per call.</summary>
    public abstract void Run(int iterations);

    /// <summary>Called untimed before every round.</summary>
    public virtual void Reset()
    {
    }

    /// <summary>Compares results with the double-precision reference.</summary>
    /// <exception cref="WrongResultException">A value is further from the reference than the tolerance.</exception>
    public abstract void Verify();

    public virtual void Dispose() => GC.SuppressFinalize(this);
}

/// <summary>A rival computes something else than the reference: timing it would mean nothing.</summary>
internal sealed class WrongResultException(string message) : Exception(message);
