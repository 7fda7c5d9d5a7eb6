namespace StaticNet;

/// <summary>
/// Trained numbers that no layer reads, as PyTorch's <c>nn.Parameter</c>: the deviation of a policy's actions, a temperature. They are saved, counted and
/// updated with the other parameters; a loss of your own reads them and writes their gradient. It stands before the first layer.
/// </summary>
/// <param name="name">The parameter's name: <c>Parameters.CopyTo("log_std", values)</c>.</param>
/// <param name="count">How many numbers.</param>
/// <param name="initial">What all of them start from.</param>
public sealed class FreeParameterAttribute(string name, int count, float initial = 0f) : LayerAttribute
{
    /// <summary>The parameter's name.</summary>
    public new string Name { get; } = name;

    /// <summary>How many numbers.</summary>
    public int Count { get; } = count;

    /// <summary>What all of them start from.</summary>
    public float Initial { get; } = initial;
}
