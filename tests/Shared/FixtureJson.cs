using System;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace StaticNet.Tests.Shared;

/// <summary>Reads the numbers of fixtures: non-finite values are strings, inputs are to be parsed as float32.</summary>
internal static class FixtureJson
{
    public static float AsSingle(this JsonElement element) => element.ValueKind == JsonValueKind.String
        ? float.Parse(element.GetString()!, CultureInfo.InvariantCulture)
        : float.Parse(element.GetRawText(), CultureInfo.InvariantCulture);

    public static double AsDouble(this JsonElement element) => element.ValueKind == JsonValueKind.String
        ? double.Parse(element.GetString()!, CultureInfo.InvariantCulture)
        : double.Parse(element.GetRawText(), CultureInfo.InvariantCulture);

    public static float[] Singles(this JsonElement element, string property) => [.. element.GetProperty(property).EnumerateArray().Select(AsSingle)];

    public static double[] Doubles(this JsonElement element, string property) => [.. element.GetProperty(property).EnumerateArray().Select(AsDouble)];

    public static int[] Integers(this JsonElement element, string property) => [.. element.GetProperty(property).EnumerateArray().Select(e => e.GetInt32())];

    public static string Text(this JsonElement element, string property) => element.GetProperty(property).GetString()!;

    public static double Number(this JsonElement element, string property, double otherwise) =>
        element.TryGetProperty(property, out JsonElement value) ? AsDouble(value) : otherwise;

    public static bool Flag(this JsonElement element, string property) =>
        element.TryGetProperty(property, out JsonElement value) && value.GetBoolean();

    /// <summary>The ids of a fixture's cases, for theories.</summary>
    public static string[] CaseIds(string file)
    {
        using JsonDocument document = FixtureFiles.ReadJson(file);
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(c => c.Text("id"))];
    }

    /// <summary>One case of a fixture.</summary>
    public static JsonElement Case(JsonDocument document, string id) =>
        document.RootElement.GetProperty("cases").EnumerateArray().Single(c => c.Text("id") == id);
}

/// <summary>The tolerance of the fixtures' README: |actual − expected| ≤ 4e−6 · max|expected| + 1e−30.</summary>
internal static class Tolerance
{
    public const double OfFixtures = 4e-6;

    public static void Check(ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, string what, double factor = OfFixtures)
    {
        Xunit.Assert.Equal(expected.Length, actual.Length);
        double largest = 0;
        foreach (double value in expected)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        double allowed = (factor * largest) + 1e-30;
        for (int i = 0; i < expected.Length; i++)
        {
            Xunit.Assert.True(
                Math.Abs(expected[i] - actual[i]) <= allowed,
                string.Create(CultureInfo.InvariantCulture, $"{what}[{i}]: expected {expected[i]:R}, found {actual[i]:R}, difference {Math.Abs(expected[i] - actual[i]):G3}, allowed {allowed:G3}"));
        }
    }
}
