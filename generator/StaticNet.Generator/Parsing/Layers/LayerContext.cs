using System.Collections.Generic;
using StaticNet.Generator.Model;
using StaticNet.Generator.Validation;

namespace StaticNet.Generator.Parsing.Layers;

/// <summary>What the reader of an attribute may use.</summary>
/// <param name="Attribute">The attribute's values.</param>
/// <param name="Name">The layer's name, its index where none was given.</param>
/// <param name="Earlier">The layers before it.</param>
/// <param name="Problems">Receives what is wrong.</param>
/// <param name="First">How many of them are outside its head: layers are counted back to there.</param>
internal sealed record LayerContext(
    AttributeReader Attribute, string Name, IReadOnlyList<LayerDraft> Earlier, List<SpecProblem> Problems, int First = 0);
