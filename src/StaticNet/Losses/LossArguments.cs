using System;
using System.Diagnostics.CodeAnalysis;

namespace StaticNet.Losses;

/// <summary>Length checks shared by the losses, with messages that say what was found and what was expected.</summary>
internal static class LossArguments
{
    public static void CheckRows(int length, int rows, string name)
    {
        if (length != rows)
        {
            Throw($"There are {length} {name} for {rows} rows; give one per row.", name);
        }
    }

    public static void CheckTargets(int length, int rows, int outputs)
    {
        if (length != rows * outputs)
        {
            Throw($"There are {length} targets for {rows} rows of {outputs} outputs; expected {rows} × {outputs} = {rows * outputs}.", "targets");
        }
    }

    public static void CheckSampleWeights(int length, int rows)
    {
        if (length != 0 && length != rows)
        {
            Throw($"There are {length} sample weights for {rows} rows; give one per row, or none.", "sampleWeights");
        }
    }

    public static void CheckWeights(float[]? weights, int outputs, string name)
    {
        if (weights is not null && weights.Length != outputs)
        {
            Throw($"{name} has {weights.Length} values for {outputs} outputs; give one per output, or null.", "options");
        }
    }

    [DoesNotReturn]
    private static void Throw(string message, string parameter) => throw new ArgumentException(message, parameter);
}
