using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Lanes;

/// <summary>
/// How does a linear layer go forward with samples in lanes? Each unit is a sum of (input vector × broadcast weight), in the order the layer's
/// single-sample form has. Reads [input][16], writes [unit][16], at <c>lane</c> of the scratch memory <c>s</c>.
/// </summary>
internal static class LanesLayer
{
    /// <summary>Units that share the loads of an input vector.</summary>
    private const int UnitsPerBlock = 4;

    private const int Samples = LanesPlan.Samples;

    public static void Emit(SourceWriter writer, LinearPlan layer, ActivationPlan activation, int inputs, int preActivations, int outputs, Dialect dialect)
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
                    EmitBlock(writer, layer, activation, tile, "unit", 0, perBlock, inputs, preActivations, outputs, dialect);
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
                    EmitBlock(writer, layer, activation, tile, "", first, Math.Min(perBlock, units - first), inputs, preActivations, outputs, dialect);
                }
            }
        }
    }

    private static void EmitBlock(
        SourceWriter writer, LinearPlan layer, ActivationPlan activation, int tile, string variable, int first, int count,
        int inputs, int preActivations, int outputs, Dialect dialect)
    {
        int unitBase = (tile * LinearPlan.TileWidth) + first;
        string step = variable.Length == 0 ? "" : $" + {variable}";
        string laneStep = variable.Length == 0 ? " + lane" : $" + ({variable} * {CSharpLiteral.Of(Samples)}) + lane";
        writer.Line($"ref float weights = ref __C::Unsafe.Add(ref w, {CSharpLiteral.Of(layer.WeightOffset + layer.TileOffset(tile) + first)}{step});");
        writer.Line($"ref float bias = ref __C::Unsafe.Add(ref w, {CSharpLiteral.Of(layer.BiasOffset + unitBase)}{step});");
        writer.Line($"ref float pre = ref __C::Unsafe.Add(ref s, {CSharpLiteral.Of(preActivations + (unitBase * Samples))}{laneStep});");
        if (outputs != preActivations)
        {
            writer.Line($"ref float result = ref __C::Unsafe.Add(ref s, {CSharpLiteral.Of(outputs + (unitBase * Samples))}{laneStep});");
        }

        writer.Line($"ref float x = ref __C::Unsafe.Add(ref s, {CSharpLiteral.Of(inputs)} + lane);");
        int sums = Math.Min(layer.PartialSums, layer.Inputs);
        int width = layer.WidthOf(tile);
        for (int k = 0; k < layer.Inputs; k++)
        {
            string input = "x" + CSharpLiteral.Of(k);
            writer.Line($"var {input} = {dialect.Load("x", k * Samples)};");
            var terms = new List<string>();
            for (int u = 0; u < count; u++)
            {
                string weight = dialect.BroadcastAt("weights", (k * width) + u);
                string accumulator = Accumulator(u, k % layer.PartialSums);
                terms.Add(k == 0
                    ? $"var {accumulator} = {Dialect.Fma(input, weight, dialect.BroadcastAt("bias", u))};"
                    : k < layer.PartialSums
                        ? $"var {accumulator} = {input} * {weight};"
                        : $"{accumulator} = {Dialect.Fma(input, weight, accumulator)};");
            }

            writer.Line(string.Join(" ", terms));
        }

        for (int u = 0; u < count; u++)
        {
            int unit = u;
            string sum = Join(layer, s => s < sums ? Accumulator(unit, s) : null);
            if (outputs != preActivations)
            {
                writer.Line($"var z{CSharpLiteral.Of(u)} = {sum};");
                writer.Line(dialect.Store("z" + CSharpLiteral.Of(u), "pre", u * Samples));
                writer.Line(dialect.Store(dialect.Apply(activation, "z" + CSharpLiteral.Of(u)), "result", u * Samples));
            }
            else
            {
                string value = activation.IsIdentity ? sum : dialect.Apply(activation, sum);
                writer.Line(dialect.Store(value, "pre", u * Samples));
            }
        }
    }

    /// <summary>Joins a unit's partial sums as the layer's single-sample form does.</summary>
    public static string Join(LinearPlan layer, Func<int, string?> partialSum)
    {
        var terms = Enumerable.Range(0, layer.PartialSums).Select(partialSum).ToList();
        return layer.Order switch
        {
            SumOrder.KLanes => Sums.Halves(terms, 2),
            SumOrder.Dot => Sums.Halves(terms, 8),
            _ => Sums.Pairwise(terms.Where(t => t is not null).Select(t => t!).ToList()),
        };
    }

    private static string Accumulator(int unit, int sum) => $"a{CSharpLiteral.Of(unit)}{(char)('a' + (sum % 26))}{(sum >= 26 ? CSharpLiteral.Of(sum / 26) : "")}";
}
