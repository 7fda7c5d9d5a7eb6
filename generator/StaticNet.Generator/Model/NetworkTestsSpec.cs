using StaticNet.Generator.Collections;

namespace StaticNet.Generator.Model;

/// <summary>A network that tests are written for.</summary>
/// <param name="Reference">The type as any file may call it: <c>global::My.App.Net</c>.</param>
/// <param name="Name">Names its test class.</param>
/// <param name="HasMemory">Whether it is a network over sequences.</param>
/// <param name="HasGradients">Whether it can be trained.</param>
/// <param name="HasParameters">Whether it can be saved: its weights are no constants.</param>
/// <param name="HasTimeBudget">Whether it has <c>BudgetCheck.Run()</c>.</param>
/// <param name="HasSelfTest">Whether it has stored test vectors.</param>
/// <param name="FrozenTwin">The network that has the same file's weights as constants, where this one loads them; null for none.</param>
internal sealed record TestedNetwork(
    string Reference, string Name, bool HasMemory, bool HasGradients, bool HasParameters, bool HasTimeBudget, bool HasSelfTest, string? FrozenTwin);

/// <summary>A network of the same project that tests may name; what it has is known to its own declaration.</summary>
/// <param name="Stem">The stem of its file names, by which its spec is found.</param>
/// <param name="Reference">The type as any file may call it.</param>
/// <param name="Name">Names its test class.</param>
/// <param name="FrozenTwin">The network that has the same file's weights as constants, where this one loads them; null for none.</param>
internal sealed record OwnNetwork(string Stem, string Reference, string Name, string? FrozenTwin);

/// <summary><c>[assembly: NetworkTests]</c>.</summary>
/// <param name="Others">Networks of projects that this one refers to.</param>
/// <param name="Own">Networks of this project.</param>
/// <param name="IsOptimized">Whether the project is compiled with optimization: without it, times mean nothing.</param>
internal sealed record NetworkTestsSpec(EquatableArray<TestedNetwork> Others, EquatableArray<OwnNetwork> Own, bool IsOptimized);
