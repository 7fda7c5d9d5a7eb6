using System;
using System.Linq;
using System.Text.Json;
using StaticNet.Layers;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.IntegrationTests.Layers;

/// <summary>The kernels of the norms against PyTorch's values; rows are padded with numbers that must not matter.</summary>
public sealed class LayerFixtureTests
{
    private const int Columns = 7, Stride = 8;

    [Fact]
    public void LayerNorm_AgreesWithPyTorch()
    {
        using JsonDocument document = FixtureFiles.ReadJson("layers.json");
        JsonElement sample = FixtureJson.Case(document, "layernorm");
        JsonElement expected = sample.GetProperty("f64");
        float[] x = Padded(sample.Singles("input")), dy = Padded(sample.Singles("gradOutput"), padding: 0);
        int rows = x.Length / Stride;
        float[] weight = Parameter(sample, "weight"), bias = Parameter(sample, "bias");
        float[] y = new float[x.Length], dx = new float[x.Length], statistics = new float[2 * rows], dw = new float[Columns], db = new float[Columns];
        LayerNormRows.Forward(ref x[0], ref y[0], rows, Columns, Stride, ref weight[0], ref bias[0], 1e-5f, ref statistics[0]);
        LayerNormRows.ParameterGradients(ref x[0], ref dy[0], rows, Columns, Stride, ref statistics[0], ref dw[0], ref db[0]);
        LayerNormRows.Backward(ref x[0], ref dy[0], ref dx[0], rows, Columns, Stride, ref weight[0], ref statistics[0]);
        Tolerance.Check(expected.Doubles("output"), Compact(y), "output");
        Tolerance.Check(expected.Doubles("inputGrad"), Compact(dx), "inputGrad");
        CheckParameters(expected, dw, db);
    }

    [Theory]
    [InlineData("batchnorm1d-eval")]
    [InlineData("batchnorm1d-train")]
    public void BatchNorm1d_AgreesWithPyTorch(string id)
    {
        using JsonDocument document = FixtureFiles.ReadJson("layers.json");
        JsonElement sample = FixtureJson.Case(document, id);
        JsonElement expected = sample.GetProperty("f64");
        bool isTraining = sample.GetProperty("config").Flag("training");
        float[] x = Padded(sample.Singles("input")), dy = Padded(sample.Singles("gradOutput"), padding: 0);
        int rows = x.Length / Stride;
        float[] weight = Parameter(sample, "weight"), bias = Parameter(sample, "bias"), mean = Parameter(sample, "running_mean"), variance = Parameter(sample, "running_var");
        float[] y = new float[x.Length], dx = new float[x.Length], statistics = new float[3 * Stride], dw = new float[Columns], db = new float[Columns];
        if (isTraining)
        {
            BatchNormRows.BatchStatistics(ref x[0], rows, Columns, Stride, 1e-5f, ref statistics[0]);
        }
        else
        {
            BatchNormRows.RunningStatistics(ref mean[0], ref variance[0], Columns, Stride, 1e-5f, ref statistics[0]);
            float[] inferred = new float[x.Length];
            float[] folded = new float[2 * Stride];
            BatchNormRows.Fold(ref weight[0], ref bias[0], ref mean[0], ref variance[0], Columns, Stride, Stride, 1e-5f, ref folded[0]);
            BatchNormRows.ScaleShift(ref x[0], ref inferred[0], rows, Stride, Stride, ref folded[0]);
            Tolerance.Check(expected.Doubles("output"), Compact(inferred), "inferred output");
        }

        BatchNormRows.Forward(ref x[0], ref y[0], rows, Columns, Stride, ref weight[0], ref bias[0], ref statistics[0]);
        BatchNormRows.Backward(ref x[0], ref dy[0], ref dx[0], rows, rows, Columns, Stride, ref weight[0], ref statistics[0], isTraining, ref dw[0], ref db[0]);
        Tolerance.Check(expected.Doubles("output"), Compact(y), "output");
        Tolerance.Check(expected.Doubles("inputGrad"), Compact(dx), "inputGrad");
        CheckParameters(expected, dw, db);
        if (isTraining)
        {
            BatchNormRows.UpdateRunning(ref statistics[0], rows, Columns, Stride, 0.1f, ref mean[0], ref variance[0]);
            Tolerance.Check(expected.Doubles("running_mean_after"), mean, "running_mean");
            Tolerance.Check(expected.Doubles("running_var_after"), variance, "running_var");
        }
    }

    [Fact]
    public void RunningStatistics_OfADeadColumn_BecomeZero()
    {
        float[] statistics = new float[3 * Stride], mean = new float[Columns], variance = new float[Columns];
        (mean[0], mean[1], variance[0], variance[1]) = (-1.5f, 1.5f, 2f, 2f);
        (statistics[1], statistics[Stride + 1]) = (2e-38f, 2e-38f);
        for (int step = 0; step < 2_000; step++)
        {
            BatchNormRows.UpdateRunning(ref statistics[0], 1_000_001, Columns, Stride, 0.1f, ref mean[0], ref variance[0]);
            Assert.True(mean[0] <= 0 && !float.IsSubnormal(mean[0]) && !float.IsSubnormal(variance[0]));
        }

        Assert.Equal((0f, 0f), (mean[0], variance[0]));
        Assert.InRange(mean[1], 1.99e-38f, 2.01e-38f);
        Assert.InRange(variance[1], 1.99e-38f, 2.01e-38f);
    }

    private static void CheckParameters(JsonElement expected, float[] dw, float[] db)
    {
        Tolerance.Check(expected.GetProperty("grads").Doubles("weight"), dw, "weight");
        Tolerance.Check(expected.GetProperty("grads").Doubles("bias"), db, "bias");
    }

    private static float[] Parameter(JsonElement sample, string name) =>
        sample.GetProperty("params").EnumerateArray().Single(p => p.Text("name") == name).Singles("data");

    private static float[] Padded(float[] values, float padding = 1e3f)
    {
        var padded = new float[values.Length / Columns * Stride];
        for (int i = 0; i < padded.Length; i++)
        {
            padded[i] = i % Stride < Columns ? values[(i / Stride * Columns) + (i % Stride)] : padding;
        }

        return padded;
    }

    private static float[] Compact(float[] values)
    {
        Assert.All(Enumerable.Range(0, values.Length / Stride), row => Assert.Equal(0f, values[(row * Stride) + Columns]));
        return [.. values.Where((_, i) => i % Stride < Columns)];
    }
}
