namespace StaticNet.Benchmarks;

/// <summary>The optimizer of a training item, with PyTorch's defaults.</summary>
internal enum OptimizerKind
{
    SGD,
    Adam,
}
