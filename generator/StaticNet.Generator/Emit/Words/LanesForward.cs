using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Words;

/// <summary>How do sixteen samples go forward, one per lane? In registers for the smallest networks, through scratch memory otherwise.</summary>
internal static class LanesForward
{
    private const int Samples = LanesPlan.Samples;

    /// <summary>As many sums in flight fit sixteen registers; more are taken unit by unit.</summary>
    private const int SumsInFlight = 16;

    /// <summary>Inputs of a layer whose units are an expression each.</summary>
    private const int InputsOfAnExpression = 4;

    /// <summary>Whether every value stays in registers.</summary>
    public static bool IsInRegisters(DensePlan plan) => LanesPlan.IsInRegisters(plan);

    public static void Emit(SourceWriter writer, DensePlan plan, LanesPlan lanes)
    {
        bool isInRegisters = IsInRegisters(plan);
        writer.Line("// As many samples side by side as a vector has lanes, of sixteen that lie as [value][16] in s; each line is one unit, or one input of several.");
        writer.Line(Simd.KernelWriter.Optimized);
        using (writer.Block($"public static void ForwardLanes<W, V, U>(ref float w, ref float s) where W : struct, __W::ILaneWords<V> where U : struct, __W::ILanesUse"))
        {
            LanesText.EmitTurns(writer, () =>
            {
                if (isInRegisters)
                {
                    EmitRegisters(writer, plan, lanes);
                    return;
                }

                int inputs = lanes.Inputs;
                string[] symbols = LayerSymbols.Of(plan.Layers);
                for (int i = 0; i < plan.Layers.Count; i++)
                {
                    LinearPlan layer = i == plan.Layers.Count - 1 ? plan.Layers[i] with { Activation = ActivationPlan.Identity } : plan.Layers[i];
                    writer.Line(LayerComment.Formula(layer, symbols[i], i == 0 ? LayerSymbols.Input : symbols[i - 1]));
                    LanesLayer.Emit(writer, layer, inputs, lanes.PreActivations(i), lanes.Outputs(i));
                    inputs = lanes.Outputs(i);
                }
            });
        }
    }

    private static void EmitRegisters(SourceWriter writer, DensePlan plan, LanesPlan lanes)
    {
        List<string> source = [.. Enumerable.Range(0, plan.InputSize).Select(k => "x" + CSharpLiteral.Of(k))];
        writer.Pack(source.Select((x, k) => $"V {x} = {LanesText.Load("s", k * Samples)};"));
        bool trains = plan.HasBackward && plan.LanesGradient;
        string[] symbols = LayerSymbols.Of(plan.Layers);
        for (int i = 0; i < plan.Layers.Count; i++)
        {
            bool isLast = i == plan.Layers.Count - 1;
            LinearPlan layer = isLast ? plan.Layers[i] with { Activation = ActivationPlan.Identity } : plan.Layers[i];
            writer.Line(LayerComment.Formula(layer, symbols[i], i == 0 ? LayerSymbols.Input : symbols[i - 1]));
            bool keepsInput = trains && LanesPlan.KeepsPreActivation(plan, i);
            List<string> sums = EmitLayer(writer, layer, symbols[i], source, keepsInput);
            source = keepsInput ? [.. sums.Select(unit => unit + "_a")] : sums;
            if (keepsInput)
            {
                writer.Pack(sums.Select(unit => $"V {unit}_a = {Word.Apply(LanesText.Words, layer.Activation, unit)};"));
            }

            if (trains && !isLast)
            {
                using (writer.Block("if (typeof(U) == typeof(__W::ForTraining)) // kept for the way back"))
                {
                    int at = i;
                    if (keepsInput)
                    {
                        writer.Pack(sums.Select((unit, j) => LanesText.Store(unit, "s", lanes.PreActivations(at) + (j * Samples))));
                    }

                    writer.Pack(source.Select((unit, j) => LanesText.Store(unit, "s", lanes.Outputs(at) + (j * Samples))));
                }

                writer.Line();
            }
        }

        EmitOutputs(writer, plan, lanes, source);
    }

