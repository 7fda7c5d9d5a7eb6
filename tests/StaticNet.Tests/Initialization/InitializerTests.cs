using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Tests.Initialization;

/// <summary>Bounds and deviations of initializers.json, and what ParameterInitializers promises beyond them.</summary>
public class InitializerTests
{
    private const string File = "initializers.json";

    public static IEnumerable<TheoryDataRow<int>> Cases
    {
        get
        {
            using JsonDocument document = FixtureFiles.ReadJson(File);
            return [.. Enumerable.Range(0, document.RootElement.GetProperty("cases").GetArrayLength()).Select(i => new TheoryDataRow<int>(i))];
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Samples_HaveTheBoundAndDeviationOfPyTorch(int index)
    {
        using JsonDocument document = FixtureFiles.ReadJson(File);
        JsonElement fixture = document.RootElement.GetProperty("cases")[index];
        string id = fixture.Text("id");
        int[] shape = fixture.Integers("shape");
        double deviation = fixture.Number("std", double.NaN);
        const int Matrices = 20;
        int count = shape[0] * shape[1];
        int repeats = Math.Max(1, 400_000 / count / Matrices) * Matrices;
        var samples = new List<float>();
        var random = new Pcg32((ulong)index);
        var matrix = new float[count];
        for (int i = 0; i < repeats; i++)
        {
            Draw(id, matrix, shape[0], shape[1], ref random);
            samples.AddRange(matrix);
        }

        double n = samples.Count;
        double mean = samples.Average(v => (double)v);
        double actual = Math.Sqrt(samples.Average(v => (v - mean) * (v - mean)));
        bool uniform = fixture.Text("distribution") == "uniform";

        // 5 standard errors of the mean, and of the deviation: σ·√((κ − 1)/4n), κ being 1.8 (uniform) or 3 (normal).
        Assert.Equal(0, mean, 5 * deviation / Math.Sqrt(n));
        Assert.Equal(deviation, actual, 5 * deviation * Math.Sqrt((uniform ? 0.8 : 2) / (4 * n)));
        if (uniform)
        {
            double bound = fixture.Number("bound", double.NaN);
            Assert.All(samples, v => Assert.True(Math.Abs(v) <= (float)bound));
            Assert.True(samples.Max() > 0.999 * bound && samples.Min() < -0.999 * bound);
        }
    }

    [Fact]
    public void Gains_EqualPyTorch()
    {
        using JsonDocument document = FixtureFiles.ReadJson(File);
        foreach (JsonProperty gain in document.RootElement.GetProperty("gains").EnumerateObject())
        {
            string name = gain.Name.Split('(')[0];
            Assert.Equal(gain.Value.AsDouble(), Initializers.Gain(name), 1e-15);
        }

        Assert.Equal(Math.Sqrt(2 / 1.01), Initializers.Gain("LeakyReLU", 0.1), 1e-15);
        Assert.Contains("selu", Assert.Throws<ArgumentException>(() => Initializers.Gain("swish")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(12, 12)]
    [InlineData(5, 40)]
    [InlineData(40, 5)]
    [InlineData(1, 7)]
    public void Orthogonal_HasOrthonormalRowsOrColumns(int outputs, int inputs)
    {
        var values = new float[outputs * inputs];
        var random = new Pcg32(7);
        Initializers.Orthogonal(values, outputs, inputs, 1, ref random);
        int vectors = Math.Min(outputs, inputs);
        for (int a = 0; a < vectors; a++)
        {
            for (int b = 0; b < vectors; b++)
            {
                double dot = 0;
                for (int i = 0; i < Math.Max(outputs, inputs); i++)
                {
                    dot += outputs <= inputs
                        ? (double)values[(a * inputs) + i] * values[(b * inputs) + i]
                        : (double)values[(i * inputs) + a] * values[(i * inputs) + b];
                }

                // PyTorch's own error for 12 x 12 is 2.5e-7 (float arithmetic).
                Assert.Equal(a == b ? 1 : 0, dot, 2e-7);
            }
        }
    }

    [Theory]
    [InlineData(Initializer.Auto)]
    [InlineData(Initializer.XavierNormal)]
    [InlineData(Initializer.Orthogonal)]
    public void Values_DoNotDependOnTheStorage(Initializer initializer)
    {
        // 40 outputs: stored as a tile of 32 and one of 8, or as one row-major block.
        var tiled = new ParameterBuffer(new ParameterLayout(248, 248, new ParameterInfo("fc.weight", [40, 5], 0, 8), new ParameterInfo("fc.bias", [40], 200)));
        var flat = new ParameterBuffer(new ParameterLayout(248, 248, new ParameterInfo("fc.weight", [40, 5], 0), new ParameterInfo("fc.bias", [40], 200)));
        var random = new Pcg32(9);
        ParameterInitializers.Linear(tiled, 0, 1, initializer, ref random);
        random = new Pcg32(9);
        ParameterInitializers.Linear(flat, 0, 1, initializer, ref random);
        Assert.Equal(flat.Hash(), tiled.Hash());
        Assert.NotEqual(flat.Values.ToArray(), tiled.Values.ToArray());
    }

    [Fact]
    public void Linear_StartsTheBiasAsDocumented()
    {
        var parameters = new ParameterBuffer(new ParameterLayout(248, 248, new ParameterInfo("fc.weight", [40, 5], 0, 8), new ParameterInfo("fc.bias", [40], 200)));
        var random = new Pcg32(9);
        ParameterInitializers.Linear(parameters, 0, 1, Initializer.Auto, ref random);
        var bias = new float[40];
        parameters.CopyTo("fc.bias", bias);
        Assert.All(bias, b => Assert.True(b != 0 && Math.Abs(b) <= 1 / Math.Sqrt(5)));
        ParameterInitializers.Linear(parameters, 0, 1, Initializer.KaimingNormal, ref random);
        parameters.CopyTo("fc.bias", bias);
        Assert.All(bias, b => Assert.Equal(0, b));
    }

    [Fact]
    public void TruncatedNormal_StaysWithinTwoDeviations()
    {
        var parameters = new ParameterBuffer(new ParameterLayout(10_000, 10_000, new ParameterInfo("w", [10_000], 0)));
        parameters.Initialize("w", Initializer.TruncatedNormal, seed: 1);
        Assert.All(parameters.Values.ToArray(), v => Assert.True(Math.Abs(v) <= 0.04f));
        double deviation = Math.Sqrt(parameters.Values.ToArray().Average(v => (double)v * v));

        // A normal cut at ±2σ has deviation 0.87963σ.
        Assert.Equal(0.02 * 0.87963, deviation, 0.0005);
    }

    [Fact]
    public void Initialize_SetsOneParameterByName()
    {
        var parameters = new ParameterBuffer(new ParameterLayout(248, 248, new ParameterInfo("fc.weight", [40, 5], 0, 8), new ParameterInfo("fc.bias", [40], 200)));
        parameters.Initialize("fc.weight", Initializer.XavierUniform, seed: 4, gain: Initializers.Gain("tanh"));
        float bound = (float)(5.0 / 3 * Math.Sqrt(6.0 / 45));
        Assert.InRange(parameters.Values[..200].ToArray().Max(), 0.9f * bound, bound);
        parameters.Initialize("fc.bias", 0.5f);
        Assert.All(parameters.Values[200..240].ToArray(), v => Assert.Equal(0.5f, v));
        Assert.All(parameters.Values[240..].ToArray(), v => Assert.Equal(0, v));
        parameters.Initialize("fc.bias", Initializer.Auto, seed: 4);
        Assert.All(parameters.Values[200..240].ToArray(), v => Assert.True(v != 0.5f && Math.Abs(v) <= 1 / Math.Sqrt(5)));
        Assert.Contains("fc.weight", Assert.Throws<ArgumentException>(() => parameters.Initialize("nope", 1f)).Message, StringComparison.Ordinal);
        Assert.Contains("[40]", Assert.Throws<ArgumentException>(() => parameters.Initialize("fc.bias", Initializer.XavierUniform, 1)).Message, StringComparison.Ordinal);
    }

    private static void Draw(string id, float[] matrix, int outputs, int inputs, ref Pcg32 random)
    {
        double relu = Initializers.Gain("relu");
        if (id.StartsWith("nn.Linear", StringComparison.Ordinal))
        {
            Initializers.KaimingUniform(matrix, inputs, Initializers.Gain("leaky_relu", Math.Sqrt(5)), ref random);
        }
        else if (id.StartsWith("kaiming_uniform relu", StringComparison.Ordinal))
        {
            Initializers.KaimingUniform(matrix, id.Contains("fan_out", StringComparison.Ordinal) ? outputs : inputs, relu, ref random);
        }
        else if (id.StartsWith("kaiming_normal relu", StringComparison.Ordinal))
        {
            Initializers.KaimingNormal(matrix, inputs, relu, ref random);
        }
        else if (id.StartsWith("kaiming_uniform leaky_relu a=0.1", StringComparison.Ordinal))
        {
            Initializers.KaimingUniform(matrix, inputs, Initializers.Gain("leaky_relu", 0.1), ref random);
        }
        else if (id.StartsWith("xavier_uniform", StringComparison.Ordinal))
        {
            Initializers.XavierUniform(matrix, outputs, inputs, id.Contains("tanh", StringComparison.Ordinal) ? Initializers.Gain("tanh") : 1, ref random);
        }
        else if (id.StartsWith("xavier_normal", StringComparison.Ordinal))
        {
            Initializers.XavierNormal(matrix, outputs, inputs, 1, ref random);
        }
        else if (id.StartsWith("LeCun normal", StringComparison.Ordinal))
        {
            Initializers.KaimingNormal(matrix, inputs, 1, ref random);
        }
        else
        {
            throw new NotSupportedException($"The fixtures use an initializer '{id}' that this test does not know.");
        }
    }
}
