using System;

namespace StaticNet;

/// <summary>One layer of a network, as data: what <c>Summary()</c>, files and ONNX export read.</summary>
/// <param name="Kind"><c>Linear</c>, a member name of <see cref="Activation"/> (<c>ReLU</c>, <c>GELUTanh</c>, <c>Softmax</c>), or another layer kind (<c>LayerNorm</c>, <c>Dropout</c>).</param>
/// <param name="Name">Prefix of the layer's parameters, or its index in a sequence.</param>
/// <param name="InputSize">Values the layer reads per sample.</param>
/// <param name="OutputSize">Values the layer writes per sample.</param>
/// <param name="Arguments">What the constructor in PyTorch would be given beyond the sizes, for example (<c>negative_slope</c>, 0.01).</param>
public sealed record LayerDescription(string Kind, string Name, int InputSize, int OutputSize, params (string Name, double Value)[] Arguments)
{
    /// <summary>The value of an argument, or <paramref name="otherwise"/> where the layer does not have it.</summary>
    public double Argument(string name, double otherwise = 0)
    {
        foreach ((string Name, double Value) argument in Arguments)
        {
            if (string.Equals(argument.Name, name, StringComparison.Ordinal))
            {
                return argument.Value;
            }
        }

        return otherwise;
    }
}
