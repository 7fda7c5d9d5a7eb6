using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace StaticNet.Numerics.Words;

/// <summary>Whole rows in, as many out.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class BatchLengths
{
    /// <summary>The number of rows.</summary>
    /// <exception cref="System.ArgumentException">A length is no whole number of rows, or the counts differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Check(string name, int inputs, int inputSize, int outputs, int outputSize)
    {
        int count = inputs / inputSize;
        if (inputs != count * inputSize || outputs != (long)count * outputSize)
        {
            ThrowHelper.BatchLengths(name, inputs, inputSize, outputs, outputSize, "outputs");
        }

        return count;
    }
}
