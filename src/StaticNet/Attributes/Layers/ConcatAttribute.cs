namespace StaticNet;

/// <summary>
/// Appends an earlier value to the row: the network's input (<c>Concat</c>), or the output of a layer (<c>Concat("stem")</c>).
/// The row is as long as both together, the current value first. <see cref="From"/> and <see cref="Count"/> choose columns of the earlier value.
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

    /// <summary>The first column of the earlier value that is appended: <c>Concat(From = 1, Count = 2)</c> appends columns 1 and 2 of the input. Default 0.</summary>
    public int From { get; set; }

    /// <summary>How many columns are appended; 0 (default): all from <see cref="From"/> on.</summary>
    public int Count { get; set; }
}
