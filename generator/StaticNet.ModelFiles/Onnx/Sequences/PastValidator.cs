using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.ModelFiles.Onnx.Interpretation;
using StaticNet.Persistence.Format;

namespace StaticNet.ModelFiles.Onnx.Sequences;

/// <summary>
/// Checks what a graph gives out as the past of a convolution's next call: the newest steps that the convolution has read, as the network
/// keeps them. With other steps the two would differ from the second call on.
/// </summary>
internal static class PastValidator
{
    private const long MostSteps = 4096;

    // A cut at a fixed step fits one of them at most.
    private static readonly int[] s_openSteps = [1, 7];

    /// <summary>Runs the graph up to its states.</summary>
    /// <exception cref="ModelFileException">A state is not the past of the next call.</exception>
    public static void Validate(GraphInterpreter interpreter, OnnxGraph graph, SequenceInput input, UsedNodes used)
    {
        foreach (string output in graph.Outputs.Select(static output => output.Name))
        {
            OnnxNode[] sources = [.. SequenceInputs.StateSources(graph, output)];
            if (Array.Find(sources, node => node.Operation == "Concat" && input.States.Contains(node.Input(0)) && used.Nodes.Contains(node)) is not OnnxNode joined)
            {
                continue;
            }

            foreach (int steps in input.Steps > 0 ? [(int)Math.Min(input.Steps, MostSteps)] : s_openSteps)
            {
                Check(interpreter, graph, input, output, joined, isOnly: sources.Length == 1, steps);
            }
        }
    }

    private static void Check(GraphInterpreter interpreter, OnnxGraph graph, SequenceInput input, string output, OnnxNode joined, bool isOnly, int steps)
    {
        int batch = input.Batch > 0 ? (int)Math.Min(input.Batch, 64) : 1;
        var random = new Random(20240229);
        double Next() => (random.NextDouble() * 2) - 1;
        (int[] shape, double[] values) = SequenceAxes.Arrange(input.Axes, batch, steps, input.Features, (_, _, _) => Next());
        var given = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [input.Name] = Tensor.Of(shape, values) };
        foreach (string state in input.States)
        {
            int[] size = SequenceValidator.StateShape(graph, state, batch);
            given.Add(state, Tensor.Of(size, [.. Enumerable.Range(0, Tensor.Product(size)).Select(_ => Next())]));
        }

        string both = joined.Outputs[0];
        Dictionary<string, Tensor> run = interpreter.Run(given, [both, output]);
        int[] expectedShape = given[joined.Input(0)].Shape;
        (int kept, int all) = (expectedShape[2], run[both].Shape[2]);
        IEnumerable<double> expected = run[both].Values.Where((_, i) => i % all >= all - kept);
        if (!isOnly || !run[output].Shape.SequenceEqual(expectedShape) || !run[output].Values.SequenceEqual(expected))
        {
            string found = string.Join(", ", run[output].Shape);
            throw ImportContext.Problem(interpreter.Producer(output)!, $"the output {SafetensorsHeader.Show(output)}, of shape [{found}] after {steps} steps, is read off {SafetensorsHeader.Show(both)} and is not its last {kept} steps, [{string.Join(", ", expectedShape)}]; the past {SafetensorsHeader.Show(joined.Input(0))} of the next call is expected, in PyTorch {both}[:, :, -{kept}:]");
        }
    }
}
