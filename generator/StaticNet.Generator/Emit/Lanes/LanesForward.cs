using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Lanes;

/// <summary>How do sixteen samples go forward, one per lane? In registers for the smallest networks, through scratch memory otherwise.</summary>
internal static class LanesForward
{
    /// <summary>Turns over the sixteen lanes: one with 512 bits, two with 256, four with 128.</summary>
    public static void EmitTurns(SourceWriter writer, Dialect dialect, System.Action body)
    {
        if (dialect.Lanes == LanesPlan.Samples)
        {
            writer.Line("const int lane = 0;");
            body();
            return;
        }

        using (writer.Block($"for (int lane = 0; lane < {CSharpLiteral.Of(LanesPlan.Samples)}; lane += {CSharpLiteral.Of(dialect.Lanes)})"))
        {
            body();
        }
    }

    /// <summary>The method through scratch memory: [input][16] at the plan's place to every layer's [unit][16].</summary>
    public static void EmitMemoryForm(SourceWriter writer, NetworkPlan plan, LanesPlan lanes)
    {
        writer.Line("// All layers for sixteen samples, one per lane; every layer's values stay in the scratch memory for the backward pass.");
        writer.Line(KernelWriter.Optimized);
        using (writer.Block("private static void __ForwardLanes(ref float w, ref float s)"))
        {
            KernelWriter.Ladder(
                writer,
                d => EmitTurns(writer, d, () =>
                {
                    int inputs = lanes.Inputs;
                    for (int i = 0; i < plan.Layers.Count; i++)
                    {
                        LinearPlan layer = plan.Layers[i];
                        ActivationPlan activation = i == plan.Layers.Count - 1 ? ActivationPlan.Identity : layer.Activation;
                        writer.Line(LayerComment.Describe(layer with { Activation = activation }));
                        LanesLayer.Emit(writer, layer, activation, inputs, lanes.PreActivations(i), lanes.Outputs(i), d);
                        inputs = lanes.Outputs(i);
                    }
                }),
                with512: true);
        }
    }

    /// <summary>Whether softmax is computed in the lanes; of more outputs it is computed row by row afterwards.</summary>
    public static bool SoftmaxInLanes(NetworkPlan plan) => plan.RowActivation.IsRowWise && plan.OutputSize <= 8;

    /// <summary>Sixteen samples with every value in registers: reads [input][16] from the scratch memory and leaves [output][16] in its place.</summary>
    public static void EmitRegisters(SourceWriter writer, NetworkPlan plan, Dialect d)
    {
        writer.Line("ref float input = ref __C::Unsafe.Add(ref s, lane);");
        var source = new List<string>();
        for (int k = 0; k < plan.InputSize; k++)
        {
            source.Add("x" + CSharpLiteral.Of(k));
            writer.Line($"var {source[k]} = {d.Load("input", k * LanesPlan.Samples)};");
        }

        foreach (LinearPlan layer in plan.Layers)
        {
            writer.Line(LayerComment.Describe(layer));
            string name = Forward.StraightLineForward.Variable(layer);
            int sums = System.Math.Min(layer.PartialSums, layer.Inputs);
            var units = new List<string>();
            for (int j = 0; j < layer.Outputs; j++)
            {
                string unit = $"{name}_{CSharpLiteral.Of(j)}";
                int tile = j / LinearPlan.TileWidth;
                for (int k = 0; k < layer.Inputs; k++)
                {
                    int offset = layer.WeightOffset + layer.TileOffset(tile) + (k * layer.WidthOf(tile)) + (j % LinearPlan.TileWidth);
                    string weight = d.BroadcastAt("w", offset);
                    string accumulator = Accumulator(unit, k % layer.PartialSums);
                    writer.Line(k == 0
                        ? $"var {accumulator} = {Dialect.Fma(source[k], weight, d.BroadcastAt("w", layer.BiasOffset + j))};"
                        : k < layer.PartialSums
                            ? $"var {accumulator} = {source[k]} * {weight};"
                            : $"{accumulator} = {Dialect.Fma(source[k], weight, accumulator)};");
                }

                string joined = sums > 1 ? LanesLayer.Join(layer, s => s < sums ? Accumulator(unit, s) : null) : Accumulator(unit, 0);
                string value = layer.Activation.IsIdentity ? joined : d.Apply(layer.Activation, joined);
                if (value != unit)
                {
                    writer.Line($"{unit} = {value};");
                }

                units.Add(unit);
            }

            source = units;
        }

        EmitSoftmax(writer, plan, d, source);
        for (int j = 0; j < source.Count; j++)
        {
            writer.Line(d.Store(source[j], "input", j * LanesPlan.Samples));
        }
    }

    private static void EmitSoftmax(SourceWriter writer, NetworkPlan plan, Dialect d, List<string> z)
    {
        if (!SoftmaxInLanes(plan))
        {
            return;
        }

        writer.Line($"var max = {z.Aggregate((a, b) => $"{d.Functions}.MaxNative({a}, {b})")};");
        var exponentials = new List<string?>();
        foreach (string unit in z)
        {
            exponentials.Add(unit + "_e");
            writer.Line($"var {unit}_e = __N::VectorMath.ExpNonPositive({unit} - max);");
        }

        var terms = Enumerable.Range(0, 8).Select(i => i < exponentials.Count ? exponentials[i] : null).ToList();
        writer.Line($"var sum = {Sums.Halves(terms, 8)};");
        if (plan.RowActivation.Function == Activation.LogSoftmax)
        {
            writer.Line("var log = __N::VectorMath.Log(sum);");
            foreach (string unit in z)
            {
                writer.Line($"{unit} = ({unit} - max) - log;");
            }
        }
        else
        {
            writer.Line($"var reciprocal = {d.Type}.One / sum;");
            foreach (string unit in z)
            {
                writer.Line($"{unit} = {unit}_e * reciprocal;");
            }
        }
    }

    private static string Accumulator(string unit, int sum) => sum == 0 ? unit : $"{unit}_p{CSharpLiteral.Of(sum)}";
}
