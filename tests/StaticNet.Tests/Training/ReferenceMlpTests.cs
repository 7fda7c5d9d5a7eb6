using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Tests.Training;

/// <summary>The oracle against PyTorch in float64: networks, losses and activations of the fixtures.</summary>
public class ReferenceMlpTests
{
    // Both compute in double. Sums in another order, and PyTorch's own series for erf.
    private const double Relative = 1e-11;

    // PyTorch computes these in double with float constants: 1/6, 1/alpha of CELU, the 1e-12 under bce.
    private const double RelativeOfFloatConstants = 1e-7;

    private static readonly string[] s_losses = ["mse", "l1", "huber", "smooth_l1", "bce", "bce_with_logits", "cross_entropy", "nll", "hinge"];

    public static IEnumerable<TheoryDataRow<string, string>> NetworkCases =>
        from path in Directory.GetFiles(FixtureFiles.Folder, "net-*.json")
        let file = Path.GetFileName(path)
        where !file.Contains("layernorm", StringComparison.Ordinal) && !file.Contains("784", StringComparison.Ordinal)
        from id in IdsWithKnownLoss(file)
        select new TheoryDataRow<string, string>(file, id);

    public static IEnumerable<TheoryDataRow<string>> LossCases => IdsWithKnownLoss("losses.json").Select(id => new TheoryDataRow<string>(id));

    [Theory]
    [MemberData(nameof(NetworkCases))]
    public void Network_EqualsPyTorch(string file, string id)
    {
        using JsonDocument document = FixtureFiles.ReadJson(file);
        JsonElement root = document.RootElement;
        JsonElement fixture = FixtureJson.Case(document, id);
        JsonElement expected = fixture.GetProperty("f64");
        JsonElement source = fixture.TryGetProperty("hiddenActivation", out _) ? fixture : root;
        string hidden = ReferenceActivations.KindOf(source.Text("hiddenActivation"));
        double[] arguments = source.TryGetProperty("hiddenActivationParams", out _) ? source.Doubles("hiddenActivationParams") : [];
        string[] names = ReferenceActivations.ArgumentNames(hidden);
        var network = new ReferenceMlp(
            root.Integers("sizes"), [.. root.GetProperty("params").EnumerateArray().Select(p => (p.Text("name"), p.Singles("data")))])
        {
            HiddenActivation = hidden,
            HiddenArguments = arguments.Zip(names).ToDictionary(p => p.Second, p => p.First),
            OutputActivation = ReferenceActivations.KindOf(fixture.Text("outputActivation")),
        };
        ReferenceLoss loss = LossOf(fixture.GetProperty("loss"));
        float[] input = fixture.Singles("input");
        ReferenceResult actual = HasLabels(fixture)
            ? network.Compute(loss, input, fixture.Integers("target"))
            : network.Compute(loss, input, fixture.Singles("target"));
        Close(expected.Doubles("preOutput"), actual.PreOutput, "preOutput");
        Close(expected.Doubles("output"), actual.Output, "output");
        CheckLoss(expected, loss, actual.Loss, actual.LossPerItem);
        double relative = hidden is "CELU" or "HardSigmoid" ? RelativeOfFloatConstants : Relative;
        Close(expected.Doubles("inputGrad"), actual.InputGradient, "inputGrad", relative);
        foreach (JsonProperty gradient in expected.GetProperty("grads").EnumerateObject())
        {
            Close([.. gradient.Value.EnumerateArray().Select(e => e.AsDouble())], actual.Gradients[gradient.Name], gradient.Name, relative);
        }
    }

