using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Words;

/// <summary>
/// How does one sample go through all layers without loops? Activations stay in registers from layer to layer: of eight lanes in a method that is
/// generic over them (<c>W</c>), of sixteen in one of its own. The input is read as scalars because callers have usually just written it as
/// scalars (a vector load of fresh scalar stores would stall). Expects <c>ref float x</c> (input) and <c>ref float w</c> (parameters) in scope.
/// </summary>
internal sealed class StraightLineForward(SourceWriter writer, IReadOnlyList<LinearPlan> layers, IReadOnlyList<string> symbols, int lanes = 8)
{
    private readonly HashSet<string> _broadcasts = [];
    private IReadOnlyList<VectorPart>? _source;
    private string _sourceName = LayerSymbols.Input;
    private string _name = "";

    /// <summary>Per layer: what its values are called.</summary>
    public IReadOnlyList<string> Symbols => symbols;

    /// <summary>Per layer: the registers before the activation. Those of a layer whose derivative needs the output hold the output.</summary>
    public List<IReadOnlyList<VectorPart>> PreActivations { get; } = [];

    /// <summary>Per layer: the registers after the activation.</summary>
    public List<IReadOnlyList<VectorPart>> Activations { get; } = [];

    /// <summary>Whether the last layer's activation is left to what follows.</summary>
    public bool EndsBeforeActivation { get; init; }

    public void Emit()
    {
        for (int i = 0; i < layers.Count; i++)
        {
            LinearPlan layer = EndsBeforeActivation && i == layers.Count - 1 ? layers[i] with { Activation = ActivationPlan.Identity } : layers[i];
            _name = symbols[i];
            writer.Line(LayerComment.Formula(layer, _name, _sourceName));
            _broadcasts.Clear();
            IReadOnlyList<VectorPart> sums = layer.Order switch
            {
                SumOrder.Dot => EmitDot(layer),
                SumOrder.KLanes => EmitKLanes(layer),
                _ => EmitColumns(layer),
            };
            PreActivations.Add(sums);
            Activations.Add(layer.Order == SumOrder.Columns ? EmitJoined(layer, sums) : EmitActivation(layer, sums));
            _source = Activations[Activations.Count - 1];
            _sourceName = _name;
        }
    }

    /// <summary>The words of vectors of <paramref name="width"/> lanes.</summary>
    public string Words(int width) => width == 4 ? Word.Four : width == lanes && lanes == 8 ? Word.Any : width == 8 ? Word.Eight : Word.Sixteen;

    /// <summary>Broadcast of input <paramref name="k"/> of layer <paramref name="index"/>, for use after the forward pass.</summary>
    public string InputOf(int index, int k, int width) =>
        index == 0 ? Word.All(Words(width), "x", k) : BroadcastExpression(Activations[index - 1], k, width);

    /// <summary>Inputs <paramref name="k"/> to k + 7 of layer <paramref name="index"/>, zeros beyond the last.</summary>
    public string InputVectorOf(int index, LinearPlan layer, int k) => InputVector(index == 0 ? null : Activations[index - 1], layer, k);

    /// <summary>Inputs <paramref name="k"/> and k + 1 of layer <paramref name="index"/>, four lanes each; zeros beyond the last.</summary>
    public string InputPairOf(int index, LinearPlan layer, int k) => InputPair(index == 0 ? null : Activations[index - 1], layer, k);


    /// <summary>The column vectors of a layer: (tile, first column in the tile, lanes). Vectors that hold only padding are left out.</summary>
    public static IEnumerable<(int Tile, int Column, int Lanes)> ColumnVectors(LinearPlan layer, int lanes)
    {
        for (int tile = 0; tile < layer.Tiles; tile++)
        {
            int width = layer.WidthOf(tile);
            int step = Math.Min(width, lanes);
            for (int column = 0; column < width && (tile * LinearPlan.TileWidth) + column < layer.Outputs; column += step)
            {
                yield return (tile, column, step);
            }
        }
    }

