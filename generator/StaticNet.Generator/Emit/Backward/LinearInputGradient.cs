using System.Linq;
using StaticNet.Generator.Emit.Batch;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Backward;

/// <summary>
/// What is the gradient of a layer's inputs? dX = dZ · Wᵀ, with the transposed weights in the scratch memory; fused with the derivative of the
/// activation before the layer, so the result is the dZ of the layer before.
/// </summary>
internal static class LinearInputGradient
{
    public static void Emit(SourceWriter writer, LinearPlan layer, LinearPlan before)
    {
        writer.Line($"// {layer.Name}: dX = dZ·Wᵀ, then the derivative of {before.Name}'s {before.Activation.Function}.");
        Emit(writer, layer, before.PaddedOutputs, before.Activation, "ref float dz, ref float transposed, ref float kept, ref float dx, int rows");
    }

    /// <summary>The product alone, for rows of padded inputs.</summary>
    public static void Emit(SourceWriter writer, LinearPlan layer)
    {
        writer.Line($"// {layer.Name}: dX = dZ·Wᵀ.");
        Emit(writer, layer, LayoutRules.PaddedColumns(layer.Inputs), ActivationPlan.Identity, "ref float dz, ref float transposed, ref float dx, int rows");
    }

    private static void Emit(SourceWriter writer, LinearPlan layer, int stride, ActivationPlan before, string parameters)
    {
        int lastTileWidth = LayoutRules.LastTileWidth(layer.Inputs);
        writer.Line(KernelWriter.Optimized);
        using (writer.Block($"private static void __{layer.Identifier}InputGradient({parameters})"))
        {
            KernelWriter.Ladder(writer, d => EmitBody(writer, layer, stride, before, lastTileWidth, d), with512: lastTileWidth >= 16);
        }
    }

    private static void EmitBody(SourceWriter writer, LinearPlan layer, int stride, ActivationPlan before, int lastTileWidth, Dialect dialect)
    {
        new MatrixProduct(writer)
        {
            Tiles = LayoutRules.Tiles(layer.Inputs),
            LastTileWidth = lastTileWidth,
            Rows = "rows",
            Kernel = block =>
            {
                writer.Line($"int target = (row * {CSharpLiteral.Of(stride)}) + (tile * {CSharpLiteral.Of(LinearPlan.TileWidth)}) + column;");
                writer.Line("ref float result = ref __C::Unsafe.Add(ref dx, target);");
                if (!before.IsIdentity)
                {
                    writer.Line("ref float before = ref __C::Unsafe.Add(ref kept, target);");
                }

                new MicroKernel(writer)
                {
                    Rows = block.Rows,
                    Columns = block.Columns.ToList(),
                    Depth = layer.Outputs,
                    Unroll = dialect.Lanes == 4 ? 1 : 2,
                    Input = $"ref __C::Unsafe.Add(ref dz, row * {CSharpLiteral.Of(layer.PaddedOutputs)})",
                    InputRowStride = layer.PaddedOutputs,
                    MatrixStart = _ => $"ref __C::Unsafe.Add(ref transposed, (tile * {CSharpLiteral.Of(layer.Outputs * LinearPlan.TileWidth)}) + column)",
                    Finish = (r, column, sum) =>
                    {
                        int offset = (r * stride) + column.Column;
                        string value = column.Dialect.Derive(before, sum, before.IsIdentity ? "" : column.Dialect.Load("before", offset));
                        writer.Line(column.Dialect.Store(value, "result", offset));
                    },
                }.Emit();
            },
        }.Emit(dialect);
    }
}
