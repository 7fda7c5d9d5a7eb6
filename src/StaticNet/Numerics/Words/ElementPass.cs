using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Activations;

namespace StaticNet.Numerics.Words;

/// <summary>An activation, or its derivative, over a row of values in memory.</summary>
/// <typeparam name="TActivation">The function.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ElementPass<TActivation>
    where TActivation : struct, IActivation
{
    /// <summary>y = f(x) for <paramref name="count"/> values, a multiple of 4; in place where both are the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(ref float x, ref float y, int count)
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; i + 16 <= count; i += 16)
            {
                Words512.Store(TActivation.Forward(Words512.Load(ref x, i)), ref y, i);
            }
        }

        if (Vector256.IsHardwareAccelerated)
        {
            for (; i + 8 <= count; i += 8)
            {
                Words256.Store(TActivation.Forward(Words256.Load(ref x, i)), ref y, i);
            }
        }

        for (; i < count; i += 4)
        {
            Words128.Store(TActivation.Forward(Words128.Load(ref x, i)), ref y, i);
        }
    }

    /// <summary>
    /// The gradient before the function from the one after it, in place, for <paramref name="count"/> values, a multiple of 4;
    /// <paramref name="kept"/> is the function's output or input as it needs.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(ref float gradient, ref float kept, int count)
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; i + 16 <= count; i += 16)
            {
                Words512.Store(TActivation.Backward(Words512.Load(ref gradient, i), Words512.Load(ref kept, i)), ref gradient, i);
            }
        }

        if (Vector256.IsHardwareAccelerated)
        {
            for (; i + 8 <= count; i += 8)
            {
                Words256.Store(TActivation.Backward(Words256.Load(ref gradient, i), Words256.Load(ref kept, i)), ref gradient, i);
            }
        }

        for (; i < count; i += 4)
        {
            Words128.Store(TActivation.Backward(Words128.Load(ref gradient, i), Words128.Load(ref kept, i)), ref gradient, i);
        }
    }
}
