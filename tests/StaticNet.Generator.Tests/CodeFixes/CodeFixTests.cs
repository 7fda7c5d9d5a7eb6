using System.Threading.Tasks;
using StaticNet.Generator.CodeFixes;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.CodeFixes;

public sealed class CodeFixTests
{
    [Theory]
    [InlineData("[Mlp(4, 3)] public class Net;", "Make 'Net' partial", "[Mlp(4, 3)] public partial class Net;")]
    [InlineData("[Mlp(4, 3)] class Net { }", "Make 'Net' partial", "[Mlp(4, 3)] partial class Net { }")]
    [InlineData("[Mlp(4, 3)] public sealed record Net;", "Make 'Net' partial", "[Mlp(4, 3)] public sealed partial record Net;")]
    [InlineData("// one\n[Mlp(4, 3)]\n// two\nclass Net { }", "Make 'Net' partial", "// one\n[Mlp(4, 3)]\n// two\npartial class Net { }")]
    [InlineData("/* a */ class Outer // b\n{ [Mlp(4, 3)] partial class Net; }", "Make 'Outer' partial", "/* a */ partial class Outer // b\n{ [Mlp(4, 3)] partial class Net; }")]
    [InlineData("public static class A { struct B { [Mlp(4, 3)] class Net; } }", "Make 'A' partial", "public static partial class A { struct B { [Mlp(4, 3)] class Net; } }", true)]
    [InlineData("partial class A { interface B { [Mlp(4, 3)] class Net; } }", "Make 'B' partial", "partial class A { partial interface B { [Mlp(4, 3)] class Net; } }", true)]
    [InlineData("[Mlp(4, 3)] partial class Half; class Half { }", "Make 'Half' partial", "[Mlp(4, 3)] partial class Half; partial class Half { }")]
    [InlineData("partial class Outer { [Mlp(4, 3)] partial class Net; } public class Outer { }", "Make 'Outer' partial", "partial class Outer { [Mlp(4, 3)] partial class Net; } public partial class Outer { }")]
    public Task NotPartial_BecomesPartial(string source, string title, string expected, bool leavesOthers = false) =>
        CodeFixRun.Verify(new MakeTypePartialCodeFix(), source, title, expected, leavesOthers);

    [Fact]
    public async Task PartialOnTheNetwork_ReachesEverythingAroundIt()
    {
        (_, var actions) = await CodeFixRun.Offered(new MakeTypePartialCodeFix(), "class A { struct B { [Mlp(4, 3)] class Net; } }");
        Assert.Equal(["Make 'A' partial", "Make 'B' partial", "Make 'Net' partial"], System.Linq.Enumerable.Select(actions, static action => action.Title));
        var operation = (Microsoft.CodeAnalysis.CodeActions.ApplyChangesOperation)(await actions[2].GetOperationsAsync(TestContext.Current.CancellationToken))[0];
        Microsoft.CodeAnalysis.Document changed = System.Linq.Enumerable.Single(System.Linq.Enumerable.Single(operation.ChangedSolution.Projects).Documents);
        Assert.Equal(
            TestCompilation.Usings + "partial class A { partial struct B { [Mlp(4, 3)] partial class Net; } }",
            (await changed.GetTextAsync(TestContext.Current.CancellationToken)).ToString());
    }

