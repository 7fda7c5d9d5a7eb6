using StaticNet.Generator.Emit.Kernels;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;
using static StaticNet.Generator.Emit.Readable.ReadableText;

namespace StaticNet.Generator.Emit.Readable;

/// <summary>How does one row go backward, a number at a time?</summary>
internal static class ReadableBackward
{
    public static void Emit(SourceWriter writer, DensePlan plan, ReadablePlan places)
    {
        int last = plan.Layers.Count - 1;
        writer.Line($"// Backward: from the loss's gradient {PreActivationGradients(plan.Last)} to that of every parameter, which is added to g. The update, w −= rate·g, is the optimizer's.");
        using (writer.Block($"public static void Backward({Read} x, {Read} w, {Read} values, {Write} gradients, {Write} g)"))
        {
            writer.Line(Slice(Read, PreActivationGradients(plan.Last), "gradients", places.PreActivations(last), plan.OutputSize));
            for (int i = last; i >= 0; i--)
            {
                EmitParameters(writer, plan, places, i);
                if (i > 0)
                {
                    EmitInputs(writer, plan, places, i);
                }
            }
        }

        writer.Line();
        EmitInputGradient(writer, plan, places);
    }

    private static void EmitParameters(SourceWriter writer, DensePlan plan, ReadablePlan places, int index)
    {
        LinearPlan layer = plan.Layers[index];
        string dz = PreActivationGradients(layer), input = Inputs(plan, index), x = index == 0 ? "x" : "h";
        writer.Line();
        writer.Line($"// {layer.Name}: {(layer.HasBias ? "db = dz, " : "")}dW = dz·{x}ᵀ.");
        if (index > 0)
        {
            writer.Line(Slice(Read, input, "values", places.Outputs(index - 1), layer.Inputs));
        }

        using (writer.Block(For("unit", 0, layer.Outputs)))
        {
            if (layer.HasBias)
            {
                writer.Line($"g[{Bias(layer, "unit")}] += {dz}[unit];");
            }

            using (writer.Block(For("k", 0, layer.Inputs)))
            {
                string weight = $"g[{Weight(layer, "k", "unit")}]";
                writer.Line($"{weight} = __W::Scalar.Fma({input}[k], {dz}[unit], {weight});");
            }
        }
    }

    private static void EmitInputs(SourceWriter writer, DensePlan plan, ReadablePlan places, int index)
    {
        LinearPlan layer = plan.Layers[index], before = plan.Layers[index - 1];
        string dz = PreActivationGradients(layer), target = PreActivationGradients(before);
        bool hasActivation = !before.Activation.IsIdentity;
        writer.Line();
        writer.Line($"// {before.Name}: dh = Wᵀ·dz of {layer.Name}{(hasActivation ? $", dz = dh·{before.Activation.Function}′" : "; no activation, so dz = dh")}.");
        if (hasActivation && before.Activation.Needs == DerivativeNeeds.Input)
        {
            writer.Line(Slice(Read, PreActivations(before), "values", places.PreActivations(index - 1), before.Outputs));
        }

        writer.Line(Slice(Write, target, "gradients", places.PreActivations(index - 1), before.Outputs));
        using (writer.Block(For("k", 0, layer.Inputs)))
        {
            // A small network's sum begins with its first product, a matrix product's with zero: the signs of zeros differ.
            int first = plan.LanesGradient ? 1 : 0;
            writer.Line(plan.LanesGradient ? $"float dh = {dz}[0] * w[{Weight(layer, "k", "0")}];" : "float dh = 0f;");
            if (first < layer.Outputs)
            {
                using (writer.Block(For("unit", first, layer.Outputs)))
                {
                    writer.Line($"dh = __W::Scalar.Fma({dz}[unit], w[{Weight(layer, "k", "unit")}], dh);");
                }

                writer.Line();
            }

            string kept = before.Activation.Needs == DerivativeNeeds.Input ? PreActivations(before) : Outputs(before);
            writer.Line(hasActivation
                ? $"{target}[k] = __W::Scalar.Derive<{OperatorText.Of(before.Activation)}>(dh, {kept}[k]);"
                : $"{target}[k] = dh;");
        }
    }

    private static void EmitInputGradient(SourceWriter writer, DensePlan plan, ReadablePlan places)
    {
        LinearPlan layer = plan.Layers[0];
        string dz = PreActivationGradients(layer);
        writer.Line("// The gradient with respect to the input: dx = Wᵀ·dz.");
        using (writer.Block($"public static void InputGradient({Read} w, {Read} gradients, {Write} dx)"))
        {
            writer.Line(Slice(Read, dz, "gradients", places.PreActivations(0), layer.Outputs));
            if (layer.Outputs == 1)
            {
                using (writer.Block(For("k", 0, layer.Inputs)))
                {
                    writer.Line($"dx[k] = w[{Weight(layer, "k", "0")}] * {dz}[0];");
                }

                return;
            }

            writer.Line($"{Write} sums = stackalloc float[4];");
            using (writer.Block(For("k", 0, layer.Inputs)))
            {
                writer.Line("sums.Clear(); // unit u adds to sum u mod 4");
                using (writer.Block(For("unit", 0, layer.Outputs)))
                {
                    writer.Line($"sums[unit % 4] = __W::Scalar.Fma(w[{Weight(layer, "k", "unit")}], {dz}[unit], sums[unit % 4]);");
                }

                writer.Line();
                writer.Line("dx[k] = __W::Scalar.Join(sums, lanes: 4);");
            }
        }
    }
}
