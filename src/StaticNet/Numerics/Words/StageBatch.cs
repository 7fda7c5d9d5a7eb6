using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StaticNet.Activations;
using StaticNet.Layers;

namespace StaticNet.Numerics.Words;

/// <summary>The forward pass of many samples of a network of stages.</summary>
/// <typeparam name="TKernels">The network.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StageBatch<TKernels>
    where TKernels : struct, IStageForward
{
    private const int MinimumRows = 8;

    /// <summary>Any number of samples.</summary>
    /// <param name="w">The parameters.</param>
    /// <param name="inputs">[count, inputs].</param>
    /// <param name="outputs">[count, outputs], overwritten.</param>
    /// <exception cref="ArgumentException">A length is no whole number of rows, or the counts differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(ref float w, ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        int count = BatchLengths.Check(TKernels.Name, inputs.Length, TKernels.Inputs, outputs.Length, TKernels.Outputs);
        int capacity = TKernels.Capacity;
        ref float x = ref MemoryMarshal.GetReference(inputs);
        ref float y = ref MemoryMarshal.GetReference(outputs);
        ref float s = ref Workspace.Take((capacity * TKernels.InferenceColumns) + TKernels.FoldedLength);
        ref float folded = ref Unsafe.Add(ref s, (nint)capacity * TKernels.InferenceColumns);
        TKernels.Fold(ref w, ref folded);
        for (int start = 0; start < count; start += capacity)
        {
            int rows = Math.Min(capacity, count - start);
            int blockRows = Math.Max(rows, MinimumRows);
            ref float block = ref Unsafe.Add(ref s, (nint)capacity * TKernels.InferenceInput);
            JoinRows.Load(ref Unsafe.Add(ref x, (nint)start * TKernels.Inputs), rows, TKernels.Inputs, ref block, TKernels.InputStride, blockRows);
            TKernels.InferRows(ref w, ref s, ref folded, blockRows);
            ref float last = ref Unsafe.Add(ref s, (nint)capacity * TKernels.InferenceOutput);
            RowOutputs<TKernels, IdentityOperator>.Write(ref last, rows, ref Unsafe.Add(ref y, (nint)start * TKernels.Outputs));
        }
    }
}
