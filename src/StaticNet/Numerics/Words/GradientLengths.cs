using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace StaticNet.Numerics.Words;

/// <summary>Checks of what a backward pass is given.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GradientLengths
{
    /// <summary>Gradients in the layout of the network's parameters.</summary>
    /// <exception cref="ArgumentException">They are of another network.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check(string name, ParameterLayout layout, ParameterBuffer gradients)
    {
        if (gradients is null || gradients.Layout != layout)
        {
            ThrowHelper.ForeignGradients(name, gradients);
        }
    }

    /// <summary>One row.</summary>
    /// <exception cref="ArgumentException">A length does not fit, or the gradients are of another network.</exception>
    public static void CheckSample<TFacts>(ParameterLayout layout, int input, int outputGradient, ParameterBuffer gradients, int inputGradient)
        where TFacts : struct, INetworkFacts
    {
        if (input != TFacts.Inputs || outputGradient != TFacts.Outputs)
        {
            ThrowHelper.SampleLengths(TFacts.Name, input, TFacts.Inputs, outputGradient, TFacts.Outputs);
        }

        if (inputGradient != 0 && inputGradient != TFacts.Inputs)
        {
            ThrowHelper.SampleLengths(TFacts.Name, inputGradient, TFacts.Inputs, TFacts.Outputs, TFacts.Outputs);
        }

        Check(TFacts.Name, layout, gradients);
    }
}
