namespace StaticNet.Samples.Playground.Data;

/// <summary>The part of the plane that is shown, and where all points lie.</summary>
public static class Plane
{
    /// <summary>Both coordinates go from −HalfWidth to +HalfWidth.</summary>
    public const float HalfWidth = 4;
}
