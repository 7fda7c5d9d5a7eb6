using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using StaticNet.ModelFiles.Onnx;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Onnx.Tests.Import.Operators;

/// <summary>
/// The files of <c>Fixtures/onnx-operators</c>: their inputs and ONNX Runtime's outputs are stored beside them; other tests compile them into classes.
/// <c>STATICNET_UPDATE_FIXTURES=1</c> writes them anew.
/// </summary>
public sealed class OperatorFileTests
{
    private const int Cases = 4;
    private const double Tolerance = 4e-6;

    public static IEnumerable<TheoryDataRow<string>> Names => OperatorFile.All.Select(static file => new TheoryDataRow<string>(file.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void StoredFile_IsWhatOnnxRuntimeComputes(string name)
    {
        OperatorFile file = OperatorFile.All.Single(file => file.Name == name);
        byte[] bytes = file.Graph().Bytes;
        string path = Path.Combine(FixtureFiles.Find("onnx-operators"), name);
        if (Environment.GetEnvironmentVariable("STATICNET_UPDATE_FIXTURES") == "1")
        {
            File.WriteAllBytes(path + ".onnx", bytes);
            File.WriteAllText(path + ".io.json", Vectors(bytes, file));
        }

        Assert.Equal(bytes, File.ReadAllBytes(path + ".onnx"));
        using JsonDocument vectors = JsonDocument.Parse(File.ReadAllText(path + ".io.json"));
        JsonElement[] cases = [.. vectors.RootElement.GetProperty("cases").EnumerateArray()];
        Assert.Equal(Cases, cases.Length);
        foreach (JsonElement stored in cases)
        {
            float[] expected = Floats(stored.GetProperty("outputs").GetProperty("data"));
            float[] found = Run(bytes, file, Floats(stored.GetProperty("input")));
            double bound = (Tolerance * expected.Max(Math.Abs)) + 1e-30;
            Assert.Equal(expected.Length, found.Length);
            Assert.All(expected.Zip(found), pair => Assert.InRange(pair.Second, pair.First - bound, pair.First + bound));
        }

        Assert.NotEqual(cases[0].GetProperty("outputs").GetRawText(), cases[1].GetProperty("outputs").GetRawText());
    }

    [Fact]
    public void EveryOperatorThatIsRead_IsInAFile()
    {
        IEnumerable<string> stored = OperatorFile.All.SelectMany(static file => OnnxProtoReader.Read(file.Graph().Bytes, "").Graph!.Nodes)
            .Select(static node => node.Domain.Length == 0 ? node.Operation : $"{node.Domain}.{node.Operation}");

        // Of operator set 24; the import alone is compared (FunctionTests).
        Assert.Equal(["Swish"], OperatorTable.Names.Except(stored));
    }

    private static string Vectors(byte[] bytes, OperatorFile file)
    {
        var random = new Random(11);
        IEnumerable<string> cases = Enumerable.Range(0, Cases).Select(i =>
        {
            // In thousandths, so that the text is short; the second case of clamps reaches the bends at 100.
            float[] inputs = [.. Enumerable.Range(0, 4).Select(_ => random.Next(-2000, 2000) / (i == 1 && file.Name == "clamps" ? 10f : 1000f))];
            return $"  {{\"input\": [{Text(inputs)}], \"outputs\": {{\"data\": [{Text(Run(bytes, file, inputs))}]}}}}";
        });
        return "{\"cases\": [\n" + string.Join(",\n", cases) + "\n]}\n";
    }

    private static string Text(float[] values) => string.Join(", ", values.Select(static value => value.ToString("R", CultureInfo.InvariantCulture)));

    private static float[] Floats(JsonElement array) => [.. array.EnumerateArray().Select(static element => element.GetSingle())];

    private static float[] Run(byte[] bytes, OperatorFile file, float[] inputs)
    {
        using var settings = new SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        using var session = new InferenceSession(bytes, settings);
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(inputs, [.. file.Shape.Select(static dimension => Math.Abs(dimension))]);
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(options, ["x"], [input], ["y"]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
