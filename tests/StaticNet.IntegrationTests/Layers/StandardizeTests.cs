using System;
using System.IO;
using System.Linq;
using Xunit;

namespace StaticNet.IntegrationTests.Layers;

/// <summary>Feature scales inside networks: fitted to data, and constants from then on.</summary>
public sealed class StandardizeTests
{
    // One rounding each for mean, deviation, difference and quotient.
    private const double ScaledTolerance = 1e-6;

    [Fact]
    public void FitStandardize_GivesMeanAndPopulationDeviation()
    {
        float[] x = [1f, 10f, 101325f, 7f, 2f, 30f, 101330f, 7f, 6f, 20f, 101290f, 7f];
        var model = new StandardizedMlp();
        model.FitStandardize(x);
        float[] mean = Read(model, "standardize.mean"), deviation = Read(model, "standardize.std");
        for (int i = 0; i < 4; i++)
        {
            double[] column = [x[i], x[4 + i], x[8 + i]];
            double average = column.Average();
            double expected = Math.Sqrt(column.Average(v => (v - average) * (v - average)));
            Assert.Equal((float)average, mean[i]);
            Assert.Equal(i == 3 ? 1f : (float)expected, deviation[i]);
        }
    }

    [Fact]
    public void Outputs_AreThoseOfTheBareNetworkOnScaledInputs()
    {
        float[] x = Data.Normal(50 * 4, 3);
        for (int i = 0; i < x.Length; i += 4)
        {
            x[i] = 101325f + (250f * x[i]);
        }

        var model = new StandardizedMlp(seed: 5);
        model.FitStandardize(x);
        double[][] hidden = Matrix(Read(model, "hidden.weight"), 10, 4), output = Matrix(Read(model, "output.weight"), 3, 10);
        float[] b1 = Read(model, "hidden.bias"), b2 = Read(model, "output.bias"), mean = Read(model, "standardize.mean"), deviation = Read(model, "standardize.std");
        var y = new float[3];
        for (int row = 0; row < 50; row++)
        {
            double[] scaled = [.. Enumerable.Range(0, 4).Select(i => (x[(row * 4) + i] - (double)mean[i]) / deviation[i])];
            double[] h = [.. hidden.Select((w, o) => Math.Max(0, b1[o] + w.Zip(scaled, (a, b) => a * b).Sum()))];
            model.Forward(x.AsSpan(row * 4, 4), y);
            for (int o = 0; o < 3; o++)
            {
                double expected = b2[o] + output[o].Zip(h, (a, b) => a * b).Sum();
                Assert.InRange(y[o] - expected, -4 * ScaledTolerance, 4 * ScaledTolerance);
            }
        }
    }

    [Fact]
    public void Targets_AreScaledBack()
    {
        float[] x = Data.Normal(200 * 5, 1);
        float[] y = [.. Enumerable.Range(0, 600).Select(i => 5000f + (i % 3) + (300f * x[(i / 3 * 5) + (i % 3)]))];
        var model = new Standardized(seed: 2);
        model.FitStandardize(x, y);
        Assert.Equal(y.Where((_, i) => i % 3 == 0).Select(v => (double)v).Average(), Read(model, "targets.mean")[0], 1e-3);
        TrainingHistory history = model.Fit(x, y, new Adam(0.01f), new FitOptions { Epochs = 60, BatchSize = 20, Seed = 1 });
        Assert.True(model.Evaluate(x, y).R2 > 0.98, $"R2 {model.Evaluate(x, y).R2}");
    }

    [Fact]
    public void MinMax_TakesTheEndsToTheBounds()
    {
        float[] x = Data.Normal(64 * 11, 6), y = Data.Normal(64 * 9, 7);
        for (int i = 0; i < x.Length; i += 11)
        {
            x[i + 10] = 3f; // a constant feature
        }

        var model = new MinMaxed();
        model.FitStandardize(x, y);
        Assert.Equal([.. Enumerable.Range(0, 11).Select(i => x.Where((_, at) => at % 11 == i).Min())], Read(model, "inputs.min"));
        Assert.Equal([.. Enumerable.Range(0, 9).Select(i => y.Where((_, at) => at % 9 == i).Max())], Read(model, "5.max"));
        Assert.All(y, value => Assert.True(float.IsFinite(value)));
        var outputs = new float[64 * 9];
        model.ForwardBatch(x, outputs);
        float[] low = Read(model, "5.min"), high = Read(model, "5.max");
        Assert.All(outputs.Select((v, i) => (v, i % 9)), pair => Assert.InRange(pair.v, low[pair.Item2] - 1e-5f, high[pair.Item2] + 1e-5f));
    }

    [Fact]
    public void Training_LeavesTheScale_AndFilesKeepIt()
    {
        float[] x = Data.Normal(64 * 5, 1), y = Data.Normal(64 * 3, 2);
        var model = new Standardized(seed: 1);
        model.FitStandardize(x, y);
        string[] buffers = ["0.mean", "0.std", "targets.mean", "targets.std"];
        float[][] before = [.. buffers.Select(name => Read(model, name))];
        model.Fit(x, y, new AdamW(0.05f, weightDecay: 0.5f), new FitOptions { Epochs = 3, BatchSize = 16 });
        Assert.Equal(before, buffers.Select(name => Read(model, name)));
        var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;
        Standardized loaded = Standardized.Load(file), clone = model.Clone();
        Assert.Equal(model.Parameters.Hash(), loaded.Parameters.Hash());
        Assert.Equal(before, buffers.Select(name => Read(clone, name)));
    }

    [Fact]
    public void FitStandardize_RefusesWhatDoesNotFit()
    {
        var model = new StandardizedMlp();
        UInt128 before = model.Parameters.Hash();
        Assert.Contains("row 1, column 2", Assert.Throws<ArgumentException>(() => model.FitStandardize([1, 2, 3, 4, 1, 2, float.NaN, 4])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.FitStandardize([1, 2, 3]));
        Assert.Throws<ArgumentException>(() => model.FitStandardize([]));
        Assert.Equal(before, model.Parameters.Hash());
        Assert.Contains("Standardize = true", Assert.Throws<InvalidOperationException>(() => new Pressure().FitStandardize([1, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("FitStandardize(inputs, targets)", Assert.Throws<InvalidOperationException>(() => new Standardized().FitStandardize([1, 2, 3, 4, 5])).Message, StringComparison.Ordinal);
        Assert.Contains("does not end in", Assert.Throws<InvalidOperationException>(() => model.FitStandardize([1, 2, 3, 4], [1, 2, 3])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DeviationOfZero_CountsAsOne()
    {
        var model = new Standardized();
        model.Parameters.CopyFrom("0.std", [0, 1, 2, 0, 4]);
        var other = new Standardized();
        other.Parameters.CopyFrom("0.std", [1, 1, 2, 1, 4]);
        float[] x = Data.Normal(9 * 5, 4), y = new float[9 * 3], z = new float[9 * 3];
        model.ForwardBatch(x, y);
        other.ForwardBatch(x, z);
        Assert.Equal(z, y);
    }

    private static float[] Read<T>(T model, string name)
        where T : class, INetwork<T>
    {
        var values = new float[T.Description.Layout.Parameters.ToArray().Single(p => p.Name == name).Count];
        model.Parameters.CopyTo(name, values);
        return values;
    }

    private static double[][] Matrix(float[] values, int rows, int columns) =>
        [.. Enumerable.Range(0, rows).Select(r => values.Skip(r * columns).Take(columns).Select(v => (double)v).ToArray())];
}
