using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;

namespace StaticNet.Losses;

/// <summary>The factor of each element's loss and gradient: its output's weight, and 0 where its target is missing.</summary>
internal readonly ref struct ElementFactors
{
    private readonly ReadOnlySpan<float> _weights;
    private readonly bool _ignoresMissing;

    /// <exception cref="ArgumentException">There are output weights, but not one per output.</exception>
    public ElementFactors(in LossOptions options, int outputs)
    {
        LossArguments.CheckWeights(options.OutputWeights, outputs, nameof(LossOptions.OutputWeights));
        _weights = options.OutputWeights;
        _ignoresMissing = options.MissingTargets == MissingTargets.Ignore;
    }

    /// <summary>Whether every factor is 1.</summary>
    public bool AreOne => _weights.IsEmpty && !_ignoresMissing;

    /// <summary>Values or gradients times their factors.</summary>
    /// <param name="values">One per element, from column <paramref name="column"/> on; NaN where the target is.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="column">The first of the columns.</param>
    /// <param name="count">How many columns there are from there on.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Apply(Vector256<float> values, Vector256<float> targets, int column, int count)
    {
        if (!_weights.IsEmpty)
        {
            values *= RowVector.Load(ref Unsafe.Add(ref MemoryMarshal.GetReference(_weights), column), count);
        }

        return _ignoresMissing ? values & Vector256.Equals(targets, targets) : values;
    }
}
