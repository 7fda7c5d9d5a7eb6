using System;
using Orleans;

namespace StaticNet.Orleans;

/// <summary>Where the training of one grain's network stands.</summary>
/// <param name="Network">The network type's name.</param>
/// <param name="StepCount">Training steps so far, those before this activation included.</param>
/// <param name="SavedStepCount">Training steps that grain storage knows.</param>
/// <param name="Hash"><c>Parameters.Hash()</c>.</param>
[GenerateSerializer]
[Immutable]
[Alias("staticnet.NetworkStatus")]
public sealed record NetworkStatus(string Network, long StepCount, long SavedStepCount, UInt128 Hash);
