using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.ModelFiles.StateDicts;

/// <summary>Compiles the class of a state dict and runs it.</summary>
internal static class StateDictClass
{
    /// <summary>The class computes the outputs, to 4·10⁻⁶ of the largest, loaded and frozen.</summary>
    /// <param name="file">The state dict.</param>
    /// <param name="options">What stands behind the file's name, up to the last parenthesis.</param>
    /// <param name="input">One row.</param>
    /// <param name="expected">Computed in double.</param>
    public static void Check(StateDictFile file, string options, float[] input, double[] expected)
    {
        float[] outputs = Outputs(options, input, file.In("net.safetensors"));
        double bound = 4e-6 * expected.Max(Math.Abs);
        Assert.Equal(expected.Length, outputs.Length);
        Assert.All(outputs.Zip(expected), pair => Assert.InRange(pair.First, pair.Second - bound, pair.Second + bound));
        if (options.Contains("Transposed", StringComparison.Ordinal))
        {
            Assert.Equal(outputs, Outputs(options, input, file.In("net.safetensors", out ResourceDescription resource), resource));
        }
    }

    /// <summary>What the loaded and the frozen network compute, which are the same bits.</summary>
    private static float[] Outputs(string options, float[] input, ProjectFile file, params ResourceDescription[] resources)
    {
        using LoadedProject project = LoadedProject.Of(
            GeneratorRun.Over(
                TestCompilation.Create(TestCompilation.Usings + $$"""
                    [ModelFile("net.safetensors"{{options}})] public partial class Net;
                    [ModelFile("net.safetensors", Frozen = true{{options}})] public partial class Frozen;
                    public static class Program
                    {
                        public static float[] Run(float[] input) { var output = new float[Net.OutputSize]; new Net().Forward(input, output); return output; }
                        public static float[] RunFrozen(float[] input) { var output = new float[Frozen.OutputSize]; new Frozen().Forward(input, output); return output; }
                    }
                    """),
                GeneratorRun.NewDriver().AddAdditionalTexts([file])).AssertCompiles().Output,
            resources);
        var outputs = (float[])project.Call("Program", "Run", input)!;
        Assert.Equal(outputs, (float[])project.Call("Program", "RunFrozen", input)!);
        return outputs;
    }
}
