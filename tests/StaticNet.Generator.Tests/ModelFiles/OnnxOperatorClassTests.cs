using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using StaticNet.Generator.Tests.Harness;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Generator.Tests.ModelFiles;

/// <summary>One model file per row of the operator table in docs/from-onnx.md, from the file over the generated class to ONNX Runtime's outputs.</summary>
public sealed class OnnxOperatorClassTests
{
    private const double Tolerance = 4e-6;

    // Its second output is a list of dictionaries.
    private const string WithZipMap = "sklearn-binary";

    private static readonly Lazy<LoadedProject> s_project = new(Build);

    public static IEnumerable<TheoryDataRow<string>> Files => Names.Select(static name => new TheoryDataRow<string>(name));

    private static IEnumerable<string> Names =>
        Directory.GetFiles(FixtureFiles.Find("onnx-operators"), "*.onnx").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Files))]
    public void FileOfARow_IsAClassThatComputesItsOutputs(string name)
    {
        using JsonDocument vectors = FixtureFiles.ReadJson($"onnx-operators/{name}.io.json");
        foreach (JsonElement stored in vectors.RootElement.GetProperty("cases").EnumerateArray())
        {
            double[] expected = [.. stored.GetProperty("outputs").GetProperty("data").EnumerateArray().Select(static element => element.GetDouble())];
            float[] input = [.. stored.GetProperty("input").EnumerateArray().Select(static element => element.GetSingle())];
            float[] found = (float[])s_project.Value.Call("Program", "Run", name, input)!;
            double bound = Tolerance * expected.Max(Math.Abs);
            Assert.Equal(expected.Length, found.Length);
            Assert.All(expected.Zip(found), pair => Assert.InRange(pair.Second, pair.First - bound, pair.First + bound));
        }

        // Gradients of a class that trains, against differences in double.
        Assert.InRange((double)s_project.Value.Call("Program", "WorstGradient", name)!, 0, 1e-3);
    }

    private static LoadedProject Build()
    {
        string[] names = [.. Names];
        string Of(Func<string, int, string> line) => string.Join("\n        ", names.Select(line));
        string source = TestCompilation.Usings + $$"""
            using System;
            {{string.Join('\n', names.Select(static (name, i) => $"[ModelFile(\"{name}.onnx\"{(name == WithZipMap ? ", Output = \"z\"" : "")})] public partial class Net{i};"))}}
            public static class Program
            {
                public static float[] Run(string name, float[] input) => name switch
                {
                    {{Of(static (name, i) => $"\"{name}\" => Outputs(new Net{i}(), input),")}}
                    _ => throw new ArgumentException(name),
                };

                public static double WorstGradient(string name) => name switch
                {
                    {{Of(static (name, i) => $"\"{name}\" => Worst(new Net{i}()),")}}
                    _ => throw new ArgumentException(name),
                };

                private static float[] Outputs<T>(T network, float[] input) where T : class, IInferenceNetwork<T>
                {
                    var single = new float[T.Description.OutputSize];
                    var batch = new float[2 * single.Length];
                    network.Forward(input, single);
                    network.ForwardBatch([.. input, .. input], batch);
                    if (!single.AsSpan().SequenceEqual(batch.AsSpan(single.Length))) { throw new InvalidOperationException("a row differs from the batch"); }
                    return single;
                }

                private static double Worst<T>(T network) where T : class, INetwork<T>
                {
                    if (network.Parameters.Values.Length == 0) { return 0; }
                    float[] input = [0.3f, -0.7f, 1.1f, -1.9f, 0.9f, 0.2f, -0.4f, 1.7f];
                    var targets = new float[2 * T.Description.OutputSize];
                    Array.Fill(targets, 1f / T.Description.OutputSize);
                    return network.GradientCheck(input, targets).MaxRelativeError;
                }
            }
            """;
        return LoadedProject.Of(GeneratorRun.Over(
            TestCompilation.Create(source),
            GeneratorRun.NewDriver().AddAdditionalTexts([.. names.Select(static name => ProjectFile.Model($"onnx-operators/{name}.onnx"))])).AssertCompiles().Output);
    }
}