    [Theory]
    [InlineData(
        "[Mlp(4, 3, OutputActivation = Activation.Sigmoid, Loss = Loss.CrossEntropy)] partial class Net;",
        "Use BinaryCrossEntropy",
        "[Mlp(4, 3, OutputActivation = Activation.Sigmoid, Loss = Loss.BinaryCrossEntropy)] partial class Net;")]
    [InlineData(
        "[Mlp(4, 3, OutputActivation = Activation.Softmax, Loss = global::StaticNet.Loss.NegativeLogLikelihood /* ! */)] partial class Net;",
        "Use CrossEntropy",
        "[Mlp(4, 3, OutputActivation = Activation.Softmax, Loss = global::StaticNet.Loss.CrossEntropy /* ! */)] partial class Net;")]
    [InlineData(
        "[Mlp(4, 3, OutputActivation = Activation.LogSoftmax, Loss = (Loss)6)] partial class Net;",
        "Use NegativeLogLikelihood",
        "[Mlp(4, 3, OutputActivation = Activation.LogSoftmax, Loss = global::StaticNet.Loss.NegativeLogLikelihood)] partial class Net;")]
    [InlineData(
        "[Sequential(4), Linear(3), Softmax] [Training(Loss = Loss.Hinge)] partial class Net;",
        "Use CrossEntropy",
        "[Sequential(4), Linear(3), Softmax] [Training(Loss = Loss.CrossEntropy)] partial class Net;")]
    [InlineData("[Sequential(4), Linear(0, 3)] partial class Net;", "Use size 4", "[Sequential(4), Linear(4, 3)] partial class Net;")]
    [InlineData("[Mlp(4, 0, 3)] partial class Net;", "Use size 1", "[Mlp(4, 1, 3)] partial class Net;")]
    [InlineData("[Mlp(new[] { -4, 3 })] partial class Net;", "Use size 1", "[Mlp(new[] { 1, 3 })] partial class Net;")]
    [InlineData(
        "[Sequential(4), Linear(8), ReLU, Linear(16, 3)] partial class Net;",
        "Use size 8",
        "[Sequential(4), Linear(8), ReLU, Linear(8, 3)] partial class Net;")]
    [InlineData(
        "[Sequential(4), Linear(8), ReLU, Linear(outputs: 3, inputs: 2 * 8)] partial class Net;",
        "Use size 8",
        "[Sequential(4), Linear(8), ReLU, Linear(outputs: 3, inputs: 8)] partial class Net;")]
    [InlineData(
        "[Sequential(4), Linear(8), ReLU, LayerNorm, Residual(3), Linear(3)] partial class Net;",
        "Use size 4",
        "[Sequential(4), Linear(4), ReLU, LayerNorm, Residual(3), Linear(3)] partial class Net;")]
    [InlineData(
        "[Sequential(3), Conv1d(4, 1, dilation: 2), Conv1d(4, 3), Linear(2)] partial class Net;",
        "Use dilation 1",
        "[Sequential(3), Conv1d(4, 1, dilation: 1), Conv1d(4, 3), Linear(2)] partial class Net;")]
    [InlineData(
        "[Sequential(1), Linear(1)] [Training(Loss = Loss.ErrorToSignal)] partial class Net;",
        "Use MeanSquaredError",
        "[Sequential(1), Linear(1)] [Training(Loss = Loss.MeanSquaredError)] partial class Net;")]
    [InlineData(
        "[Sequential(1), LSTM(4), Linear(2), Softmax] [Training(Loss = Loss.ErrorToSignal)] partial class Net;",
        "Use CrossEntropy",
        "[Sequential(1), LSTM(4), Linear(2), Softmax] [Training(Loss = Loss.CrossEntropy)] partial class Net;")]
    public Task WrongValue_IsReplacedByTheOneThatFits(string source, string title, string expected) =>
        CodeFixRun.Verify(new ReplaceValueCodeFix(), source, title, expected);

    [Theory]
    [InlineData(
        "[Mlp(4, 3)] partial class Net { public Net(string name) { } }",
        "Add ': this()'",
        "[Mlp(4, 3)] partial class Net { public Net(string name) : this() { } }")]
    [InlineData(
        "[Mlp(4, 3)] partial class Net\n{\n    // one\n    public Net(string name, ulong seed) // two\n    {\n    }\n}",
        "Add ': this(seed)'",
        "[Mlp(4, 3)] partial class Net\n{\n    // one\n    public Net(string name, ulong seed) : this(seed) // two\n    {\n    }\n}")]
    [InlineData(
        "[Mlp(4, 3)] partial class Net { public Net() => X = 1; public int X { get; } }",
        "Add ': this(0UL)'",
        "[Mlp(4, 3)] partial class Net { public Net() : this(0UL) => X = 1; public int X { get; } }")]
    public Task ConstructorThatLeavesZeros_CallsAGeneratedOne(string source, string title, string expected) =>
        CodeFixRun.Verify(new CallGeneratedConstructorCodeFix(), source, title, expected);

    [Theory]
    [InlineData("[Mlp(4, 3)] partial class Net { public Net(ulong seed) { } }")]
    [InlineData("[Mlp(4, 3)] partial class Net { public Net(int x) : base() { } }")]
    [InlineData("[Mlp(4, 3)] partial class Net { public Net(int x) : this() { } }")]
    [InlineData("[Mlp(4, 3)] partial class Net { public Net(int x)")]
    public async Task WhereNoGeneratedConstructorCanBeCalled_NothingIsOffered(string source) =>
        Assert.Empty((await CodeFixRun.Offered(new CallGeneratedConstructorCodeFix(), source)).Actions);

