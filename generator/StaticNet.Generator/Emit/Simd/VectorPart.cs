namespace StaticNet.Generator.Emit.Simd;

/// <summary>A register that holds consecutive units of a layer.</summary>
/// <param name="Name">The local variable.</param>
/// <param name="Start">The first unit.</param>
/// <param name="Width">Lanes of the vector: the dialect's, or fewer where the layer is narrower.</param>
internal sealed record VectorPart(string Name, int Start, int Width);
