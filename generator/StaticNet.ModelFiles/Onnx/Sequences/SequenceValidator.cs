using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.ModelFiles.Neutral;
using StaticNet.ModelFiles.Onnx.Interpretation;

namespace StaticNet.ModelFiles.Onnx.Sequences;

/// <summary>
/// Proves the import of a graph over time: the graph as it is written, and the layers, on the same random sequences of several sizes, from
/// the same states where the graph takes states. Both compute in double.
/// </summary>
internal static class SequenceValidator
{
    private const int OpenSteps = 11;

    // Recognized functions agree to this with what the graph writes out.
    private const double Tolerance = 4e-6;

    private const long MostSteps = 4096;

    private const double OrdinaryScale = 0.5;

    private static readonly double[] s_scales = [1e-3, OrdinaryScale, 4];

    /// <summary>Compares a graph with its layers.</summary>
    /// <exception cref="ModelFileException">They differ, or the graph cannot be run.</exception>
    public static void Validate(GraphInterpreter interpreter, OnnxGraph graph, SequenceInput input, string output, string outputAxes, ImportedModel model)
    {
        UsedNodes used = UsedNodes.Of(graph, output);
        OnnxNode[] cells = [.. used.Nodes.Where(SequenceInputs.IsRecurrent)];
        int batch = input.Batch > 0 ? (int)Math.Min(input.Batch, 64) : input.States.Count > 0 ? 1 : 2;
        int steps = input.Steps > 0 ? (int)Math.Min(input.Steps, MostSteps) : OpenSteps;
        var random = new Random(20240229);
        var evaluator = new LayerEvaluator(model);
        PastValidator.Validate(interpreter, graph, input, used);
        foreach (double scale in s_scales)
        {
            double[] x = [.. Enumerable.Range(0, batch * steps * input.Features).Select(_ => ((random.NextDouble() * 2) - 1) * scale)];
            (int[] shape, double[] values) = SequenceAxes.Arrange(input.Axes, batch, steps, input.Features, (b, t, f) => x[(((b * steps) + t) * input.Features) + f]);
            var given = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [input.Name] = Tensor.Of(shape, values) };
            foreach (string state in input.States)
            {
                int[] size = StateShape(graph, state, batch);
                given.Add(state, Tensor.Of(size, [.. Enumerable.Range(0, Tensor.Product(size)).Select(_ => (random.NextDouble() * 2) - 1)]));
            }

            string[] initial = [.. cells.SelectMany(static cell => new[] { cell.Input(5), cell.Input(6) }).Where(static name => name.Length > 0).Distinct()];
            Dictionary<string, Tensor> run = interpreter.Run(given, [output, .. initial]);
            Tensor graphOutput = run[output];
            string axes = outputAxes.Length > 0 ? outputAxes : "BF";
            int outputSteps = model.IsManyToOne ? 1 : steps;
            int[] expectedShape = SequenceAxes.Shape(axes, batch, outputSteps, model.OutputSize);
            if (!graphOutput.Shape.SequenceEqual(expectedShape))
            {
                throw Differs(output, $"the graph's output has the shape [{string.Join(", ", graphOutput.Shape)}], the layers write [{string.Join(", ", expectedShape)}]");
            }

            double[][][] found = [.. Enumerable.Range(0, batch).Select(b => evaluator.EvaluateSequence(
                [.. Enumerable.Range(0, steps).Select(t => x.Skip(((b * steps) + t) * input.Features).Take(input.Features).ToArray())], State(model, used, cells, given, run, b)))];
            double largest = graphOutput.Values.Max(static value => double.IsNaN(value) || double.IsInfinity(value) ? 0 : Math.Abs(value));
            for (int i = 0; i < graphOutput.Values.Length; i++)
            {
                (int b, int t, int f) = SequenceAxes.Place(axes, graphOutput.Shape, i);
                double expected = graphOutput.Values[i];
                if (!double.IsNaN(expected) && !double.IsInfinity(expected) && !(Math.Abs(found[b][t][f] - expected) <= (Tolerance * largest) + 1e-12))
                {
                    throw Differs(output, $"at step {t}, output {f}, the graph gives {Text(expected)}, the layers give {Text(found[b][t][f])}");
                }
            }

            if (scale == OrdinaryScale)
            {
                ConditionCheck.Check(interpreter, given, run, output, random);
            }
        }
    }

    /// <summary>The states of the layers as the graph begins with them, in the order of the layers.</summary>
    private static double[] State(ImportedModel model, UsedNodes used, OnnxNode[] cells, Dictionary<string, Tensor> given, Dictionary<string, Tensor> run, int sequence)
    {
        var state = new List<double>();
        foreach ((ImportedLayer layer, int index) in model.Layers.Select(static (layer, index) => (layer, index)))
        {
            int size = TimeLayers.StateSize(layer);
            OnnxNode? cell = TimeLayers.IsRecurrent(layer.Kind) ? Array.Find(cells, node => node.Outputs.Contains(model.ValueNames[index]) || node.Label == model.ValueNames[index]) : null;
            IEnumerable<double> Of(int input) => cell is not null && cell.Input(input).Length > 0 && run.TryGetValue(cell.Input(input), out Tensor? tensor)
                ? tensor.Values.Skip(sequence * layer.OutputSize).Take(layer.OutputSize)
                : new double[layer.OutputSize];
            double[] initial = TimeLayers.InitialState(layer);
            state.AddRange(Array.Exists(initial, static value => value != 0) ? initial : layer.Kind == "LSTM" ? Of(5).Concat(Of(6)) : TimeLayers.IsRecurrent(layer.Kind) ? Of(5) : Past(used, model.ValueNames[index], given, sequence, layer.InputSize) ?? new double[size]);
        }

        return [.. state];
    }

    /// <summary>The past that a convolution is given, oldest step first; null where it begins at zeros.</summary>
    private static double[]? Past(UsedNodes used, string value, Dictionary<string, Tensor> given, int sequence, int channels)
    {
        if (used.Producer(value) is not { Operation: "Conv" } convolution || used.Producer(convolution.Input(0)) is not { Operation: "Concat" } joined || !given.TryGetValue(joined.Input(0), out Tensor? past))
        {
            return null;
        }

        int steps = past.Shape[2], first = sequence * channels * steps;
        return [.. Enumerable.Range(0, steps * channels).Select(i => past.Values[first + (i % channels * steps) + (i / channels)])];
    }

    /// <summary>The shape of an input that is a state.</summary>
    internal static int[] StateShape(OnnxGraph graph, string name, int batch) =>
        [.. (graph.Inputs.Find(input => input.Name == name)?.Shape ?? []).Select(dimension => dimension < 1 ? batch : (int)Math.Min(dimension, ImportContext.MaximumSize))];

    private static string Text(double value) => value.ToString("G9", CultureInfo.InvariantCulture);

    private static ModelFileException Differs(string output, string how) => new(output, "", $"read as layers over time, {how}") { IsFault = true };
}
