using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StaticNet.Activations;

namespace StaticNet.Numerics.Words;

/// <summary>The outputs of a block of rows as the caller wants them: activated, without padding.</summary>
/// <typeparam name="TFacts">The network's constants.</typeparam>
/// <typeparam name="TOutput">The element-wise function over the outputs, or the identity where there is none or it is applied already.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RowOutputs<TFacts, TOutput>
    where TFacts : struct, INetworkFacts
    where TOutput : struct, IActivation
{
    /// <summary>Writes a block's outputs.</summary>
    /// <param name="z">The last layer before its activation, [rows] at the network's stride. Overwritten.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="y">[rows, outputs].</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref float z, int rows, ref float y)
    {
        int outputs = TFacts.Outputs, stride = TFacts.OutputStride;
        if (TFacts.RowActivation == Activation.Softmax)
        {
            SoftmaxRows.Softmax(ref z, rows, outputs, stride, ref y, outputs);
            return;
        }

        if (TFacts.RowActivation == Activation.LogSoftmax)
        {
            SoftmaxRows.LogSoftmax(ref z, rows, outputs, stride, ref y, outputs);
            return;
        }

        if (typeof(TOutput) != typeof(IdentityOperator))
        {
            ElementPass<TOutput>.Forward(ref z, ref z, rows * stride);
        }

        RowCopy.Compact(ref z, rows, stride, MemoryMarshal.CreateSpan(ref y, rows * outputs), outputs);
    }
}
