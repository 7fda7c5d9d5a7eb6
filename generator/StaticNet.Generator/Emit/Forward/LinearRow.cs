using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Forward;

/// <summary>
/// How does a linear layer go forward for one row, in loops? Writes a method body over <c>ref float x</c> (a row of inputs),
/// <c>ref float w</c> (the parameters) and <c>ref float y</c> (a row of padded outputs); where there is a distance from a factor per output to
/// its summand, <c>ref float folded</c> (the factors).
/// </summary>
internal sealed class LinearRow(SourceWriter writer, LinearPlan layer, ActivationPlan activation, Dialect dialect, int? folded = null)
{
    private const int InputsPerRound = 4;

    /// <summary>Registers for accumulators: 16 (32 with 512 bits) less a broadcast and a weight.</summary>
    private int AccumulatorBudget => dialect.Lanes == 16 ? 24 : dialect.Lanes == 8 ? 14 : 12;

    public void Emit()
    {
        switch (layer.Order)
        {
            case SumOrder.Dot:
                EmitDot();
                break;
            case SumOrder.KLanes:
                EmitKLanes();
                break;
            default:
                EmitColumns();
                break;
        }
    }

    private void EmitColumns()
    {
        int perTile = LinearPlan.TileWidth / dialect.Lanes;
        int tilesPerGroup = perTile >= 8 ? 1 : 8 / perTile;
        int fullTiles = layer.Outputs / LinearPlan.TileWidth;
        int looped = 0;
        if (layer.PartialSums == 1 && fullTiles > tilesPerGroup)
        {
            looped = fullTiles / tilesPerGroup * tilesPerGroup;
            using (writer.Block($"for (int tile = 0; tile < {CSharpLiteral.Of(looped)}; tile += {CSharpLiteral.Of(tilesPerGroup)})"))
            {
                writer.Line($"ref float weights = ref __C::Unsafe.Add(ref w, {CSharpLiteral.Of(layer.WeightOffset)} + (tile * {CSharpLiteral.Of(layer.TileOffset(1))}));");
                writer.Line($"ref float bias = ref __C::Unsafe.Add(ref w, {CSharpLiteral.Of(layer.BiasOffset)} + (tile * {CSharpLiteral.Of(LinearPlan.TileWidth)}));");
                writer.Line($"ref float outputs = ref __C::Unsafe.Add(ref y, tile * {CSharpLiteral.Of(LinearPlan.TileWidth)});");
                var group = new List<KernelColumn>();
                for (int t = 0; t < tilesPerGroup; t++)
                {
                    for (int v = 0; v < perTile; v++)
                    {
                        group.Add(new KernelColumn(t, v * dialect.Lanes, dialect.Lanes, LinearPlan.TileWidth));
                    }
                }

                if (folded is not null)
                {
                    writer.Line($"ref float scale = ref __C::Unsafe.Add(ref folded, tile * {CSharpLiteral.Of(LinearPlan.TileWidth)});");
                }

                EmitGroup(group, "weights", 0, "bias", 0, "outputs", "scale");
            }
        }

        var rest = Words.StraightLineForward.ColumnVectors(layer, dialect.Lanes)
            .Where(v => v.Tile >= looped)
            .Select(v => new KernelColumn(v.Tile, v.Column, v.Lanes, layer.WidthOf(v.Tile)))
            .ToList();
        int budget = System.Math.Max(1, AccumulatorBudget / layer.PartialSums);
        // Groups of equal size: a last group of one vector would wait for its own multiply-adds.
        int groups = (rest.Count + budget - 1) / budget;
        int perGroup = groups == 0 ? 1 : (rest.Count + groups - 1) / groups;
        for (int start = 0; start < rest.Count; start += perGroup)
        {
            using (writer.Block())
            {
                EmitGroup(rest.Skip(start).Take(perGroup).ToList(), "w", layer.WeightOffset, "w", layer.BiasOffset, "y", "folded");
            }
        }
    }

