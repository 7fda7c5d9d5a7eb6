using System.Collections.Generic;
using StaticNet.Generator.Model;
using StaticNet.Generator.Validation;

namespace StaticNet.Generator.Parsing.ModelFiles;

/// <summary>A file's network: layers of ours, and their weights.</summary>
/// <param name="InputSize">Values per input row.</param>
/// <param name="Layers">In order of computation.</param>
/// <param name="Tensors">The parameters by our names.</param>
internal sealed record FileNetwork(int InputSize, IReadOnlyList<LayerDraft> Layers, IReadOnlyList<ModelTensor> Tensors);
