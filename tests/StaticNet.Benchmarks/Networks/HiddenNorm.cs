namespace StaticNet.Benchmarks;

/// <summary>What stands between a hidden layer and its activation.</summary>
internal enum HiddenNorm
{
    None,
    LayerNorm,
    BatchNorm,
}
