using System;

namespace StaticNet;

/// <summary>One trial of a <see cref="Sweep"/>.</summary>
/// <typeparam name="TSettings">For example a tuple or record.</typeparam>
/// <param name="Index">The settings' place in the list, from 0.</param>
/// <param name="Settings">What was tried.</param>
/// <param name="Value">What the trial returned; NaN where it failed.</param>
/// <param name="Error">Why the trial failed, for example a NaN loss; null where it did not.</param>
/// <param name="Duration">Of the trial.</param>
public sealed record SweepResult<TSettings>(int Index, TSettings Settings, double Value, Exception? Error, TimeSpan Duration);
