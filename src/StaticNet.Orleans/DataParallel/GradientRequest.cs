using System;
using Orleans;

namespace StaticNet.Orleans;

/// <summary>Some blocks of a batch, to be computed by a worker.</summary>
[GenerateSerializer]
[Immutable]
[Alias("staticnet.GradientRequest")]
internal sealed class GradientRequest
{
    [Id(0)]
    public required NetworkSnapshot Parameters { get; init; }

    [Id(1)]
    public required string RowsName { get; init; }

    [Id(2)]
    public UInt128 RowsHash { get; init; }

    /// <summary>Rows of a block; both sides must agree.</summary>
    [Id(3)]
    public int GradientRows { get; init; }

    /// <summary>Rows of the whole batch.</summary>
    [Id(4)]
    public int BatchRows { get; init; }

    [Id(5)]
    public int FirstBlock { get; init; }

    [Id(6)]
    public int BlockCount { get; init; }

    /// <summary>The rows of these blocks, as indices of the training rows.</summary>
    [Id(7)]
    public required RawArray<int> Rows { get; init; }

    [Id(8)]
    public float Scale { get; init; }

    [Id(9)]
    public ulong DropoutSeed { get; init; }
}

/// <summary>Gradients and losses of consecutive blocks.</summary>
[GenerateSerializer]
[Immutable]
[Alias("staticnet.BlockGradients")]
internal sealed class BlockGradients
{
    /// <summary>[blocks, ParameterCount], each in PyTorch's order.</summary>
    [Id(0)]
    public required RawArray<float> Values { get; init; }

    /// <summary>[blocks]: each block's share of the mean loss.</summary>
    [Id(1)]
    public required RawArray<double> Losses { get; init; }
}
