using System;
using System.Collections.Generic;
using System.Collections.Immutable;

namespace StaticNet.Generator.Diagnostics;

/// <summary>What a parameter of a network's method takes.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="IsInput">Its rows have InputSize values; otherwise OutputSize.</param>
/// <param name="IsRows">Any number of rows; otherwise exactly one.</param>
/// <param name="IsTargets">Numbers in rows, or one class label per row.</param>
/// <param name="IsOptional">Empty means absent.</param>
internal sealed record CallParameter(string Name, bool IsInput, bool IsRows = false, bool IsTargets = false, bool IsOptional = false);

/// <summary>The methods of networks and trainers whose arguments have sizes.</summary>
internal static class NetworkCall
{
    private static readonly CallParameter s_input = new("input", IsInput: true);
    private static readonly CallParameter s_inputs = new("inputs", IsInput: true, IsRows: true);
    private static readonly CallParameter s_targets = new("targets", IsInput: false, IsRows: true, IsTargets: true);
    private static readonly ImmutableArray<CallParameter> s_training = [s_inputs, s_targets, s_targets with { Name = "labels" }];

    private static readonly Dictionary<string, ImmutableArray<CallParameter>> s_methods = new(StringComparer.Ordinal)
    {
        ["Forward"] = [s_input, new("output", IsInput: false)],
        ["ForwardBatch"] = [s_inputs, new("outputs", IsInput: false, IsRows: true)],
        ["Predict"] = [s_input],
        ["PredictClass"] = [s_input],
        ["PredictProbabilities"] = [s_input with { IsRows = true }, new("probabilities", IsInput: false, IsRows: true)],
        ["ComputeLoss"] = s_training,
        ["ComputeGradients"] = s_training,
        ["Step"] = s_training,
        ["Fit"] = s_training,
        ["Evaluate"] = s_training,
        ["GradientCheck"] = s_training,
    };

    /// <summary>The parameters in their order, or null for a method that is none of ours. What follows the targets has no size.</summary>
    public static ImmutableArray<CallParameter>? ParametersOf(string method)
    {
        if (method == "Backward")
        {
            return [s_input, new("outputGradient", IsInput: false)];
        }

        return s_methods.TryGetValue(method, out ImmutableArray<CallParameter> parameters) ? parameters : null;
    }
}
