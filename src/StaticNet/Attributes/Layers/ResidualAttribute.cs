namespace StaticNet;

/// <summary>
/// Adds an earlier value (He et al. 2016). <c>Linear(8), ReLU, Linear(8), Residual(3)</c> adds what stood before the last three
/// layers; <c>Residual("stem")</c> adds the output of the layer of that name. Both values have the same size, unless <see cref="From"/> and <see cref="Count"/> choose columns.
/// </summary>
public sealed class ResidualAttribute : LayerAttribute
{
    /// <summary>Adds what stood before the last <paramref name="layers"/> layers.</summary>
    /// <param name="layers">1 or more, up to the number of layers before this one.</param>
    public ResidualAttribute(int layers) => Layers = layers;

    /// <summary>Adds the output of an earlier layer.</summary>
    /// <param name="layer">Its name, or its index as text.</param>
    public ResidualAttribute(string layer) => Layer = layer;

    /// <summary>How many layers are bridged; 0 where the layer is named.</summary>
    public int Layers { get; }

    /// <summary>The layer whose output is added; null where layers are counted.</summary>
    public string? Layer { get; }

    /// <summary>The first column of the earlier value that is added; with <see cref="Count"/>, where it is wider: <c>Residual(2, From = 0, Count = 1)</c>. Default 0.</summary>
    public int From { get; set; }

    /// <summary>How many columns are added; 0 (default): all from <see cref="From"/> on.</summary>
    public int Count { get; set; }
}
