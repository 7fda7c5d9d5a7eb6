using System.ComponentModel;

namespace StaticNet;

/// <summary>One named parameter of a network: its name and shape as PyTorch has them, and where its values lie in the storage.</summary>
public sealed class ParameterInfo
{
    /// <summary>Describes a parameter. Called by generated code.</summary>
    /// <param name="name">The name in a PyTorch state dict, for example <c>hidden.weight</c>.</param>
    /// <param name="shape">[outputs, inputs] for a matrix, [outputs] for a vector.</param>
    /// <param name="offset">Index of the first value in <see cref="ParameterBuffer.Values"/>.</param>
    /// <param name="lastTileWidth">Stored width of a matrix's last tile of columns; 0 for a vector.</param>
    /// <param name="isTrainable">False for running statistics, which are saved but not updated by an optimizer.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ParameterInfo(string name, int[] shape, int offset, int lastTileWidth = 0, bool isTrainable = true)
    {
        Name = name;
        Shape = shape;
        Offset = offset;
        LastTileWidth = lastTileWidth;
        IsTrainable = isTrainable;
        int count = 1;
        foreach (int dimension in shape)
        {
            count *= dimension;
        }

        Count = count;
    }

    /// <summary>The name in a PyTorch state dict, for example <c>hidden.weight</c>.</summary>
    public string Name { get; }

    /// <summary>[outputs, inputs] for a weight matrix, [outputs] for a vector. Do not modify.</summary>
    public int[] Shape { get; }

    /// <summary>The number of values: the product of <see cref="Shape"/>.</summary>
    public int Count { get; }

    /// <summary>False for running statistics, which are saved but not updated by an optimizer.</summary>
    public bool IsTrainable { get; }

    internal int Offset { get; }

    internal int LastTileWidth { get; }

    /// <summary>Columns of a weight matrix are stored in tiles of this many outputs; the last tile may be narrower.</summary>
    internal const int TileWidth = 32;

    /// <summary>Where the value at row-major position <paramref name="index"/> of the PyTorch layout is stored.</summary>
    /// <remarks>
    /// A matrix lies as [tile][input][column of the tile]: value (o, k) is at
    /// offset + (o / 32)·inputs·32 + k·width + o % 32, width being 32 in all tiles but the last.
    /// </remarks>
    internal int StorageIndex(int index)
    {
        if (LastTileWidth == 0)
        {
            return Offset + index;
        }

        int inputs = Shape[1];
        int output = index / inputs;
        int input = index - (output * inputs);
        int tile = output / TileWidth;
        int width = tile == (Shape[0] - 1) / TileWidth ? LastTileWidth : TileWidth;
        return Offset + (tile * inputs * TileWidth) + (input * width) + (output - (tile * TileWidth));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} [{string.Join(", ", Shape)}]";
}
