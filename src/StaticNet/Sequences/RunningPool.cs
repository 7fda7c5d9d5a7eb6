using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using StaticNet.Layers;

namespace StaticNet.Sequences;

/// <summary>Mean and maximum over all steps that a stream has seen: sum or maximum [stride], and behind it the number of steps, in an integer's bits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RunningPool
{
    /// <summary>y(t) = the mean of x up to t.</summary>
    /// <param name="x">[steps, stride].</param>
    /// <param name="y">[steps, stride], overwritten.</param>
    /// <param name="state">Sum and number of steps.</param>
    /// <param name="steps">0 or more.</param>
    /// <param name="stride">Floats from one row to the next: a multiple of 4.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Mean(ref float x, ref float y, ref float state, int steps, int stride)
    {
        ref int count = ref Count(ref state, stride);
        for (int t = 0; t < steps; t++)
        {
            OverTimeRows.AddMean(ref Unsafe.Add(ref x, t * stride), ref state, 1, stride);
            OverTimeRows.FinishMean(ref state, ref Unsafe.Add(ref y, t * stride), ++count, stride);
        }
    }

    /// <summary>y(t) = the maximum of x up to t, value by value.</summary>
    /// <param name="x">[steps, stride].</param>
    /// <param name="y">[steps, stride], overwritten.</param>
    /// <param name="state">Maximum and number of steps.</param>
    /// <param name="steps">0 or more.</param>
    /// <param name="stride">Floats from one row to the next: a multiple of 4.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Max(ref float x, ref float y, ref float state, int steps, int stride)
    {
        ref int count = ref Count(ref state, stride);
        for (int t = 0; t < steps; t++)
        {
            OverTimeRows.AddMax(ref Unsafe.Add(ref x, t * stride), ref state, 1, stride, isFirst: count == 0);
            JoinRows.Copy(ref state, ref Unsafe.Add(ref y, t * stride), stride);
            count = Math.Max(count + 1, 1);
        }
    }

    /// <summary>The state's values without padding.</summary>
    /// <param name="state">Sum or maximum, and the number of steps.</param>
    /// <param name="size">Values.</param>
    /// <param name="stride">Floats of storage.</param>
    /// <param name="values">[size + 1], overwritten: the number of steps comes last.</param>
    public static void Read(ref float state, int size, int stride, ref float values)
    {
        JoinRows.Copy(ref state, ref values, size);
        Unsafe.Add(ref values, size) = Count(ref state, stride);
    }

    /// <summary>And back, into a state of zeros.</summary>
    /// <param name="values">[size + 1].</param>
    /// <param name="size">Values.</param>
    /// <param name="stride">Floats of storage.</param>
    /// <param name="state">Overwritten.</param>
    public static void Write(ref float values, int size, int stride, ref float state)
    {
        JoinRows.Copy(ref values, ref state, size);
        Count(ref state, stride) = (int)Unsafe.Add(ref values, size);
    }

    private static ref int Count(ref float state, int stride) => ref Unsafe.As<float, int>(ref Unsafe.Add(ref state, stride));
}
