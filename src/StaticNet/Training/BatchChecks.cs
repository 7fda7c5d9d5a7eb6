using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace StaticNet;

/// <summary>Whether inputs, targets and weights fit the network and each other; messages say found, expected and what to do.</summary>
internal static class BatchChecks
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Labels(NetworkDescription description, int inputs, int labels, int weights)
    {
        if (inputs != (long)labels * description.InputSize || (weights != 0 && weights != labels))
        {
            ThrowLength(description, inputs, labels, weights, "labels", 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Targets(NetworkDescription description, int inputs, int targets, int weights)
    {
        int rows = targets / description.OutputSize;
        if (targets != rows * description.OutputSize || inputs != (long)rows * description.InputSize || (weights != 0 && weights != rows))
        {
            ThrowLength(description, inputs, targets, weights, "targets", description.OutputSize);
        }
    }

    /// <summary>Refuses labels where the network's loss takes numbers only.</summary>
    public static void LabelsAllowed(NetworkDescription description)
    {
        if (description.Heads.Count > 0)
        {
            throw new InvalidOperationException(
                $"{description.Name} has {description.Heads.Count} heads, whose targets stand side by side in rows of {description.OutputSize} numbers; pass targets as float[], with a class written by OutputHead.SetClass.");
        }

        if (description.LabelLoss is null)
        {
            throw new InvalidOperationException(
                $"{description.Name} has the loss {description.NumberLoss} on a {description.OutputActivation} output with {description.OutputSize} values, which takes numbers (float targets), not class labels (int). " +
                "Pass targets as float[], or declare Loss = Loss.CrossEntropy (Loss.BinaryCrossEntropy with one output).");
        }
    }

    [DoesNotReturn]
    private static void ThrowLength(NetworkDescription description, int inputs, int targets, int sampleWeights, string what, int perRow)
    {
        if (inputs % description.InputSize != 0)
        {
            throw new ArgumentException(
                $"{description.Name} reads {description.InputSize} values per row, but inputs has {inputs}, which is not a whole number of rows.", nameof(inputs));
        }

        int rows = inputs / description.InputSize;
        if (targets != (long)rows * perRow)
        {
            throw new ArgumentException(
                $"inputs has {rows} rows of {description.InputSize}, so {what} must have {(long)rows * perRow} values ({perRow} per row), but it has {targets}.", what);
        }

        throw new ArgumentException($"There are {rows} rows, but {sampleWeights} sample weights; give one per row, or none.", nameof(sampleWeights));
    }
}
