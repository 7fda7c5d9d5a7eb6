using System;

namespace StaticNet.Orleans;

/// <summary>One item of a search.</summary>
/// <typeparam name="TItem">Settings or a genome.</typeparam>
/// <typeparam name="TResult">What a trial returns.</typeparam>
/// <param name="Index">The item's place in the list, from 0.</param>
/// <param name="Item">What was tried.</param>
/// <param name="Result">What the trial returned; the default where it failed.</param>
/// <param name="Error">Why the trial failed; null where it did not.</param>
/// <param name="Attempts">How often it was begun: 1, or more where silos failed.</param>
/// <param name="Duration">From the first attempt to the result.</param>
public sealed record TrialResult<TItem, TResult>(int Index, TItem Item, TResult? Result, Exception? Error, int Attempts, TimeSpan Duration);
