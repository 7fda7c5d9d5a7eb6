using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using StaticNet.ModelFiles;
using StaticNet.ModelFiles.Neutral;
using Xunit;

namespace StaticNet.Onnx.Tests.Import.Fuzz;

/// <summary>Random graphs with memory: what is imported computes ONNX Runtime's outputs and states over a sequence; everything else is refused.</summary>
public sealed class SequenceOnnxFuzzTests
{
    private const int Steps = 11;
    private const int Disturbances = 4;

    // Of the largest value: a graph in which rounding moves values by more than this is to be refused.
    private const double LargestTolerance = 1e-2;

    private static readonly int s_graphs = Setting("STATICNET_FUZZ_GRAPHS", 60);
    private static readonly int s_seed = Setting("STATICNET_FUZZ_SEED", 1);

    [Fact]
    public void RandomGraphs_AreEqualOrRefused()
    {
        (int equal, int refused, int withStates) = (0, 0, 0);
        var differences = new List<string>();
        var refusals = new List<string>();
        for (int seed = s_seed; seed < s_seed + s_graphs; seed++)
        {
            var graph = new RandomSequenceGraph(seed);
            try
            {
                ImportedModel model = ModelText.Read(ModelFileConverter.Convert(graph.Text.Bytes, "random.onnx"));
                if (Difference(graph, model, seed) is string difference)
                {
                    differences.Add($"STATICNET_FUZZ_SEED={seed} STATICNET_FUZZ_GRAPHS=1: {difference}\n{graph}");
                    continue;
                }

                equal++;
                withStates += graph.States.Exists(static state => state.Name is not null) ? 1 : 0;
            }
            catch (ModelFileException refusal) when (!refusal.IsFault)
            {
                Assert.NotEmpty(refusal.Message);
                refusals.Add($"seed {seed}: {refusal.Message}");
                refused++;
            }
            catch (Exception exception) when (exception is not OnnxRuntimeException)
            {
                differences.Add($"seed {seed}: {exception}\n{graph}");
            }
        }

        string summary = $"{s_graphs} random sequences from seed {s_seed}: {equal} equal, {withStates} of them with states, {refused} refused";
        TestContext.Current.TestOutputHelper?.WriteLine(summary + "\n" + string.Join('\n', refusals.Take(40)));
        Assert.True(differences.Count == 0, $"{summary}\n{string.Join("\n\n", differences.Take(10))}");
        if (s_graphs >= 60)
        {
            Assert.InRange(equal, s_graphs / 4, s_graphs);
            Assert.InRange(withStates, s_graphs / 20, s_graphs);
            Assert.InRange(refused, s_graphs / 20, s_graphs);
        }
    }

    /// <summary>The first output or state that differs by more than rounding can move it, or null.</summary>
    private static string? Difference(RandomSequenceGraph graph, ImportedModel model, int seed)
    {
        var random = new Random(seed);
        float[] x = [.. Enumerable.Range(0, Steps * graph.InputSize).Select(_ => (random.NextSingle() * 2) - 1)];
        float[][] states = [.. graph.States.Select(state => Enumerable.Range(0, state.Size).Select(_ => state.Name is null ? 0 : (random.NextSingle() * 2) - 1).ToArray())];
        float[] expected = Run(graph.Text.Bytes, graph, x, states);
        float[][] disturbed = [.. Enumerable.Range(0, Disturbances).Select(i => Run(graph.Disturbed((seed * Disturbances) + i), graph, x, states))];

        double[][] steps = [.. x.Chunk(graph.InputSize).Select(static step => Array.ConvertAll(step, static value => (double)value))];

        // What is no input of the graph begins where the layers say.
        double[] begin = [.. model.Layers.SelectMany(TimeLayers.InitialState)];
        double[] state = [.. graph.States.Zip(states).SelectMany(static pair => pair.Second.Select(value => pair.First.Name is null ? (double?)null : value)).Select((given, i) => given ?? begin[i])];
        double[][] outputs = model.IsStreaming ? new LayerEvaluator(model).EvaluateSequence(steps, state) : [.. steps.Select(new LayerEvaluator(model).Evaluate)];
        var found = new List<double>(outputs.SelectMany(static step => step));
        int first = 0;
        foreach ((string? name, int size) in graph.States)
        {
            found.AddRange(name is null ? [] : state.Skip(first).Take(size));
            first += size;
        }

        if (found.Count != expected.Length)
        {
            return $"{expected.Length} values, imported {found.Count}";
        }

        // A sequence carries errors of one value to all others.
        double largest = expected.Max(static value => Math.Abs((double)value));
        double noise = 16 * disturbed.Max(values => values.Zip(expected, static (a, b) => Math.Abs((double)a - b)).Max());
        double tolerance = Math.Min(noise, LargestTolerance * largest) + (4e-6 * largest) + 1e-6;
        int place = found.FindIndex(0, value => !(Math.Abs(value) <= double.MaxValue));
        for (int i = 0; i < expected.Length && place < 0; i++)
        {
            place = Math.Abs(found[i] - expected[i]) <= tolerance ? -1 : i;
        }

        return place < 0 ? null : $"value {place} of {found.Count}: ONNX Runtime {expected[place]:G9}, imported {found[place]:G9}, tolerance {tolerance:G3}";
    }

    /// <summary>ONNX Runtime's outputs, and the states behind the last step.</summary>
    private static float[] Run(byte[] file, RandomSequenceGraph graph, float[] x, float[][] states)
    {
        using var settings = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL,
            IntraOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        using var session = new InferenceSession(file, settings);
        var inputs = new List<NamedOnnxValue> { NamedOnnxValue.CreateFromTensor("x", new DenseTensor<float>(x, [Steps, 1, graph.InputSize])) };
        inputs.AddRange(graph.States.Zip(states)
            .Where(static pair => pair.First.Name is not null)
            .Select(static pair => NamedOnnxValue.CreateFromTensor(pair.First.Name!, new DenseTensor<float>(pair.Second, [1, 1, pair.First.Size]))));
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(inputs);
        IEnumerable<string> names = graph.States.Where(static state => state.Name is not null).Select(static state => state.Name + "_out").Prepend("y");
        return [.. names.SelectMany(name => results.First(result => result.Name == name).AsTensor<float>())];
    }

    private static int Setting(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
