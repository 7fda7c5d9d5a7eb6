using System.Linq;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Lanes;

/// <summary>
/// How do sixteen samples go backward, one per lane? Every parameter has sixteen partial sums, one per lane; they are joined once, after the
/// last block. Per input unit: its share of the weights' gradients, and its own gradient through the weights and the activation.
/// </summary>
internal static class LanesBackward
{
    private const int Samples = LanesPlan.Samples;

    public static void Emit(SourceWriter writer, NetworkPlan plan, LanesPlan lanes)
    {
        writer.Line("// Last layer to first for sixteen samples, one per lane: adds to the sixteen partial sums of every gradient.");
        writer.Line(KernelWriter.Optimized);
        using (writer.Block("private static void __BackwardLanes(ref float w, ref float s)"))
        {
            KernelWriter.Ladder(
                writer,
                d => LanesForward.EmitTurns(writer, d, () =>
                {
                    for (int i = plan.Layers.Count - 1; i >= 0; i--)
                    {
                        EmitLayer(writer, plan, lanes, i, d);
                    }
                }),
                with512: true);
        }
    }

    private static void EmitLayer(SourceWriter writer, NetworkPlan plan, LanesPlan lanes, int index, Dialect d)
    {
        LinearPlan layer = plan.Layers[index];
        LinearPlan? before = index > 0 ? plan.Layers[index - 1] : null;
        int turn = (plan.Layers.Count - 1 - index) % 2;
        writer.Line($"// {layer.Name}: {layer.Inputs} → {layer.Outputs}.");
        using (writer.Block())
        {
            writer.Line($"ref float dz = ref __C::Unsafe.Add(ref s, {CSharpLiteral.Of(lanes.Gradient[turn])} + lane);");
            for (int o = 0; o < layer.Outputs; o++)
            {
                writer.Line($"var dz{CSharpLiteral.Of(o)} = {d.Load("dz", o * Samples)};");
            }

            if (layer.HasBias)
            {
                writer.Line($"ref float db = ref __C::Unsafe.Add(ref s, {CSharpLiteral.Of(lanes.Sums + (layer.BiasOffset * Samples))} + lane);");
                for (int o = 0; o < layer.Outputs; o++)
                {
                    writer.Line(d.Store($"{d.Load("db", o * Samples)} + dz{CSharpLiteral.Of(o)}", "db", o * Samples));
                }
            }

            int inputs = index == 0 ? lanes.Inputs : lanes.Outputs(index - 1);
            bool loops = layer.Inputs > 1;
            SourceWriter.Scope? loop = loops ? writer.Block($"for (int unit = 0; unit < {CSharpLiteral.Of(layer.Inputs)}; unit++)") : null;
            if (!loops)
            {
                writer.Line("const int unit = 0;");
            }

            writer.Line($"var x = {d.Functions}.LoadUnsafe(ref __C::Unsafe.Add(ref s, {CSharpLiteral.Of(inputs)} + (unit * {CSharpLiteral.Of(Samples)}) + lane));");
            for (int tile = 0; tile < layer.Tiles; tile++)
            {
                int width = layer.WidthOf(tile);
                string name = CSharpLiteral.Of(tile);
                int weights = layer.WeightOffset + layer.TileOffset(tile);
                writer.Line($"ref float dw{name} = ref __C::Unsafe.Add(ref s, {CSharpLiteral.Of(lanes.Sums + (weights * Samples))} + (unit * {CSharpLiteral.Of(width * Samples)}) + lane);");
                if (before is not null)
                {
                    writer.Line($"ref float w{name} = ref __C::Unsafe.Add(ref w, {CSharpLiteral.Of(weights)} + (unit * {CSharpLiteral.Of(width)}));");
                }
            }

            for (int o = 0; o < layer.Outputs; o++)
            {
                string tile = CSharpLiteral.Of(o / LinearPlan.TileWidth);
                int column = o % LinearPlan.TileWidth;
                string dz = "dz" + CSharpLiteral.Of(o);
                string sum = Dialect.Fma("x", dz, d.Load("dw" + tile, column * Samples));
                writer.Line(d.Store(sum, "dw" + tile, column * Samples));
                if (before is not null)
                {
                    string weight = d.BroadcastAt("w" + tile, column);
                    writer.Line(o == 0 ? $"var dx = {dz} * {weight};" : $"dx = {Dialect.Fma(dz, weight, "dx")};");
                }
            }

            if (before is not null)
            {
                string keptAt = before.Activation.Needs == DerivativeNeeds.Input
                    ? $"{d.Functions}.LoadUnsafe(ref __C::Unsafe.Add(ref s, {CSharpLiteral.Of(lanes.PreActivations(index - 1))} + (unit * {CSharpLiteral.Of(Samples)}) + lane))"
                    : "x";
                string value = d.Derive(before.Activation, "dx", keptAt);
                writer.Line(d.Store(value, "__C::Unsafe.Add(ref s, " + $"{CSharpLiteral.Of(lanes.Gradient[1 - turn])} + (unit * {CSharpLiteral.Of(Samples)}) + lane)", 0));
            }

            loop?.Dispose();
        }
    }
}
