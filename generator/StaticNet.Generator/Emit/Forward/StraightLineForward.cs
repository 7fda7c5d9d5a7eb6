using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Forward;

/// <summary>
/// How does one sample go forward without loops? Every activation stays in a register; the input is read as scalars because
/// callers have usually just written it as scalars (a vector load of fresh scalar stores would stall).
/// Expects <c>ref float x</c> (input) and <c>ref float w</c> (parameters) in scope.
/// </summary>
internal sealed class StraightLineForward(SourceWriter writer, NetworkPlan plan, Dialect dialect)
{
    private readonly Dictionary<(int Input, int Width), string> _broadcasts = [];
    private IReadOnlyList<VectorPart>? _source;
    private string _sourceName = "x";

    /// <summary>Per layer: the registers before the activation.</summary>
    public List<IReadOnlyList<VectorPart>> PreActivations { get; } = [];

    /// <summary>Per layer: the registers after the activation.</summary>
    public List<IReadOnlyList<VectorPart>> Activations { get; } = [];

    public void Emit()
    {
        foreach (LinearPlan layer in plan.Layers)
        {
            writer.Line(LayerComment.Describe(layer));
            _broadcasts.Clear();
            IReadOnlyList<VectorPart> sums = layer.Order switch
            {
                SumOrder.Dot => EmitDot(layer),
                SumOrder.KLanes => EmitKLanes(layer),
                _ => EmitColumns(layer),
            };
            PreActivations.Add(sums);
            Activations.Add(EmitActivation(layer, sums));
            _source = Activations[Activations.Count - 1];
            _sourceName = Variable(layer);
        }
    }

    /// <summary>Broadcast of input <paramref name="k"/> of layer <paramref name="index"/>, for use after the forward pass.</summary>
    public string InputOf(int index, int k, int width)
    {
        Dialect d = Dialect.ForLanes(width);
        return index == 0 ? d.Broadcast(Scalar("x", k)) : BroadcastExpression(Activations[index - 1], k, d);
    }

    /// <summary>Inputs <paramref name="k"/> and following of layer <paramref name="index"/> in the lanes of a vector, zeros beyond the last.</summary>
    public string InputVectorOf(int index, LinearPlan layer, int k, Dialect d) =>
        InputVector(index == 0 ? null : Activations[index - 1], layer, k, d);

    /// <summary>Inputs <paramref name="k"/> and k + 1 of layer <paramref name="index"/>, four lanes each; zeros beyond the last.</summary>
    public string InputPairOf(int index, LinearPlan layer, int k) => InputPair(index == 0 ? null : Activations[index - 1], layer, k);

    public static string Variable(LinearPlan layer) => char.ToLowerInvariant(layer.Identifier[0]) + layer.Identifier.Substring(1);

    public static string Scalar(string reference, int index) =>
        index == 0 ? reference : $"__C::Unsafe.Add(ref {reference}, {CSharpLiteral.Of(index)})";

    /// <summary>The column vectors of a layer in this dialect: (tile, first column in the tile, lanes). Vectors that hold only padding are left out.</summary>
    public static IEnumerable<(int Tile, int Column, int Lanes)> ColumnVectors(LinearPlan layer, int lanes)
    {
        for (int tile = 0; tile < layer.Tiles; tile++)
        {
            int width = layer.WidthOf(tile);
            int step = width < lanes ? width : lanes;
            for (int column = 0; column < width && (tile * LinearPlan.TileWidth) + column < layer.Outputs; column += step)
            {
                yield return (tile, column, step);
            }
        }
    }

