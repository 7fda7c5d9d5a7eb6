using System.Collections.Generic;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Parsing;

/// <summary>What became of a declaration.</summary>
/// <param name="Spec">The network; null where none can be generated.</param>
/// <param name="Problems">What is to be said about it.</param>
internal readonly record struct NetworkDeclaration(NetworkSpec? Spec, IReadOnlyList<SpecProblem> Problems)
{
    /// <summary>The class, where it gets members that throw because there is no network.</summary>
    public UnavailableNetwork? Unavailable { get; init; }
}
