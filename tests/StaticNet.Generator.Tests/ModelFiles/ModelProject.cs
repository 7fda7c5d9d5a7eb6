using System;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.ModelFiles;

/// <summary>A project that makes all four kinds of class of one model file.</summary>
internal sealed class ModelProject : IDisposable
{
    public static readonly string[] Kinds = ["Loaded", "Frozen", "Inference", "FrozenInference"];

    private readonly LoadedProject _project;

    public ModelProject(string file, string options, params ImmutableArray<AdditionalText> files)
    {
        string Attribute(string more) => $"[ModelFile(\"{file}\"{options}{more})]";
        string source = TestCompilation.Usings + $$"""
            using System;
            {{Attribute("")}} public partial class Loaded;
            {{Attribute(", Frozen = true")}} public partial class Frozen;
            {{Attribute(", InferenceOnly = true")}} public partial class Inference;
            {{Attribute(", Frozen = true, InferenceOnly = true")}} public partial class FrozenInference;

            public static class Probe
            {
                public static float[] RunLoaded(float[] inputs) => Batch(new Loaded(), inputs);
                public static float[] RunFrozen(float[] inputs) => Batch(new Frozen(), inputs);
                public static float[] RunInference(float[] inputs) => Batch(new Inference(), inputs);
                public static float[] RunFrozenInference(float[] inputs) => Batch(new FrozenInference(), inputs);

                // Rows one at a time must give the bits of the batch.
                private static float[] Batch<T>(T network, float[] inputs) where T : class, IInferenceNetwork<T>
                {
                    int count = inputs.Length / T.Description.InputSize;
                    var outputs = new float[count * T.Description.OutputSize];
                    network.ForwardBatch(inputs, outputs);
                    var row = new float[T.Description.OutputSize];
                    for (int i = 0; i < count; i++)
                    {
                        network.Forward(inputs.AsSpan(i * T.Description.InputSize, T.Description.InputSize), row);
                        if (!row.AsSpan().SequenceEqual(outputs.AsSpan(i * row.Length, row.Length)))
                        {
                            throw new InvalidOperationException($"Row {i} differs from the batch.");
                        }
                    }

                    return outputs;
                }

                public static bool FitKeepsOutputs(float[] inputs)
                {
                    var network = new Loaded();
                    float[] before = Batch(network, inputs);
                    var targets = new float[before.Length];
                    Array.Fill(targets, 1f / Loaded.OutputSize);
                    network.Fit(inputs, targets, new SGD(1e-20), new FitOptions { Epochs = 2 });
                    return before.AsSpan().SequenceEqual(Batch(network, inputs));
                }

                public static bool CloneKeepsOutputs(float[] inputs)
                {
                    var network = new Loaded();
                    var random = new Pcg32(3);
                    network.Parameters.AddNormal(ref random, 0.1f); // not what the file says
                    float[] before = Batch(network, inputs);
                    Loaded copy = network.Clone();
                    bool isEqual = copy.Parameters.Hash() == network.Parameters.Hash() && before.AsSpan().SequenceEqual(Batch(copy, inputs));
                    network.Parameters.Clear();
                    return isEqual && before.AsSpan().SequenceEqual(Batch(copy, inputs));
                }

                public static string CloneFrozen()
                {
                    try { return new Frozen().Clone().ToString(); }
                    catch (NotSupportedException error) { return error.Message; }
                }

                public static float InputGradient(float[] input)
                {
                    var frozen = new Frozen();
                    var gradients = Frozen.CreateGradients();
                    var loadedGradients = Loaded.CreateGradients();
                    var first = new float[Frozen.OutputSize];
                    first[0] = 1f;
                    var found = new float[Frozen.InputSize];
                    var expected = new float[Frozen.InputSize];
                    frozen.Backward(input, first, gradients, found);
                    new Loaded().Backward(input, first, loadedGradients, expected);
                    float worst = 0f, largest = 0f;
                    for (int i = 0; i < found.Length; i++)
                    {
                        worst = Math.Max(worst, Math.Abs(found[i] - expected[i]));
                        largest = Math.Max(largest, Math.Abs(expected[i]));
                    }

                    return worst / largest + (float)Math.Abs(gradients.Norm() / loadedGradients.Norm() - 1);
                }
            }
            """;
        GeneratorRun run = GeneratorRun.Over(TestCompilation.Create(source), GeneratorRun.NewDriver().AddAdditionalTexts(files)).AssertCompiles();
        _project = LoadedProject.Of(run.Output);
    }

    public float[] Outputs(string kind, float[] inputs) => (float[])Call("Probe", "Run" + kind, inputs)!;

    /// <summary>The worst deviation that the kind's <c>SelfTest()</c> found.</summary>
    public double SelfTest(string kind, float tolerance = 4e-6f) => (double)Call(kind, "SelfTest", tolerance)!;

    /// <summary>The same with the class's own tolerance.</summary>
    public double DefaultSelfTest(string kind) => (double)Call(kind, "SelfTest", Type.Missing)!;

    /// <summary>Whether a copy of changed parameters computes what the changed network computes, also when that one changes again.</summary>
    public bool CloneKeepsOutputs(float[] inputs) => (bool)Call("Probe", "CloneKeepsOutputs", inputs)!;

    /// <summary>What a copy of the class with constant weights is refused with.</summary>
    public string CloneFrozen() => (string)Call("Probe", "CloneFrozen")!;

    /// <summary>Whether training at a rate of 1e-20 leaves the outputs as they are: there is nothing in it that follows the batch.</summary>
    public bool FitKeepsOutputs(float[] inputs) => (bool)Call("Probe", "FitKeepsOutputs", inputs)!;

    public bool HasMember(string kind, string name) => _project.Assembly.GetType(kind, throwOnError: true)!.GetMember(name).Length > 0;

    /// <summary>How far the frozen class's backward pass is from the loaded one's, relative to the largest value.</summary>
    public float InputGradient(float[] input) => (float)Call("Probe", "InputGradient", input)!;

    /// <summary>Checks every kind against expected values; all must give the same bits.</summary>
    public void Check(float[] inputs, double[] expected)
    {
        float[] outputs = Outputs(Kinds[0], inputs);
        Assert.Equal(expected.Length, outputs.Length);
        double bound = (4e-6 * expected.Max(Math.Abs)) + 1e-30;
        for (int i = 0; i < outputs.Length; i++)
        {
            Assert.InRange(outputs[i], expected[i] - bound, expected[i] + bound);
        }

        Assert.All(Kinds, kind => Assert.Equal(outputs, Outputs(kind, inputs)));
    }

    public void Dispose() => _project.Dispose();

    private object? Call(string type, string method, params object[] arguments) =>
        _project.Assembly.GetType(type, throwOnError: true)!.GetMethod(method)!
            .Invoke(null, BindingFlags.DoNotWrapExceptions | BindingFlags.OptionalParamBinding, null, arguments, null);
}
