using System;
using System.Runtime.CompilerServices;

namespace StaticNet;

/// <summary>
/// The values no optimizer updates: running means and variances. A forward pass in training changes them before anything is known of
/// its loss, so a copy is taken first. Networks without such values pay nothing.
/// </summary>
internal sealed class RunningStatistics(ParameterBuffer parameters)
{
    private readonly float[] _copy = new float[parameters.Layout.Length - parameters.Layout.TrainableLength];

    private Span<float> Live
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => parameters.Values[parameters.Layout.TrainableLength..];
    }

    /// <summary>Keeps the current statistics.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Keep()
    {
        if (_copy.Length > 0)
        {
            Live.CopyTo(_copy);
        }
    }

    /// <summary>Puts the kept statistics back.</summary>
    public void Restore() => _copy.CopyTo(Live);

    /// <summary>Whether no statistic is NaN or infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool AreFinite()
    {
        foreach (float value in Live)
        {
            if (!float.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }
}
