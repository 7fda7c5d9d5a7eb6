using System;

namespace StaticNet;

/// <summary>
/// A layer of a <see cref="SequentialAttribute"/> network, or of a <see cref="ModelFileAttribute"/> network whose file holds weights
/// only. Layers stand behind it in the same brackets, and their order there is the order of computation.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, AllowMultiple = true, Inherited = false)]
public abstract class LayerAttribute : Attribute
{
    /// <summary>Prefixes the layer's parameters (<c>fc1.weight</c>) and lets other layers refer to it. Default: its index, as in PyTorch's <c>nn.Sequential</c>.</summary>
    public string? Name { get; set; }
}
