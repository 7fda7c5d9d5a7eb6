using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StaticNet.Activations;

namespace StaticNet.Numerics.Words;

/// <summary>The forward pass of eight and more samples of a network that computes matrices.</summary>
/// <typeparam name="TKernels">The network.</typeparam>
/// <typeparam name="TOutput">The element-wise function over the outputs, or the identity.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RowBatch<TKernels, TOutput>
    where TKernels : struct, IRowForward
    where TOutput : struct, IActivation
{
    private const int MinimumRows = 8;

    /// <summary>Eight samples and more.</summary>
    /// <param name="w">The parameters.</param>
    /// <param name="inputs">[count, inputs].</param>
    /// <param name="outputs">[count, outputs], overwritten.</param>
    /// <param name="count">8 at least.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(ref float w, ReadOnlySpan<float> inputs, Span<float> outputs, int count)
    {
        int capacity = TKernels.Capacity;
        ref float x = ref MemoryMarshal.GetReference(inputs);
        ref float y = ref MemoryMarshal.GetReference(outputs);
        ref float s = ref Workspace.Take(capacity * (TKernels.LastColumn + TKernels.OutputStride));
        ref float z = ref Unsafe.Add(ref s, (nint)capacity * TKernels.LastColumn);
        int start = 0;
        while (true)
        {
            int rows = Math.Min(capacity, count - start);
            TKernels.ForwardRows(
                ref Unsafe.Add(ref x, (nint)start * TKernels.Inputs), ref w, ref Unsafe.NullRef<float>(), ref s, capacity, rows, rows, isTraining: false, 0, 0);
            RowOutputs<TKernels, TOutput>.Write(ref z, rows, ref Unsafe.Add(ref y, (nint)start * TKernels.Outputs));
            start += rows;
            if (start == count)
            {
                break;
            }

            // A last block of a few rows is made whole with rows that are already done.
            start = Math.Min(start, count - MinimumRows);
        }
    }
}
