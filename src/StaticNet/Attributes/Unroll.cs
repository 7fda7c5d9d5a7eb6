namespace StaticNet;

/// <summary>Whether the single-sample pass is written out without loops.</summary>
public enum Unroll
{
    /// <summary>Straight-line code for small networks, loops above (5,000 multiply-adds).</summary>
    Auto,
    /// <summary>Straight-line code wherever the JIT's limits allow it.</summary>
    Full,
    /// <summary>Loops with constant bounds always: the shortest code.</summary>
    Loops,
}
