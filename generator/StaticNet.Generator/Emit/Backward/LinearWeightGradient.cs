using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Emit.Batch;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Backward;

/// <summary>
/// What is the gradient of a layer's weights? dW = Xᵀ · dZ, the sum over rows in order. The same kernel as forward with other strides; the
/// result lands in the layout of the weights. Overwrites.
/// </summary>
internal static class LinearWeightGradient
{
    public static void Emit(SourceWriter writer, LinearPlan layer, int inputStride, bool inputsMayEndAtRow)
    {
        writer.Line($"// {layer.Name}: dW = Xᵀ·dZ, {layer.Inputs} × {layer.Outputs}, summed over the rows in order.");
        writer.Line(KernelWriter.Optimized);
        using (writer.Block($"private static void __{layer.Identifier}WeightGradient(ref float x, ref float dz, ref float gradients, int rows)"))
        {
            if (layer.Order == SumOrder.Dot)
            {
                KernelWriter.Ladder(writer, d => EmitDot(writer, layer, inputStride, inputsMayEndAtRow, d), with512: false);
            }
            else
            {
                KernelWriter.Ladder(writer, d => EmitProduct(writer, layer, inputStride, d), with512: layer.LastTileWidth >= 16);
            }
        }
    }

    private static void EmitProduct(SourceWriter writer, LinearPlan layer, int inputStride, Dialect dialect) => new MatrixProduct(writer)
    {
        Tiles = layer.Tiles,
        LastTileWidth = layer.LastTileWidth,
        Rows = CSharpLiteral.Of(layer.Inputs),
        ConstantRows = layer.Inputs,
        Kernel = block =>
        {
            int width = block.TileWidth;
            writer.Line($"ref float target = ref __C::Unsafe.Add(ref gradients, {CSharpLiteral.Of(layer.WeightOffset)} + (tile * {CSharpLiteral.Of(layer.TileOffset(1))}) + (row * {CSharpLiteral.Of(width)}) + column);");
            new MicroKernel(writer)
            {
                Rows = block.Rows,
                Columns = block.Columns.Select(c => c with { RowWidth = layer.PaddedOutputs }).ToList(),
                DepthVariable = "rows",
                Unroll = dialect.Lanes == 4 ? 1 : 2,
                Input = "ref __C::Unsafe.Add(ref x, row)",
                InputRowStride = 1,
                InputDepthStride = inputStride,
                MatrixStart = _ => $"ref __C::Unsafe.Add(ref dz, (tile * {CSharpLiteral.Of(LinearPlan.TileWidth)}) + column)",
                Finish = (r, column, sum) => writer.Line(column.Dialect.Store(sum, "target", (r * width) + column.Column)),
            }.Emit();
        },
    }.Emit(dialect);

    /// <summary>One output: the inputs are the columns, dZ is broadcast.</summary>
    private static void EmitDot(SourceWriter writer, LinearPlan layer, int inputStride, bool inputsMayEndAtRow, Dialect dialect)
    {
        const int VectorsPerPass = 8;
        List<(int Start, int Lanes, int Valid)> vectors = [.. InputVectors(layer.Inputs, dialect.Lanes, inputsMayEndAtRow)];
        for (int first = 0; first < vectors.Count; first += VectorsPerPass)
        {
            var pass = vectors.Skip(first).Take(VectorsPerPass).ToList();
            using (writer.Block())
            {
                new MicroKernel(writer)
                {
                    Rows = 1,
                    Columns = pass.Select(v => new KernelColumn(0, v.Start, v.Lanes, inputStride)).ToList(),
                    DepthVariable = "rows",
                    Unroll = dialect.Lanes == 4 ? 1 : 2,
                    Input = "ref dz",
                    InputRowStride = 0,
                    InputDepthStride = layer.PaddedOutputs,
                    MatrixStart = _ => "ref x",
                    Finish = (_, column, sum) =>
                    {
                        (int start, int lanes, int valid) = pass.First(v => v.Start == column.Column && v.Lanes == column.Lanes);
                        string value = valid == lanes ? sum : column.Dialect.Masked(sum, valid);
                        writer.Line(column.Dialect.Store(value, "gradients", layer.WeightOffset + start));
                    },
                }.Emit();
            }
        }
    }

    /// <summary>
    /// The vectors that cover the inputs. Rows of the scratch memory may be read beyond their end (the surplus is masked to zero);
    /// the user's rows may not: there the last vector overlaps the one before.
    /// </summary>
    private static IEnumerable<(int Start, int Lanes, int Valid)> InputVectors(int inputs, int lanes, bool mayEndAtRow)
    {
        int start = 0;
        for (; start + lanes <= inputs; start += lanes)
        {
            yield return (start, lanes, lanes);
        }

        if (start == inputs)
        {
            yield break;
        }

        if (mayEndAtRow && inputs >= lanes)
        {
            yield return (inputs - lanes, lanes, lanes);
        }
        else if (mayEndAtRow && inputs >= 4)
        {
            yield return (start, 4, 4);
            if (inputs > start + 4)
            {
                yield return (inputs - 4, 4, 4);
            }
        }
        else
        {
            for (; start < inputs; start += 4)
            {
                yield return (start, 4, System.Math.Min(4, inputs - start));
            }
        }
    }
}
