using System.Threading;

namespace StaticNet;

/// <summary>What one trial of a <see cref="Sweep"/> gets beside its settings.</summary>
/// <param name="Index">The settings' place in the list, from 0.</param>
/// <param name="Seed">For the trial's random numbers: it follows from the sweep's seed and the index, whatever thread runs the trial.</param>
/// <param name="CancellationToken">The sweep's.</param>
public readonly record struct SweepTrial(int Index, ulong Seed, CancellationToken CancellationToken);
