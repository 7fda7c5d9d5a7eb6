using System;

namespace StaticNet.Generator.Model;

/// <summary>A constant of an activation, such as LeakyReLU's slope.</summary>
/// <param name="Name">The argument of PyTorch's constructor.</param>
/// <param name="Default">PyTorch's default.</param>
/// <param name="What">What it is called: <c>slope</c>.</param>
internal sealed record ActivationConstant(string Name, float Default, string What)
{
    /// <summary>Whether the function is defined, given its first and second constant.</summary>
    public Func<float, float, bool> Holds { get; init; } = static (_, _) => true;

    /// <summary>That condition in words.</summary>
    public string Must { get; init; } = "it must be a number";

    /// <summary>Whether it may be infinite: a clamp may leave a side open.</summary>
    public bool IsBound { get; init; }
}
