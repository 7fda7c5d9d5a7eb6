using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace StaticNet.Numerics;

/// <summary>The outputs of one head of a network, for one sample.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HeadOutputs
{
    // Wider networks take memory that is kept for each thread.
    private const int StackFloats = 1024;

    /// <summary>The head's outputs.</summary>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    [SkipLocalsInit] // 4 KiB of zeros take longer than a small network
    public static void Into<TNetwork>(TNetwork network, OutputHead head, ReadOnlySpan<float> input, Span<float> output)
        where TNetwork : class, IInferenceNetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(head);
        if (output.Length != head.Size)
        {
            ThrowHelper.SampleLengths(TNetwork.Description.Name, input.Length, TNetwork.Description.InputSize, output.Length, head.Size);
        }

        Span<float> outputs = head.OutputSize <= StackFloats ? stackalloc float[StackFloats] : System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref OutputScratch.Take(head.OutputSize), head.OutputSize);
        outputs = outputs[..head.OutputSize];
        network.Forward(input, outputs);
        head.Of(outputs).CopyTo(output);
    }

    /// <summary>The output of a head that has one.</summary>
    /// <exception cref="ArgumentException">The input has another length.</exception>
    public static float One<TNetwork>(TNetwork network, OutputHead head, ReadOnlySpan<float> input)
        where TNetwork : class, IInferenceNetwork<TNetwork>
    {
        float output = 0f;
        Into(network, head, input, new Span<float>(ref output));
        return output;
    }

    /// <summary>The head's class: its largest output, the first of equal ones.</summary>
    /// <exception cref="ArgumentException">The input has another length.</exception>
    [SkipLocalsInit]
    public static int Class<TNetwork>(TNetwork network, OutputHead head, ReadOnlySpan<float> input)
        where TNetwork : class, IInferenceNetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(head);
        Span<float> outputs = head.Size <= StackFloats ? stackalloc float[head.Size] : new float[head.Size];
        Into(network, head, input, outputs);
        return ClassRule.Of(outputs, 0f);
    }

    /// <summary>The head's probabilities: softmax of its outputs, or the sigmoid of each for binary cross-entropy.</summary>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public static void Probabilities<TNetwork>(TNetwork network, OutputHead head, ReadOnlySpan<float> input, Span<float> probabilities)
        where TNetwork : class, IInferenceNetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(head);
        Into(network, head, input, probabilities);
        if (head.IsPerRow)
        {
            SoftmaxRows.Softmax(ref probabilities[0], 1, head.Size, head.Size, ref probabilities[0], head.Size);
            return;
        }

        foreach (ref float value in probabilities)
        {
            value = VectorMath.Sigmoid(value);
        }
    }
}
