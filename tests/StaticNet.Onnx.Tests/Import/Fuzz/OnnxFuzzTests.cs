using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.ML.OnnxRuntime;
using StaticNet.ModelFiles;
using StaticNet.ModelFiles.Neutral;
using StaticNet.ModelFiles.Onnx;
using StaticNet.ModelFiles.Onnx.Interpretation;
using Xunit;

namespace StaticNet.Onnx.Tests.Import.Fuzz;

/// <summary>Random graphs: what is imported computes what ONNX Runtime computes; everything else is refused.</summary>
public sealed class OnnxFuzzTests
{
    private const int Disturbances = 4;

    // Where few of them show a difference: on the edge of a jump or a clamp half of them, or fewer, leave the value as it is.
    private const int MoreDisturbances = 64;

    // Of the largest output: a graph in which rounding moves outputs by more than this is to be refused.
    private const double LargestTolerance = 1e-2;

    private static readonly int s_graphs = Setting("STATICNET_FUZZ_GRAPHS", 100);
    private static readonly int s_seed = Setting("STATICNET_FUZZ_SEED", 1);

    [Fact]
    public void RandomGraphs_AreEqualOrRefused()
    {
        var counts = new Dictionary<Answer, int>();
        var differences = new List<string>();
        for (int seed = s_seed; seed < s_seed + s_graphs; seed++)
        {
            var graph = new RandomGraph(seed);
            Answer answer = Try(graph, seed, out string difference);
            counts[answer] = counts.GetValueOrDefault(answer) + 1;
            if (answer == Answer.Disproved)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}: {difference}");
            }
            else if (answer == Answer.Different)
            {
                differences.Add($"STATICNET_FUZZ_SEED={seed} STATICNET_FUZZ_GRAPHS=1: {difference}\n{graph}");
            }
        }

        string summary = string.Join(", ", counts.OrderBy(count => count.Key).Select(count => $"{count.Value} {count.Key}"));
        TestContext.Current.TestOutputHelper?.WriteLine($"{s_graphs} graphs from seed {s_seed}: {summary}");
        Assert.True(differences.Count == 0, $"{summary}\n{string.Join("\n\n", differences.Take(10))}");

        // Every answer must come often, or the graphs test nothing.
        if (s_graphs >= 100)
        {
            Assert.InRange(counts.GetValueOrDefault(Answer.Equal), s_graphs / 5, s_graphs);
            Assert.InRange(counts.GetValueOrDefault(Answer.Refused), s_graphs / 20, s_graphs);
            Assert.InRange(counts.GetValueOrDefault(Answer.NotOnnx), 0, s_graphs / 20);
            Assert.InRange(counts.GetValueOrDefault(Answer.NotFinite), 0, s_graphs / 20);
            Assert.Equal(0, counts.GetValueOrDefault(Answer.Disproved));
        }
    }

    private enum Answer { Equal, Refused, Disproved, NotOnnx, NotFinite, Different }

    /// <summary>Whether a value inside is no number, or beyond a float's range, so that what follows is 0 or infinite by ONNX Runtime's order of operations alone.</summary>
    private static bool Overflows(RandomGraph graph, float[] row)
    {
        int samples = (int)Math.Max(1, graph.InputShape[0]);
        double[] values = [.. Enumerable.Range(0, samples).SelectMany(_ => row).Select(static value => (double)value)];
        int[] shape = [samples, .. graph.InputShape[1..].Select(static dimension => (int)dimension)];
        return new GraphInterpreter(OnnxProtoReader.Read(graph.Text.Bytes, ""))
            .Run(new Dictionary<string, Tensor> { ["x"] = Tensor.Of(shape, values) }, ["y"]).Values.Any(static tensor => tensor.Values.Any(static value => !double.IsFinite(value)));
    }

    /// <summary>Of a single graph, that a seed was given for, everything is shown.</summary>
    private static void Show(RandomGraph graph, string what)
    {
        if (s_graphs == 1)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{graph}\n{what}");
        }
    }

    private static int Setting(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;

    private static Answer Try(RandomGraph graph, int seed, out string difference)
    {
        difference = "";
        ImportedModel model;
        try
        {
            model = ModelText.Read(ModelFileConverter.Convert(graph.Text.Bytes, "random.onnx"));
        }
        catch (ModelFileException refusal)
        {
            Assert.NotEmpty(refusal.Message);
            Show(graph, refusal.Message);
            difference = refusal.Message;

            // Disproved: by the proof of an import that was wrong (SNET0039).
            return refusal.IsFault ? Answer.Disproved : Answer.Refused;
        }
        catch (Exception exception) when (exception is not ModelFileException)
        {
            difference = exception.ToString();
            return Answer.Different;
        }

        // Weights that are not finite: SNET0042.
        if (model.NotFinite is not null)
        {
            return Answer.Refused;
        }

        Show(graph, string.Join(", ", model.Layers.Select(static layer => layer.Kind)));
        int rows = graph.InputShape[0] < 0 ? RandomGraph.Rows : (int)graph.InputShape[0];
        float[] inputs = graph.Inputs(rows);
        float[] expected;
        float[][] disturbed;
        try
        {
            expected = Run(graph.Text.Bytes, graph, inputs);
            disturbed = [.. Enumerable.Range(0, Disturbances).Select(i => Run(RoundingNoise.Disturb(graph, (seed * Disturbances) + i), graph, inputs))];
        }
        catch (OnnxRuntimeException)
        {
            return Answer.NotOnnx;
        }

        double[] found = [.. inputs.Chunk(graph.InputSize).SelectMany(row => ImportedModelEvaluator.Evaluate(model, row))];
        if (found.Length != expected.Length)
        {
            difference = $"{expected.Length} values, imported {found.Length}";
            return Answer.Different;
        }

        int compared = 0;
        double largest = expected.Where(float.IsFinite).Select(static value => (double)Math.Abs(value)).DefaultIfEmpty().Max();
        for (int i = 0; i < found.Length; i++)
        {
            if (!float.IsFinite(expected[i]) || disturbed.Any(values => !float.IsFinite(values[i])))
            {
                continue;
            }

            // ONNX Runtime's own functions are good to a few units; the rest is what rounding makes of them.
            double Tolerance() => Math.Min(16 * disturbed.Max(values => Math.Abs((double)values[i] - expected[i])), LargestTolerance * largest) + (4e-6 * Math.Abs(expected[i])) + 1e-6;
            double tolerance = Tolerance();
            compared++;
            if (Math.Abs(found[i] - expected[i]) > tolerance && disturbed.Length == Disturbances)
            {
                disturbed = [.. disturbed, .. Enumerable.Range(0, MoreDisturbances).Select(k => Run(RoundingNoise.Disturb(graph, -1 - (seed * MoreDisturbances) - k), graph, inputs))];
                tolerance = Tolerance();
            }

            int row = i / (found.Length / rows);
            if (!(Math.Abs(found[i] - expected[i]) <= tolerance) && !Overflows(graph, [.. inputs.Skip(row * graph.InputSize).Take(graph.InputSize)]))
            {
                difference = $"value {i} of {found.Length}: ONNX Runtime {expected[i]:G9}, imported {found[i]:G9}, tolerance {tolerance:G3}, inputs {string.Join(", ", inputs.Chunk(graph.InputSize).ElementAt(row))}";
                return Answer.Different;
            }
        }

        return compared > 0 ? Answer.Equal : Answer.NotFinite;
    }

    private static float[] Run(byte[] file, RandomGraph graph, float[] inputs)
    {
        using var settings = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL,
            IntraOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        using var session = new InferenceSession(file, settings);
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(inputs, [inputs.Length / graph.InputSize, .. graph.InputShape[1..]]);
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(options, ["x"], [input], ["y"]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
