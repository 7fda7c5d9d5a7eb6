using System;
using System.Collections.Generic;
using StaticNet.Generator.Collections;

namespace StaticNet.Generator.Model;

/// <summary>What a network that comes from a file has beyond its layers.</summary>
/// <param name="Source">The file, as the project calls it; null where the weights stand in source.</param>
/// <param name="Weights">Its parameters.</param>
/// <param name="IsFrozen">The weights are constants of the assembly.</param>
/// <param name="IsInferenceOnly">No losses, gradients, training.</param>
/// <param name="TestVectors">What <c>SelfTest()</c> checks; null for none.</param>
internal sealed record ModelFileSpec(string? Source, ModelWeights Weights, bool IsFrozen, bool IsInferenceOnly, TestVectors? TestVectors);

/// <summary>
/// Parameters by name, in PyTorch's layout, as the file's text form holds them. Compared by a hash of the file's text: values are
/// decoded only when they are written.
/// </summary>
/// <param name="hash">Equal for equal content.</param>
/// <param name="tensors">The parameters.</param>
/// <param name="resource">Where their values lie; null where each tensor has its own.</param>
internal sealed class ModelWeights(string hash, IReadOnlyList<ModelTensor> tensors, WeightsResource? resource) : IEquatable<ModelWeights>
{
    public IReadOnlyList<ModelTensor> Tensors { get; } = tensors;

    public WeightsResource? Resource { get; } = resource;

    public string Hash { get; } = hash;

    public bool Equals(ModelWeights? other) => other is not null && other.Hash == Hash;

    public override bool Equals(object? obj) => Equals(obj as ModelWeights);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Hash);
}

/// <summary>A resource that the build embeds in the assembly: the weights of a file as little-endian floats.</summary>
/// <param name="Name">Follows from the content.</param>
/// <param name="Count">How many floats.</param>
internal sealed record WeightsResource(string Name, int Count);

/// <summary>One parameter.</summary>
/// <param name="Name">As the network has it: <c>hidden.weight</c>.</param>
/// <param name="Count">How many values.</param>
/// <param name="Base64">Little-endian floats, row-major; null where they lie in the weights resource.</param>
/// <param name="Start">Index of the first value in the weights resource, row-major from there.</param>
/// <param name="RotatedColumns">
/// How many leading columns of each row go to its end: a join in the other order than Concat's was put in front of the layer.
/// </param>
/// <param name="IsTransposed">The values are [inputs, outputs].</param>
internal sealed record ModelTensor(string Name, int Count, string? Base64, int Start = 0, int RotatedColumns = 0, bool IsTransposed = false);
