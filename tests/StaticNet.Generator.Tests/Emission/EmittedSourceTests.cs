using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using StaticNet.Generator.Emit;
using StaticNet.Generator.Emit.Network;
using StaticNet.Generator.Tests.Harness;
using StaticNet.Generator.Tests.Planning;
using Xunit;

namespace StaticNet.Generator.Tests.Emission;

/// <summary>The emitted text: its size, and that a user's strictest project compiles it in silence.</summary>
public class EmittedSourceTests
{
    private const int LargestSource = 30_000;

    [Theory]
    [InlineData(LargestSource, 64, 64, 64, 10)]
    [InlineData(LargestSource, 784, 512, 512, 10)]
    [InlineData(LargestSource, 784, 128, 10)]
    [InlineData(LargestSource, 4, 4096, 4096, 1000)]
    public void LargeNetworks_AreShortSource(int limit, params int[] sizes)
    {
        GeneratedFile[] files = [.. NetworkEmitter.Emit(Plans.Spec(sizes), CancellationToken.None)];
        int bytes = files.Sum(f => Encoding.UTF8.GetByteCount(f.Text));
        Assert.True(bytes <= limit, $"{bytes} bytes: {string.Join(", ", files.Select(f => $"{f.HintName} {f.Text.Length}"))}");
    }

    /// <summary>Bytes and lines of both files of 4-10-3, bytes of those of 16-32-32-4.</summary>
    private const int LargestSmallSource = 30_000, MostSmallLines = 400, LargestMediumSource = 60_000;

    [Fact]
    public void SmallNetwork_IsWrittenOnceForAllWidths()
    {
        string[] texts = [.. NetworkEmitter.Emit(Plans.Spec([4, 10, 3]), CancellationToken.None).Select(f => f.Text)];
        int bytes = texts.Sum(text => Encoding.UTF8.GetByteCount(text));
        Assert.True(bytes <= LargestSmallSource, $"{bytes} bytes");
        int lines = texts.Sum(text => text.Count(c => c == '\n'));
        Assert.True(lines <= MostSmallLines, $"{lines} lines");
        string all = string.Concat(texts);
        Assert.Equal(2, Regex.Count(all, Regex.Escape("V h0 = W.Fma(x0, ref w, 16, W.Load(ref w, 0));"))); // Forward and Sample
        Assert.Equal(0, Regex.Count(all, @"Vector128(?!<float> \w+ = (W|loss)\.)")); // only as the type of what words return
        Assert.DoesNotContain("Vector512", all, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, 10, 3)]
    [InlineData(784, 512, 512, 10)]
    public void ReadableNetwork_IsLoopsWithoutVectors_WhateverItsSize(params int[] sizes)
    {
        string kernels = NetworkEmitter.Emit(Plans.Spec(sizes) with { Style = NetworkStyle.Readable }, CancellationToken.None)
            .Single(static file => file.HintName.EndsWith(".Kernels.g.cs", StringComparison.Ordinal)).Text;
        Assert.DoesNotContain("Vector", kernels, StringComparison.Ordinal);
        Assert.DoesNotContain("ref float", kernels, StringComparison.Ordinal);
        Assert.DoesNotContain("AggressiveOptimization", kernels, StringComparison.Ordinal); // such methods cannot be stepped through
        Assert.InRange(kernels.Length, 1, 16_000);
        Assert.Equal(sizes.Length - 1, Regex.Count(kernels, "z = W·x \\+ b"));
        Assert.Equal(sizes.Length - 1, Regex.Count(kernels, "dW = dz·"));
    }

    [Fact]
    public void MediumNetwork_StaysShort()
    {
        int bytes = NetworkEmitter.Emit(Plans.Spec([16, 32, 32, 4]), CancellationToken.None).Sum(f => Encoding.UTF8.GetByteCount(f.Text));
        Assert.True(bytes <= LargestMediumSource, $"{bytes} bytes");
    }

