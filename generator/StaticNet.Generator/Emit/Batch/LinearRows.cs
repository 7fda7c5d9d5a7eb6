using System.Linq;
using StaticNet.Generator.Emit.Forward;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Batch;

/// <summary>
/// How does a linear layer go forward for many rows? As a matrix product with bias and activation fused; up to four outputs go row by row.
/// Each output is summed in the same order as in the single-sample pass.
/// </summary>
internal static class LinearRows
{
    /// <summary>Prints the method.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="fused">What is applied to its sums.</param>
    /// <param name="inputStride">Floats from one row of inputs to the next.</param>
    /// <param name="form">How the method's name ends.</param>
    /// <param name="folded">Floats from a factor per output, which is applied before, to its summand; null for neither.</param>
    public static void Emit(SourceWriter writer, LinearPlan layer, ActivationPlan fused, int inputStride, string form = "Rows", int? folded = null)
    {
        writer.Line(LayerComment.Describe(layer with { Activation = fused }, folded is not null));
        writer.Line(KernelWriter.Optimized);
        using (writer.Block($"private static void __{layer.Identifier}{form}(ref float inputs, ref float w, ref float outputs, int rows{(folded is null ? "" : ", ref float folded")})"))
        {
            KernelWriter.Ladder(writer, d => EmitBody(writer, layer, fused, inputStride, d, folded), with512: layer.Order == SumOrder.Columns && layer.LastTileWidth >= 16);
        }
    }

    private static void EmitBody(SourceWriter writer, LinearPlan layer, ActivationPlan fused, int inputStride, Dialect dialect, int? folded)
    {
        int stride = layer.PaddedOutputs;
        if (layer.Order != SumOrder.Columns)
        {
            using (writer.Block("for (int row = 0; row < rows; row++)"))
            {
                writer.Line($"ref float x = ref __C::Unsafe.Add(ref inputs, row * {CSharpLiteral.Of(inputStride)});");
                writer.Line($"ref float y = ref __C::Unsafe.Add(ref outputs, row * {CSharpLiteral.Of(stride)});");
                new LinearRow(writer, layer, fused, dialect, folded).Emit();
            }

            return;
        }

        new MatrixProduct(writer)
        {
            Tiles = layer.Tiles,
            LastTileWidth = layer.LastTileWidth,
            PartialSums = layer.PartialSums,
            Rows = "rows",
            Kernel = block =>
            {
                writer.Line($"ref float bias = ref __C::Unsafe.Add(ref w, {CSharpLiteral.Of(layer.BiasOffset)} + (tile * {CSharpLiteral.Of(LinearPlan.TileWidth)}) + column);");
                writer.Line($"ref float y = ref __C::Unsafe.Add(ref outputs, (row * {CSharpLiteral.Of(stride)}) + (tile * {CSharpLiteral.Of(LinearPlan.TileWidth)}) + column);");
                if (folded is not null)
                {
                    writer.Line($"ref float scale = ref __C::Unsafe.Add(ref folded, (tile * {CSharpLiteral.Of(LinearPlan.TileWidth)}) + column);");
                }

                foreach (KernelColumn column in block.Columns)
                {
                    writer.Line($"var bias{CSharpLiteral.Of(column.Column)} = {column.Dialect.Load("bias", column.Column)};");
                }

                new MicroKernel(writer)
                {
                    Rows = block.Rows,
                    Columns = block.Columns.ToList(),
                    Sums = layer.PartialSums,
                    Unroll = dialect.Lanes == 4 ? 1 : 2,
                    Depth = layer.Inputs,
                    Block = layer.BlockInputs,
                    Input = $"ref __C::Unsafe.Add(ref inputs, row * {CSharpLiteral.Of(inputStride)})",
                    InputRowStride = inputStride,
                    MatrixStart = _ => $"ref __C::Unsafe.Add(ref w, {CSharpLiteral.Of(layer.WeightOffset)} + (tile * {CSharpLiteral.Of(layer.TileOffset(1))}) + column)",
                    Start = column => "bias" + CSharpLiteral.Of(column.Column),
                    Finish = (r, column, sum) =>
                    {
                        string joined = layer.PartialSums > 1 ? $"({sum})" : sum;
                        writer.Line(column.Dialect.Store(column.Dialect.Apply(fused, column.Dialect.Scaled(joined, "scale", column.Column, folded)), "y", (r * stride) + column.Column));
                    },
                }.Emit();
            },
        }.Emit(dialect);
    }
}
