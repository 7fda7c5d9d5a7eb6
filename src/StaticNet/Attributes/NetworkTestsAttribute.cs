using System;

namespace StaticNet;

/// <summary>
/// <c>[assembly: NetworkTests]</c> in a test project writes xunit tests for its networks and those of the projects it refers to: gradients, allocation, bits
/// across paths, files, stored test vectors, time budget.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class NetworkTestsAttribute : Attribute
{
    /// <summary>Tests for the listed networks.</summary>
    /// <param name="networks">For example <c>typeof(MLPModel)</c>; none: all that can be seen.</param>
    public NetworkTestsAttribute(params Type[] networks)
    {
        Networks = networks;
    }

    /// <summary>The listed networks; empty for all.</summary>
    public Type[] Networks { get; }
}
