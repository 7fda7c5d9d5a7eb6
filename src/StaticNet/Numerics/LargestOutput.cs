using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace StaticNet.Numerics;

/// <summary>Which output is the largest? The class of a row of two outputs or more.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LargestOutput
{
    /// <summary>The index of the largest value, the first of equal ones; NaN is larger than nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(ReadOnlySpan<float> outputs)
    {
        int best = 0;
        for (int i = 1; i < outputs.Length; i++)
        {
            if (outputs[i] > outputs[best])
            {
                best = i;
            }
        }

        return best;
    }
}