    private List<VectorPart> EmitColumns(LinearPlan layer)
    {
        var vectors = ColumnVectors(layer, lanes).ToList();
        for (int k = 0; k < layer.Inputs; k++)
        {
            int sum = k % layer.PartialSums;
            var line = new List<string>();
            for (int v = 0; v < vectors.Count; v++)
            {
                (int tile, int column, int width) = vectors[v];
                string words = Words(width);
                string input = Broadcast(line, k, width);
                int offset = layer.WeightOffset + layer.TileOffset(tile) + (k * layer.WidthOf(tile)) + column;
                string accumulator = Accumulator(_name, v, sum);
                line.Add(k == 0
                    ? $"{Word.TypeOf(words)} {accumulator} = {Word.Fma(words, input, "w", offset, Word.Load(words, "w", layer.BiasOffset + (tile * LinearPlan.TileWidth) + column))};"
                    : k < layer.PartialSums
                        ? $"{Word.TypeOf(words)} {accumulator} = {Word.Mul(words, input, "w", offset)};"
                        : $"{accumulator} = {Word.Fma(words, input, "w", offset, accumulator)};");
            }

            writer.Pack(line);
        }

        return [.. vectors.Select((vector, v) => new VectorPart(Accumulator(_name, v, 0), (vector.Tile * LinearPlan.TileWidth) + vector.Column, vector.Lanes))];
    }

    /// <summary>The partial sums joined, and the activation of that.</summary>
    private List<VectorPart> EmitJoined(LinearPlan layer, IReadOnlyList<VectorPart> sums)
    {
        int count = Math.Min(layer.PartialSums, layer.Inputs);
        bool keeps = layer.Activation.Needs == DerivativeNeeds.Input;
        var line = new List<string>();
        var parts = new List<VectorPart>();
        for (int v = 0; v < sums.Count; v++)
        {
            int vector = v;
            string words = Words(sums[v].Width);
            string joined = Word.Pairwise(words, [.. Enumerable.Range(0, count).Select(s => Accumulator(_name, vector, s))]);
            string target = sums[v].Name;
            if (keeps)
            {
                if (count > 1)
                {
                    line.Add($"{target} = {joined};");
                }

                joined = target;
                target += "a";
            }

            string value = Word.Apply(words, layer.Activation, joined);
            if (value != target)
            {
                line.Add($"{(keeps ? Word.TypeOf(words) + " " : "")}{target} = {value};");
            }

            parts.Add(sums[v] with { Name = target });
        }

        writer.Pack(line);
        return parts;
    }

    /// <summary>Four outputs and two inputs share eight lanes.</summary>
    private List<VectorPart> EmitKLanes(LinearPlan layer)
    {
        int accumulators = layer.PartialSums / 2;
        int groups = (layer.Inputs + 1) / 2;
        EmitGroups(layer, groups, accumulators, g => InputPair(_source, layer, 2 * g), g => layer.WeightOffset + (8 * g));
        writer.Line($"{Word.TypeOf(Word.Four)} {_name}_sum = {Words(8)}.Join({JoinedGroups(layer, groups, accumulators)});");
        return [new VectorPart(_name + "_sum", 0, 4)];
    }

    /// <summary>One output: inputs lie in the lanes, and all lanes end up holding the sum.</summary>
    private List<VectorPart> EmitDot(LinearPlan layer)
    {
        int accumulators = layer.PartialSums / 8;
        int groups = (layer.Inputs + 7) / 8;
        EmitGroups(layer, groups, accumulators, g => InputVector(_source, layer, 8 * g), g => layer.WeightOffset + (8 * g));
        writer.Line($"{Word.TypeOf(Word.Four)} {_name}_sum = {Words(8)}.Total({JoinedGroups(layer, groups, accumulators)});");
        return [new VectorPart(_name + "_sum", 0, 4)];
    }

    /// <summary>Sums over groups of inputs; the first eight floats of the bias region are (bias, 0): the start of the first sum.</summary>
    private void EmitGroups(LinearPlan layer, int groups, int accumulators, Func<int, string> input, Func<int, int> offset)
    {
        string words = Words(8);
        writer.Pack(Enumerable.Range(0, groups).Select(g =>
        {
            string accumulator = Accumulator(_name, 0, g % accumulators);
            return g == 0
                ? $"{Word.TypeOf(words)} {accumulator} = {Word.Fma(words, input(g), "w", offset(g), Word.Load(words, "w", layer.BiasOffset))};"
                : g < accumulators
                    ? $"{Word.TypeOf(words)} {accumulator} = {Word.Mul(words, input(g), "w", offset(g))};"
                    : $"{accumulator} = {Word.Fma(words, input(g), "w", offset(g), accumulator)};";
        }));
    }

