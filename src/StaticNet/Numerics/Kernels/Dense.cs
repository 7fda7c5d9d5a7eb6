namespace StaticNet.Numerics.Kernels;

/// <summary>What all kernels of linear layers know of the storage of weights: tiles of 32 columns, each row-major.</summary>
internal static class Dense
{
    public const int TileWidth = 32;
}
