namespace StaticNet.Samples.Playground.Data;

/// <summary>What the points of the plane are like, before any are drawn by hand.</summary>
public enum DataSetKind
{
    /// <summary>Two spirals, one inside the other.</summary>
    Spirals,

    /// <summary>Four squares, opposite ones of the same class.</summary>
    Xor,

    /// <summary>A disc inside a ring.</summary>
    Circles,

    /// <summary>Two half moons that reach into each other.</summary>
    Moons,

    /// <summary>No points: all are drawn by hand.</summary>
    Empty,
}
