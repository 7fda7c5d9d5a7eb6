using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using StaticNet.Activations;

namespace StaticNet.Numerics.Words;

/// <summary>The forward pass of sixteen and more samples of a small network, sixteen at a time in lanes.</summary>
/// <typeparam name="TKernels">The network.</typeparam>
/// <typeparam name="TOutput">The element-wise function over the outputs, or the identity.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LanesBatch<TKernels, TOutput>
    where TKernels : struct, ILanesForward
    where TOutput : struct, IActivation
{
    /// <summary>All rows of a batch of sixteen and more; none of fewer, which go one by one.</summary>
    /// <param name="w">The parameters.</param>
    /// <param name="inputs">[count, inputs].</param>
    /// <param name="outputs">[count, outputs], overwritten.</param>
    /// <param name="s">Scratch memory, 64-byte aligned.</param>
    /// <returns>The number of rows that are computed: count, or 0.</returns>
    /// <exception cref="ArgumentException">A length is not a whole number of rows, or the counts differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Forward(ref float w, ReadOnlySpan<float> inputs, Span<float> outputs, ref float s)
    {
        int count = BatchLengths.Check(TKernels.Name, inputs.Length, TKernels.Inputs, outputs.Length, TKernels.Outputs);
        if (count < Lanes.Count)
        {
            return 0;
        }

        ref float x = ref MemoryMarshal.GetReference(inputs);
        ref float y = ref MemoryMarshal.GetReference(outputs);

        // The last sixteen rows overlap the ones before where the count is no multiple of sixteen.
        for (int start = 0; ; start = Math.Min(start + Lanes.Count, count - Lanes.Count))
        {
            ref float block = ref Unsafe.Add(ref y, start * TKernels.Outputs);
            Lanes.FromRows(ref Unsafe.Add(ref x, start * TKernels.Inputs), TKernels.Inputs, ref s);
            if (Vector512.IsHardwareAccelerated)
            {
                TKernels.ForwardLanes<Words512, Vector512<float>, ForInference>(ref w, ref s);
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                TKernels.ForwardLanes<Words256, Vector256<float>, ForInference>(ref w, ref s);
            }
            else
            {
                TKernels.ForwardLanes<Words128, Vector128<float>, ForInference>(ref w, ref s);
            }

            if (TKernels.IsInRegisters)
            {
                Lanes.ToRows(ref s, TKernels.Outputs, ref block);
            }
            else
            {
                ref float last = ref Unsafe.Add(ref s, TKernels.LastLanes);
                if (typeof(TOutput) != typeof(IdentityOperator))
                {
                    ElementPass<TOutput>.Forward(ref last, ref last, Lanes.Count * TKernels.Outputs);
                }

                Lanes.ToRows(ref last, TKernels.Outputs, ref block);
            }

            if (!TKernels.IsInRegisters || TKernels.Outputs > 8)
            {
                if (TKernels.RowActivation == Activation.Softmax)
                {
                    SoftmaxRows.Softmax(ref block, Lanes.Count, TKernels.Outputs, TKernels.Outputs, ref block, TKernels.Outputs);
                }
                else if (TKernels.RowActivation == Activation.LogSoftmax)
                {
                    SoftmaxRows.LogSoftmax(ref block, Lanes.Count, TKernels.Outputs, TKernels.Outputs, ref block, TKernels.Outputs);
                }
            }

            if (start + Lanes.Count >= count)
            {
                return count;
            }
        }
    }
}