    private List<VectorPart> EmitColumns(LinearPlan layer)
    {
        string name = Variable(layer);
        var vectors = ColumnVectors(layer, dialect.Lanes).ToList();
        for (int k = 0; k < layer.Inputs; k++)
        {
            int sum = k % layer.PartialSums;
            for (int v = 0; v < vectors.Count; v++)
            {
                (int tile, int column, int lanes) = vectors[v];
                Dialect d = Dialect.ForLanes(lanes);
                string input = Broadcast(k, d);
                int offset = layer.WeightOffset + layer.TileOffset(tile) + (k * layer.WidthOf(tile)) + column;
                string accumulator = Accumulator(name, v, sum);
                if (k == 0)
                {
                    writer.Line($"var {accumulator} = {Dialect.FmaLoad(input, "w", offset, d.Load("w", layer.BiasOffset + (tile * LinearPlan.TileWidth) + column))};");
                }
                else if (k < layer.PartialSums)
                {
                    writer.Line($"var {accumulator} = {input} * {d.Load("w", offset)};");
                }
                else
                {
                    writer.Line($"{accumulator} = {Dialect.FmaLoad(input, "w", offset, accumulator)};");
                }
            }
        }

        var parts = new List<VectorPart>();
        for (int v = 0; v < vectors.Count; v++)
        {
            (int tile, int column, int lanes) = vectors[v];
            string result = Accumulator(name, v, 0);
            if (layer.PartialSums > 1)
            {
                writer.Line($"{result} = {Sums.Pairwise(Enumerable.Range(0, layer.PartialSums).Select(s => Accumulator(name, v, s)).ToList())};");
            }

            parts.Add(new VectorPart(result, (tile * LinearPlan.TileWidth) + column, lanes));
        }

        return parts;
    }

    /// <summary>Four outputs and two inputs share a 256-bit vector; in 128 bits each input has its own.</summary>
    private List<VectorPart> EmitKLanes(LinearPlan layer)
    {
        string name = Variable(layer);
        int inputsPerVector = dialect.Lanes == 4 ? 1 : 2;
        Dialect d = inputsPerVector == 1 ? Dialect.Bits128 : Dialect.Bits256;
        int accumulators = layer.PartialSums / inputsPerVector;
        int groups = (layer.Inputs + inputsPerVector - 1) / inputsPerVector;
        for (int g = 0; g < groups; g++)
        {
            int k = g * inputsPerVector;
            string input = inputsPerVector == 1 ? Broadcast(k, d) : InputPair(_source, layer, k);
            int offset = layer.WeightOffset + (4 * k);
            string accumulator = Accumulator(name, 0, g % accumulators);
            if (g < 2 / inputsPerVector)
            {
                // The first eight floats of the bias region are (bias, 0): the start of partial sums 0 and 1.
                writer.Line($"var {accumulator} = {Dialect.FmaLoad(input, "w", offset, d.Load("w", layer.BiasOffset + (4 * k)))};");
            }
            else if (g < accumulators)
            {
                writer.Line($"var {accumulator} = {input} * {d.Load("w", offset)};");
            }
            else
            {
                writer.Line($"{accumulator} = {Dialect.FmaLoad(input, "w", offset, accumulator)};");
            }
        }

        string result = Accumulator(name, 0, 0);
        int used = groups < accumulators ? groups : accumulators;
        if (inputsPerVector == 1)
        {
            if (used > 1)
            {
                var terms = Enumerable.Range(0, layer.PartialSums).Select(s => s < used ? Accumulator(name, 0, s) : null).ToList();
                writer.Line($"{result} = {Sums.Halves(terms, 2)};");
            }

            return [new VectorPart(result, 0, 4)];
        }

        if (used > 1)
        {
            writer.Line($"{result} = {Sums.Pairwise(Enumerable.Range(0, used).Select(a => Accumulator(name, 0, a)).ToList())};");
        }

        string joined = name + "_sum";
        writer.Line($"var {joined} = {d.Lower(result)} + {d.Upper(result)};");
        return [new VectorPart(joined, 0, 4)];
    }

