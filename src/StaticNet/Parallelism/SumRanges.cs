using System;
using System.Runtime.CompilerServices;
using System.Threading;
using StaticNet.Numerics;

namespace StaticNet;

/// <summary>Adds gradients to a sum, one after the other, and looks for NaN and infinity while the range is in the cache.</summary>
/// <param name="sum">Added to.</param>
/// <param name="most">The most gradients at once.</param>
internal sealed class SumRanges(ParameterBuffer sum, int most) : RangeWork
{
    private readonly ParameterBuffer[] _gradients = new ParameterBuffer[most];
    private int _count;
    private bool _hasNonFinite;

    /// <summary>Whether the sum of the last pass has no NaN or infinity.</summary>
    public bool IsFinite => !_hasNonFinite;

    /// <summary>Begins a pass, without gradients.</summary>
    public void Begin() => (_count, _hasNonFinite) = (0, false);

    /// <summary>Another gradient for the pass.</summary>
    public void Add(ParameterBuffer gradient)
    {
        _gradients[_count] = gradient;
        _count++;
    }

    public override void Compute(int start, int length)
    {
        ref float to = ref Unsafe.Add(ref sum.Reference, start);
        for (int i = 0; i < _count; i++)
        {
            Accumulation.Add(ref Unsafe.Add(ref _gradients[i].Reference, start), ref to, length);
        }

        int trainable = Math.Min(length, sum.Layout.TrainableLength - start);
        if (trainable > 0 && !GradientLoops.AllFinite(ref to, trainable))
        {
            Volatile.Write(ref _hasNonFinite, true);
        }
    }
}
