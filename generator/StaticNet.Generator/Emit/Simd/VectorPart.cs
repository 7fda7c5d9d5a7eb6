namespace StaticNet.Generator.Emit.Simd;

/// <summary>A register that holds consecutive units of a layer.</summary>
/// <param name="Name">The local variable.</param>
/// <param name="Start">The first unit.</param>
/// <param name="Width">Lanes of the vector: 4 or the dialect's.</param>
internal sealed record VectorPart(string Name, int Start, int Width);