    /// <summary>One output: inputs lie in the lanes, and all lanes end up holding the sum.</summary>
    private List<VectorPart> EmitDot(LinearPlan layer)
    {
        string name = Variable(layer);
        int lanes = dialect.Lanes == 4 ? 4 : 8;
        Dialect d = Dialect.ForLanes(lanes);
        int accumulators = layer.PartialSums / lanes;
        int groups = (layer.Inputs + lanes - 1) / lanes;
        for (int g = 0; g < groups; g++)
        {
            string input = InputVector(_source, layer, g * lanes, d);
            int offset = layer.WeightOffset + (g * lanes);
            string accumulator = Accumulator(name, 0, g % accumulators);
            if (g < 8 / lanes)
            {
                writer.Line($"var {accumulator} = {Dialect.FmaLoad(input, "w", offset, d.Load("w", layer.BiasOffset + (g * lanes)))};");
            }
            else if (g < accumulators)
            {
                writer.Line($"var {accumulator} = {input} * {d.Load("w", offset)};");
            }
            else
            {
                writer.Line($"{accumulator} = {Dialect.FmaLoad(input, "w", offset, accumulator)};");
            }
        }

        string result = Accumulator(name, 0, 0);
        int used = groups < accumulators ? groups : accumulators;
        string quarter = name + "_quarter";
        if (lanes == 8)
        {
            if (used > 1)
            {
                writer.Line($"{result} = {Sums.Pairwise(Enumerable.Range(0, used).Select(a => Accumulator(name, 0, a)).ToList())};");
            }

            writer.Line($"var {quarter} = {d.Lower(result)} + {d.Upper(result)};");
        }
        else
        {
            var terms = Enumerable.Range(0, accumulators).Select(a => a < used ? Accumulator(name, 0, a) : null).ToList();
            writer.Line($"var {quarter} = {Sums.Halves(terms, 2)};");
        }

        string half = name + "_half";
        string sum = name + "_sum";
        writer.Line($"var {half} = {quarter} + __I::Vector128.Shuffle({quarter}, __I::Vector128.Create(2, 3, 0, 1));");
        writer.Line($"var {sum} = {half} + __I::Vector128.Shuffle({half}, __I::Vector128.Create(1, 0, 3, 2));");
        return [new VectorPart(sum, 0, 4)];
    }

    private List<VectorPart> EmitActivation(LinearPlan layer, IReadOnlyList<VectorPart> sums)
    {
        if (layer.Activation.IsIdentity)
        {
            return [.. sums];
        }

        var parts = new List<VectorPart>();
        for (int v = 0; v < sums.Count; v++)
        {
            string name = $"{Variable(layer)}_a{CSharpLiteral.Of(v)}";
            writer.Line($"var {name} = {Dialect.ForLanes(sums[v].Width).Apply(layer.Activation, sums[v].Name)};");
            parts.Add(sums[v] with { Name = name });
        }

        return parts;
    }

    private string Broadcast(int k, Dialect d)
    {
        if (!_broadcasts.TryGetValue((k, d.Lanes), out string? name))
        {
            name = $"{_sourceName}_at{CSharpLiteral.Of(k)}" + (d.Lanes == dialect.Lanes ? "" : "_" + CSharpLiteral.Of(d.Lanes));
            _broadcasts.Add((k, d.Lanes), name);
            writer.Line($"var {name} = {(_source is null ? d.Broadcast(Scalar("x", k)) : BroadcastExpression(_source, k, d))};");
        }

        return name;
    }

    private static string BroadcastExpression(IReadOnlyList<VectorPart> source, int k, Dialect d)
    {
        VectorPart part = Narrow(Find(source, k), k, d.Lanes);
        int lane = k - part.Start;
        if (part.Width == d.Lanes)
        {
            return d.BroadcastLane(part.Name, lane);
        }

        return d.Lanes == 16 && part.Width == 8
            ? d.BroadcastLane($"__I::Vector256.ToVector512Unsafe({part.Name})", lane)
            : d.Broadcast(Dialect.ForLanes(part.Width).Lane(part.Name, lane));
    }

