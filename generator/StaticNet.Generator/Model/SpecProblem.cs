using StaticNet.Generator.Collections;

namespace StaticNet.Generator.Model;

/// <summary>Something wrong (or worth knowing) about a declaration: what, where, and the values its message names.</summary>
/// <param name="Kind">What; one diagnostic id each.</param>
/// <param name="Place">Where in the declaration; only the analyzer turns it into a location.</param>
/// <param name="Arguments">The values the message is filled with, in the order of its placeholders.</param>
internal sealed record SpecProblem(ProblemKind Kind, ProblemPlace Place, EquatableArray<string> Arguments)
{
    public SpecProblem(ProblemKind kind, ProblemPlace place, params string[] arguments)
        : this(kind, place, new EquatableArray<string>(arguments))
    {
    }

    /// <summary>The value that would fit, where there is one.</summary>
    public string? Replacement { get; init; }

    /// <summary>Where that value belongs, if not at <see cref="Place"/>.</summary>
    public ProblemPlace? ReplacementPlace { get; init; }
}
