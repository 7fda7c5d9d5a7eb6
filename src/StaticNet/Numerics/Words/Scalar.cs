using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Activations;

namespace StaticNet.Numerics.Words;

/// <summary>The words of networks that are generated for reading: one number at a time, with the bits that vectors give.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Scalar
{
    /// <summary>a·b + c, rounded once; twice on processors without fused multiply-add, as vectors of 128 bits are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Fma(float a, float b, float c) =>
        Vector128.MultiplyAddEstimate(Vector128.CreateScalar(a), Vector128.CreateScalar(b), Vector128.CreateScalar(c)).ToScalar();

    /// <summary>f(x).</summary>
    /// <typeparam name="TActivation">f.</typeparam>
    public static float Apply<TActivation>(float x)
        where TActivation : struct, IActivation => TActivation.Forward(Vector128.Create(x)).ToScalar();

    /// <summary>The gradient before an activation, dy·f′, from the gradient after it.</summary>
    /// <typeparam name="TActivation">f.</typeparam>
    /// <param name="dy">The gradient after the activation.</param>
    /// <param name="kept">The activation's output or input, as f′ needs.</param>
    public static float Derive<TActivation>(float dy, float kept)
        where TActivation : struct, IActivation => TActivation.Backward(Vector128.Create(dy), Vector128.Create(kept)).ToScalar();

    /// <summary>Starts the partial sums of a unit: the first with the bias, the others with zero.</summary>
    public static void Start(Span<float> sums, float bias)
    {
        sums.Clear();
        sums[0] = bias;
    }

    /// <summary>
    /// The total of partial sums. Those that vectors of <paramref name="lanes"/> floats hold are added vector to vector, neighbors first, until one
    /// vector is left; then its upper half to its lower half, until one number is left.
    /// </summary>
    /// <param name="sums">A power of two of them; overwritten.</param>
    /// <param name="lanes">1 where all are in different vectors.</param>
    public static float Join(Span<float> sums, int lanes)
    {
        for (int vectors = sums.Length / lanes; vectors > 1; vectors /= 2)
        {
            for (int i = 0; i < vectors / 2 * lanes; i++)
            {
                int vector = i / lanes, lane = i % lanes;
                sums[i] = sums[(2 * vector * lanes) + lane] + sums[(((2 * vector) + 1) * lanes) + lane];
            }
        }

        for (int half = lanes / 2; half > 0; half /= 2)
        {
            for (int lane = 0; lane < half; lane++)
            {
                sums[lane] += sums[lane + half];
            }
        }

        return sums[0];
    }
}