    [Theory]
    [InlineData(
        "[Mlp(4, 10, 3)]",
        """
        //   hidden   4 → 10   h = ReLU(W·x + b)   b at 0, W at 16 as [input][16 outputs]
        //   output   10 → 3   y = W·h + b         b at 80, W at 88 as [input][4 outputs]
        // Loss: CrossEntropy of labels, MeanSquaredError of numbers. Backward, last layer to first, from dz, the gradient before the activation:
        // db = dz, dW = x ⊗ dz, dx = dz·Wᵀ; dz of the layer before is dx times the derivative of its activation.
        // Forward: one row in registers. ForwardBatch: 16 rows at a time, side by side. ComputeGradients: one row by Sample, more by ForwardLanes and BackwardLanes.
        #pragma
        """,
        "// hidden: h = ReLU(W·x + b); 2 partial sums per output.",
        "// output: y = W·h + b; four outputs × two inputs per vector, 4 partial sums.")]
    [InlineData(
        "[Mlp(8, 121, 64, 1, Activation = Activation.Tanh, OutputActivation = Activation.Sigmoid)]",
        """
        //   hidden1   8 → 121    h1 = Tanh(W·x + b)      b at 0, W at 128 as [4 tiles][input][32 outputs]
        //   hidden2   121 → 64   h2 = Tanh(W·h1 + b)     b at 1152, W at 1216 as [2 tiles][input][32 outputs]
        //   output    64 → 1     y = Sigmoid(W·h2 + b)   b at 8960, W at 8968 as [input]
        // Loss: BinaryCrossEntropy of labels, BinaryCrossEntropy of numbers. Backward, last layer to first, from dz, the gradient before the activation:
        // db = dz, dW = x ⊗ dz, dx = dz·Wᵀ; dz of the layer before is dx times the derivative of its activation.
        // Forward: one row by a kernel per layer. ForwardBatch: as matrices. ComputeGradients: by ForwardRows and BackwardRows.
        #pragma
        """,
        "// hidden1: h1 = Tanh(W·x + b); one sum per output.",
        "// output: y = Sigmoid(W·h2 + b); inputs in lanes, 16 partial sums.")]
    [InlineData(
        "[Mlp(5000, 5, OutputActivation = Activation.Softmax)]",
        """
        //   output   5000 → 5   y = Softmax(W·x + b)   b at 0, W at 8 as [input][8 outputs]

        """,
        "// output: y = W·x + b; 4 partial sums per output in blocks of 1024 inputs.")]
    public void KernelsBeginWithAMap_AndEveryLayerWithItsFormula(string attributes, string map, params string[] formulas)
    {
        string kernels = GeneratorRun.Over(TestCompilation.Usings + attributes + " public partial class Net;").AssertCompiles().Files
            .Single(static f => f.Key.EndsWith("Net.Kernels.g.cs", StringComparison.Ordinal)).Value;
        Assert.Contains("// Net: parameters, forward pass, gradients. Written by StaticNet; edits are lost.\n" + map.ReplaceLineEndings("\n"), kernels, StringComparison.Ordinal);
        Assert.All(formulas, formula => Assert.Contains($" {formula}\n", kernels, StringComparison.Ordinal));
    }

    [Fact]
    public void EmittedText_IsTheSameEveryTime_AndOfUnixLines()
    {
        foreach (int[] sizes in (int[][])[[4, 10, 3], [13, 1], [64, 150, 70, 10]])
        {
            string[] once = Texts(sizes), again = Texts(sizes);
            Assert.Equal(once, again);
            Assert.All(once, text => Assert.DoesNotContain('\r', text));
            Assert.All(once, text => Assert.DoesNotContain(text.Split('\n'), line => line.EndsWith(' ')));
            Assert.All(once, text => Assert.StartsWith("// <auto-generated/>", text, StringComparison.Ordinal));
        }

        static string[] Texts(int[] sizes) => [.. NetworkEmitter.Emit(Plans.Spec(sizes), CancellationToken.None).Select(f => f.Text)];
    }

