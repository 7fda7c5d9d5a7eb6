using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Emit.Forward;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Backward;

/// <summary>
/// How does one sample of a small network go backward without loops? Continues behind <see cref="StraightLineForward"/> in the same method, with
/// its registers: dW = x ⊗ dz row by row, dz of the layer before = (dz · Wᵀ) times the derivative. Expects <c>ref float dz</c> (the gradient
/// before the output activation, padded), <c>ref float g</c> (overwritten) and <c>ref float s</c> (with the transposed weights) in scope.
/// </summary>
internal sealed class StraightLineBackward(SourceWriter writer, NetworkPlan plan, LanesPlan places, StraightLineForward forward, Dialect dialect)
{
    /// <summary>dz of the first layer, for the gradient with respect to the input.</summary>
    public IReadOnlyList<VectorPart> FirstGradient { get; private set; } = [];

    /// <summary>With dz in memory.</summary>
    public void Emit() => Emit(LoadOutputGradient());

    /// <summary>With dz in registers.</summary>
    public void Emit(IReadOnlyList<VectorPart> dz)
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

        FirstGradient = dz;
    }

    private List<VectorPart> LoadOutputGradient()
    {
        LinearPlan last = plan.Last;
        var parts = new List<VectorPart>();
        if (last.Order != SumOrder.Columns)
        {
            writer.Line($"var dz_0 = {Dialect.Bits128.Load("dz", 0)};");
            parts.Add(new VectorPart("dz_0", 0, 4));
            return parts;
        }

        foreach ((int tile, int column, int lanes) in StraightLineForward.ColumnVectors(last, dialect.Lanes))
        {
            int start = (tile * LinearPlan.TileWidth) + column;
            string name = "dz_" + CSharpLiteral.Of(parts.Count);
            writer.Line($"var {name} = {Dialect.ForLanes(lanes).Load("dz", start)};");
            parts.Add(new VectorPart(name, start, lanes));
        }

        return parts;
    }

    private void EmitParameterGradients(int index, LinearPlan layer, IReadOnlyList<VectorPart> dz)
    {
        if (layer.Order == SumOrder.Dot)
        {
            EmitDot(index, layer, dz[0]);
            return;
        }

        if (layer.Order == SumOrder.KLanes && dialect.Lanes == 8)
        {
            // Whole 256-bit stores, two inputs each: the optimizer's loads that follow can be forwarded from them.
            string pair = layer.Identifier + "_dz";
            writer.Line($"var {pair} = __I::Vector256.Create({dz[0].Name}, {dz[0].Name});");
            if (layer.HasBias)
            {
                writer.Line(dialect.Store($"__I::Vector256.Create({dz[0].Name}, __I::Vector128<float>.Zero)", "g", layer.BiasOffset));
            }

            for (int k = 0; k < layer.Inputs; k += 2)
            {
                writer.Line(dialect.Store($"{forward.InputPairOf(index, layer, k)} * {pair}", "g", layer.WeightOffset + (4 * k)));
            }

            return;
        }

        if (layer.HasBias)
        {
            foreach (VectorPart part in dz)
            {
                writer.Line(Dialect.ForLanes(part.Width).Store(part.Name, "g", layer.BiasOffset + part.Start));
            }
        }

        for (int k = 0; k < layer.Inputs; k++)
        {
            foreach (VectorPart part in dz)
            {
                int tile = part.Start / LinearPlan.TileWidth;
                int offset = layer.WeightOffset + layer.TileOffset(tile) + (k * layer.WidthOf(tile)) + (part.Start % LinearPlan.TileWidth);
                writer.Line(Dialect.ForLanes(part.Width).Store($"{forward.InputOf(index, k, part.Width)} * {part.Name}", "g", offset));
            }
        }
    }

    /// <summary>One output: the inputs are in the lanes.</summary>
    private void EmitDot(int index, LinearPlan layer, VectorPart dz)
    {
        string scalar = Dialect.ForLanes(dz.Width).Lane(dz.Name, 0);
        if (layer.HasBias)
        {
            writer.Line($"{KernelWriter.Element("g", layer.BiasOffset)} = {scalar};");
        }

        int lanes = dialect.Lanes == 4 ? 4 : 8;
        Dialect d = Dialect.ForLanes(lanes);
        string broadcast = $"{layer.Identifier}_dz";
        writer.Line($"var {broadcast} = {d.Broadcast(scalar)};");
        for (int k = 0; k < layer.Inputs; k += lanes)
        {
            writer.Line(d.Store($"{forward.InputVectorOf(index, layer, k, d)} * {broadcast}", "g", layer.WeightOffset + k));
        }
    }

    private List<VectorPart> EmitInputGradient(int index, LinearPlan layer, IReadOnlyList<VectorPart> dz)
    {
        LinearPlan before = plan.Layers[index - 1];
        int lastWidth = LayoutRules.LastTileWidth(layer.Inputs);
        int tiles = LayoutRules.Tiles(layer.Inputs);
        var results = new List<VectorPart>();
        IReadOnlyList<VectorPart> shape = forward.Activations[index - 1];
        for (int p = 0; p < shape.Count; p++)
        {
            VectorPart part = shape[p];
            Dialect d = Dialect.ForLanes(part.Width);
            int tile = part.Start / LinearPlan.TileWidth;
            int width = tile == tiles - 1 ? lastWidth : LinearPlan.TileWidth;
            string name = $"{StraightLineForward.Variable(before)}_d{CSharpLiteral.Of(p)}";
            for (int o = 0; o < layer.Outputs; o++)
            {
                string gradient = BroadcastOf(dz, o, d);
                if (layer.Order == SumOrder.KLanes)
                {
                    string column = Column(layer, part, o);
                    writer.Line(o == 0 ? $"var {name} = {gradient} * {column};" : $"{name} = {Dialect.Fma(gradient, column, name)};");
                    continue;
                }

                // One output: the weights are their own transpose. Otherwise they have been transposed into the scratch memory.
                (string source, int offset) = layer.Order == SumOrder.Dot
                    ? ("w", layer.WeightOffset + part.Start)
                    : ("s", places.Transposed(index) + (tile * layer.Outputs * LinearPlan.TileWidth) + (o * width) + (part.Start % LinearPlan.TileWidth));
                writer.Line(o == 0
                    ? $"var {name} = {gradient} * {d.Load(source, offset)};"
                    : $"{name} = {Dialect.FmaLoad(gradient, source, offset, name)};");
            }

            IReadOnlyList<VectorPart> kept = before.Activation.Needs == DerivativeNeeds.Input ? forward.PreActivations[index - 1] : forward.Activations[index - 1];
            if (!before.Activation.IsIdentity)
            {
                writer.Line($"{name} = {d.Derive(before.Activation, name, kept[p].Name)};");
            }

            results.Add(part with { Name = name });
        }

        return results;
    }

    /// <summary>Whether a layer's transposed weights must lie in the scratch memory.</summary>
    public static bool NeedsTransposed(LinearPlan layer) => layer.Order == SumOrder.Columns;

    /// <summary>Column o of a layer of up to four outputs, for the units of a part: 4 × 4 blocks of weights transposed in registers.</summary>
    private string Column(LinearPlan layer, VectorPart part, int o)
    {
        string name = $"{layer.Identifier}_w{CSharpLiteral.Of(part.Start)}";
        if (o == 0)
        {
            for (int block = 0; block < part.Width / 4 && part.Start + (4 * block) < layer.Inputs; block++)
            {
                var rows = new List<string>();
                for (int r = 0; r < 4; r++)
                {
                    int k = part.Start + (4 * block) + r;
                    rows.Add($"{name}_{CSharpLiteral.Of(block)}{(char)('a' + r)}");
                    writer.Line($"var {rows[r]} = {(k < layer.Inputs ? Dialect.Bits128.Load("w", layer.WeightOffset + (4 * k)) : Dialect.Bits128.Zero)};");
                }

                writer.Line($"__N::Lanes.Transpose({string.Join(", ", rows.Select(r => "ref " + r))});");
            }
        }

        char letter = (char)('a' + o);
        string upper = part.Start + 4 < layer.Inputs ? $"{name}_1{letter}" : "__I::Vector128<float>.Zero";
        return part.Width == 4 ? $"{name}_0{letter}" : $"__I::Vector256.Create({name}_0{letter}, {upper})";
    }

    private static string BroadcastOf(IReadOnlyList<VectorPart> parts, int unit, Dialect d)
    {
        VectorPart part = parts.First(p => unit >= p.Start && unit < p.Start + p.Width);
        int lane = unit - part.Start;
        return part.Width == d.Lanes ? d.BroadcastLane(part.Name, lane) : d.Broadcast(Dialect.ForLanes(part.Width).Lane(part.Name, lane));
    }
}
