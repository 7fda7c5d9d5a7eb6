using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.ModelFiles.Neutral;
using StaticNet.ModelFiles.Onnx.Interpretation;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>
/// Proves an import: each part of the graph that became a layer, or a few layers in a row, is run as the graph has it and as the
/// layers have it, on the same numbers. Since each part is fed by itself, a bend that no ordinary input of the network reaches is
/// seen as well. Both sides compute in double. They may differ by what the rounding of a weight to float explains; where numbers cancel, by
/// what changes of one unit in the last place of the graph's own numbers make of its result (<see cref="RoundingNoise"/>).
/// </summary>
internal sealed class TranslationValidator
{
    private const int OpenBatch = 4;

    // Numbers that a function is written with are floats, or shortened from them; recognized functions agree to this.
    private const double Tolerance = 4e-6;

    // Of the largest output of a feature: weights may have been rounded to float, which is 6e-8 of each product.
    private const double RowTolerance = 5e-7;

    // Of what a graph gives without the range of float; numbers that leave it may cancel.
    private const double RangeTolerance = 1e-3;

    // A bend or a jump may move by the rounding of the number that places it.
    private const double Shift = 2e-7;

    // Runs with noise, and how many times the farthest of them a difference may be: layers join constants, each of which is rounded anew.
    private const int NoisyRuns = 8;
    private const double NoiseFactor = 8;
    private const double LargestNoise = 1e-2;

    private readonly GraphInterpreter _interpreter;
    private readonly GraphInput _input;
    private readonly ImportedModel _model;
    private readonly LayerEvaluator _layers;
    private readonly Dictionary<string, int> _layerOf = new(StringComparer.Ordinal);
    private readonly Dictionary<int, string> _nameOf = [];
    private readonly Random _random = new(20240229);
    private int _batch;
    private Dictionary<string, Tensor> _given = [];
    private Dictionary<string, Tensor> _run = [];

    private TranslationValidator(GraphInterpreter interpreter, GraphInput input, ImportedModel model)
    {
        _interpreter = interpreter;
        _input = input;
        _model = model;
        _layers = new LayerEvaluator(model);
        Map(input.Name, -1);
        for (int i = 0; i < model.Layers.Count; i++)
        {
            string name = model.ValueNames[i];
            if (name.Length > 0 && name != input.Name && interpreter.Producer(name) is not null)
            {
                Map(name, i);
            }
        }
    }

    /// <summary>Compares a graph with the layers that were made of it.</summary>
    /// <param name="interpreter">Runs the graph.</param>
    /// <param name="input">The graph's input.</param>
    /// <param name="output">The output that was imported.</param>
    /// <param name="model">The layers.</param>
    /// <exception cref="ModelFileException">They compute something else, or the graph cannot be run.</exception>
    public static void Validate(GraphInterpreter interpreter, GraphInput input, string output, ImportedModel model)
    {
        var validator = new TranslationValidator(interpreter, input, model);
        try
        {
            validator.RunOnce(output);
            foreach (KeyValuePair<int, string> value in validator._nameOf.Where(value => value.Key >= 0).OrderBy(value => value.Key))
            {
                validator.Check(value.Value, value.Key, value.Key);
            }

            // The output may be a view of what the last layer writes.
            if (!validator._layerOf.ContainsKey(output))
            {
                validator.Check(output, model.Layers.Count - 1, model.Layers.Count);
            }

            ConditionCheck.Check(interpreter, validator._given, validator._run, output, validator._random);
        }
        catch (InterpretationException e)
        {
            throw new ModelFileException(e.Node?.Label ?? "", e.Node?.Operation ?? "", $"the graph cannot be run as it is written, so its translation cannot be checked: {e.Message}");
        }
    }

    private void Map(string name, int layer)
    {
        if (_layerOf.TryGetValue(name, out int earlier))
        {
            _nameOf.Remove(earlier);
        }

        _layerOf[name] = layer;
        _nameOf[layer] = name;
    }

    /// <summary>Runs the whole graph once, for the shapes of its values.</summary>
    private void RunOnce(string output)
    {
        bool isOpen = _input.HasBatch && _input.Batch < 1;
        _batch = !_input.HasBatch ? 1 : isOpen ? OpenBatch : (int)_input.Batch;
        try
        {
            Run();
        }
        catch (InterpretationException) when (isOpen)
        {
            // Some graphs say that the batch is open but hold shapes for one sample.
            _batch = 1;
            Run();
        }

        void Run()
        {
            double[][] rows = [.. Enumerable.Range(0, _batch).Select(_ => RandomRow(_model.InputSize, 1))];
            _given = new Dictionary<string, Tensor> { [_input.Name] = _input.Tensor(rows) };
            _run = _interpreter.Run(_given, _layerOf.Keys.Append(output));
        }
    }

