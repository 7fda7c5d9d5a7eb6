using System;
using System.Linq;
using System.Text.Json;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Tests.Activations;

/// <summary>Values and derivatives against PyTorch's in double precision.</summary>
public sealed class ActivationFixtureTests
{
    // Tighter than the fixtures' rule (4e-6 of the array's largest magnitude): relative to each value, and in the tails, where
    // derivatives from the output such as 1 - tanh² end in the rounding of numbers near 1 (in PyTorch too), a few units of 2^-24.
    private const double RelativeTolerance = 1e-6;
    private const double AbsoluteTolerance = 2.5e-7;

    public static TheoryData<string, int> Cases
    {
        get
        {
            TheoryData<string, int> cases = [];
            foreach (string file in (string[])["activations-1.json", "activations-2.json", "activations-3.json"])
            {
                using JsonDocument document = FixtureFiles.ReadJson(file);
                for (int i = 0; i < document.RootElement.GetProperty("cases").GetArrayLength(); i++)
                {
                    cases.Add(file, i);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ValuesAndDerivatives_AreThoseOfPyTorch(string file, int index)
    {
        using JsonDocument document = FixtureFiles.ReadJson(file);
        JsonElement test = document.RootElement.GetProperty("cases")[index];
        string name = test.GetProperty("activation").GetString()!;
        float[] parameters = test.TryGetProperty("params", out JsonElement given) ? [.. given.EnumerateArray().Select(p => (float)p.GetDouble())] : [];
        ActivationOperator function = new(ParseName(name), parameters);

        double[] wide = Numbers(document.RootElement.GetProperty("x"));
        float[] x = new float[(wide.Length + 15) / 16 * 16];
        for (int i = 0; i < wide.Length; i++)
        {
            x[i] = (float)wide[i];
        }

        float[] ones = new float[x.Length];
        Array.Fill(ones, 1f);
        float[] y = function.Forward(x), slope = function.Backward(ones, x);
        double[] expectedY = Numbers(test.GetProperty("f64").GetProperty("y")), expectedSlope = Numbers(test.GetProperty("f64").GetProperty("dydx"));
        for (int i = 0; i < wide.Length; i++)
        {
            Check($"{name}({x[i]:R})", x[i], y[i], expectedY[i]);

            // PyTorch's own derivative at NaN is NaN for some functions and a number for others: any is fine.
            if (!float.IsNaN(x[i]))
            {
                Check($"{name}'({x[i]:R})", x[i], slope[i], expectedSlope[i]);
            }
        }
    }

    private static void Check(string what, float x, float actual, double expected)
    {
        if (double.IsNaN(expected) && float.IsInfinity(x))
        {
            // Where PyTorch has NaN at an infinity we have the limit; ActivationTests says which.
            Assert.False(float.IsNaN(actual), $"{what} is NaN");
            return;
        }

        bool equal = float.IsFinite((float)expected) && float.IsFinite(actual)
            ? Math.Abs(actual - expected) <= (RelativeTolerance * Math.Abs(expected)) + AbsoluteTolerance
            : actual.Equals((float)expected);
        Assert.True(equal, $"{what} = {actual:R}, PyTorch has {expected:R}");
    }

    private static Activation ParseName(string name) => Enum.Parse<Activation>(name.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    private static double[] Numbers(JsonElement array) =>
        [.. array.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.String ? double.Parse(v.GetString()!) : v.GetDouble())];
}
