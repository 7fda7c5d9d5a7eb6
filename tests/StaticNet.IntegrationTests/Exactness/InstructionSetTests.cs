using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using Xunit;

namespace StaticNet.IntegrationTests.Exactness;

/// <summary>Child processes with other instruction sets: equal bits wherever there is fused multiply-add, close results elsewhere.</summary>
public class InstructionSetTests
{
    private static readonly Lazy<Dictionary<string, (string Hash, double Norm)>> s_here = new(() => Lines(Run()));

    // Straight sums of a few hundred float32 values, twelve steps of Adam: without FMA every product is rounded once more.
    private const double RelativeWithoutFma = 1e-3;

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "0")]
    public void WithFma_EveryBitIsEqual(string variable, string value) => EveryBitIsEqual(variable, value);

    [Theory(Explicit = true)]
    [Trait("Length", "Long")]
    [InlineData("DOTNET_PreferredVectorBitWidth", "128")]
    [InlineData("DOTNET_PreferredVectorBitWidth", "256")]
    [InlineData("DOTNET_TieredCompilation", "0")]
    public void WithFma_EveryBitIsEqualHereToo(string variable, string value) => EveryBitIsEqual(variable, value);

    [Theory(Explicit = true)]
    [Trait("Length", "Long")]
    [InlineData("DOTNET_EnableAVX2", "0")]
    [InlineData("DOTNET_EnableHWIntrinsic", "0")]
    public void WithoutFma_ResultsAreClose(string variable, string value)
    {
        Dictionary<string, (string Hash, double Norm)> there = Lines(Run((variable, value)));
        Assert.Equal(s_here.Value.Count, there.Count);
        foreach ((string name, (_, double norm)) in s_here.Value.Where(line => line.Key != "total"))
        {
            // A unit at 0 of a step or a hard shrink may fall to the other side: those are judged by the others.
            if (!name.StartsWith("StepNet", StringComparison.Ordinal) && !name.StartsWith("HardshrinkNet", StringComparison.Ordinal))
            {
                Assert.True(Math.Abs(norm - there[name].Norm) <= RelativeWithoutFma * norm, $"{variable}={value}: {name} has the norm {there[name].Norm}, expected {norm}.");
            }
        }
    }

    [Fact]
    public void Jit_OptimizesEveryGeneratedMethod()
    {
        string file = Path.GetTempFileName();
        try
        {
            Run(("DOTNET_JitStdOutFile", file), ("DOTNET_JitDisasmSummary", "1"));
            string[] generated = [.. File.ReadLines(file).Where(line => line.Contains("StaticNet.BitCheck.", StringComparison.Ordinal)
                // Forwarders of a few bytes from the interface to the member: they become Tier-1 code by being called.
                && !line.Contains(":StaticNet.INetwork<", StringComparison.Ordinal) && !line.Contains(":StaticNet.IStreamingNetwork<", StringComparison.Ordinal)
                && !line.Contains("Report:", StringComparison.Ordinal) && !line.Contains("Program:", StringComparison.Ordinal))];
            string[] kernels = [.. generated.Where(line => line.Contains(":Forward(", StringComparison.Ordinal) || line.Contains("Rows(", StringComparison.Ordinal)
                || line.Contains("Gradient", StringComparison.Ordinal) || line.Contains(":ComputeLoss", StringComparison.Ordinal) || line.Contains(":Backward", StringComparison.Ordinal))];
            Assert.True(kernels.Length > 100, $"{kernels.Length} kernels in the JIT's summary, of {generated.Length} methods.");
            string[] slow = [.. kernels.Where(line => line.Contains("MinOpts", StringComparison.Ordinal) || line.Contains("Tier0", StringComparison.Ordinal))];
            Assert.True(slow.Length == 0, string.Join("\n", slow));
            foreach (string edge in (string[])["ManyInstructions:Forward", "BothWidths:Forward", "ManyLocals:Forward"])
            {
                Assert.Contains(kernels, line => line.Contains(edge, StringComparison.Ordinal) && line.Contains("FullOpts", StringComparison.Ordinal));
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void EveryBitIsEqual(string variable, string value)
    {
        Dictionary<string, (string Hash, double Norm)> there = Lines(Run((variable, value)));
        string[] different = [.. s_here.Value.Where(line => there[line.Key].Hash != line.Value.Hash).Select(line => line.Key)];
        Assert.True(different.Length == 0, $"{variable}={value} changes the bits of {string.Join(", ", different)}.");
        Assert.Equal(s_here.Value.Count, there.Count);
    }

    private static Dictionary<string, (string Hash, double Norm)> Lines(string output) => output
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => line.Split(' '))
        .ToDictionary(part => part[0], part => (part[1], double.Parse(part[2], CultureInfo.InvariantCulture)));

    private static string Run(params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(AppContext.BaseDirectory, "StaticNet.BitCheck.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        System.Threading.Tasks.Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{string.Join(" ", environment)}: exit code {process.ExitCode}\n{output}\n{errors.Result}");
        return output;
    }
}
