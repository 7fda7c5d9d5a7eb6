namespace StaticNet.Generator.Emit.Simd;

/// <summary>A register that holds consecutive units of a layer.</summary>
/// <param name="Name">The local variable.</param>
/// <param name="Start">The first unit.</param>
/// <param name="Width">Lanes of the vector: fewer than a whole one's where the layer is narrower.</param>
internal sealed record VectorPart(string Name, int Start, int Width);
