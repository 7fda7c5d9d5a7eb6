using System;
using System.IO;
using System.Linq;
using Xunit;

namespace StaticNet.IntegrationTests.Layers;

/// <summary>Constants that are stored with a network and stay what they are.</summary>
public sealed class ScaleShiftTests
{
    [Fact]
    public void Training_LeavesTheConstants()
    {
        ScaleShifts model = WithConstants();
        float[][] before = Constants(model);
        float[] x = Data.Normal(64 * ScaleShifts.InputSize, 1), y = Data.Normal(64 * ScaleShifts.OutputSize, 2);
        UInt128 hash = model.Parameters.Hash();
        model.Fit(x, y, new AdamW(0.05f, weightDecay: 0.5f), new FitOptions { Epochs = 5, BatchSize = 16 });
        Assert.NotEqual(hash, model.Parameters.Hash());
        Assert.Equal(before, Constants(model));
    }

    [Fact]
    public void FitAtATinyRate_LeavesTheOutputs()
    {
        ScaleShifts model = WithConstants();
        float[] x = Data.Normal(40 * ScaleShifts.InputSize, 1), y = Data.Normal(40 * ScaleShifts.OutputSize, 2);
        var before = new float[y.Length];
        model.ForwardBatch(x, before);
        model.Fit(x, y, new SGD(1e-20f), new FitOptions { Epochs = 3, BatchSize = 7 });
        var after = new float[y.Length];
        model.ForwardBatch(x, after);
        Assert.Equal(before, after);
    }

    [Fact]
    public void SavedConstants_AreLoaded()
    {
        ScaleShifts model = WithConstants();
        var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;
        Assert.Equal(Constants(model), Constants(ScaleShifts.Load(file)));
    }

    [Fact]
    public void Layout_HasTheConstantsAsBuffersOfOneNumberPerValue()
    {
        string[] names = [.. Buffers().Select(parameter => $"{parameter.Name} {parameter.Count}")];
        Assert.Equal(
            ["0.mean 7", "0.scale 7", "0.shift 7", "1.scale 7", "1.shift 7", "scaled.scale 13", "scaled.shift 13", "6.mean 6", "6.scale 6", "6.shift 6", "8.scale 6", "8.shift 6", "12.scale 3", "12.shift 3"],
            names);
        var shift = new float[13];
        new ScaleShifts().Parameters.CopyTo("scaled.shift", shift);
        Assert.All(shift, value => Assert.Equal(-0.5f, value));
    }

    [Fact]
    public void ValuesFarFromZero_KeepTheirDigits()
    {
        // A pressure in pascals: the mean is subtracted before anything is rounded at its size.
        var model = new Pressure(seed: 3);
        model.Parameters.CopyFrom("0.mean", [101325f, 20f]);
        model.Parameters.CopyFrom("0.scale", [1 / 250f, 1 / 8f]);
        var weight = new float[2];
        model.Parameters.CopyTo("1.weight", weight);
        for (int i = 0; i < 100; i++)
        {
            float[] x = [101325f + (i * 7.5f) - 300f, i / 3f];
            double expected = ((x[0] - 101325.0) * (1 / 250f) * weight[0]) + ((x[1] - 20.0) * (1 / 8f) * weight[1]);
            var y = new float[1];
            model.Forward(x, y);
            Assert.InRange(y[0], expected - (4e-6 * Math.Max(1, Math.Abs(expected))), expected + (4e-6 * Math.Max(1, Math.Abs(expected))));
        }
    }

    private static ScaleShifts WithConstants()
    {
        var model = new ScaleShifts(seed: 5);
        var random = new Random(6);
        foreach (ParameterInfo parameter in Buffers())
        {
            model.Parameters.CopyFrom(parameter.Name, [.. Enumerable.Range(0, parameter.Count).Select(_ => random.NextSingle() + 0.25f)]);
        }

        return model;
    }

    private static ParameterInfo[] Buffers() => [.. ScaleShifts.Description.Layout.Parameters.ToArray().Where(parameter => !parameter.IsTrainable)];

    private static float[][] Constants(ScaleShifts model) => [.. Buffers().Select(parameter =>
    {
        var values = new float[parameter.Count];
        model.Parameters.CopyTo(parameter.Name, values);
        return values;
    })];
}
