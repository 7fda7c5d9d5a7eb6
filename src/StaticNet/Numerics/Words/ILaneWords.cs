using System.ComponentModel;

namespace StaticNet.Numerics.Words;

/// <summary>Words for code with samples in lanes: one turn does as many of the sixteen samples as a vector has lanes.</summary>
/// <typeparam name="V">One value of as many samples.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ILaneWords<V> : IWords<V>
{
    /// <summary>Samples in a vector.</summary>
    static abstract int Lanes { get; }

    /// <summary>a·at[offset] + c.</summary>
    static abstract V FmaAll(V a, ref float at, int offset, V c);

    /// <summary>a·at[offset].</summary>
    static abstract V MulAll(V a, ref float at, int offset);

    /// <summary>at[offset…] += a.</summary>
    static abstract void AddTo(ref float at, int offset, V a);

    /// <summary>at[offset…] += a·b.</summary>
    static abstract void AddProductTo(ref float at, int offset, V a, V b);

    /// <summary>The greater one; NaN where <paramref name="b"/> is.</summary>
    static abstract V Max(V a, V b);

    /// <summary>e^(a − b) for a ≤ b.</summary>
    static abstract V ExpBelow(V a, V b);

    /// <summary>1/a.</summary>
    static abstract V Reciprocal(V a);

    /// <summary>a·b.</summary>
    static abstract V Times(V a, V b);

    /// <summary>a − b.</summary>
    static abstract V Minus(V a, V b);

    /// <summary>log a.</summary>
    static abstract V Log(V a);
}