    [Theory]
    [InlineData("[Mlp(4, 10, 3)]")]
    [InlineData("[Mlp(64, 150, 70, 10, Activation = Activation.GELU, OutputActivation = Activation.Softmax)]")]
    [InlineData("[Sequential(6), Linear(9), BatchNorm1d, ReLU, Dropout(0.2f), Linear(9), LayerNorm, LeakyReLU, Residual(3), RMSNorm, GELU, Linear(3), Softmax]")]
    [InlineData("[Sequential(6), BatchNorm1d, SiLU, Linear(9), LayerNorm, ReLU, Concat, Linear(3), Sigmoid]")]
    [InlineData("[Sequential(6), GELU, Linear(9), Tanh, PReLU, Linear(1)]")]
    public void EveryMethodAndType_IsUsed(string attributes)
    {
        string text = string.Join('\n', GeneratorRun.Over(TestCompilation.Usings + attributes + " public partial class Net;").AssertCompiles().Files.Values);
        string[] names = [.. Regex.Matches(text, @"private (?:static [\w.:<>]+|readonly struct|struct) (__\w+)").Select(static match => match.Groups[1].Value).Distinct()];
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.True(Regex.Count(text, $@"\b{name}\b") > 1, $"{name} is never used"));
    }

    [Fact]
    public void EveryStage_SaysWhatItComputesAndWhereItsParametersLie()
    {
        const string Attributes = "[Sequential(6), BatchNorm1d, Linear(9), PReLU(PerFeature = true), LayerNorm, Dropout(0.2f), RMSNorm, Residual(2), Concat, Linear(3)]";
        string kernels = GeneratorRun.Over(TestCompilation.Usings + Attributes + " public partial class Net;").AssertCompiles().Files
            .Single(static f => f.Key.EndsWith("Net.Kernels.g.cs", StringComparison.Ordinal)).Value;
        foreach ((int stage, string formula, string derivative, string[] parameters) in ((int, string, string, string[])[])
        [
            (0, "y = (x − mean)/√(var + 1e-05)·weight + bias, mean and var of the column", "n = (x − mean)/√(var + 1e-05): dweight = Σ dy·n", ["weight", "bias", "running_mean", "running_var"]),
            (2, "y = x where x > 0, else weight·x", "dweight = Σ dy·x where x ≤ 0", ["weight"]),
            (3, "y = (x − mean)/√(var + 1e-05)·weight + bias, mean and var of the row", "n = (x − mean)/√(var + 1e-05): dweight", ["weight", "bias"]),
            (4, "in training y = x/(1 − 0.2) or, with probability 0.2, 0; else y = x", "dx = dy through the same mask", []),
            (5, "y = x/√(mean(x²) + 1.1920929e-07)·weight", "n = x/√(mean(x²) + 1.1920929e-07): dweight", ["weight"]),
            (6, "y = x + the earlier value", "dx = dy, for both", []),
            (7, "y = the 9 values of x, then the 6 of the earlier value", "dx = the columns of dy", []),
        ])
        {
            string[] comments = [.. Regex.Matches(kernels, $@"// {stage}: \w+\([^\n]*\n +//    ([^\n]+)\n").Select(static m => m.Groups[1].Value)];
            Assert.Contains(comments, c => c.StartsWith(formula, StringComparison.Ordinal));
            Assert.Contains(comments, c => c.StartsWith(derivative, StringComparison.Ordinal));
            string places = comments.First(c => c.StartsWith(formula, StringComparison.Ordinal));
            foreach (string name in parameters)
            {
                Match inLayout = Regex.Match(kernels, $@"ParameterInfo\(""{stage}\.{name}"", new\[\] \{{[^}}]*\}}, offset: (\d+)");
                Assert.True(inLayout.Success, $"no {stage}.{name} in the layout");
                Assert.Contains($"{name} at {inLayout.Groups[1].Value}", places, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("__K::Dense<__Fc1Layer, __K::OneSum, __K::Tile32>.Row<__F::ReLUOperator>(ref x, ref w, ref s);", 16, 256, 4)]
    [InlineData("__K::FewOutputs<__Fc2Layer, __K::SixteenSums>.Row<__F::IdentityOperator>(ref s, ref w, ref __C::Unsafe.Add(ref s, 256));", 16, 256, 4)]
    [InlineData("__K::OneOutput<__Fc2Layer, __K::ThirtyTwoSums>.Row<__F::IdentityOperator>(ref s, ref w, ref __C::Unsafe.Add(ref s, 256));", 16, 256, 1)]
    [InlineData("__K::Dense<__Fc1Layer, __K::OneSum, __K::Tile32>.RowUpTo256<__F::ReLUOperator>(ref x, ref w, ref s);", 784, 512, 10)]
    [InlineData("__K::Dense<__Fc1Layer, __K::TwoSumsInBlocks, __K::Tile8>.Rows<__F::IdentityOperator>(ref x, ref w, ref s, blockRows);", 2101, 40)]
    [InlineData("__K::Dense<__Fc2Layer, __K::FourSums, __K::Tile16>.InputGradient<__F::ReLUOperator, __K::Tile4>(", 8, 100, 10)]
    [InlineData("public static int OutputStride => 104;", 8, 101, 10)]
    public void Loops_AreTheKernelsThatThePlanChose(string expected, params int[] sizes)
    {
        string text = string.Join('\n', NetworkEmitter.Emit(Plans.Spec(sizes, Unroll.Loops), CancellationToken.None).Select(f => f.Text));
        Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public partial class Net;", "    private readonly struct __Hidden1Layer : __K::IDense")]
    [InlineData("public partial class Net<T>;", "\nfile readonly struct __Hidden1Layer : __K::IDense")]
    [InlineData("public partial class Outer<T> { [Mlp(4, 10, 3)] public partial class Net; }", null)]
    [InlineData("public partial class Outer<T> { [Mlp(64, 64, 64, 10)] public partial class Net; }", "\nfile readonly struct __Hidden1Layer : __K::IDense")]
    public void Constants_LieBesideGenericTypes(string declaration, string? expected)
    {
        string attribute = declaration.Contains("Mlp", StringComparison.Ordinal) ? "" : "[Mlp(64, 64, 64, 10)] ";
        string text = string.Join('\n', GeneratorRun.Over(TestCompilation.Usings + "namespace A { " + attribute + declaration + " }").AssertCompiles().Files.Values);
        if (expected is null)
        {
            Assert.DoesNotContain("IDense", text, StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains(expected, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void EveryOption_CompilesWithEveryWarningOn()
    {
        var source = new StringBuilder(TestCompilation.Usings);
        int count = 0;
        foreach (string arguments in Declarations())
        {
            source.Append("[Mlp(").Append(arguments).Append(")] public partial class Net").Append(count++).AppendLine(";");
        }

        GeneratorRun.Over(source.ToString()).AssertCompiles();
    }

    [Fact]
    public void CompiledNetwork_ComputesUnderOverflowChecks()
    {
        using LoadedProject project = LoadedProject.Of(TestCompilation.Usings + """
            [Mlp(4, 10, 3)] public partial class Net;
            public static class User
            {
                public static float[] Run()
                {
                    var network = new Net(5);
                    float[] inputs = [1, 2, 3, 4, -1, 0, 1, 2, 3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4, 6, 2, 6, 4, 3, 3, 8, 3];
                    var outputs = new float[27];
                    network.ForwardBatch(inputs, outputs);
                    float first = network.ComputeLoss(inputs, new int[] { 0, 1, 2, 0, 1, 2, 0, 1, 2 });
                    var trainer = network.CreateTrainer(new SGD(0.01f), 9);
                    for (int i = 0; i < 50; i++)
                    {
                        trainer.Step(inputs, new int[] { 0, 1, 2, 0, 1, 2, 0, 1, 2 });
                    }

                    return [first, network.ComputeLoss(inputs, new int[] { 0, 1, 2, 0, 1, 2, 0, 1, 2 })];
                }
            }
            """);
        float[] losses = Assert.IsType<float[]>(project.Call("User", "Run"));
        Assert.True(float.IsFinite(losses[0]) && losses[1] < losses[0], $"The loss went from {losses[0]} to {losses[1]}.");
    }

    private static IEnumerable<string> Declarations()
    {
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            if (activation is Activation.Softmax or Activation.LogSoftmax)
            {
                yield return $"5, 9, 3, OutputActivation = Activation.{activation}";
            }
            else
            {
                yield return $"5, 9, 3, Activation = Activation.{activation}, OutputActivation = Activation.{activation}, Loss = Loss.MeanSquaredError";
            }
        }

        foreach (string loss in (string[])["MeanSquaredError", "MeanAbsoluteError", "Huber", "SmoothL1", "BinaryCrossEntropy", "CrossEntropy", "Hinge"])
        {
            yield return $"6, 40, 5, Loss = Loss.{loss}, Unroll = Unroll.Loops";
        }

        foreach (Initializer initializer in Enum.GetValues<Initializer>())
        {
            yield return $"3, 4, 2, Bias = false, Initializer = Initializer.{initializer}";
        }

        yield return "784, 512, 512, 10";
        yield return "5, 9, 3, Style = NetworkStyle.Readable, Activation = Activation.ELU, OutputActivation = Activation.Softmax, Bias = false";
        yield return "2100, 600, 33, 1, Style = NetworkStyle.Readable, OutputActivation = Activation.Sigmoid";
        yield return "5000, 5000, Style = NetworkStyle.Readable, Unroll = Unroll.Full"; // values that the stack does not hold
        yield return "52, 128, 48, Unroll = Unroll.Full";
        yield return "1, 1";
        yield return "200, 1";
        yield return "3, 1500, OutputActivation = Activation.LogSoftmax";
    }
}
