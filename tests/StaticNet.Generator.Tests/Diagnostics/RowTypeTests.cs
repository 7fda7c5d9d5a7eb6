using System;
using System.Threading.Tasks;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.Diagnostics;

/// <summary>The types of networks over typed rows.</summary>
public sealed class RowTypeTests
{
    private const string Types = """
         public record Flower(float Length, float Width); public enum Species { A, B, C } public enum One { A } public record Named(string Name, float X);
         public record Skipped([Feature(Skip = true)] string Name, float X); public class Empty; public record struct Two(float A, double B); public class Fixed { public float A { get; } }
         public record Some(float? A, double? B, float C);
         public record struct Finding(Species Kind, float Weight, bool IsIll); public record OnlyKind(Species Kind);
         public record Maybe(float A, bool? IsIll); public record Single(float A, One Kind); public record Counted(int Count, float A);
        """;

    [Theory]
    [InlineData("[{|SNET0059:Mlp<Flower, string>(4)|}] partial class Net;", "'string' cannot be predicted; the second type must be an enum (classes), float or double, or a record or struct of float, double, bool and enums")]
    [InlineData("[{|SNET0059:Mlp<Flower, One>(4)|}] partial class Net;", "'One' has 1 members; an enum of classes needs two or more")]
    [InlineData("[{|SNET0059:Mlp<Flower, Fixed>(4)|}] partial class Net;", "'Fixed' cannot be created: it has neither a constructor with its members as parameters, in their order, nor members that can be set")]
    [InlineData("[{|SNET0059:Mlp<float, Species>(4)|}] partial class Net;", "'float' has no members to read; the first type must be a record, class or struct of features")]
    [InlineData("[{|SNET0059:Mlp<Empty, Species>(4)|}] partial class Net;", "'Empty' has no member that is a feature; give it fields or properties that are numbers, bool or enums")]
    [InlineData("partial class Outer { private record Hidden(float X); [{|SNET0059:Mlp<Hidden, Species>(4)|}] partial class Net; }", "'Hidden' is private or protected; generated members could not name it. Make it internal or public")]
    [InlineData("[Sequential<Flower, Species>, Linear(8), {|SNET0059:Linear(4)|}] partial class Net;", "'Species' has 3 members, and the last layer 4 outputs; give the last layer 3")]
    [InlineData("[{|SNET0060:Mlp<Named, Species>(4)|}] partial class Net;", "'Named.Name' is a string, and a feature is a number, a bool or an enum; mark the member [Feature(Skip = true)] or remove it")]
    [InlineData("[{|SNET0053:Mlp<Flower, Some>(4)|}] partial class Net;", "The target 'A' is a float?, and null is a target that is missing; declare [Training(MissingTargets = MissingTargets.Ignore)] to leave it out of the loss, or make it a float")]
    [InlineData("[{|SNET0053:Sequential<Flower, Some>|}, Linear(3)] [Training(OutputWeights = [1, 2, 3])] partial class Net;", null)]
    [InlineData("[{|SNET0059:Mlp<Flower, float?>(4)|}] partial class Net;", null)]
    [InlineData("[Mlp<Flower, Species>({|SNET0004:0|})] partial class Net;", "Layer size at position 1 is 0; sizes must be 1 or more")]
    [InlineData("[{|SNET0059:Mlp<Flower, Finding>(4)|}] partial class Net;", "'Finding' has the member Kind, which is an enum; use [Sequential<…>] with a head for each member: Head(\"Kind\", 3), Head(\"Weight\", 1), Head(\"IsIll\", 1)")]
    [InlineData("[{|SNET0059:Sequential<Flower, Finding>|}, Linear(5)] partial class Net;", "'Finding' has the member Kind, which is an enum; use [Sequential<…>] with a head for each member: Head(\"Kind\", 3), Head(\"Weight\", 1), Head(\"IsIll\", 1)")]
    [InlineData("[{|SNET0059:Sequential<Flower, OnlyKind>|}, Linear(3)] partial class Net;", "'OnlyKind' has one member, Kind; predict its type, Species")]
    [InlineData("[Sequential<Flower, Finding>, Head(\"kind\", 3), {|SNET0055:Head(\"is_ill\", 1)|}, Head(\"weight\", 1)] partial class Net;", "'is_ill' is head 2, and member 2 of Finding is Weight; the heads are Head(\"Kind\", 3), Head(\"Weight\", 1), Head(\"IsIll\", 1)")]
    [InlineData("[Sequential<Flower, Finding>, {|SNET0055:Head(\"kind\", 2)|}, Head(\"weight\", 1), Head(\"is_ill\", 1)] partial class Net;", "Head 'kind' has 2 outputs, and Kind needs 3: A, B, C")]
    [InlineData("[Sequential<Flower, Finding>, Head(\"kind\", 3), {|SNET0055:Head(\"weight\", 1)|}] partial class Net;", "Finding has 3 members, and this is the last of 2 heads; the heads are Head(\"Kind\", 3), Head(\"Weight\", 1), Head(\"IsIll\", 1)")]
    [InlineData("[Sequential<Flower, Some>, {|SNET0055:Head(\"a\", 1)|}, Head(\"b\", 1), Head(\"c\", 1)] partial class Net;", "A of Some may be null, and a head has no missing targets; make it a float")]
    [InlineData("[Sequential<Flower, Two>, Head(\"a\", 1), Head(\"b\", 1), {|SNET0055:Head(\"c\", 1)|}] partial class Net;", "'c' is head 3, and Two has 2 members; the heads are Head(\"A\", 1), Head(\"B\", 1)")]
    [InlineData("[Sequential<Flower, Species>, {|SNET0055:Head(\"a\", 2)|}, Head(\"b\", 1)] partial class Net;", "A network with heads predicts a record with a member for each, and Species is one value; remove the heads, or predict a record")]
    [InlineData("[Sequential<Flower, Finding>, {|SNET0057:Head(\"kind\", 3, Activation.Softmax)|}, Head(\"weight\", 1), Head(\"is_ill\", 1)] partial class Net;", null)]
    [InlineData("[{|SNET0059:Mlp<Flower, Maybe>(4)|}] partial class Net;", "'Maybe' cannot be predicted: its member IsIll is a bool?; only float? and double? may be null, so make it a bool")]
    [InlineData("[{|SNET0059:Mlp<Flower, Single>(4)|}] partial class Net;", "'Single' cannot be predicted: its member Kind is of the enum One, and an enum of classes needs two or more members")]
    [InlineData("[{|SNET0059:Mlp<Flower, Counted>(4)|}] partial class Net;", "'Counted' cannot be predicted: its member Count is of type int, and a target is a float, double, bool or enum")]
    [InlineData("[{|SNET0053:Mlp<Flower, Some>(4, OutputActivation = Activation.Softmax)|}] partial class Net;", "The target 'A' is a float?, and null is a target that is missing; the loss that follows from Softmax has no missing targets, so make it a float, or use MeanSquaredError with MissingTargets.Ignore")]
    [InlineData("[{|SNET0053:Mlp<Flower, Some>(4)|}] [Training(Loss = Loss.CrossEntropy)] partial class Net;", "The target 'A' is a float?, and null is a target that is missing; CrossEntropy has no missing targets, so make it a float, or use MeanSquaredError with MissingTargets.Ignore")]
    [InlineData("[Sequential<Flower, Finding>, Head(\"kind\", 3), Head(\"weight\", 1), Head(\"is_ill\", 1, Loss = {|SNET0057:Loss.Hinge|})] partial class Net;", "Head 'is_ill': IsIll of Finding is a bool, whose targets are 0 and 1, and Hinge needs -1 and +1; use BinaryCrossEntropy")]
    [InlineData("[Sequential<Flower, Finding>, Head(\"kind\", 3, Loss = {|SNET0057:Loss.Hinge|}), Head(\"weight\", 1), Head(\"is_ill\", 1)] partial class Net;", "Head 'kind': Kind of Finding is an enum, whose targets are 0 and 1, and Hinge needs -1 and +1; use CrossEntropy")]
    public async Task AWrongType_IsNamed(string source, string? message)
    {
        string found = Assert.Single(await AnalyzerRun.Verify(source + Types));
        Assert.Equal(message ?? found, found);
    }