    /// <summary>Compares one value of the graph with the layer that writes it.</summary>
    /// <param name="name">The graph's value.</param>
    /// <param name="layer">The layer whose outputs it should have.</param>
    /// <param name="before">Values of earlier layers are fed.</param>
    private void Check(string name, int layer, int before)
    {
        Tensor whole = _run[name];
        int size = layer < 0 ? _model.InputSize : _model.Layers[layer].OutputSize;
        if (whole.Values.Length != _batch * size)
        {
            throw Differs(name, layer, $"the graph's value has the shape [{string.Join(", ", whole.Shape)}] for {_batch} samples, the layer writes {size} values for each");
        }

        HashSet<int> fed = [.. _nameOf.Keys.Where(source => source < before)];
        (OnnxNode[] nodes, int[] sources, int[] shapes) = Cut(name, layer, fed);
        int[] between = LayersBetween(layer, fed);
        bool isElementwise = sources.Length == 1 && between.All(i => IsElementwise(_model.Layers[i].Kind));
        foreach (double scale in new[] { 1e-3, 1, 1e3, 1e6 })
        {
            int rows = Math.Max(1, OpenBatch / _batch) * _batch;
            Compare(new(name, layer, sources, shapes, isElementwise, IsOrdinary: scale <= 1), sources.ToDictionary(
                source => source, source => Enumerable.Range(0, rows).Select(_ => RandomRow(SizeOf(source), scale)).ToArray()));
        }

        if (isElementwise)
        {
            ProbePoints points = ProbePoints.Of(nodes, name => _interpreter.Constant(name), SizeOf(sources[0]));
            double[][] rows = points.Rows(_batch, Math.Max(4096, 8_000_000 / _model.Layers.Count), _random);
            Compare(new(name, layer, sources, shapes, isElementwise, IsOrdinary: false), new Dictionary<int, double[][]> { [sources[0]] = rows });
        }
    }

    /// <summary>
    /// The part of the graph behind values that are fed. Both sides begin at the same ones: what only one of them reads is taken out of
    /// <paramref name="fed"/> and computed, since independent numbers for a value and for what follows from it would be no run of the graph.
    /// </summary>
    private (OnnxNode[] Nodes, int[] Sources, int[] Shapes) Cut(string name, int layer, HashSet<int> fed)
    {
        bool IsKnown(string value) => _layerOf.TryGetValue(value, out int index) && fed.Contains(index);
        int[] SourcesOf(IEnumerable<OnnxNode> readers) => [.. readers.SelectMany(node => node.Inputs).Where(IsKnown).Select(value => _layerOf[value]).Distinct()];
        while (true)
        {
            OnnxNode[] nodes = [.. _interpreter.NodesBetween(IsKnown, name)];

            // A node that reads a shape does not read numbers.
            int[] graph = SourcesOf(nodes.Where(node => node.Operation != "Shape"));
            int[] layers = [.. LayerSources(layer, fed).Distinct()];
            int[] sources = [.. graph.Union(layers)];
            int[] oneSided = [.. sources.Where(source => source >= 0 && !(graph.Contains(source) && layers.Contains(source)))];
            if (oneSided.Length == 0 || nodes.Length == 0)
            {
                return (nodes, sources, [.. SourcesOf(nodes).Except(sources)]);
            }

            fed.ExceptWith(oneSided);
        }
    }

    private static bool IsElementwise(string kind) =>
        kind is not ("Linear" or "LayerNorm" or "RMSNorm" or "Softmax" or "LogSoftmax" or "Concat" or "Select");

