using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.Json;
using StaticNet.Losses;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Tests.Losses;

/// <summary>Every loss of the library against PyTorch's values and gradients in double precision.</summary>
public sealed class LossFixtureTests
{
    // The fixtures' rule: 4e-6 of the largest magnitude of the array.
    private const double Tolerance = 4e-6;

    // Losses of the fixtures that are not members of the Loss enum.
    private static readonly Dictionary<string, string> NotInTheLibrary = new()
    {
        ["log_cosh"] = "no member of Loss",
        ["bce"] = "on probabilities; ours is computed from logits only",
        ["squared_hinge"] = "no member of Loss",
        ["soft_margin"] = "no member of Loss",
        ["hinge_embedding"] = "no member of Loss",
        ["multi_margin"] = "no member of Loss",
        ["poisson_nll"] = "no member of Loss",
        ["kl_div"] = "no member of Loss",
    };

    // The names with the library's own losses; a fixture in neither list fails.
    private static readonly string[] InTheLibrary = ["mse", "l1", "huber", "smooth_l1", "bce_with_logits", "cross_entropy", "nll", "hinge"];

    private static readonly JsonElement[] s_cases = [.. Read("losses.json"), .. Read("loss-options/losses.json")];

    public static TheoryData<string> Cases => [.. s_cases
        .Where(c => !NotInTheLibrary.ContainsKey(c.GetProperty("loss").GetProperty("name").GetString()!))
        .Select(c => c.GetProperty("id").GetString()!)];

    [Fact]
    public void EveryFixture_IsTestedOrExcused()
    {
        string[] names = [.. s_cases.Select(c => c.GetProperty("loss").GetProperty("name").GetString()!).Distinct()];
        Assert.Equal(names.Order(), InTheLibrary.Concat(NotInTheLibrary.Keys).Order());
        Assert.Equal(66 + 157, Cases.Count);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void LossAndGradient_AreThoseOfPyTorch(string id)
    {
        JsonElement test = s_cases.Single(c => c.GetProperty("id").GetString() == id);
        LossCase given = new(test);
        double[] expectedLoss = Numbers(test.GetProperty("f64").GetProperty("loss"));
        double[] expectedGradient = Numbers(test.GetProperty("f64").GetProperty("grad"));

        // Reduction "none": the losses of the rows (or elements) one by one, the gradient of their sum.
        double sum = given.Compute(0, given.Rows, out float[] gradient);
        Check(id + " gradient", expectedGradient, gradient);
        if (given.Reduction != "none")
        {
            Check(id, expectedLoss, sum);
        }
        else
        {
            int perRow = expectedLoss.Length / given.Rows;
            for (int row = 0; row < given.Rows; row++)
            {
                double expected = expectedLoss.Skip(row * perRow).Take(perRow).Sum();
                double actual = given.Compute(row, 1, out _);
                Assert.True(Math.Abs(actual - expected) <= (Tolerance * expectedLoss.Max(Math.Abs)) + 1e-30, $"{id} row {row}: {actual:R}, PyTorch has {expected:R}");
            }
        }
    }

    private static JsonElement[] Read(string file)
    {
        using JsonDocument document = FixtureFiles.ReadJson(file);
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(c => c.Clone())];
    }

    private static void Check(string what, double[] expected, params IEnumerable<float> actual) => Check(what, expected, [.. actual.Select(v => (double)v)]);

