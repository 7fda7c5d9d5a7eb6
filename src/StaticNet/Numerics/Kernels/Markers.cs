using System.ComponentModel;

namespace StaticNet.Numerics.Kernels;

// Choices that a network's plan has taken, as types: a comparison of types is decided before the JIT looks at what stands behind it, so that a
// kernel is compiled for its own case alone.

/// <summary>How many partial sums an output has: number s takes inputs s, s + S, s + 2S …</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ISums
{
    /// <summary>S.</summary>
    static abstract int Count { get; }
}

/// <summary>One sum per output.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct OneSum : ISums
{
    /// <inheritdoc/>
    public static int Count => 1;
}

/// <summary>One sum per output, cut into sums of 256 terms that are added up in order.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct OneSumInBlocks : ISums
{
    /// <inheritdoc/>
    public static int Count => 1;
}

/// <summary>Two partial sums per output.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct TwoSums : ISums
{
    /// <inheritdoc/>
    public static int Count => 2;
}

/// <summary>Two partial sums per output, each cut into sums of 256 terms that are added up in order.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct TwoSumsInBlocks : ISums
{
    /// <inheritdoc/>
    public static int Count => 2;
}

/// <summary>Four partial sums per output.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct FourSums : ISums
{
    /// <inheritdoc/>
    public static int Count => 4;
}

/// <summary>Four partial sums per output, each cut into sums of 256 terms that are added up in order.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct FourSumsInBlocks : ISums
{
    /// <inheritdoc/>
    public static int Count => 4;
}

/// <summary>Eight partial sums per output.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct EightSums : ISums
{
    /// <inheritdoc/>
    public static int Count => 8;
}

/// <summary>Sixteen partial sums per output.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SixteenSums : ISums
{
    /// <inheritdoc/>
    public static int Count => 16;
}

/// <summary>Thirty-two partial sums per output.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ThirtyTwoSums : ISums
{
    /// <inheritdoc/>
    public static int Count => 32;
}

/// <summary>A tile of columns. All tiles of a matrix are 32 wide, but the last may be narrower.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITile
{
    /// <summary>Floats from one row of the tile to the next.</summary>
    static abstract int Width { get; }
}

/// <summary>32 columns.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Tile32 : ITile
{
    /// <inheritdoc/>
    public static int Width => 32;
}

/// <summary>16 columns.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Tile16 : ITile
{
    /// <inheritdoc/>
    public static int Width => 16;
}

/// <summary>8 columns.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Tile8 : ITile
{
    /// <inheritdoc/>
    public static int Width => 8;
}

/// <summary>4 columns.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Tile4 : ITile
{
    /// <inheritdoc/>
    public static int Width => 4;
}

/// <summary>How many there are of something: rows of a block, vectors of a group, accumulators.</summary>
internal interface ICount
{
    static abstract int Value { get; }
}

internal readonly struct Zero : ICount
{
    public static int Value => 0;
}

internal readonly struct One : ICount
{
    public static int Value => 1;
}

internal readonly struct Two : ICount
{
    public static int Value => 2;
}

internal readonly struct Three : ICount
{
    public static int Value => 3;
}

internal readonly struct Four : ICount
{
    public static int Value => 4;
}

internal readonly struct Six : ICount
{
    public static int Value => 6;
}

internal readonly struct Eight : ICount
{
    public static int Value => 8;
}