    [Theory]
    [MemberData(nameof(LossCases))]
    public void Loss_EqualsPyTorch(string id)
    {
        using JsonDocument document = FixtureFiles.ReadJson("losses.json");
        JsonElement fixture = FixtureJson.Case(document, id);
        JsonElement expected = fixture.GetProperty("f64");
        ReferenceLoss loss = LossOf(fixture.GetProperty("loss"));
        int rows = fixture.GetProperty("rows").GetInt32();
        double[] prediction = [.. fixture.Singles("pred").Select(v => (double)v)];
        float[] targets = fixture.Singles("target");
        (double value, double[] perItem, double[] gradient) = loss.IsPerRow && targets.Length == rows && prediction.Length > rows || id.Contains("one-class", StringComparison.Ordinal)
            ? loss.Compute(prediction, rows, fixture.Integers("target"))
            : loss.Compute(prediction, rows, [.. targets.Select(t => (double)t)]);
        CheckLoss(expected, loss, value, perItem);
        Close(expected.Doubles("grad"), gradient, "grad", id.StartsWith("bce-saturated", StringComparison.Ordinal) ? RelativeOfFloatConstants : Relative);
    }

    [Theory]
    [InlineData("activations-1.json")]
    [InlineData("activations-2.json")]
    [InlineData("activations-3.json")]
    public void Derivatives_EqualPyTorch(string file)
    {
        using JsonDocument document = FixtureFiles.ReadJson(file);
        int compared = 0;
        foreach (JsonElement fixture in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            string kind = ReferenceActivations.KindOf(fixture.Text("activation"));
            double[] arguments = fixture.TryGetProperty("params", out _) ? fixture.Doubles("params") : [];
            Dictionary<string, double> named = arguments.Zip(ReferenceActivations.ArgumentNames(kind)).ToDictionary(p => p.Second, p => p.First);
            float[] x = (fixture.TryGetProperty("x", out _) ? fixture : document.RootElement).Singles("x");
            double[] expected = fixture.GetProperty("f64").Doubles("dydx");
            for (int i = 0; i < x.Length; i++)
            {
                // Infinities: PyTorch has NaN where the limit is finite. HardSwish at -3: either of 0 and -1/2.
                if (!float.IsFinite(x[i]) || Math.Abs(x[i]) > 1e10 || (kind == "HardSwish" && Math.Abs(x[i]) == 3))
                {
                    continue;
                }

                double actual = ReferenceActivations.Derivative(kind, x[i], (n, otherwise) => named.TryGetValue(n, out double v) ? v : otherwise);
                Assert.True(Math.Abs(expected[i] - actual) <= (kind is "CELU" or "HardSigmoid" ? RelativeOfFloatConstants : 1e-10), $"{kind}'({x[i]}): expected {expected[i]}, found {actual}");
                compared++;
            }
        }

        Assert.True(compared > 500, $"{file}: only {compared} derivatives compared");
    }

    private static void CheckLoss(JsonElement expected, ReferenceLoss loss, double value, double[] perItem)
    {
        if (loss.Reduction == "none")
        {
            Close(expected.Doubles("loss"), perItem, "loss");
        }
        else
        {
            Close([expected.GetProperty("loss").AsDouble()], [value], "loss");
        }
    }

    private static bool HasLabels(JsonElement fixture) => fixture.GetProperty("loss").Text("name") is "cross_entropy" or "nll";

    private static string[] IdsWithKnownLoss(string file)
    {
        using JsonDocument document = FixtureFiles.ReadJson(file);
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Where(c => s_losses.Contains(c.GetProperty("loss").Text("name"))).Select(c => c.Text("id"))];
    }

    internal static ReferenceLoss LossOf(JsonElement loss) => new(loss.Text("name"))
    {
        Reduction = loss.Text("reduction"),
        Delta = loss.Number("delta", 1),
        Beta = loss.Number("beta", 1),
        LabelSmoothing = loss.Number("label_smoothing", 0),
        ClassWeights = loss.TryGetProperty("weight", out _) ? [.. loss.Singles("weight").Select(v => (double)v)] : null,
        PositiveWeights = loss.TryGetProperty("pos_weight", out _) ? [.. loss.Singles("pos_weight").Select(v => (double)v)] : null,
    };

    private static void Close(double[] expected, double[] actual, string what, double relative = Relative)
    {
        Assert.Equal(expected.Length, actual.Length);
        double allowed = (relative * expected.Max(Math.Abs)) + 1e-300;
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= allowed || expected[i].Equals(actual[i]),
                $"{what}[{i}]: expected {expected[i]:R}, found {actual[i]:R}");
        }
    }
}
