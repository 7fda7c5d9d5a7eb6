using System;

namespace StaticNet.Generator.Planning;

/// <summary>How many rows and column vectors a matrix kernel keeps in registers.</summary>
/// <param name="Rows">Rows of the block.</param>
/// <param name="Vectors">Column vectors of the block.</param>
/// <param name="Lanes">Floats per vector.</param>
internal readonly record struct BlockPlan(int Rows, int Vectors, int Lanes)
{
    public int Columns => Vectors * Lanes;

    /// <summary>
    /// 8 × 2 vectors of 512 bits, 6 × 2 of 256 (measured best), 4 × 2 of 128, fewer rows where each output has several partial sums:
    /// rows × vectors × sums accumulators must fit 32 registers (512 bits) or 16, beside a weight and a broadcast.
    /// </summary>
    public static BlockPlan Choose(int lanes, int tileWidth, int partialSums)
    {
        int vectorLanes = Math.Min(lanes, tileWidth);
        int vectors = Math.Min(2, tileWidth / vectorLanes);
        int accumulators = lanes == 16 ? 16 : lanes == 8 ? 12 : 8;
        if (accumulators / (vectors * partialSums) < 2)
        {
            vectors = 1;
        }

        int rows = Math.Max(1, Math.Min(ScratchPlan.MinimumRows, accumulators / (vectors * partialSums)));
        return new BlockPlan(rows, vectors, vectorLanes);
    }
}
