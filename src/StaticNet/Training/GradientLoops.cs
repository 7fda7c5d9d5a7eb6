using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet;

/// <summary>Passes over the trainable values of a buffer; their number is a multiple of 8.</summary>
internal static class GradientLoops
{
    /// <summary>
    /// The sum of squares or of magnitudes in double. Element i goes to partial sum i mod 8, joined as ((0+4)+(2+6))+((1+5)+(3+7)),
    /// in every vector width; squares of floats are exact in double, so the bits agree.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Sum(ParameterBuffer buffer, bool squares)
    {
        nuint length = (nuint)buffer.Layout.TrainableLength;
        ref float values = ref buffer.Reference;
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<double> a = default, b = default;
            for (nuint i = 0; i < length; i += 8)
            {
                Vector256<float> x = Vector256.LoadUnsafe(ref values, i);
                (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(x);
                a += squares ? lower * lower : Vector256.Abs(lower);
                b += squares ? upper * upper : Vector256.Abs(upper);
            }

            a += b;
            Vector128<double> pair = a.GetLower() + a.GetUpper();
            return pair[0] + pair[1];
        }
        else
        {
            Vector128<double> a = default, b = default, c = default, d = default;
            for (nuint i = 0; i < length; i += 8)
            {
                (Vector128<double> x0, Vector128<double> x1) = Vector128.Widen(Vector128.LoadUnsafe(ref values, i));
                (Vector128<double> x2, Vector128<double> x3) = Vector128.Widen(Vector128.LoadUnsafe(ref values, i + 4));
                a += squares ? x0 * x0 : Vector128.Abs(x0);
                b += squares ? x1 * x1 : Vector128.Abs(x1);
                c += squares ? x2 * x2 : Vector128.Abs(x2);
                d += squares ? x3 * x3 : Vector128.Abs(x3);
            }

            Vector128<double> pair = (a + c) + (b + d);
            return pair[0] + pair[1];
        }
    }

    /// <summary>The largest magnitude; NaN where there is a NaN.</summary>
    public static double Largest(ParameterBuffer buffer)
    {
        float largest = 0;
        foreach (float value in buffer.TrainableValues)
        {
            largest = MathF.Max(largest, MathF.Abs(value));
        }

        return largest;
    }

    /// <summary>Whether no value is NaN or infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllFinite(ParameterBuffer buffer) => AllFinite(ref buffer.Reference, buffer.Layout.TrainableLength);

    /// <summary>Whether none of <paramref name="count"/> values is NaN or infinite; a multiple of 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AllFinite(ref float values, int count)
    {
        nuint length = (nuint)count;

        // x − x is 0 for finite x, otherwise NaN, and NaN stays in a sum.
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<float> sum = default;
            for (nuint i = 0; i < length; i += 8)
            {
                Vector256<float> x = Vector256.LoadUnsafe(ref values, i);
                sum += x - x;
            }

            return Vector256.EqualsAll(sum, Vector256<float>.Zero);
        }
        else
        {
            Vector128<float> sum = default;
            for (nuint i = 0; i < length; i += 4)
            {
                Vector128<float> x = Vector128.LoadUnsafe(ref values, i);
                sum += x - x;
            }

            return Vector128.EqualsAll(sum, Vector128<float>.Zero);
        }
    }

    /// <summary>Multiplies every value.</summary>
    public static void Scale(ParameterBuffer buffer, float factor)
    {
        nuint length = (nuint)buffer.Layout.TrainableLength;
        ref float values = ref buffer.Reference;
        if (Vector256.IsHardwareAccelerated)
        {
            Scale<Lanes256>(ref values, length, factor);
        }
        else
        {
            Scale<Lanes128>(ref values, length, factor);
        }
    }

    /// <summary>Limits every value to ±<paramref name="maximum"/>; NaN stays.</summary>
    public static void Clamp(ParameterBuffer buffer, float maximum)
    {
        nuint length = (nuint)buffer.Layout.TrainableLength;
        ref float values = ref buffer.Reference;
        if (Vector256.IsHardwareAccelerated)
        {
            Clamp<Lanes256>(ref values, length, maximum);
        }
        else
        {
            Clamp<Lanes128>(ref values, length, maximum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale<TLanes>(ref float values, nuint length, float factor)
        where TLanes : struct, ILanes<TLanes>
    {
        for (nuint i = 0; i < length; i += (nuint)TLanes.Width)
        {
            (TLanes.Broadcast(factor) * TLanes.Load(ref values, i)).Store(ref values, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Clamp<TLanes>(ref float values, nuint length, float maximum)
        where TLanes : struct, ILanes<TLanes>
    {
        for (nuint i = 0; i < length; i += (nuint)TLanes.Width)
        {
            TLanes.Min(TLanes.Broadcast(maximum), TLanes.Max(TLanes.Broadcast(-maximum), TLanes.Load(ref values, i))).Store(ref values, i);
        }
    }
}
