namespace StaticNet;

/// <summary>
/// Takes some values of the row: <c>Select(2, 3)</c> the values 2, 3 and 4, <c>Select([3, 0, 1])</c> these three in this order. It reads the
/// layer before it, or with <see cref="Layer"/> or <see cref="OfInput"/> an earlier value, which starts a branch: whatever stood before
/// must then be joined again by Concat or Residual. Nothing is trained.
/// </summary>
public sealed class SelectAttribute : LayerAttribute
{
    /// <summary>Takes <paramref name="count"/> values from position <paramref name="start"/> on.</summary>
    /// <param name="start">Position of the first value, from 0.</param>
    /// <param name="count">How many values.</param>
    public SelectAttribute(int start, int count)
    {
        Start = start;
        Count = count;
    }

    /// <summary>Takes the values at these positions, in this order; a position may occur twice.</summary>
    /// <param name="indices">Positions, from 0.</param>
    public SelectAttribute(int[] indices)
    {
        Indices = indices;
        Count = indices?.Length ?? 0;
    }

    /// <summary>Position of the first value; 0 where <see cref="Indices"/> are given.</summary>
    public int Start { get; }

    /// <summary>How many values are taken.</summary>
    public int Count { get; }

    /// <summary>The positions that were given one by one; null for a run.</summary>
    public int[]? Indices { get; }

    /// <summary>The earlier layer whose output is read, by its name or its index as text; null for the layer before this one.</summary>
    public string? Layer { get; set; }

    /// <summary>Whether the network's input is read.</summary>
    public bool OfInput { get; set; }
}
