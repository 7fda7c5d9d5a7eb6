using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Words;

/// <summary>
/// How do sixteen samples go backward, one per lane? Every parameter has sixteen partial sums, one per lane; they are joined once, after the
/// last block. Per input unit: its share of the weights' gradients, and its own gradient through the weights and the activation.
/// </summary>
internal static class LanesBackward
{
    private const int Samples = LanesPlan.Samples;

    public static void Emit(SourceWriter writer, DensePlan plan, LanesPlan lanes)
    {
        writer.Line("// The same samples backward; every gradient has as many partial sums as there are samples.");
        writer.Line(Simd.KernelWriter.Optimized);
        using (writer.Block($"public static void BackwardLanes<W, V>(ref float w, ref float s) where W : struct, __W::ILaneWords<V>"))
        {
            LanesText.EmitTurns(writer, () =>
            {
                for (int i = plan.Layers.Count - 1; i >= 0; i--)
                {
                    EmitLayer(writer, plan, lanes, i);
                }
            });
        }
    }

    private static void EmitLayer(SourceWriter writer, DensePlan plan, LanesPlan lanes, int index)
    {
        LinearPlan layer = plan.Layers[index];
        LinearPlan? before = index > 0 ? plan.Layers[index - 1] : null;
        int turn = (plan.Layers.Count - 1 - index) % 2;
        string behind = before is null ? "" : $", then {before.Name}'s dz = dz·Wᵀ times the derivative";
        writer.Line($"// {layer.Name}: db = dz, dW = x ⊗ dz{behind}.");
        string symbol = LayerSymbols.Of(plan.Layers)[index];
        List<string> dz = [.. Enumerable.Range(0, layer.Outputs).Select(o => "d" + LayerSymbols.At(symbol, o))];
        writer.Pack(dz.Select((unit, o) => $"V {unit} = {LanesText.Load("s", lanes.Gradient[turn] + (o * Samples))};"));
        if (layer.HasBias)
        {
            writer.Pack(dz.Select((unit, o) => $"W.AddTo(ref s, {CSharpLiteral.Of(lanes.Sums + ((layer.BiasOffset + o) * Samples))}, {unit});"));
        }

        using (writer.Block($"for (int unit = 0; unit < {CSharpLiteral.Of(layer.Inputs)}; unit++)"))
        {
            EmitUnit(writer, lanes, layer, before, index, turn, dz);
        }
    }

    /// <summary>One input unit of a layer.</summary>
    private static void EmitUnit(SourceWriter writer, LanesPlan lanes, LinearPlan layer, LinearPlan? before, int index, int turn, List<string> dz)
    {
        int inputs = index == 0 ? lanes.Inputs : lanes.Outputs(index - 1);
        writer.Line($"V x = W.Load({WordsText.At("s", inputs, "unit", Samples)}, 0);");
        for (int tile = 0; tile < layer.Tiles; tile++)
        {
            int width = layer.WidthOf(tile);
            string name = CSharpLiteral.Of(tile);
            int weights = layer.WeightOffset + layer.TileOffset(tile);
            List<string> line = [$"ref float dw{name} = {WordsText.At("s", lanes.Sums + (weights * Samples), "unit", width * Samples)};"];
            if (before is not null)
            {
                line.Add($"ref float w{name} = {WordsText.At("w", weights, "unit", width)};");
            }

            writer.Pack(line);
        }

        writer.Pack(dz.Select((unit, o) => $"W.AddProductTo(ref dw{CSharpLiteral.Of(o / LinearPlan.TileWidth)}, {CSharpLiteral.Of(o % LinearPlan.TileWidth * Samples)}, x, {unit});"));
        if (before is null)
        {
            return;
        }

        writer.Pack(dz.Select((unit, o) =>
        {
            string tile = "w" + CSharpLiteral.Of(o / LinearPlan.TileWidth);
            int column = o % LinearPlan.TileWidth;
            return o == 0 ? $"V dx = {LanesText.MulAll(unit, tile, column)};" : $"dx = {LanesText.FmaAll(unit, tile, column, "dx")};";
        }));
        string kept = before.Activation.Needs == DerivativeNeeds.Input
            ? $"W.Load({WordsText.At("s", lanes.PreActivations(index - 1), "unit", Samples)}, 0)"
            : "x";
        writer.Line($"W.Store({Word.Derive(LanesText.Words, before.Activation, "dx", kept)}, {WordsText.At("s", lanes.Gradient[1 - turn], "unit", Samples)}, 0);");
    }
}