    private void Compare(Part part, Dictionary<int, double[][]> rows)
    {
        (string name, int layer, int[] sources, _, bool isElementwise, bool isOrdinary) = part;
        int count = rows.Count == 0 ? 0 : rows[sources[0]].Length;
        var expected = new double[count][];
        var found = new double[count][];
        for (int start = 0; start < count; start += _batch)
        {
            double[][] outputs = RunGraph(part, rows, start);
            for (int i = 0; i < _batch; i++)
            {
                expected[start + i] = outputs[i];
                found[start + i] = RunLayers(layer, sources.ToDictionary(source => source, source => rows[source][start + i]), []);
            }
        }

        double[] largest = isElementwise || count == 0 ? [] : [.. Enumerable.Range(0, expected[0].Length).Select(i => expected.Max(row => Finite(row[i])))];
        for (int r = 0; r < count; r++)
        {
            for (int i = 0; i < expected[r].Length; i++)
            {
                double e = expected[r][i];
                double size = isElementwise ? Math.Abs(e) : Math.Max(largest[i], 1e-9 * largest.Max());
                bool isUndefined = double.IsNaN(e) || double.IsInfinity(e);
                if (isOrdinary && isUndefined && Finite(found[r][i]) == Math.Abs(found[r][i]))
                {
                    RefuseOutOfRange(part, rows, r, i, found[r][i]);
                }

                bool isClose = isUndefined || Math.Abs(found[r][i] - e) <= ((isElementwise ? Tolerance : RowTolerance) * size) + 1e-12;
                if (!isClose && !(isElementwise && IsWithinShift(part, rows, r, i, found[r][i])) && !IsWithinNoise(part, rows, r, i, found[r][i], isElementwise ? 0 : largest[i]))
                {
                    RefuseOutOfRange(part, rows, r, i, found[r][i]);
                    string input = isElementwise && SizeOf(sources[0]) == expected[r].Length ? $"for {Text(rows[sources[0]][r][i])} " : "";
                    throw Differs(name, layer, $"{input}the graph gives {Text(e)}, the layers give {Text(found[r][i])}");
                }
            }
        }
    }

    /// <summary>Whether the layers' value is one that the graph has for a number that differs by rounding.</summary>
    private bool IsWithinShift(Part part, Dictionary<int, double[][]> rows, int row, int element, double found)
    {
        int start = row / _batch * _batch;
        double[] near = [.. new[] { 1 - Shift, 1, 1 + Shift }.Select(factor => RunGraph(part, rows, start, factor)[row - start][element])];
        double slack = Tolerance * near.Max(Math.Abs);
        return found >= near.Min() - slack && found <= near.Max() + slack;
    }

    /// <summary>
    /// Whether the graph's own value is determined by float arithmetic no better than the layers meet it. Noise that reaches
    /// a hundredth of what the graph computes thereabouts proves nothing: such a graph is refused.
    /// </summary>
    private bool IsWithinNoise(Part part, Dictionary<int, double[][]> rows, int row, int element, double found, double largest)
    {
        int start = row / _batch * _batch;
        double At(double factor, RoundingNoise? noise = null) => RunGraph(part, rows, start, factor, noise)[row - start][element];
        double expected = At(1);
        double farthest = 0;
        for (int run = 0; run < NoisyRuns; run++)
        {
            double moved = Math.Abs(At(1, new RoundingNoise(_random)) - expected);
            farthest = double.IsNaN(moved) ? farthest : Math.Max(farthest, moved);
        }

        if (!(Math.Abs(found - expected) <= NoiseFactor * farthest))
        {
            return false;
        }

        double size = new[] { 0.5, 1, 2 }.Select(factor => Finite(At(factor))).Append(largest).Max();
        if (NoiseFactor * farthest <= LargestNoise * size)
        {
            return true;
        }

        OnnxNode? node = _interpreter.Producer(part.Name);
        throw ImportContext.Problem(node ?? new OnnxNode { Name = part.Name }, $"its result is lost in rounding: float arithmetic determines {Text(expected)} to ±{Text(NoiseFactor * farthest)} only, because large numbers cancel before it; write the graph without them");
    }

    /// <summary>
    /// Refuses a graph whose own arithmetic in float overflows, or comes to 0, where the function that it writes out has a value: the one
    /// that the layers have. Any other value is a fault of theirs.
    /// </summary>
    private void RefuseOutOfRange(Part part, Dictionary<int, double[][]> rows, int row, int element, double found)
    {
        int start = row / _batch * _batch;
        double expected = RunGraph(part, rows, start)[row - start][element];
        OnnxNode? node = _interpreter.LeavesRange ?? (Math.Abs(expected) > float.MaxValue ? _interpreter.Producer(part.Name) : null);
        if (node is null)
        {
            return;
        }

        // What is not even a number in double has no value to agree with.
        double[] meant = RunGraph(part, rows, start, keepsRange: false)[row - start];
        bool isBeyondDouble = double.IsInfinity(meant[element]) || _interpreter.LeavesDouble;
        double size = part.IsElementwise ? Math.Abs(meant[element]) : meant.Max(Finite);
        if (!(Math.Abs(found - meant[element]) > (RangeTolerance * size) + 1e-12) || isBeyondDouble)
        {
            throw ImportContext.Problem(
                node, $"its result leaves the range of float (10⁻⁴⁵ to 3·10³⁸), so that the graph gives {Text(expected)} where layers in float give {Text(found)}; write what it computes with numbers of ordinary size, or as the operator of an activation (Softplus, Sigmoid, …)");
        }

        throw Differs(part.Name, part.Layer, $"the graph gives {Text(meant[element])} in double, and {Text(expected)} in float, whose range it leaves; the layers give {Text(found)}");
    }