    [Theory]
    [InlineData("[Sequential(4), Linear(3), Softmax, Softmax] partial class Net;", "[Sequential(4), Linear(3), Softmax] partial class Net;")]
    [InlineData("[Sequential(4), Linear(8), Softmax, Linear(3)] partial class Net;", "[Sequential(4), Linear(8), Linear(3)] partial class Net;")]
    [InlineData("[Sequential(4), Linear(3), LayerNorm] partial class Net;", "[Sequential(4), Linear(3)] partial class Net;")]
    [InlineData("[Sequential(4), Linear(3), Dropout(0.1f), Softmax] partial class Net;", "[Sequential(4), Linear(3), Softmax] partial class Net;")]
    [InlineData("[Mlp(4, 3), Dropout(0.1f)] partial class Net;", "[Mlp(4, 3)] partial class Net;")]
    [InlineData("[Sequential(4), Linear(8), Tanh, LastStep, Linear(3)] partial class Net;", "[Sequential(4), Linear(8), Tanh, Linear(3)] partial class Net;")]
    [InlineData("[Sequential(4), GRU(8), LastStep, MeanOverTime, Linear(3)] partial class Net;", "[Sequential(4), GRU(8), LastStep, Linear(3)] partial class Net;")]
    [InlineData("[Mlp(4, 3)]\n[ReLU]\npartial class Net;", "[Mlp(4, 3)]\npartial class Net;")]
    [InlineData("// one\n[ReLU]\n[Mlp(4, 3)]\npartial class Net;", "// one\n[Mlp(4, 3)]\npartial class Net;")]
    [InlineData("[ReLU] // one\npartial class Net;", " // one\npartial class Net;")]
    [InlineData(
        "[Sequential(4),\n    Linear(3), // the head\n    LayerNorm]\npartial class Net;",
        "[Sequential(4),\n    Linear(3) // the head\n    ]\npartial class Net;")]
    [InlineData(
        "[Sequential(4),\n    Linear(3),\n    BatchNorm1d, // one\n    Softmax]\npartial class Net;",
        "[Sequential(4),\n    Linear(3),\n     // one\n    Softmax]\npartial class Net;")]
    public Task SuperfluousLayer_IsRemoved(string source, string expected) =>
        CodeFixRun.Verify(new RemoveLayerCodeFix(), source, "Remove this layer", expected);

    [Theory]
    [InlineData("state", "NetworkState<Net> state", "")]
    [InlineData("_voice", "", "NetworkState<Net> _voice = null!; ")]
    public Task StateInScope_IsPassed(string state, string parameter, string member)
    {
        string before = "[Sequential(1), LSTM(4), Linear(1)] partial class Net; class User { " + member + "void Use(Net net, " + (parameter.Length > 0 ? parameter + ", " : "") + "float[] x, float[] y) => net.Forward(";
        return CodeFixRun.Verify(new PassStateCodeFix(), before + "x, y); }", $"Pass '{state}'", before + state + ", x, y); }");
    }

    [Theory]
    [InlineData("void Use(Net net, float[] x, float[] y) => net.Forward(x, y);")]
    [InlineData("void Use(Net net, NetworkState<Other> state, float[] x, float[] y) => net.Forward(x, y);")]
    [InlineData("void Use(Net net, NetworkState<Net> state, float[] x, float[] y) => net.ForwardBatch(x, y);")]
    public async Task WithoutAStateOfTheNetwork_NoneIsPassed(string method) => Assert.Empty((await CodeFixRun.Offered(
        new PassStateCodeFix(), "[Sequential(1), LSTM(4), Linear(1)] partial class Net; class Other; class User { " + method + " }")).Actions);

    [Theory]
    [InlineData("[Mlp(4, 8, 3, Activation = Activation.Softmax)] partial class Net;")]
    [InlineData("[Sequential(4), LayerNorm, Linear(3), Softmax] partial class Net;")]
    [InlineData("[Sequential(4), GRU(8), LastStep, GRU(8), Linear(3)] partial class Net;")]
    public async Task WhereNoLayerIsSuperfluous_NoneIsRemoved(string source) =>
        Assert.Empty((await CodeFixRun.Offered(new RemoveLayerCodeFix(), source)).Actions);

    [Theory]
    [InlineData("[Mlp(4, 3)] partial struct Net;", "Make 'Net' a class", "[Mlp(4, 3)] partial class Net;")]
    [InlineData("[Mlp(4, 3)]\n// one\npublic readonly partial record struct Net { }", "Make 'Net' a record", "[Mlp(4, 3)]\n// one\npublic partial record Net { }")]
    [InlineData("[Mlp(4, 3)] readonly partial struct Net; partial struct Net { public int Own => 1; }", "Make 'Net' a class", "[Mlp(4, 3)] partial class Net; partial class Net { public int Own => 1; }")]
    [InlineData("[Mlp(4, 3)] ref partial struct Net { }", "Make 'Net' a class", "[Mlp(4, 3)] partial class Net { }")]
    public Task Struct_BecomesAClass(string source, string title, string expected) =>
        CodeFixRun.Verify(new MakeNetworkAClassCodeFix(), source, title, expected);