    /// <summary>The half (of the half …) of a register that holds unit <paramref name="unit"/> and has no more than <paramref name="lanes"/> lanes.</summary>
    private static VectorPart Narrow(VectorPart part, int unit, int lanes)
    {
        while (part.Width > lanes)
        {
            Dialect d = Dialect.ForLanes(part.Width);
            int half = part.Width / 2;
            part = unit < part.Start + half
                ? new VectorPart(d.Lower(part.Name), part.Start, half)
                : new VectorPart(d.Upper(part.Name), part.Start + half, half);
        }

        return part;
    }

    private static string InputPair(IReadOnlyList<VectorPart>? source, LinearPlan layer, int k)
    {
        bool hasSecond = k + 1 < layer.Inputs;
        if (source is null)
        {
            string second = hasSecond ? $"__I::Vector128.Create({Scalar("x", k + 1)})" : "__I::Vector128<float>.Zero";
            return $"__I::Vector256.Create(__I::Vector128.Create({Scalar("x", k)}), {second})";
        }

        VectorPart part = Narrow(Find(source, k), k, 8);
        Dialect d = Dialect.ForLanes(part.Width);
        int lane = k - part.Start;
        string a = CSharpLiteral.Of(lane);
        string b = CSharpLiteral.Of(lane + 1);
        if (part.Width == 8 && hasSecond)
        {
            return $"__I::Vector256.Shuffle({part.Name}, __I::Vector256.Create({a}, {a}, {a}, {a}, {b}, {b}, {b}, {b}))";
        }

        // An odd last input shares its vector with zeros, never with padding (padding times zero is NaN for an infinite input).
        string upper = hasSecond ? $"__I::Vector128.Create({d.Lane(part.Name, lane + 1)})" : "__I::Vector128<float>.Zero";
        return $"__I::Vector256.Create(__I::Vector128.Create({d.Lane(part.Name, lane)}), {upper})";
    }

    private static string InputVector(IReadOnlyList<VectorPart>? source, LinearPlan layer, int k, Dialect d)
    {
        int count = layer.Inputs - k < d.Lanes ? layer.Inputs - k : d.Lanes;
        if (source is null)
        {
            if (count == d.Lanes)
            {
                return d.Load("x", k);
            }

            IEnumerable<string> elements = Enumerable.Range(k, d.Lanes).Select(i => i < layer.Inputs ? Scalar("x", i) : "0f");
            return $"{d.Functions}.Create({string.Join(", ", elements)})";
        }

        VectorPart part = Narrow(Find(source, k), k, d.Lanes);
        if (count == d.Lanes && part.Width == d.Lanes)
        {
            return part.Name;
        }

        if (part.Width == 4 && d.Lanes == 8)
        {
            string upper = count > 4 ? Find(source, k + 4).Name : "__I::Vector128<float>.Zero";
            string lower = Masked(part.Name, count < 4 ? count : 4, 4);
            return $"__I::Vector256.Create({lower}, {(count > 4 ? Masked(upper, count - 4, 4) : upper)})";
        }

        return Masked(part.Name, count, d.Lanes);
    }

    /// <summary>Zeroes the lanes from <paramref name="count"/> on: padding may be NaN where an input is infinite.</summary>
    private static string Masked(string vector, int count, int lanes) =>
        count == lanes ? vector : Dialect.ForLanes(lanes).Masked(vector, count);

    private static VectorPart Find(IReadOnlyList<VectorPart> parts, int unit)
    {
        foreach (VectorPart part in parts)
        {
            if (unit >= part.Start && unit < part.Start + part.Width)
            {
                return part;
            }
        }

        throw new System.ArgumentOutOfRangeException(nameof(unit));
    }

    private static string Accumulator(string layer, int vector, int partialSum) =>
        partialSum == 0 ? $"{layer}_{CSharpLiteral.Of(vector)}" : $"{layer}_{CSharpLiteral.Of(vector)}_p{CSharpLiteral.Of(partialSum)}";
}
