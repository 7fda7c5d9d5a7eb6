namespace StaticNet;

/// <summary>
/// A vector of floats of some width. An update rule is written once over this and compiled for every width, so the widths cannot
/// drift apart: each operation is element-wise and correctly rounded, hence the bits agree too.
/// </summary>
internal interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    static abstract int Width { get; }

    static abstract TSelf Load(ref float source, nuint index);

    static abstract TSelf Broadcast(float value);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    static abstract TSelf Sqrt(TSelf x);

    static abstract TSelf Abs(TSelf x);

    /// <summary>The larger; <paramref name="b"/> where either is NaN.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>−1, 0 or 1.</summary>
    static abstract TSelf Sign(TSelf x);

    /// <summary>0 where |x| is below the smallest normal number, x elsewhere; NaN stays.</summary>
    static abstract TSelf FlushSubnormals(TSelf x);

    void Store(ref float destination, nuint index);
}