    [Theory]
    [InlineData("[Mlp(4, 3)] static partial class Net;")]
    [InlineData("[Mlp(4, 3)] partial struct Net(int x) { public int X => x; }")]
    [InlineData("struct Ordinary;")]
    public async Task WhatIsNoStruct_IsLeftAlone(string source) =>
        Assert.Empty((await CodeFixRun.Offered(new MakeNetworkAClassCodeFix(), source)).Actions);

    [Theory]
    [InlineData("[Sequential(4), Linear(8), Concat, Residual(2), Linear(3)] partial class Net;")]
    [InlineData("[Mlp(4, 3)] partial class Net;")]
    public async Task WhereNoSizeCanBeNamed_NothingIsOffered(string source) =>
        Assert.Empty((await CodeFixRun.Offered(new ReplaceValueCodeFix(), source)).Actions);

    [Theory]
    [InlineData(
        "class User { [RealTime] float M(float x) => F(x); static float F(float x) => x; }",
        "Mark 'F' [RealTime]",
        "class User { [RealTime] float M(float x) => F(x); [RealTime] static float F(float x) => x; }")]
    [InlineData(
        "class User { [RealTime] float M() => P;\n    // one\n    float P => 1; }",
        "Mark 'P' [RealTime]",
        "class User { [RealTime] float M() => P;\n    // one\n    [RealTime]\n    float P => 1; }")]
    [InlineData(
        "struct S { public S(float x) { } } class User { [RealTime] S M() => new S(1); }",
        "Mark 'S' [RealTime]",
        "struct S { [RealTime] public S(float x) { } } class User { [RealTime] S M() => new S(1); }")]
    [InlineData(
        "abstract class A { [RealTime] public abstract void Run(); } class B : A { public override void Run() { } }",
        "Mark 'Run' [RealTime]",
        "abstract class A { [RealTime] public abstract void Run(); } class B : A { [RealTime] public override void Run() { } }")]
    public Task CalledOrOverridingMember_IsMarked(string source, string title, string expected) =>
        CodeFixRun.Verify(new MarkRealTimeCodeFix(), source, title, expected);

    [Fact]
    public async Task MemberOfAnotherAssembly_IsNotMarked() =>
        Assert.Empty((await CodeFixRun.Offered(new MarkRealTimeCodeFix(), "class User { [RealTime] void M() => System.GC.Collect(); }")).Actions);

    [Theory]
    [InlineData(
        "[Mlp(1, 8, 1)] partial class Net; class User { void M(Net net) { net.ComputeLoss(new float[1], [1]); } }",
        "[Mlp(1, 8, 1)] partial class Net; class User { void M(Net net) { net.ComputeLoss(new float[1], [1f]); } }")]
    [InlineData(
        "[Mlp(1, 8, 1)] partial class Net; class User { void M(Net net) { net.ComputeLoss(new float[2], new[] { 0, 1 }); } }",
        "[Mlp(1, 8, 1)] partial class Net; class User { void M(Net net) { net.ComputeLoss(new float[2], new[] { 0f, 1f }); } }")]
    public Task LiteralLabels_AreWrittenAsNumbers(string source, string expected) =>
        CodeFixRun.Verify(new WriteNumbersCodeFix(), source, "Write float targets", expected);

    [Theory]
    [InlineData("record Flower(string Name, float X);", "record Flower([Feature(Skip = true)] string Name, float X);")]
    [InlineData("class Flower { public float X;\n    // its name\n    public string Name { get; set; } }", "class Flower { public float X;\n    // its name\n    [Feature(Skip = true)] public string Name { get; set; } }")]
    [InlineData("struct Flower { public string Name; public float X; }", "struct Flower { [Feature(Skip = true)] public string Name; public float X; }")]
    public Task MemberThatIsNoFeature_IsSkipped(string type, string expected)
    {
        const string Network = "enum Species { A, B } [Mlp<Flower, Species>(4)] partial class Net; ";
        return CodeFixRun.Verify(new SkipFeatureCodeFix(), Network + type, "Mark 'Name' [Feature(Skip = true)]", Network + expected);
    }
}
