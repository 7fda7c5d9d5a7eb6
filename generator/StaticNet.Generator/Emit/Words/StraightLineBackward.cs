using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Words;

/// <summary>
/// How does one sample of a small network go backward without loops? Continues behind <see cref="StraightLineForward"/> in the same method, with
/// its registers: dW = x ⊗ dz row by row, dz of the layer before = (dz · Wᵀ) times the derivative. Expects <c>ref float g</c> (overwritten) and
/// <c>ref float s</c> (with the transposed weights) in scope.
/// </summary>
internal sealed class StraightLineBackward(SourceWriter writer, DensePlan plan, LanesPlan places, StraightLineForward forward)
{
    /// <summary>Writes all layers, last to first; returns dz of the first one, for the gradient with respect to the input.</summary>
    public IReadOnlyList<VectorPart> Emit(IReadOnlyList<VectorPart> dz)
    {
        for (int i = plan.Layers.Count - 1; i >= 0; i--)
        {
            LinearPlan layer = plan.Layers[i];
            writer.Line($"// {layer.Name}: db = dz, dW = x ⊗ dz{(i > 0 ? $", then {plan.Layers[i - 1].Name}'s dz = dz·Wᵀ times the derivative" : "")}.");
            EmitParameterGradients(i, layer, dz);
            if (i > 0)
            {
                dz = EmitInputGradient(i, layer, dz);
            }
        }

        return dz;
    }

    /// <summary>Whether a layer's transposed weights must lie in the scratch memory.</summary>
    public static bool NeedsTransposed(LinearPlan layer) => layer.Order == SumOrder.Columns;

    private void EmitParameterGradients(int index, LinearPlan layer, IReadOnlyList<VectorPart> dz)
    {
        switch (layer.Order)
        {
            case SumOrder.Dot:
                EmitDot(index, layer, dz[0]);
                break;
            case SumOrder.KLanes:
                EmitKLanes(index, layer, dz[0]);
                break;
            default:
                EmitColumns(index, layer, dz);
                break;
        }
    }

    private void EmitColumns(int index, LinearPlan layer, IReadOnlyList<VectorPart> dz)
    {
        if (layer.HasBias)
        {
            writer.Pack(dz.Select(part => Word.Store(forward.Words(part.Width), part.Name, "g", layer.BiasOffset + part.Start)));
        }

        for (int k = 0; k < layer.Inputs; k++)
        {
            var line = new List<string>();
            foreach (VectorPart part in dz)
            {
                int tile = part.Start / LinearPlan.TileWidth;
                int offset = layer.WeightOffset + layer.TileOffset(tile) + (k * layer.WidthOf(tile)) + (part.Start % LinearPlan.TileWidth);
                line.Add(Word.StoreProduct(forward.Words(part.Width), forward.InputOf(index, k, part.Width), part.Name, "g", offset));
            }

            writer.Pack(line);
        }
    }

    /// <summary>Eight lanes at a time, two inputs each: the optimizer's loads that follow can be forwarded from such stores.</summary>
    private void EmitKLanes(int index, LinearPlan layer, VectorPart dz)
    {
        string words = forward.Words(8);
        string pair = forward.Symbols[index] + "_dz";
        writer.Line($"{Word.TypeOf(words)} {pair} = {words}.Both({dz.Name});");
        var stores = new List<string>();
        if (layer.HasBias)
        {
            stores.Add(Word.Store(words, $"{words}.Low({dz.Name})", "g", layer.BiasOffset));
        }

        for (int k = 0; k < layer.Inputs; k += 2)
        {
            stores.Add(Word.StoreProduct(words, forward.InputPairOf(index, layer, k), pair, "g", layer.WeightOffset + (4 * k)));
        }

        writer.Pack(stores);
    }

    /// <summary>One output: the inputs are in the lanes.</summary>
    private void EmitDot(int index, LinearPlan layer, VectorPart dz)
    {
        string words = forward.Words(8);
        if (layer.HasBias)
        {
            writer.Line(Word.Store(Word.Four, dz.Name, "g", layer.BiasOffset, 1, 4));
        }

        string broadcast = forward.Symbols[index] + "_dz";
        writer.Line($"{Word.TypeOf(words)} {broadcast} = {words}.Spread({dz.Name}, 0);");
        for (int k = 0; k < layer.Inputs; k += 8)
        {
            writer.Line(Word.StoreProduct(words, forward.InputVectorOf(index, layer, k), broadcast, "g", layer.WeightOffset + k));
        }
    }

    private List<VectorPart> EmitInputGradient(int index, LinearPlan layer, IReadOnlyList<VectorPart> dz)
    {
        LinearPlan before = plan.Layers[index - 1];
        IReadOnlyList<VectorPart> kept = before.Activation.Needs == DerivativeNeeds.Input ? forward.PreActivations[index - 1] : forward.Activations[index - 1];
        var results = new List<VectorPart>();
        for (int p = 0; p < kept.Count; p++)
        {
            VectorPart part = kept[p];
            string words = forward.Words(part.Width);
            string name = "d" + LayerSymbols.At(forward.Symbols[index - 1], p);
            if (layer.Order == SumOrder.KLanes)
            {
                int inputs = Math.Min(part.Width, layer.Inputs - part.Start);
                string gradient = $"{words}.InputGradient({dz[0].Name}, {CSharpLiteral.Of(layer.Outputs)}, ref w, {CSharpLiteral.Of(layer.WeightOffset + (4 * part.Start))}, {CSharpLiteral.Of(inputs)})";
                writer.Line($"{Word.TypeOf(words)} {name} = {Word.Derive(words, before.Activation, gradient, part.Name)};");
            }
            else
            {
                EmitSum(index, layer, dz, part, name);
                if (!before.Activation.IsIdentity)
                {
                    writer.Line($"{name} = {Word.Derive(words, before.Activation, name, part.Name)};");
                }
            }

            results.Add(part with { Name = name });
        }

        return results;
    }

    private void EmitSum(int index, LinearPlan layer, IReadOnlyList<VectorPart> dz, VectorPart part, string name)
    {
        string words = forward.Words(part.Width);
        int tile = part.Start / LinearPlan.TileWidth;
        int width = tile == LayoutRules.Tiles(layer.Inputs) - 1 ? LayoutRules.LastTileWidth(layer.Inputs) : LinearPlan.TileWidth;
        var line = new List<string>();
        for (int o = 0; o < layer.Outputs; o++)
        {
            string gradient = BroadcastOf(dz, o, part.Width);

            // One output: the weights are their own transpose. Otherwise they have been transposed into the scratch memory.
            (string source, int offset) = layer.Order == SumOrder.Dot
                ? ("w", layer.WeightOffset + part.Start)
                : ("s", places.Transposed(index) + (tile * layer.Outputs * LinearPlan.TileWidth) + (o * width) + (part.Start % LinearPlan.TileWidth));
            line.Add(o == 0
                ? $"{Word.TypeOf(words)} {name} = {Word.Mul(words, gradient, source, offset)};"
                : $"{name} = {Word.Fma(words, gradient, source, offset, name)};");
        }

        writer.Pack(line);
    }

    private string BroadcastOf(IReadOnlyList<VectorPart> parts, int unit, int width)
    {
        VectorPart part = parts.First(p => unit >= p.Start && unit < p.Start + p.Width);
        string lane = CSharpLiteral.Of(unit - part.Start);
        if (part.Width == width)
        {
            return $"{forward.Words(width)}.Lane({part.Name}, {lane})";
        }

        return part.Width < width
            ? $"{forward.Words(width)}.Spread({part.Name}, {lane})"
            : unit - part.Start < 4
                ? $"{Word.Four}.Lane({Word.Any}.Lower({part.Name}), {lane})"
                : $"{Word.Four}.Lane({Word.Any}.Upper({part.Name}), {CSharpLiteral.Of(unit - part.Start - 4)})";
    }
}
