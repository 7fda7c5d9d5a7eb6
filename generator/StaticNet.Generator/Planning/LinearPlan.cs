namespace StaticNet.Generator.Planning;

/// <summary>A linear layer, all decisions taken.</summary>
/// <param name="Name">Prefix of its parameters.</param>
/// <param name="Identifier">The name as part of a C# identifier, unique in the network: <c>Hidden1</c>.</param>
/// <param name="Inputs">Values read per row.</param>
/// <param name="Outputs">Values written per row.</param>
/// <param name="HasBias">Without one, the bias region exists, is zero, and is no parameter.</param>
/// <param name="Initializer">How the weights start.</param>
/// <param name="Tiles">Tiles of 32 output columns.</param>
/// <param name="LastTileWidth">Stored width of the last tile: 1 (one output), 4, 8, 16 or 32.</param>
/// <param name="WeightOffset">First weight in the parameter buffer.</param>
/// <param name="BiasOffset">First bias in the parameter buffer.</param>
/// <param name="Order">How each output's sum is split and joined.</param>
/// <param name="PartialSums">How many partial sums each output has.</param>
/// <param name="Activation">The function that follows; Identity if none or if the row form (softmax) follows.</param>
internal sealed record LinearPlan(
    string Name,
    string Identifier,
    int Inputs,
    int Outputs,
    bool HasBias,
    Initializer Initializer,
    int Tiles,
    int LastTileWidth,
    int WeightOffset,
    int BiasOffset,
    SumOrder Order,
    int PartialSums,
    ActivationPlan Activation)
{
    public const int TileWidth = 32;

    /// <summary>Terms that a running sum may have.</summary>
    public const int LongestRunningSum = 1024;

    /// <summary>Terms of each part of a longer one.</summary>
    public const int BlockTerms = 256;

    /// <summary>Row stride of this layer's outputs, and of its bias: whole tiles, the last at its stored width (4 at least).</summary>
    public int PaddedOutputs => ((Tiles - 1) * TileWidth) + (LastTileWidth == 1 ? 4 : LastTileWidth);

    /// <summary>Width of tile <paramref name="tile"/>.</summary>
    public int WidthOf(int tile) => tile == Tiles - 1 ? LastTileWidth : TileWidth;

    /// <summary>Offset of tile <paramref name="tile"/> from <see cref="WeightOffset"/>.</summary>
    public int TileOffset(int tile) => tile * Inputs * TileWidth;

    public int MultiplyAdds => Inputs * Outputs;

    /// <summary>
    /// Inputs to a block, or 0 where each partial sum runs through: a running sum of more than <see cref="LongestRunningSum"/> terms is
    /// cut into sums of <see cref="BlockTerms"/> that are added up in order, because each term is rounded at the size that the sum has
    /// by then. Other orders have enough partial sums.
    /// </summary>
    public int BlockInputs => Order == SumOrder.Columns && Inputs > LongestRunningSum * PartialSums ? BlockTerms * PartialSums : 0;

    /// <summary>Floats of weights stored, padding included.</summary>
    public int StoredWeights => Order switch
    {
        SumOrder.Dot => LayoutRules.RoundUp(Inputs, 8),
        SumOrder.KLanes => LayoutRules.RoundUp(Inputs, 2) * 4,
        _ => TileOffset(Tiles - 1) + (Inputs * LastTileWidth),
    };

    /// <summary>Floats of bias stored: the accumulators' start.</summary>
    public int StoredBias => Order == SumOrder.Columns ? PaddedOutputs : 8;
}
