namespace StaticNet.Generator.Planning.Stages;

/// <summary>One vector of numbers that belongs to a stage.</summary>
/// <param name="Name">Its name in a state dict: <c>1.weight</c>.</param>
/// <param name="Count">How many numbers; behind them the storage is zero up to the next multiple of 8.</param>
/// <param name="Offset">The first in the parameter buffer.</param>
/// <param name="InitialValue">What all of them start from.</param>
/// <param name="IsTrainable">False for buffers and running statistics, which follow everything an optimizer updates.</param>
internal sealed record ParameterPlan(string Name, int Count, int Offset, float InitialValue, bool IsTrainable)
{
    /// <summary>How a tensor of a layer over time lies; null for a vector.</summary>
    public GroupedTensor? Grouped { get; init; }
}