    private static List<string> EmitLayer(SourceWriter writer, LinearPlan layer, string symbol, List<string> source, bool keepsInput)
    {
        List<string> units = [.. Enumerable.Range(0, layer.Outputs).Select(j => LayerSymbols.At(symbol, j))];
        ActivationPlan activation = keepsInput ? ActivationPlan.Identity : layer.Activation;
        int sums = Math.Min(layer.PartialSums, layer.Inputs);
        if (layer.Inputs <= InputsOfAnExpression && layer.Order == SumOrder.Columns)
        {
            for (int j = 0; j < layer.Outputs; j++)
            {
                int unit = j;
                string sum = LanesText.Join(layer, s => Sum(layer, source, unit, s));
                writer.Line($"V {units[j]} = {Word.Apply(LanesText.Words, activation, sum)};");
            }
        }
        else if (layer.Outputs * sums <= SumsInFlight)
        {
            for (int k = 0; k < layer.Inputs; k++)
            {
                int input = k;
                writer.Pack(units.Select((unit, j) => Term(layer, source[input], unit, j, input)));
            }

            writer.Pack(units.Select(unit => Joined(layer, activation, unit)).Where(statement => statement.Length > 0));
        }
        else
        {
            for (int j = 0; j < layer.Outputs; j++)
            {
                int unit = j;
                string joined = Joined(layer, activation, units[j]);
                writer.Pack([.. Enumerable.Range(0, layer.Inputs).Select(k => Term(layer, source[k], units[unit], unit, k)), .. joined.Length > 0 ? [joined] : Array.Empty<string>()]);
            }
        }

        return units;
    }

    /// <summary>Partial sum <paramref name="sum"/> of a unit as one expression.</summary>
    private static string Sum(LinearPlan layer, List<string> source, int unit, int sum)
    {
        string? value = sum == 0 ? LanesText.All("w", layer.BiasOffset + unit) : null;
        for (int k = sum; k < layer.Inputs; k += layer.PartialSums)
        {
            int offset = WeightOf(layer, unit, k);
            value = value is null ? LanesText.MulAll(source[k], "w", offset) : LanesText.FmaAll(source[k], "w", offset, value);
        }

        return value!;
    }

    private static string Term(LinearPlan layer, string input, string unit, int j, int k)
    {
        string accumulator = LanesText.Accumulator(unit, k % layer.PartialSums);
        int offset = WeightOf(layer, j, k);
        return k == 0
            ? $"V {accumulator} = {LanesText.FmaAll(input, "w", offset, LanesText.All("w", layer.BiasOffset + j))};"
            : k < layer.PartialSums
                ? $"V {accumulator} = {LanesText.MulAll(input, "w", offset)};"
                : $"{accumulator} = {LanesText.FmaAll(input, "w", offset, accumulator)};";
    }

    private static string Joined(LinearPlan layer, ActivationPlan activation, string unit)
    {
        string value = Word.Apply(LanesText.Words, activation, LanesText.Join(layer, s => LanesText.Accumulator(unit, s)));
        return value == unit ? "" : $"{unit} = {value};";
    }

    private static int WeightOf(LinearPlan layer, int unit, int input)
    {
        int tile = unit / LinearPlan.TileWidth;
        return layer.WeightOffset + layer.TileOffset(tile) + (input * layer.WidthOf(tile)) + (unit % LinearPlan.TileWidth);
    }

    private static void EmitOutputs(SourceWriter writer, DensePlan plan, LanesPlan lanes, List<string> z)
    {
        bool isSoftmax = plan.RowActivation.IsRowWise && plan.OutputSize <= 8;
        if (isSoftmax || !plan.Last.Activation.IsIdentity)
        {
            using (writer.Block("if (typeof(U) == typeof(__W::ForInference))"))
            {
                if (isSoftmax)
                {
                    EmitSoftmax(writer, plan, z);
                }
                else
                {
                    writer.Pack(z.Select(unit => $"{unit} = {Word.Apply(LanesText.Words, plan.Last.Activation, unit)};"));
                }
            }

            writer.Line();
        }

        writer.Line($"ref float y = ref U.Outputs(ref s, {CSharpLiteral.Of(lanes.PreActivations(plan.Layers.Count - 1))});");
        writer.Pack(z.Select((unit, j) => LanesText.Store(unit, "y", j * Samples)));
    }

    private static void EmitSoftmax(SourceWriter writer, DensePlan plan, List<string> z)
    {
        writer.Line($"V max = {z.Aggregate((a, b) => $"W.Max({a}, {b})")};");
        writer.Pack(z.Select(unit => $"V {unit}_e = W.ExpBelow({unit}, max);"));
        List<string?> terms = [.. Enumerable.Range(0, 8).Select(i => i < z.Count ? z[i] + "_e" : null)];
        string sum = Word.Halves(LanesText.Words, terms, 8);
        if (plan.RowActivation.Function == Activation.LogSoftmax)
        {
            writer.Line($"V log = W.Log({sum});");
            writer.Pack(z.Select(unit => $"{unit} = W.Minus(W.Minus({unit}, max), log);"));
        }
        else
        {
            writer.Line($"V reciprocal = W.Reciprocal({sum});");
            writer.Pack(z.Select(unit => $"{unit} = W.Times({unit}_e, reciprocal);"));
        }
    }
}
