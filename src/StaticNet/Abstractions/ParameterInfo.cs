using System.ComponentModel;

namespace StaticNet;

/// <summary>One named parameter of a network: its name and shape as PyTorch has them, and where its values lie in the storage.</summary>
public sealed class ParameterInfo
{
    private readonly int _stride;
    private readonly int _groups;
    private readonly int _groupStride;
    private readonly int _firstSlot;

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

    /// <summary>Describes a parameter of a layer over time: outputs in groups, each padded. Called by generated code.</summary>
    /// <param name="name">The name in a PyTorch state dict, for example <c>0.weight_ih_l0</c>.</param>
    /// <param name="shape">[outputs], [outputs, inputs], or [outputs, inputs per group, kernel].</param>
    /// <param name="offset">Index of the first value in <see cref="ParameterBuffer.Values"/>.</param>
    /// <param name="stride">Floats from one row to the next; a row is an input, or an input of a tap.</param>
    /// <param name="groups">Groups of outputs: the gates of a recurrent layer.</param>
    /// <param name="groupStride">Floats from one group to the next in a row.</param>
    /// <param name="firstSlot">Where the first group lies; the others follow, and the last ones are in front.</param>
    /// <param name="isTrainable">False for running statistics.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ParameterInfo(string name, int[] shape, int offset, int stride, int groups, int groupStride, int firstSlot = 0, bool isTrainable = true)
        : this(name, shape, offset, 0, isTrainable)
    {
        _stride = stride;
        _groups = groups;
        _groupStride = groupStride;
        _firstSlot = firstSlot;
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
    /// offset + (o / 32)·inputs·32 + k·width + o % 32, width being 32 in all tiles but the last. Layers over time have rows of padded groups.
    /// </remarks>
    internal int StorageIndex(int index)
    {
        if (_stride > 0)
        {
            return RowIndex(index);
        }

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

    // Value (o, k), or (o, k, tap), lies in row k, or in row tap·inputs + k.
    private int RowIndex(int index)
    {
        int perOutput = Count / Shape[0];
        int output = index / perOutput;
        int row = index - (output * perOutput);
        if (Shape.Length == 3)
        {
            int input = row / Shape[2];
            row = ((row - (input * Shape[2])) * Shape[1]) + input;
        }

        int perGroup = Shape[0] / _groups;
        int group = output / perGroup;
        int slot = (group + _firstSlot) % _groups;
        return Offset + (row * _stride) + (slot * _groupStride) + (output - (group * perGroup));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} [{string.Join(", ", Shape)}]";
}