    private void EmitGroup(List<KernelColumn> group, string weights, int weightOffset, string bias, int biasOffset, string outputs, string scale)
    {
        static int FirstOutput(KernelColumn column) => (column.Matrix * LinearPlan.TileWidth) + column.Column;
        new MicroKernel(writer)
        {
            Rows = 1,
            Columns = group,
            Sums = layer.PartialSums,
            Depth = layer.Inputs,
            Block = layer.BlockInputs,
            Input = "ref x",
            InputRowStride = 0,
            MatrixStart = tile => KernelWriter.At(weights, weightOffset + layer.TileOffset(tile)),
            Start = column => column.Dialect.Load(bias, biasOffset + FirstOutput(column)),
            Unroll = InputsPerRound,
            Finish = (_, column, sum) =>
            {
                string joined = layer.PartialSums > 1 ? $"({sum})" : sum;
                writer.Line(column.Dialect.Store(column.Dialect.Apply(activation, column.Dialect.Scaled(joined, scale, FirstOutput(column), folded)), outputs, FirstOutput(column)));
            },
        }.Emit();
    }

    private void EmitKLanes()
    {
        Dialect d = dialect.Lanes == 4 ? Dialect.Bits128 : Dialect.Bits256;
        int perVector = d.Lanes / 4;
        int accumulators = layer.PartialSums / perVector;
        string Input(string reference, int k, int distance)
        {
            string first = KernelWriter.Element(reference, distance);
            if (perVector == 1)
            {
                return $"__I::Vector128.Create({first})";
            }

            string second = k + 1 < layer.Inputs ? $"__I::Vector128.Create({KernelWriter.Element(reference, distance + 1)})" : "__I::Vector128<float>.Zero";
            return $"__I::Vector256.Create(__I::Vector128.Create({first}), {second})";
        }

        // A lane for each of four outputs.
        string Permuted(string vector, int lane)
        {
            string lanes = string.Join(", ", Enumerable.Range(0, d.Lanes).Select(i => CSharpLiteral.Of(lane + (i / 4))));
            return $"{d.Functions}.Shuffle({vector}, {d.Functions}.Create({lanes}))";
        }

        int used = EmitLaneGroups(d, accumulators, perVector, Input, perVector > 1 ? Permuted : null);
        var terms = Enumerable.Range(0, accumulators).Select(s => s < used ? "p" + CSharpLiteral.Of(s) : null).ToList();
        if (perVector == 2)
        {
            writer.Line($"var all = {Sums.Pairwise(terms.Where(t => t is not null).Select(t => t!).ToList())};");
            writer.Line($"var sum = {d.Lower("all")} + {d.Upper("all")};");
        }
        else
        {
            writer.Line($"var sum = {Sums.Halves(terms, 2)};");
        }

        writer.Line(Dialect.Bits128.Store(Dialect.Bits128.Apply(activation, Dialect.Bits128.Scaled("sum", "folded", 0, folded)), "y", 0));
    }

    private void EmitDot()
    {
        Dialect d = dialect.Lanes == 4 ? Dialect.Bits128 : Dialect.Bits256;
        int accumulators = layer.PartialSums / d.Lanes;
        string Input(string reference, int k, int distance)
        {
            if (k + d.Lanes <= layer.Inputs)
            {
                return d.Load(reference, distance);
            }

            IEnumerable<string> elements = Enumerable.Range(0, d.Lanes)
                .Select(i => k + i < layer.Inputs ? KernelWriter.Element(reference, distance + i) : "0f");
            return $"{d.Functions}.Create({string.Join(", ", elements)})";
        }

        int used = EmitLaneGroups(d, accumulators, d.Lanes, Input, null);
        var terms = Enumerable.Range(0, accumulators).Select(s => s < used ? "p" + CSharpLiteral.Of(s) : null).ToList();
        if (d.Lanes == 8)
        {
            writer.Line($"var all = {Sums.Pairwise(terms.Where(t => t is not null).Select(t => t!).ToList())};");
            writer.Line($"var quarter = {d.Lower("all")} + {d.Upper("all")};");
        }
        else
        {
            writer.Line($"var quarter = {Sums.Halves(terms, 2)};");
        }

        writer.Line("var half = quarter + __I::Vector128.Shuffle(quarter, __I::Vector128.Create(2, 3, 0, 1));");
        writer.Line("var sum = half + __I::Vector128.Shuffle(half, __I::Vector128.Create(1, 0, 3, 2));");
        writer.Line(Dialect.Bits128.Store(Dialect.Bits128.Apply(activation, Dialect.Bits128.Scaled("sum", "folded", 0, folded)), "y", 0));
    }

