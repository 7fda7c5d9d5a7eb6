using StaticNet.Generator.Model;

namespace StaticNet.Generator.Parsing.ModelFiles.StateDicts;

/// <summary>What became of a state dict: a network, or why there is none.</summary>
/// <param name="Network">Layers and tensors, activations included; null where there is a problem.</param>
/// <param name="Kind">Which problem.</param>
/// <param name="Problem">What the message says of it.</param>
/// <param name="HasActivations">Whether the activation asked for stands anywhere.</param>
internal sealed record StateDictResult(ModelFileText? Network, ProblemKind Kind, string Problem, bool HasActivations = true)
{
    /// <summary>The declarations of the two networks that the tensors are, where a library's names tell them apart; otherwise null.</summary>
    public string? Pair { get; init; }

    /// <summary>A function that the file does not tell, where the library whose names it has uses another one than was taken: what, and what to write.</summary>
    public (string Difference, string Remedy)? Unstated { get; init; }

    /// <summary>Whether the problem is the Output that was asked for.</summary>
    public bool IsOfOutput { get; init; }

    public static StateDictResult Of(ModelFileText network, bool hasActivations) => new(network, default, "", hasActivations);

    public static StateDictResult Unusable(string problem) => new(null, ProblemKind.ModelFileUnusable, problem);

    public static StateDictResult Ambiguous(string problem) => new(null, ProblemKind.ModelFileAmbiguous, problem);
}
