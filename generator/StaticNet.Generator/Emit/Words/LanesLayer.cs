using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Words;

/// <summary>
/// How does a linear layer go forward with samples in lanes? Each unit is a sum of (input vector × broadcast weight), in the order the layer's
/// single-sample form has. Reads [input][16], writes [unit][16] of the scratch memory <c>s</c>.
/// </summary>
internal static class LanesLayer
{
    /// <summary>Units that share the loads of an input vector.</summary>
    private const int UnitsPerBlock = 4;

    private const int Samples = LanesPlan.Samples;

    public static void Emit(SourceWriter writer, LinearPlan layer, int inputs, int preActivations, int outputs)
    {
        for (int tile = 0; tile < layer.Tiles; tile++)
        {
            int units = Math.Min(LinearPlan.TileWidth, layer.Outputs - (tile * LinearPlan.TileWidth));
            int perBlock = Math.Min(units, Math.Max(1, UnitsPerBlock / Math.Max(1, layer.PartialSums / 4)));
            int looped = units / perBlock * perBlock;
            if (looped > perBlock)
            {
                using (writer.Block($"for (int unit = 0; unit < {CSharpLiteral.Of(looped)}; unit += {CSharpLiteral.Of(perBlock)})"))
                {
                    EmitBlock(writer, layer, tile, "unit", 0, perBlock, inputs, preActivations, outputs);
                }
            }
            else
            {
                looped = 0;
            }

            for (int first = looped; first < units; first += perBlock)
            {
                using (writer.Block())
                {
                    EmitBlock(writer, layer, tile, "", first, Math.Min(perBlock, units - first), inputs, preActivations, outputs);
                }
            }
        }
    }

    private static void EmitBlock(SourceWriter writer, LinearPlan layer, int tile, string variable, int first, int count, int inputs, int preActivations, int outputs)
    {
        int unitBase = (tile * LinearPlan.TileWidth) + first;
        string At(string reference, int offset, int factor) =>
            variable.Length == 0 ? WordsText.At(reference, offset) : WordsText.At(reference, offset, variable, factor);
        writer.Line($"ref float weights = {At("w", layer.WeightOffset + layer.TileOffset(tile) + first, 1)};");
        writer.Line($"ref float bias = {At("w", layer.BiasOffset + unitBase, 1)};");
        writer.Line($"ref float z = {At("s", preActivations + (unitBase * Samples), Samples)};");
        if (outputs != preActivations)
        {
            writer.Line($"ref float y = {At("s", outputs + (unitBase * Samples), Samples)};");
        }

        int width = layer.WidthOf(tile);
        for (int k = 0; k < layer.Inputs; k++)
        {
            string input = "x" + CSharpLiteral.Of(k);
            List<string> line = [$"V {input} = {LanesText.Load("s", inputs + (k * Samples))};"];
            for (int u = 0; u < count; u++)
            {
                string accumulator = LanesText.Accumulator("a" + CSharpLiteral.Of(u), k % layer.PartialSums);
                int offset = (k * width) + u;
                line.Add(k == 0
                    ? $"V {accumulator} = {LanesText.FmaAll(input, "weights", offset, LanesText.All("bias", u))};"
                    : k < layer.PartialSums
                        ? $"V {accumulator} = {LanesText.MulAll(input, "weights", offset)};"
                        : $"{accumulator} = {LanesText.FmaAll(input, "weights", offset, accumulator)};");
            }

            writer.Pack(line);
        }

        for (int u = 0; u < count; u++)
        {
            string unit = "a" + CSharpLiteral.Of(u);
            string sum = LanesText.Join(layer, s => LanesText.Accumulator(unit, s));
            if (outputs != preActivations)
            {
                writer.Pack([
                    .. sum == unit ? Array.Empty<string>() : [$"{unit} = {sum};"],
                    LanesText.Store(unit, "z", u * Samples),
                    LanesText.Store(Word.Apply(LanesText.Words, layer.Activation, unit), "y", u * Samples)]);
            }
            else
            {
                writer.Line(LanesText.Store(Word.Apply(LanesText.Words, layer.Activation, sum), "z", u * Samples));
            }
        }
    }
}
