using System.Threading.Tasks;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.Diagnostics;

/// <summary>SNET0085 and SNET0075: what a network may cost.</summary>
public sealed class BudgetTests
{
    [Theory]
    [InlineData("[Mlp(64, 64, 64, 10)] [Budget(ParameterBytes = {|SNET0085:32768|})]", "The budget for ParameterBytes is 32,768: the network takes 35,880; 4,160 of 8,970 parameters are in layer 'hidden1'")]
    [InlineData("[Mlp(4, 10, 3)] [Budget(MultiplyAdds = {|SNET0085:69|})]", "The budget for MultiplyAdds is 69: the network takes 70; 40 of them are in layer 'hidden'")]
    [InlineData("[Budget(ParameterBytes = {|SNET0085:331|}), Sequential(4), Linear(10), ReLU, Linear(3)]", "The budget for ParameterBytes is 331: the network takes 332; 50 of 83 parameters are in layer '0'")]
    [InlineData("[Mlp(64, 64, 64, 10)] [Budget(StackBytes = {|SNET0085:100|})]", "The budget for StackBytes is 100: the network takes 680; the widest layer is 'hidden1', with 64 outputs")]
    [InlineData("[Mlp(8, 8192, 4)] [Budget(WorkspaceBytes = {|SNET0085:1000|})]", null)]
    [InlineData("[Sequential(1), LSTM(8), Linear(1)] [Budget(WorkspaceBytes = {|SNET0085:100|})]", null)]
    [InlineData("[Sequential(3), GRU(32), LastStep, Linear(4)] [Budget(StackBytes = {|SNET0085:15|})]", "The budget for StackBytes is 15: the network takes 16; 128 bytes are a stream's state, the rest is room for a block of steps")]
    [InlineData("[Sequential(1), LSTM(8), Linear(1)] [Budget(ParameterBytes = {|SNET0085:100|})]", "The budget for ParameterBytes is 100: the network takes 1,444; 352 of 361 parameters are in layer '0'")]
    [InlineData("[Mlp(4, 3)] [Budget(StackBytes = {|SNET0085:-1|})]", "The budget for StackBytes is -1: a budget is 0, for no limit, or more")]
    public async Task MoreThanAllowed_IsAnError(string attributes, string? message)
    {
        string[] messages = await AnalyzerRun.Verify(attributes + " partial class Net;", withGenerated: false);
        Assert.Equal(message ?? messages[0], Assert.Single(messages));
    }

    [Theory]
    [InlineData("[Mlp(4, 10, 3)] [Budget(ParameterBytes = 332, MultiplyAdds = 70, StackBytes = 16384, Nanoseconds = 1)] partial class Net;")]
    [InlineData("[Sequential(1), LSTM(8), Linear(1)] [Budget(Nanoseconds = 5)] partial class Net; class User { BudgetResult Run() => Net.BudgetCheck.Run(); }")]
    [InlineData("[Sequential(1), LSTM(8), Linear(1)] [Budget(StackBytes = 1)] partial class Net;")]
    [InlineData("[Mlp(4, 10, 3)] [Budget] partial class Net;")]
    [InlineData("[Mlp(4, 10, 3)] [Budget(Nanoseconds = 0)] partial class Net { class BudgetCheck; }")]
    [InlineData("[Mlp(4, 10, 3)] [Budget(Nanoseconds = 5)] partial class Net; class User { BudgetResult Run() => Net.BudgetCheck.Run(); }")]
    [InlineData("partial class Outer<T> { [Mlp(4, 10, 3)] [Budget(Nanoseconds = 5)] partial class Net; }")]
    public async Task WithinTheBudget_IsQuiet(string source) => Assert.Empty(await AnalyzerRun.Verify(source));

    [Fact]
    public async Task WithoutANetwork_IsAnError() =>
        Assert.Equal(
            "[Budget] limits what a network may cost, and 'None' is not a network; add [Mlp(...)] or [Sequential(...)], or remove [Budget]",
            Assert.Single(await AnalyzerRun.Verify("[{|SNET0075:Budget(StackBytes = 3)|}] class None;")));

    [Fact]
    public async Task MemberNamedBudgetCheck_Collides() =>
        Assert.Single(await AnalyzerRun.Verify("[Mlp(4, 3)] [Budget(Nanoseconds = 5)] partial class Net { class {|SNET0012:BudgetCheck|}; }"));
}
