using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using StaticNet.Generator.Emit.Surface;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.Planning;

/// <summary>What a network is said to take is what its emitted passes take.</summary>
public sealed partial class MemoryPlanTests
{
    [Theory]
    [InlineData("[Mlp(4, 10, 3)]")]
    [InlineData("[Mlp(2, 8, 1)]")]
    [InlineData("[Mlp(16, 32, 32, 4)]")]
    [InlineData("[Mlp(64, 64, 64, 10)]")]
    [InlineData("[Mlp(784, 128, 10)]")]
    [InlineData("[Mlp(8, 8192, 4)]")]
    [InlineData("[Sequential(8), Linear(16), LayerNorm, ReLU, Linear(3)]")]
    [InlineData("[Sequential(8), Linear(16), BatchNorm1d, ReLU, Linear(3000), Tanh, Linear(3000), BatchNorm1d, Linear(2)]")]
    public void StackAndWorkspace_AreThoseOfTheText(string declaration)
    {
        (string text, NetworkPlan plan) = Emitted(declaration);
        int stack = 0;
        foreach (Match match in InlineArray().Matches(text))
        {
            stack = System.Math.Max(stack, Count(match));
        }

        MemoryPlan memory = plan.Memory;
        int outputs = plan.OutputSize is > 1 and <= MemoryPlan.MaxStackOutputs ? plan.OutputSize : 1;
        Assert.InRange(memory.StackBytes, 4 * stack, 4 * (stack + outputs));
        int forward = text.IndexOf("#region Backward", System.StringComparison.Ordinal);
        int workspace = 0;
        foreach (Match match in Workspace().Matches(forward < 0 ? text : text[..forward]))
        {
            workspace = System.Math.Max(workspace, Count(match));
        }

        if (text.Contains("__W::RowBatch<", System.StringComparison.Ordinal))
        {
            workspace = System.Math.Max(workspace, Property(text, "Capacity") * (Property(text, "LastColumn") + Property(text, "OutputStride")));
        }

        if (text.Contains("__W::StageBatch<", System.StringComparison.Ordinal))
        {
            int folded = text.Contains(" FoldedLength => ", System.StringComparison.Ordinal) ? Property(text, "FoldedLength") : 0;
            workspace = System.Math.Max(workspace, (Property(text, "Capacity") * Property(text, "InferenceColumns")) + folded);
        }

        Assert.Equal(4L * workspace, memory.WorkspaceBytes);
    }

    [Theory]
    [InlineData("[Sequential(1), LSTM(40), Linear(1)]", 0, 80)]
    [InlineData("[Sequential(3), GRU(32), LastStep, Linear(4)]", 4, 32)]
    [InlineData("[Sequential(1), Conv1d(8, kernel: 3, dilation: 2), Tanh, Linear(1)]", 0, 4)]
    public void NetworksWithMemory_KeepTheirStatesAndScratch(string declaration, int stack, int state)
    {
        (string text, NetworkPlan plan) = Emitted(declaration);
        MemoryPlan memory = plan.Memory;
        Assert.Equal((4 * stack, 4L * state), (memory.StackBytes, memory.StateBytes));
        Assert.Equal(4L * (Property(text, "StateLength") + Property(text, "StreamLength")), memory.WorkspaceBytes);
        Assert.Contains($"StackBytes = {memory.StackBytes}, WorkspaceBytes = {memory.WorkspaceBytes}, StateBytes = {memory.StateBytes};", text, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[Mlp(4, 10, 3)]", "about 7.4 ns with AVX-512, 8.1 ns with AVX2, 11 ns with 128-bit vectors")]
    [InlineData("[Mlp(784, 128, 10)]", "about 3.2 µs with AVX-512, 3.9 µs with AVX2, 7.3 µs with 128-bit vectors")]
    [InlineData("[Sequential(1), LSTM(40), Linear(1)]", "about 390 ns with AVX-512, 450 ns with AVX2, 730 ns with 128-bit vectors")]
    public void Time_IsEstimatedByInstructionSet(string declaration, string expected) => Assert.Equal(expected, SummaryTable.Time(Emitted(declaration).Plan));

    private static (string Text, NetworkPlan Plan) Emitted(string declaration)
    {
        string source = declaration + " public partial class Net;";
        GeneratorRun run = GeneratorRun.Over(TestCompilation.Usings + source);
        return (string.Concat(run.Files.OrderBy(static file => file.Key).Select(static file => file.Value)), NetworkPlanner.Plan(Specs.Read(source), CancellationToken.None));
    }

    /// <summary>The first constant of this name.</summary>
    private static int Property(string text, string name) => Count(Regex.Match(text, $@" {name} => (\d+)"));

    private static int Count(Match match) => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"InlineArray\((\d+)\)")]
    private static partial Regex InlineArray();

    [GeneratedRegex(@"Workspace\.Take\((\d+)\)")]
    private static partial Regex Workspace();
}