    private static void Check(string what, double[] expected, params double[] actual)
    {
        double bound = (Tolerance * expected.Max(Math.Abs)) + 1e-30;
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= bound, $"{what} [{i}] = {actual[i]:R}, PyTorch has {expected[i]:R}");
        }
    }

    private static double[] Numbers(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(v => v.GetDouble())] : [value.GetDouble()];

    /// <summary>A fixture with its options, in padded storage.</summary>
    private sealed class LossCase
    {
        private readonly string _name;
        private readonly int _columns;
        private readonly float[] _outputs;
        private readonly float[] _targets;
        private readonly int[] _labels;
        private readonly LossOptions _options;

        public LossCase(JsonElement test)
        {
            JsonElement loss = test.GetProperty("loss");
            _name = loss.GetProperty("name").GetString()!;
            Reduction = loss.GetProperty("reduction").GetString()!;
            Rows = test.GetProperty("rows").GetInt32();
            _columns = test.GetProperty("cols").GetInt32();
            _outputs = Floats(test.GetProperty("pred"));
            float[] target = Floats(test.GetProperty("target"));
            bool hasLabels = _name is "cross_entropy" or "nll" && target.Length == Rows && target.All(float.IsInteger);
            _labels = hasLabels ? [.. target.Select(v => (int)v)] : [];
            _targets = hasLabels ? [] : target;
            _options = new LossOptions
            {
                HuberDelta = Number(loss, "delta", 1),
                SmoothL1Beta = Number(loss, "beta", 1),
                LabelSmoothing = Number(loss, "label_smoothing", 0),
                ClassWeights = loss.TryGetProperty("weight", out JsonElement weights) ? Floats(weights) : null,
                OutputWeights = loss.TryGetProperty("output_weight", out JsonElement outputs) ? Floats(outputs) : null,
                MissingTargets = loss.TryGetProperty("missing", out _) ? MissingTargets.Ignore : MissingTargets.Throw,
                FocalGamma = Number(loss, "gamma", 0),
                PositiveWeights = loss.TryGetProperty("pos_weight", out JsonElement positive) ? Floats(positive) : null,
            };
        }

        public string Reduction { get; }

        public int Rows { get; }

        public double Compute(int firstRow, int rows, out float[] gradient)
        {
            int stride = _columns + 2;
            float[] outputs = new float[rows * stride], padded = new float[rows * stride];
            for (int row = 0; row < rows; row++)
            {
                _outputs.AsSpan((firstRow + row) * _columns, _columns).CopyTo(outputs.AsSpan(row * stride));
            }

            Array.Fill(padded, float.NaN);
            ReadOnlySpan<int> labels = _labels.Length == 0 ? [] : _labels.AsSpan(firstRow, rows);
            ReadOnlySpan<float> targets = _targets.Length == 0 ? [] : _targets.AsSpan(firstRow * _columns, rows * _columns);
            double count = _name is "cross_entropy" or "nll"
                ? _labels.Length == 0 ? rows : CrossEntropyLoss.Normalizer(labels, _options)
                : targets.Length - targets.ToArray().Count(float.IsNaN);
            float scale = Reduction == "mean" ? (float)(1 / count) : 1f;
            ref float y = ref outputs[0];
            ref float dy = ref padded[0];
            double Loss(ref float y, ref float dy, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets) => _name switch
            {
                "mse" => MeanSquaredErrorLoss.Targets(ref y, rows, _columns, stride, targets, [], _options, scale, ref dy),
                "l1" => MeanAbsoluteErrorLoss.Targets(ref y, rows, _columns, stride, targets, [], _options, scale, ref dy),
                "huber" => HuberLoss.Targets(ref y, rows, _columns, stride, targets, [], _options, scale, ref dy),
                "smooth_l1" => SmoothL1Loss.Targets(ref y, rows, _columns, stride, targets, [], _options, scale, ref dy),
                "hinge" => HingeLoss.Targets(ref y, rows, _columns, stride, targets, [], _options, scale, ref dy),
                "bce_with_logits" => BinaryCrossEntropyLoss.Targets(ref y, rows, _columns, stride, targets, [], _options, scale, ref dy),
                "nll" => NegativeLogLikelihoodLoss.Labels(ref y, rows, _columns, stride, labels, [], _options, scale, ref dy),
                "cross_entropy" when labels.IsEmpty => CrossEntropyLoss.Probabilities(ref y, rows, _columns, stride, targets, [], _options, scale, ref dy),
                "cross_entropy" => CrossEntropyLoss.Labels(ref y, rows, _columns, stride, labels, [], _options, scale, ref dy),
                _ => throw new InvalidOperationException(_name),
            };
            double sum = Loss(ref y, ref dy, labels, targets);
            Assert.Equal(sum, Loss(ref y, ref Unsafe.NullRef<float>(), labels, targets));
            gradient = [.. padded.Where((_, i) => i % stride < _columns)];
            Assert.All(padded.Where((_, i) => i % stride >= _columns), v => Assert.Equal(0f, v));
            return sum;
        }

        private static float Number(JsonElement loss, string name, float otherwise) =>
            loss.TryGetProperty(name, out JsonElement value) ? (float)value.GetDouble() : otherwise;

        private static float[] Floats(JsonElement array) => [.. array.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.String ? float.NaN : (float)v.GetDouble())];
    }
}