    [Fact]
    public async Task MissingTargets_OfALossOverRows_AreRefusedWhereTheyAreDeclared_Too()
    {
        string[] found = await AnalyzerRun.Verify("[{|SNET0053:Mlp<Flower, Some>(4)|}] [Training(Loss = Loss.CrossEntropy, MissingTargets = {|SNET0027:MissingTargets.Ignore|})] partial class Net;" + Types);
        Assert.EndsWith("CrossEntropy has no missing targets, so make it a float, or use MeanSquaredError with MissingTargets.Ignore", found[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[Sequential<Flower, Finding>, Head(\"kind\", 3, Loss = Loss.KLDivergence), Head(\"weight\", 1, Loss = Loss.Hinge), Head(\"is_ill\", 1, Loss = Loss.MeanSquaredError)] partial class Net;")]
    [InlineData("[Mlp<Flower, Species>(4)] partial class Net;")]
    [InlineData("[Mlp<Flower, Species>] public partial class Net;")]
    [InlineData("[Mlp<Flower, Some>(4)] [Training(MissingTargets = MissingTargets.Ignore)] public partial class Net;")]
    [InlineData("[Mlp<Skipped, Two>(4, Activation = Activation.Tanh)] partial class Net;")]
    [InlineData("[Mlp<Two, float>(4, 4)] partial class Net; [Mlp<Two, double>(4, Names = [\"a\", \"b\"])] partial class Other;")]
    [InlineData("[Sequential<Flower, Species>, Linear(8), ReLU, Linear(3)] partial class Net;")]
    [InlineData("[Sequential<Flower, Finding>, Linear(4), ReLU, Head(\"kind\", 3), Head(\"weight\", 1), Head(\"is_ill\", 1)] partial class Net;")]
    [InlineData("[Sequential<Flower, Two>, Linear(4), ReLU, Head(\"A\"), Linear(1), Head(\"b\", 1)] partial class Net;")]
    [InlineData("class C { void M(Net net, Flower flower) { net.Fit([(flower, Species.A)], new Adam()); net.Predict(flower); } } [Mlp<Flower, Species>(4)] partial class Net;")]
    public async Task RightTypes_AreQuiet(string source) => Assert.Empty(await AnalyzerRun.Verify(source + Types));
}
