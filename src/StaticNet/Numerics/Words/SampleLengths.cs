using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace StaticNet.Numerics.Words;

/// <summary>One row in, one row out.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SampleLengths
{
    /// <summary>That both lengths are those of one sample.</summary>
    /// <exception cref="System.ArgumentException">A length is another one.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check(string name, int input, int inputSize, int output, int outputSize)
    {
        if (input != inputSize || output != outputSize)
        {
            ThrowHelper.SampleLengths(name, input, inputSize, output, outputSize);
        }
    }
}
