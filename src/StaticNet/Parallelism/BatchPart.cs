namespace StaticNet;

/// <summary>Makes a <see cref="Batch"/> one block of a larger batch: its loss and gradient are its share of the whole batch's mean.</summary>
/// <param name="scale">The factor on the sum of the rows' losses, from <see cref="GradientBlocks.Scale"/> of the whole batch.</param>
public sealed class BatchPart(float scale = 1f)
{
    /// <summary>The factor on the sum of the rows' losses.</summary>
    public float Scale { get; set; } = scale;

    /// <summary>What <c>ComputeGradients</c> found last: the block's share of the mean loss. The mean loss is the sum over all blocks, in order.</summary>
    public double Loss { get; internal set; }

    /// <summary>What takes the place of the network's loss, or null.</summary>
    internal OutputLoss? OutputLoss { get; set; }
}
