using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace StaticNet;

/// <summary>Where each parameter of a network lies in its <see cref="ParameterBuffer"/>. One instance per network type.</summary>
public sealed class ParameterLayout
{
    private readonly ParameterInfo[] _parameters;
    private ParameterPadding? _padding;

    /// <summary>Describes a layout. Called by generated code.</summary>
    /// <param name="length">Floats of storage, padding included.</param>
    /// <param name="trainableLength">Floats an optimizer updates: the storage of all trainable parameters comes first.</param>
    /// <param name="parameters">The parameters in PyTorch's order.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ParameterLayout(int length, int trainableLength, params ParameterInfo[] parameters)
    {
        Length = length;
        TrainableLength = trainableLength;
        _parameters = parameters;
        foreach (ParameterInfo parameter in parameters)
        {
            ParameterCount += parameter.IsTrainable ? parameter.Count : 0;
        }
    }

    /// <summary>Floats of storage, padding included.</summary>
    public int Length { get; }

    /// <summary>Floats an optimizer updates: the storage of all trainable parameters comes first, padding included.</summary>
    public int TrainableLength { get; }

    /// <summary>Values of all trainable parameters together; neither padding nor running statistics count.</summary>
    public int ParameterCount { get; }

    /// <summary>The parameters in PyTorch's order.</summary>
    public ReadOnlySpan<ParameterInfo> Parameters => _parameters;

    /// <summary>What belongs to no parameter. Computed at first use: a network that only infers needs none of it.</summary>
    internal ParameterPadding Padding
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _padding ??= new ParameterPadding(this);
    }

    internal ParameterInfo Find(string name)
    {
        foreach (ParameterInfo parameter in _parameters)
        {
            if (parameter.Name == name)
            {
                return parameter;
            }
        }

        throw new ArgumentException(
            $"There is no parameter '{name}'; the network has {string.Join(", ", Array.ConvertAll(_parameters, p => p.Name))}.",
            nameof(name));
    }
}
