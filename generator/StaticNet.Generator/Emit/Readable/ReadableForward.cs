using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Emit.Kernels;
using StaticNet.Generator.Planning;
using static StaticNet.Generator.Emit.Readable.ReadableText;

namespace StaticNet.Generator.Emit.Readable;

/// <summary>How does one row go forward, a number at a time? The partial sums are those of the vectorized forms, so the bits are too.</summary>
internal static class ReadableForward
{
    public static void Emit(SourceWriter writer, DensePlan plan, ReadablePlan places)
    {
        writer.Line("// Forward: the values of every layer for one row x.");
        using (writer.Block($"public static void Forward({Read} x, {Read} w, {Write} values)"))
        {
            List<LinearPlan> split = [.. plan.Layers.Where(static layer => layer.PartialSums > 1)];
            if (split.Count > 0)
            {
                writer.Line($"{Write} sums = stackalloc float[{CSharpLiteral.Of(places.PartialSums)}];");
            }

            if (plan.Layers.Any(static layer => layer.BlockInputs > 0 && layer.PartialSums > 1))
            {
                writer.Line($"{Write} totals = stackalloc float[{CSharpLiteral.Of(places.PartialSums)}];");
            }

            for (int i = 0; i < plan.Layers.Count; i++)
            {
                EmitLayer(writer, plan, places, i);
            }
        }
    }

    private static void EmitLayer(SourceWriter writer, DensePlan plan, ReadablePlan places, int index)
    {
        LinearPlan layer = plan.Layers[index];
        bool isLast = index == plan.Layers.Count - 1;
        bool activates = !isLast && !layer.Activation.IsIdentity;
        string z = PreActivations(layer);
        writer.Line();
        writer.Line($"// {layer.Name}, {CSharpLiteral.Of(layer.Inputs)} → {CSharpLiteral.Of(layer.Outputs)}: z = W·x + b{(activates ? $", h = {layer.Activation.Function}(z)" : "")}.");
        writer.Line(Slice(Write, z, "values", places.PreActivations(index), layer.Outputs));
        if (activates)
        {
            writer.Line(Slice(Write, Outputs(layer), "values", places.Outputs(index), layer.Outputs));
        }

        using (writer.Block(For("unit", 0, layer.Outputs)))
        {
            string input = Inputs(plan, index);
            if (layer.BlockInputs > 0)
            {
                EmitBlocks(writer, layer, input);
            }
            else if (layer.PartialSums == 1)
            {
                writer.Line($"float sum = w[{Bias(layer, "unit")}];");
                using (writer.Block(For("k", 0, layer.Inputs)))
                {
                    writer.Line($"sum = __W::Scalar.Fma({input}[k], w[{Weight(layer, "k", "unit")}], sum);");
                }

                writer.Line();
                writer.Line($"{z}[unit] = sum;");
            }
            else
            {
                EmitPartialSums(writer, layer, input);
            }

            if (activates)
            {
                writer.Line($"{Outputs(layer)}[unit] = __W::Scalar.Apply<{OperatorText.Of(layer.Activation)}>({z}[unit]);");
            }
        }
    }

    private static void EmitPartialSums(SourceWriter writer, LinearPlan layer, string input)
    {
        string count = CSharpLiteral.Of(layer.PartialSums);
        writer.Line($"__W::Scalar.Start(sums.Slice(0, {count}), bias: w[{Bias(layer, "unit")}]); // input k adds to sum k mod {count}");
        using (writer.Block(For("k", 0, layer.Inputs)))
        {
            writer.Line($"sums[k % {count}] = __W::Scalar.Fma({input}[k], w[{Weight(layer, "k", "unit")}], sums[k % {count}]);");
        }

        writer.Line();
        writer.Line($"{PreActivations(layer)}[unit] = __W::Scalar.Join(sums.Slice(0, {count}), lanes: {CSharpLiteral.Of(Lanes(layer))});");
    }

    /// <summary>A long sum: parts of it are added up, and the inputs that make no group of four come after them.</summary>
    private static void EmitBlocks(SourceWriter writer, LinearPlan layer, string input)
    {
        bool single = layer.PartialSums == 1;
        string count = CSharpLiteral.Of(layer.PartialSums);
        string block = CSharpLiteral.Of(layer.BlockInputs);
        int whole = layer.Inputs / 4 * 4;
        string sum = single ? "sum" : $"sums[k % {count}]", total = single ? "total" : $"totals[k % {count}]";
        writer.Line(single
            ? $"float total = w[{Bias(layer, "unit")}];"
            : $"__W::Scalar.Start(totals.Slice(0, {count}), bias: w[{Bias(layer, "unit")}]); // input k adds to sum k mod {count}");
        using (writer.Block($"for (int block = 0; block < {CSharpLiteral.Of(whole)}; block += {block})"))
        {
            writer.Line(single ? "float sum = 0f;" : "sums.Clear();");
            using (writer.Block($"for (int k = block; k < block + {block} && k < {CSharpLiteral.Of(whole)}; k++)"))
            {
                writer.Line($"{sum} = __W::Scalar.Fma({input}[k], w[{Weight(layer, "k", "unit")}], {sum});");
            }

            writer.Line();
            if (single)
            {
                writer.Line("total += sum;");
            }
            else
            {
                using (writer.Block(For("s", 0, layer.PartialSums)))
                {
                    writer.Line("totals[s] += sums[s];");
                }
            }
        }

        writer.Line();
        if (whole < layer.Inputs)
        {
            using (writer.Block(For("k", whole, layer.Inputs)))
            {
                writer.Line($"{total} = __W::Scalar.Fma({input}[k], w[{Weight(layer, "k", "unit")}], {total});");
            }

            writer.Line();
        }

        writer.Line(single ? $"{PreActivations(layer)}[unit] = total;" : $"{PreActivations(layer)}[unit] = __W::Scalar.Join(totals.Slice(0, {count}), lanes: 1);");
    }
}
