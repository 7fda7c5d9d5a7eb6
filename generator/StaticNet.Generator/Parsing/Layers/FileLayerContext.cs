using System;
using StaticNet.Generator.Parsing.ModelFiles;

namespace StaticNet.Generator.Parsing.Layers;

/// <summary>What the reader of a file's layer may use.</summary>
/// <param name="Layer">The layer as the file has it.</param>
/// <param name="Name">The layer's name.</param>
/// <param name="Earlier">Number of the value it reads beside the one before it; −1 where it reads that one only.</param>
/// <param name="HasTensor">Whether the file holds a tensor of the layer: <c>.bias</c>.</param>
internal sealed record FileLayerContext(FileLayer Layer, string Name, int Earlier, Func<string, bool> HasTensor)
{
    /// <summary>Size of the value before it.</summary>
    public int Inputs { get; init; }

    /// <summary>An argument by PyTorch's name.</summary>
    public float Argument(string name, float otherwise) => Layer.Arguments.TryGetValue(name, out float value) ? value : otherwise;
}
