using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.Generator.Validation;

/// <summary>The members the generator writes into a network: names a user's class must leave free.</summary>
internal static class GeneratedMembers
{
    private const string In = "System.ReadOnlySpan<float>";
    private const string Out = "System.Span<float>";
    private const string Labels = "System.ReadOnlySpan<int>";
    private const string Buffer = "StaticNet.ParameterBuffer";

    /// <summary>Constants and properties: no member of any kind may have such a name.</summary>
    public static readonly string[] Values =
        ["InputSize", "OutputSize", "ParameterCount", "MultiplyAdds", "ParameterBytes", "StackBytes", "WorkspaceBytes", "StateBytes", "Parameters", "ParameterInfos", "Description"];

    /// <summary>Methods by name and parameter types; an overload with other parameters is the user's to write.</summary>
    public static readonly (string Name, string[] Parameters)[] Methods =
    [
        ("Forward", [In, Out]),
        ("ForwardBatch", [In, Out]),
        ("PredictClass", [In]),
        ("PredictProbabilities", [In, Out]),
        ("Predict", [In]),
        ("ComputeLoss", [In, In]),
        ("ComputeLoss", [In, Labels]),
        ("ComputeLoss", ["StaticNet.Batch"]),
        ("ComputeGradients", [In, In, Buffer]),
        ("ComputeGradients", [In, Labels, Buffer]),
        ("ComputeGradients", ["StaticNet.Batch", Buffer, "bool"]),
        ("Backward", [In, In, Buffer, Out]),
        ("CreateGradients", []),
        ("ToString", []),
        ("Summary", []),
    ];

    /// <summary>What a network with memory has in addition, whatever the signature.</summary>
    public static readonly string[] OfStreams = ["StateSize", "ReceptiveField", "CreateState", "Process", "ProcessVoices", "ForwardSequences", "Prime"];

    /// <summary>What it has in the place of the methods of one without.</summary>
    public static readonly (string Name, string[] Parameters)[] MethodsOfStreams =
    [
        ("PredictClass", ["int", In]),
        ("ComputeLoss", ["StaticNet.SequenceBatch"]),
        ("ComputeGradients", ["StaticNet.SequenceBatch", Buffer, "bool"]),
    ];

    /// <summary>What the compiler calls the accessors of the properties, and reserves for them whether they are there or not.</summary>
    private static readonly (string Name, string[] Parameters)[] s_accessors =
    [
        ("get_Parameters", []), ("set_Parameters", [Buffer]),
        ("get_ParameterInfos", []), ("set_ParameterInfos", ["System.ReadOnlySpan<StaticNet.ParameterInfo>"]),
        ("get_Description", []), ("set_Description", ["StaticNet.NetworkDescription"]),
    ];

    /// <summary>What is generated and not meant to be seen begins like this.</summary>
    private const string InternalPrefix = "__";

    private static readonly HashSet<string> s_names = new(Values.Concat(OfStreams).Concat(Methods.Concat(s_accessors).Select(static method => method.Name)), StringComparer.Ordinal);

    /// <summary>Whether anything generated has this name, whatever its signature: the quick test.</summary>
    public static bool IsGeneratedName(string name) => s_names.Contains(name) || name.StartsWith(InternalPrefix, StringComparison.Ordinal);

    /// <summary>Whether the compiler gives this name to an accessor: hiding an inherited method of that name is in order.</summary>
    public static bool IsAccessorName(string name) => s_accessors.Any(accessor => accessor.Name == name);

    /// <summary>Whether a user's member of this name and signature cannot stand beside the generated ones.</summary>
    /// <param name="name">The member's name.</param>
    /// <param name="parameters">Its parameter types, fully qualified; null where it is no method.</param>
    /// <param name="outputs">The network's outputs; null where they are not known, and every member is counted.</param>
    /// <param name="isStreaming">Whether the network has memory.</param>
    public static bool Collides(string name, IReadOnlyList<string>? parameters, int? outputs = null, bool isStreaming = false)
    {
        // Asked for each network with each keystroke, nearly always for a name that is none of these.
        if (!IsGeneratedName(name))
        {
            return false;
        }

        if (Array.IndexOf(OfStreams, name) >= 0)
        {
            return isStreaming;
        }

        if (isStreaming && MethodsOfStreams.Any(method => method.Name == name && (parameters is null || parameters.SequenceEqual(method.Parameters))))
        {
            return true;
        }

        if (isStreaming && name is "Predict" or "ForwardBatch" or "Backward" or "PredictProbabilities")
        {
            return false;
        }

        // The one output as a number.
        if (name == "Predict" && outputs is not (null or 1))
        {
            return false;
        }

        if (Array.IndexOf(Values, name) >= 0 || name.StartsWith(InternalPrefix, StringComparison.Ordinal))
        {
            return true;
        }

        return Methods.Concat(s_accessors).Any(method => method.Name == name && (parameters is null || parameters.SequenceEqual(method.Parameters)));
    }
}
