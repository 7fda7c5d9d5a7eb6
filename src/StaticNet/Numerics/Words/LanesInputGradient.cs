using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics.Words;

/// <summary>The gradient with respect to the inputs of sixteen samples in lanes, after their way back.</summary>
/// <typeparam name="TKernels">The network.</typeparam>
internal static class LanesInputGradient<TKernels>
    where TKernels : struct, ILanesKernels
{
    /// <summary>dX = dZ·Wᵀ of the first layer, with the bits of <see cref="InputGradient.Compute"/>. Overwrites the inputs in the scratch memory.</summary>
    /// <param name="w">The parameters.</param>
    /// <param name="s">The scratch memory.</param>
    /// <param name="inputGradients">Up to sixteen rows of inputs, overwritten.</param>
    public static void Compute(ref float w, ref float s, Span<float> inputGradients)
    {
        ref float weights = ref Unsafe.Add(ref w, TKernels.FirstWeights);
        if (Vector512.IsHardwareAccelerated)
        {
            Lane<Words512, Vector512<float>>(ref weights, ref s);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Lane<Words256, Vector256<float>>(ref weights, ref s);
        }
        else
        {
            Lane<Words128, Vector128<float>>(ref weights, ref s);
        }

        int length = Lanes.Count * TKernels.Inputs;
        bool isWhole = inputGradients.Length == length;
        ref float rows = ref isWhole ? ref MemoryMarshal.GetReference(inputGradients) : ref Unsafe.Add(ref s, TKernels.PaddedInputs);
        Lanes.ToRows(ref s, TKernels.Inputs, ref rows);
        if (!isWhole)
        {
            MemoryMarshal.CreateReadOnlySpan(ref rows, inputGradients.Length).CopyTo(inputGradients);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Lane<W, V>(ref float weights, ref float s)
        where W : struct, ILaneWords<V>
    {
        int inputs = TKernels.Inputs, outputs = TKernels.FirstOutputs;
        for (int lane = 0; lane < Lanes.Count; lane += W.Lanes)
        {
            ref float dz = ref Unsafe.Add(ref s, TKernels.FirstGradient + lane);
            for (int input = 0; input < inputs; input++)
            {
                V sum = TKernels.FirstTileWidth == 1
                    ? W.MulAll(W.Load(ref dz, 0), ref weights, input)
                    : W.Add(
                        W.Add(Sum<W, V>(ref weights, ref dz, input, 0), Sum<W, V>(ref weights, ref dz, input, 2)),
                        W.Add(Sum<W, V>(ref weights, ref dz, input, 1), Sum<W, V>(ref weights, ref dz, input, 3)));
                W.Store(sum, ref s, (input * Lanes.Count) + lane);
            }
        }
    }

    /// <summary>The units first, first + 4, … of an input's weights: a partial sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Sum<W, V>(ref float weights, ref float dz, int input, int first)
        where W : struct, ILaneWords<V>
    {
        int inputs = TKernels.Inputs, outputs = TKernels.FirstOutputs, tiles = (outputs + 31) / 32;
        V sum = default!;
        for (int unit = first; unit < outputs; unit += 4)
        {
            int tile = unit / 32, width = tile == tiles - 1 ? TKernels.FirstTileWidth : 32;
            sum = W.FmaAll(W.Load(ref dz, unit * Lanes.Count), ref weights, (tile * inputs * 32) + (input * width) + (unit % 32), sum);
        }

        return sum;
    }
}
