using System;
using StaticNet.Losses;
using StaticNet.Numerics;

namespace StaticNet;

/// <summary>
/// The blocks in which <c>ComputeGradients</c> sums the gradients of a batch. Blocks may be computed anywhere, by any thread or machine; added in
/// their order they give the bits of one <c>ComputeGradients</c> over the whole batch:
/// <code>
/// var part = new BatchPart(GradientBlocks.Scale(description, batch));
/// for (int block = 0; block &lt; GradientBlocks.Count(description, rows); block++)
/// {
///     model.ComputeGradients(GradientBlocks.Take(description, batch, block, part), own, accumulate: false);
///     GradientBlocks.Add(own, sum, block);
///     loss += part.Loss;
/// }
/// </code>
/// </summary>
public static class GradientBlocks
{
    /// <summary>The number of blocks of a batch; 1 for every network with batch normalization.</summary>
    public static int Count(NetworkDescription description, int rows)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        return Blocks(rows, description.GradientRows);
    }

    /// <summary>The factor that makes the summed loss of a batch its mean: 1/N, N being rows, rows times outputs, the targets that are there, or the sum of the labels' class weights, as the loss defines it.</summary>
    public static float Scale(NetworkDescription description, in Batch batch)
    {
        ArgumentNullException.ThrowIfNull(description);
        int count = batch.Inputs.Length / description.InputSize;
        if (batch.HasLabels)
        {
            return description.LabelLoss is Loss.BinaryCrossEntropy or Loss.Perceptron ? 1f / count : CrossEntropyLoss.Scale(batch.Labels, description.LossOptions);
        }

        float scale = description.Heads.Count > 0 || description.NumberLoss is Loss.CrossEntropy or Loss.NegativeLogLikelihood or Loss.KLDivergence || description.OutputSize == 1
            ? 1f / count
            : (float)(1.0 / ((double)count * description.OutputSize));
        return description.MayMissTargets ? PresentTargets.Scale(batch.Targets, scale) : scale;
    }

    /// <summary>
    /// What the mean loss of a batch counts in the mean of several, Σ weight·loss / Σ weight, as in <c>Fit</c>: the sum of the labels' class weights under cross-entropy and negative
    /// log-likelihood; the targets that are there per output under <see cref="MissingTargets.Ignore"/>; otherwise the number of rows. 0 where no row counts.
    /// </summary>
    public static double LossWeight(NetworkDescription description, in Batch batch)
    {
        ArgumentNullException.ThrowIfNull(description);
        return LossWeights.Of(description, batch);
    }

    /// <summary>One block of a batch.</summary>
    /// <param name="description">The network's.</param>
    /// <param name="batch">The whole batch.</param>
    /// <param name="block">From 0 to <see cref="Count"/> − 1.</param>
    /// <param name="part">Has the whole batch's <see cref="Scale"/>, and receives the block's loss.</param>
    public static Batch Take(NetworkDescription description, in Batch batch, int block, BatchPart part)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(part);
        return Take(description, batch, block, part, description.OutputSize, description.GradientRows);
    }

    /// <summary>The number of blocks of <paramref name="blockRows"/> rows; 0: one block.</summary>
    internal static int Blocks(int rows, int blockRows) => blockRows == 0 ? Math.Min(rows, 1) : (int)(((long)rows + blockRows - 1) / blockRows);

    /// <summary>A block of <paramref name="blockRows"/> rows, where a row has <paramref name="columns"/> targets.</summary>
    internal static Batch Take(NetworkDescription description, in Batch batch, int block, BatchPart part, int columns, int blockRows)
    {
        int rows = batch.Inputs.Length / description.InputSize;
        int count = Blocks(rows, blockRows);
        if ((uint)block >= (uint)count)
        {
            throw new ArgumentOutOfRangeException(nameof(block), block, $"A batch of {rows} rows has {count} gradient blocks.");
        }

        int start = block * blockRows;
        blockRows = blockRows == 0 ? rows : blockRows;
        return (batch with { Part = part }).Slice(start, Math.Min(blockRows, rows - start), description.InputSize, columns);
    }

    /// <summary>Adds the gradient of a block to the sum of the blocks before it; the first block's overwrites the sum.</summary>
    /// <exception cref="ArgumentException">The buffers are of different networks.</exception>
    public static void Add(ParameterBuffer gradient, ParameterBuffer sum, int block)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(sum);
        if (gradient.Layout != sum.Layout)
        {
            throw new ArgumentException("The gradients are of another network than the sum.", nameof(gradient));
        }

        if (block == 0)
        {
            sum.CopyFrom(gradient);
        }
        else
        {
            Accumulation.Add(ref gradient.Reference, ref sum.Reference, sum.Layout.Length);
        }
    }
}