    private string JoinedGroups(LinearPlan layer, int groups, int accumulators) =>
        Word.Pairwise(Words(8), [.. Enumerable.Range(0, Math.Min(groups, accumulators)).Select(a => Accumulator(_name, 0, a))]);

    private List<VectorPart> EmitActivation(LinearPlan layer, IReadOnlyList<VectorPart> sums)
    {
        if (layer.Activation.IsIdentity)
        {
            return [.. sums];
        }

        VectorPart sum = sums[0];
        string target = _name + "_a";
        writer.Line($"{Word.TypeOf(Words(sum.Width))} {target} = {Word.Apply(Words(sum.Width), layer.Activation, sum.Name)};");
        return [sum with { Name = target }];
    }

    private string Broadcast(List<string> line, int k, int width)
    {
        string name = (_source is null ? "x" : _sourceName + "_at") + CSharpLiteral.Of(k) + (width == lanes ? "" : width == 4 ? "q" : "h");
        if (_broadcasts.Add(name))
        {
            line.Add($"{Word.TypeOf(Words(width))} {name} = {(_source is null ? Word.All(Words(width), "x", k) : BroadcastExpression(_source, k, width))};");
        }

        return name;
    }

    private string BroadcastExpression(IReadOnlyList<VectorPart> source, int k, int width)
    {
        VectorPart part = Narrow(Find(source, k), k, width);
        int lane = k - part.Start;
        return part.Width == width
            ? Word.Lane(Words(width), part.Name, lane)
            : $"{Words(width)}.Spread{(width == 16 ? CSharpLiteral.Of(part.Width) : "")}({part.Name}, {CSharpLiteral.Of(lane)})";
    }

    /// <summary>The half (of the half …) of a register that holds unit <paramref name="unit"/> and has no more than <paramref name="width"/> lanes.</summary>
    private VectorPart Narrow(VectorPart part, int unit, int width)
    {
        while (part.Width > width)
        {
            int half = part.Width / 2;
            string words = Words(part.Width);
            part = unit < part.Start + half
                ? new VectorPart($"{words}.Lower({part.Name})", part.Start, half)
                : new VectorPart($"{words}.Upper({part.Name})", part.Start + half, half);
        }

        return part;
    }

    private string InputPair(IReadOnlyList<VectorPart>? source, LinearPlan layer, int k)
    {
        // An odd last input shares its vector with zeros, never with padding (padding times zero is NaN for an infinite input).
        string word = $"{Words(8)}.{(k + 1 < layer.Inputs ? "Pair" : "Last")}";
        if (source is null)
        {
            return $"{word}At(ref x, {CSharpLiteral.Of(k)})";
        }

        VectorPart part = Narrow(Find(source, k), k, 8);
        return $"{word}{(part.Width == 8 ? "" : "Of")}({part.Name}, {CSharpLiteral.Of(k - part.Start)})";
    }

    private string InputVector(IReadOnlyList<VectorPart>? source, LinearPlan layer, int k)
    {
        string words = Words(8);
        int count = Math.Min(8, layer.Inputs - k);
        if (source is null)
        {
            return count == 8 ? Word.Load(words, "x", k) : $"{words}.LoadFirst(ref x, {CSharpLiteral.Of(k)}, {CSharpLiteral.Of(count)})";
        }

        // Lanes beyond the inputs are zeroed: padding may be NaN where an input is infinite. Only a layer's last vector has four lanes.
        VectorPart part = Narrow(Find(source, k), k, 8);
        string masked = count >= part.Width ? part.Name : $"{Words(part.Width)}.First({part.Name}, {CSharpLiteral.Of(count)})";
        return part.Width == 8 ? masked : $"{words}.Low({masked})";
    }

    private static VectorPart Find(IReadOnlyList<VectorPart> parts, int unit) =>
        parts.First(part => unit >= part.Start && unit < part.Start + part.Width);

    private static string Accumulator(string symbol, int vector, int partialSum) =>
        $"{LayerSymbols.At(symbol, vector)}{(partialSum == 0 ? "" : ((char)('a' + partialSum)).ToString())}";
}