    /// <summary>
    /// The loop that both lane forms share: groups of <paramref name="inputsPerGroup"/> inputs, group g into accumulator
    /// g modulo <paramref name="accumulators"/>. Returns how many accumulators exist.
    /// </summary>
    /// <param name="input">A group's inputs, one by one: reference, number of the first, its distance from the reference.</param>
    /// <param name="permuted">A group's inputs from a vector of them: vector, lane of the first. Null where only <paramref name="input"/> will do.</param>
    private int EmitLaneGroups(
        Dialect d, int accumulators, int inputsPerGroup, System.Func<string, int, int, string> input, System.Func<string, int, string>? permuted)
    {
        int groups = (layer.Inputs + inputsPerGroup - 1) / inputsPerGroup;
        int wholeGroups = layer.Inputs / inputsPerGroup;
        int used = System.Math.Min(groups, accumulators);
        bool permutes = permuted is not null && wholeGroups >= accumulators && accumulators * inputsPerGroup % d.Lanes == 0;

        // Group g of a round; where groups are permuted, the first in each vector loads it.
        string InRound(string reference, int g, string vectors)
        {
            int first = g * inputsPerGroup;
            if (!permutes)
            {
                return input(reference, first, first);
            }

            string vector = vectors + CSharpLiteral.Of(first / d.Lanes);
            if (first % d.Lanes == 0)
            {
                writer.Line($"var {vector} = {d.Load(reference, first)};");
            }

            return permuted!(vector, first % d.Lanes);
        }

        for (int g = 0; g < used; g++)
        {
            string x = InRound("x", g, "x");
            string weight = d.Load("w", layer.WeightOffset + (g * d.Lanes));

            // The bias region is eight floats, the start of the first sums; the rest begin with a product.
            string product = g * d.Lanes < layer.StoredBias ? Dialect.Fma(x, weight, d.Load("w", layer.BiasOffset + (g * d.Lanes))) : $"{x} * {weight}";
            writer.Line($"var p{CSharpLiteral.Of(g)} = {product};");
        }

        int done = used;
        int rounds = (wholeGroups - done) / accumulators;
        string reference = "x";
        string weights = "w";
        int weightBase = layer.WeightOffset;
        int inputBase = 0;
        if (rounds > 2)
        {
            writer.Line($"ref float input = {KernelWriter.At("x", done * inputsPerGroup)};");
            writer.Line($"ref float weights = {KernelWriter.At("w", layer.WeightOffset + (done * d.Lanes))};");
            writer.Line($"ref float end = {KernelWriter.At("input", rounds * accumulators * inputsPerGroup)};");
            writer.Line("do");
            using (writer.Block())
            {
                for (int a = 0; a < accumulators; a++)
                {
                    string x = InRound("input", a, "next");
                    writer.Line($"p{CSharpLiteral.Of(a)} = {Dialect.Fma(x, d.Load("weights", a * d.Lanes), "p" + CSharpLiteral.Of(a))};");
                }

                writer.Line($"input = {KernelWriter.At("input", accumulators * inputsPerGroup)};");
                writer.Line($"weights = {KernelWriter.At("weights", accumulators * d.Lanes)};");
            }

            writer.Line("while (__C::Unsafe.IsAddressLessThan(ref input, ref end));");
            done += rounds * accumulators;
            reference = "input";
            weights = "weights";
            weightBase = -done * d.Lanes;
            inputBase = -done * inputsPerGroup;
        }

        for (int g = done; g < groups; g++)
        {
            string x = input(reference, g * inputsPerGroup, inputBase + (g * inputsPerGroup));
            string accumulator = "p" + CSharpLiteral.Of(g % accumulators);
            writer.Line($"{accumulator} = {Dialect.Fma(x, d.Load(weights, weightBase + (g * d.Lanes)), accumulator)};");
        }

        return used;
    }
}
