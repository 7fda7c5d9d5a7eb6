namespace StaticNet;

/// <summary>
/// Appends an earlier value to the row: the network's input (<c>Concat</c>), or the output of a layer (<c>Concat("stem")</c>).
/// The row is as long as both together, the current value first.
/// </summary>
public sealed class ConcatAttribute : LayerAttribute
{
    /// <summary>Appends the network's input.</summary>
    public ConcatAttribute()
    {
    }

    /// <summary>Appends the output of an earlier layer.</summary>
    /// <param name="layer">Its name, or its index as text.</param>
    public ConcatAttribute(string layer) => Layer = layer;

    /// <summary>The layer whose output is appended; null for the network's input.</summary>
    public string? Layer { get; }
}
