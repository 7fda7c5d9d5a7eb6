namespace StaticNet;

/// <summary>What is done to a range of parameters; ranges do not depend on each other.</summary>
internal abstract class RangeWork
{
    /// <summary>Computes one range.</summary>
    /// <param name="start">The first value of <see cref="ParameterBuffer.Values"/>.</param>
    /// <param name="length">At most <see cref="GradientTeam.RangeLength"/>.</param>
    public abstract void Compute(int start, int length);
}