    private double[][] RunGraph(Part part, Dictionary<int, double[][]> rows, int start, double factor = 1, RoundingNoise? noise = null, bool keepsRange = true)
    {
        var given = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (int source in part.Sources)
        {
            double[][] batch = [.. rows[source].Skip(start).Take(_batch).Select(row => Array.ConvertAll(row, v => v * factor))];
            given.Add(_nameOf[source], source < 0 ? _input.Tensor(batch) : _run[_nameOf[source]].With([.. batch.SelectMany(row => row)]));
        }

        foreach (int source in part.Shapes)
        {
            given.Add(_nameOf[source], _run[_nameOf[source]]);
        }

        double[] values = _interpreter.Run(given, [part.Name], noise, keepsRange)[part.Name].Values;
        int size = values.Length / _batch;
        return [.. Enumerable.Range(0, _batch).Select(i => values.Skip(i * size).Take(size).ToArray())];
    }

    private double[] RunLayers(int layer, Dictionary<int, double[]> given, Dictionary<int, double[]> computed)
    {
        if (given.TryGetValue(layer, out double[]? values) || computed.TryGetValue(layer, out values))
        {
            return values;
        }

        values = _layers.EvaluateLayer(layer, source => RunLayers(source, given, computed));
        computed.Add(layer, values);
        return values;
    }

    private IEnumerable<int> LayerSources(int layer, HashSet<int> fed) => fed.Contains(layer) ? [layer] : LayersBetween(layer, fed).SelectMany(i => _model.Layers[i].Inputs).Where(fed.Contains);

    /// <summary>The layers from fed values to a layer.</summary>
    private int[] LayersBetween(int layer, HashSet<int> fed)
    {
        var found = new SortedSet<int>();
        var open = new Stack<int>([layer]);
        while (open.Count > 0)
        {
            int index = open.Pop();
            if (!fed.Contains(index) && found.Add(index))
            {
                Array.ForEach(_model.Layers[index].Inputs, open.Push);
            }
        }

        return [.. found];
    }

    private int SizeOf(int layer) => layer < 0 ? _model.InputSize : _model.Layers[layer].OutputSize;

    private double[] RandomRow(int size, double scale)
    {
        var row = new double[size];
        for (int i = 0; i < size; i++)
        {
            row[i] = ((_random.NextDouble() * 2) - 1) * scale;
        }

        return row;
    }

    private static double Finite(double value) => double.IsNaN(value) || double.IsInfinity(value) ? 0 : Math.Abs(value);

    private static string Text(double value) => value.ToString("G9", CultureInfo.InvariantCulture);

    private ModelFileException Differs(string name, int layer, string how)
    {
        OnnxNode? node = _interpreter.Producer(name);
        string kind = layer < 0 ? "the input" : $"layer '{_model.Layers[layer].Name}' ({_model.Layers[layer].Kind})";
        return new(node?.Label ?? name, node?.Operation ?? "", $"at {node?.Shown ?? $"value '{name}'"}, read as {kind}, {how}") { IsFault = true };
    }

    /// <summary>A part of the graph.</summary>
    /// <param name="Name">The value that it computes.</param>
    /// <param name="Layer">The layer that writes it.</param>
    /// <param name="Sources">Layers whose values it reads; -1 is the input.</param>
    /// <param name="Shapes">Layers of whose values it reads the shape only.</param>
    /// <param name="IsElementwise">Whether each number follows from one number.</param>
    /// <param name="IsOrdinary">Whether what it is fed is of the magnitudes that networks compute with.</param>
    private sealed record Part(string Name, int Layer, int[] Sources, int[] Shapes, bool IsElementwise, bool IsOrdinary);
}
