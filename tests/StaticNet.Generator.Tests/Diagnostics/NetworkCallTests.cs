using System.IO;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using StaticNet.Generator.Tests.Harness;
using Xunit;

namespace StaticNet.Generator.Tests.Diagnostics;

/// <summary>What can be said about calls while they are typed.</summary>
public sealed class NetworkCallTests
{
    private const string Networks = """

        [Mlp(4, 10, 3)] partial class Classifier;
        [Mlp(4, 8, 2, Loss = Loss.MeanSquaredError)] partial class Regression;
        [Mlp(4, 8, 1, OutputActivation = Activation.Tanh)] partial class Steering;
        [Mlp(4, 8, 1, OutputActivation = Activation.Sigmoid)] partial class YesOrNo;
        [Mlp(4, 8, 2, OutputActivation = Activation.Sigmoid)] partial class Tags;
        [Mlp(4, 8, 1)] partial class OneLogit;
        [Perceptron(4)] partial class Gate;
        [Sequential(4), LSTM(8), Linear(3)] partial class Amp;
        class Trainer<T> { public void Step(float[] x, int[] y) { } }
        namespace StaticNet { class Trainer<TNetwork, TOptimizer> { public void Step(float[] x, int[] y) { } public void Step(float[] x, float[] y, float[] w) { } } }
        """;

    [Theory]
    [InlineData("new Regression().Fit(x, {|SNET0030:labels|});", "Fit is given class labels, and 'Regression' is trained on numbers because its loss is MeanSquaredError; pass 2 float targets per row, or declare a classifier")]
    [InlineData("new Steering().Fit(x, {|SNET0030:labels|});", "Fit is given class labels, and 'Steering' is trained on numbers because its output is Tanh; pass 1 float targets per row, or declare a classifier")]
    [InlineData("new Tags().Evaluate(x, {|SNET0030:labels|});", null)]
    [InlineData("new Regression().ComputeLoss(x, {|SNET0030:labels.AsSpan()|});", null)]
    [InlineData("new Regression().ComputeGradients(x, labels: {|SNET0030:labels|});", null)]
    [InlineData("new Regression().ComputeLoss(x, {|SNET0030:new System.Collections.Generic.List<int>()|});", null)]
    [InlineData("new StaticNet.Trainer<Regression, int>().Step(x, {|SNET0030:labels|});", null)]
    public Task LabelsOnARegression_AreReported(string call, string? message) => Verify(call, message);

    [Theory]
    [InlineData("new OneLogit().ComputeLoss(new float[4], {|SNET0052:[1]|});", "[1] are class labels (int), so ComputeLoss takes BinaryCrossEntropy and 'OneLogit' as a classifier of two classes; write [1f] for a regression by MeanSquaredError, or declare Loss = Loss.BinaryCrossEntropy")]
    [InlineData("new OneLogit().Fit(new float[8], {|SNET0052:new[] { 0, 1 }|});", "new[] { 0, 1 } are class labels (int), so Fit takes BinaryCrossEntropy and 'OneLogit' as a classifier of two classes; write float literals (1f) for a regression by MeanSquaredError, or declare Loss = Loss.BinaryCrossEntropy")]
    [InlineData("new StaticNet.Trainer<OneLogit, int>().Step(new float[4], {|SNET0052:[1]|});", null)]
    public Task LiteralsThatDecideTheLoss_AreReported(string call, string? message) => Verify(call, message);

    [Theory]
    [InlineData("new OneLogit().Fit(new float[4], [1f]);")]
    [InlineData("new OneLogit().Fit(x, labels);")]
    [InlineData("new OneLogit().Fit(new float[4], new int[] { 1 });")]
    [InlineData("int label = 1; new OneLogit().ComputeLoss(new float[4], [label]);")]
    [InlineData("new YesOrNo().ComputeLoss(new float[4], [1]);")]
    [InlineData("new Classifier().ComputeLoss(new float[4], [1]);")]
    [InlineData("new Gate().ComputeLoss(new float[4], [1]);")]
    public Task LiteralsWhereTheLossIsKnown_AreQuiet(string call) => Verify(call);

    [Theory]
    [InlineData("new Amp().{|SNET0066:Forward|}(new float[4], new float[3]);", "'Amp' has memory, so there is no Forward without a state: call Forward(state, input, output) for one step or Process(state, inputs, outputs) for many, with a state from CreateState()")]
    [InlineData("new Amp().{|SNET0066:ForwardBatch|}(x, y);", null)]
    [InlineData("new Amp().{|SNET0066:ComputeLoss|}(x, y);", "'Amp' has memory, so there is no ComputeLoss without a state: pass a new SequenceBatch(inputs, targets, steps)")]
    public Task NetworksWithMemory_CalledWithoutState_AreReported(string call, string? message) => Verify(call, message);

    [Theory]
    [InlineData("new Classifier().Fit(x, labels);")]
    [InlineData("new YesOrNo().Fit(x, labels);")]
    [InlineData("new OneLogit().Fit(x, labels);")]
    [InlineData("new Gate().Fit(x, labels);")]
    [InlineData("new Regression().Fit(x, y);")]
    [InlineData("new Regression().Other(x, labels);")]
    [InlineData("new StaticNet.Trainer<Classifier, int>().Step(x, labels);")]
    [InlineData("new Trainer<Regression>().Step(x, labels);")]
    [InlineData("new StaticNet.Trainer<Regression, int>().Step(x, y, new float[5]);")]
    public Task FittingTargets_AreQuiet(string call) => Verify(call);

    [Theory]
    [InlineData("model.Forward({|SNET0031:stackalloc float[5]|}, stackalloc float[3]);", "input has 5 values and 'Classifier' takes 4; Forward will throw an ArgumentException")]
    [InlineData("model.Forward(new float[4], {|SNET0031:new float[4]|});", "output has 4 values and 'Classifier' takes 3; Forward will throw an ArgumentException")]
    [InlineData("model.Forward({|SNET0031:[1, 2, 3]|}, new float[3]);", null)]
    [InlineData("model.Forward({|SNET0031:new[] { 1f }|}, {|SNET0031:new float[] { 1, 2 }|});", null)]
    [InlineData("model.Forward(output: {|SNET0031:new float[4]|}, input: new float[4]);", null)]
    [InlineData("System.Span<float> v = stackalloc float[2 + 1]; model.PredictClass({|SNET0031:v|});", "input has 3 values and 'Classifier' takes 4; PredictClass will throw an ArgumentException")]
    [InlineData("const int N = 5; var v = new float[N]; model.PredictClass({|SNET0031:v.AsSpan()|});", null)]
    [InlineData("System.ReadOnlySpan<float> v = [1, 2]; model.PredictProbabilities({|SNET0031:v|}, {|SNET0031:(System.Span<float>)stackalloc float[1]|});", null)]
    [InlineData("model.ForwardBatch({|SNET0031:new float[9]|}, new float[6]);", "inputs has 9 values and 'Classifier' takes whole rows of 4; ForwardBatch will throw an ArgumentException")]
    [InlineData("model.ComputeLoss(new float[8], {|SNET0031:new float[4]|});", "targets has 4 values and 'Classifier' takes whole rows of 3; ComputeLoss will throw an ArgumentException")]
    [InlineData("model.Backward(new float[4], {|SNET0031:new float[4]|}, null!);", null)]
    [InlineData("Classifier? other = model; other?.PredictClass({|SNET0031:new float[5]|});", "input has 5 values and 'Classifier' takes 4; PredictClass will throw an ArgumentException")]
    [InlineData("Classifier[]? all = [model]; all?[0].PredictClass({|SNET0031:new float[5]|});", null)]
    public Task LengthThatDoesNotFit_IsReported(string call, string? message) =>
        Verify("var model = new Classifier(); " + call, message);

    [Theory]
    [InlineData("model.Forward(stackalloc float[4], stackalloc float[3]);")]
    [InlineData("model.Forward(x, new float[n]);")]
    [InlineData("model.Forward([1, 2, 3, 4], x);")]
    [InlineData("model.Forward([.. x], x);")]
    [InlineData("model.ForwardBatch(new float[0], new float[0]);")]
    [InlineData("model.ForwardBatch(new float[12], new float[9]);")]
    [InlineData("var v = new float[5]; v = x; model.PredictClass(v);")]
    [InlineData("var v = new float[5]; Change(ref v); model.PredictClass(v);")]
    [InlineData("var v = new float[2, 2]; model.PredictClass(v);")]
    [InlineData("var v = v; model.PredictClass(v);")]
    [InlineData("var v = v.AsSpan(); model.PredictClass(v);")]
    [InlineData("var v = (w); var w = (v); model.PredictClass(v);")]
    [InlineData("model?.PredictClass(new float[4]);")]
    [InlineData("?.PredictClass(new float[5]);")]
    [InlineData("model.PredictClass(x.AsSpan(0, 5));")]
    [InlineData("Unknown.Forward(new float[5], new float[5]);")]
    [InlineData("model.Forward();")]
    [InlineData("model.Forward(unknown: new float[7]);")]
    public Task FittingOrUnknownLength_IsQuiet(string call) => Verify("var model = new Classifier(); " + call);

    [Theory]
    [InlineData("model.ComputeLoss(new float[8], {|SNET0031:new float[9]|});", "targets has 9 values and 'Classifier' takes 6 for 2 rows of inputs; ComputeLoss will throw an ArgumentException")]
    [InlineData("model.Fit(new float[8], {|SNET0031:new int[3]|});", "labels has 3 values and 'Classifier' takes 2 for 2 rows of inputs; Fit will throw an ArgumentException")]
    [InlineData("model.Fit([1, 2, 3, 4], {|SNET0031:[0, 1]|});", "labels has 2 values and 'Classifier' takes 1 for 1 row of inputs; Fit will throw an ArgumentException")]
    [InlineData("model.ForwardBatch(outputs: {|SNET0031:new float[3]|}, inputs: new float[8]);", "outputs has 3 values and 'Classifier' takes 6 for 2 rows of inputs; ForwardBatch will throw an ArgumentException")]
    [InlineData("new StaticNet.Trainer<Classifier, int>().Step(new float[8], {|SNET0031:[0, 1, 2]|});", null)]
    public Task RowsThatDoNotMatch_AreReported(string call, string? message) => Verify("var model = new Classifier(); " + call, message);

    [Theory]
    [InlineData("model.Fit(x, [0, 1, 2, 0]);")]
    [InlineData("model.Fit([1, 2, 3, 4, 5, 6, 7, 8], [0, 1]);")]
    [InlineData("model.Fit(new float[16], [.. labels]);")]
    [InlineData("model.ComputeLoss(x, [n]);")]
    [InlineData("model.ComputeLoss([1, 2, 3, 4], [0f, 1, 0]);")]
    [InlineData("new StaticNet.Trainer<Classifier, int>().Step([1, 2, 3, 4], [n]);")]
    [InlineData("new Regression().Fit(x, [0f, 1f, 2f, 0f]);")]
    [InlineData("model.ComputeLoss(new float[0], new int[0]);")]
    public Task LabelsInACollectionExpression_AreLabels(string call) => Verify("var model = new Classifier(); " + call);

    [Theory]
    [InlineData("price.Fit(x, {|SNET0030:[1, 2, 0, 1]|}, new SGD(0.1f));")]
    [InlineData("price.CreateTrainer(new SGD(0.1f)).Step([1, 2, 3, 4], {|SNET0030:[n]|});")]
    [InlineData("price.CreateTrainer(new SGD(0.1f)).Step([1, 2, 3, 4], [1f]);")]
    [InlineData("price.ComputeLoss([1, 2, 3, 4], [1]);")] // has no overload for labels: the number 1
    [InlineData("kinds.Fit(x, [0, 1, 2, 0], new SGD(0.1f));")]
    [InlineData("kinds.CreateTrainer(new SGD(0.1f)).Step([1, 2, 3, 4], [n]);")]
    [InlineData("kinds.CreateTrainer(new SGD(0.1f)).Step([1, 2, 3, 4], {|SNET0031:[n, 1]|});")]
    [InlineData("kinds.ComputeLoss([1, 2, 3, 4], [n]);")]
    [InlineData("kinds.ComputeLoss([1, 2, 3, 4], {|SNET0031:[1f, 2]|});")]
    public Task CollectionExpression_IsWhatTheBoundMethodTakes(string call) => AnalyzerRun.Verify(
        "static class User { static void Use(Price price, Kinds kinds, float[] x, int n) { " + call + " } } [Mlp(4, 8, 1, Loss = Loss.MeanSquaredError)] partial class Price; [Mlp(4, 8, 3)] partial class Kinds;");

    [Fact]
    public async Task NetworkOfAReferencedProject_IsSeen()
    {
        GeneratorRun library = GeneratorRun.Over(TestCompilation.Usings + """
            namespace Library;
            [Mlp(4, 8, 1, Loss = Loss.MeanSquaredError)] public partial class Price;
            [Mlp(4, 8, 3)] public partial class Kinds { public void Evaluate(float[] rows, int[] years) { } }
            """).AssertCompiles();
        foreach (MetadataReference reference in (MetadataReference[])[library.Output.ToMetadataReference(), Image(library.Output)])
        {
            string[] messages = await AnalyzerRun.Verify(
                """
                static class User
                {
                    static void Use(Library.Price price, Library.Kinds kinds, float[] x, int[] labels)
                    {
                        price.Fit(x, {|SNET0030:labels|}, new SGD(0.1f));
                        price.Forward({|SNET0031:[1, 2]|}, new float[1]);
                        kinds.Fit(x, labels, new SGD(0.1f));
                        kinds.Forward(x, {|SNET0031:new float[4]|});
                        kinds.Evaluate(new float[3], labels);
                    }
                }
                """,
                references: [reference]);
            Assert.Equal("Fit is given class labels, and 'Price' is trained on numbers because its loss compares numbers; pass 1 float targets per row, or declare a classifier", messages[0]);
        }
    }

    private static PortableExecutableReference Image(Compilation compilation)
    {
        using var stream = new MemoryStream();
        Assert.True(compilation.Emit(stream).Success);
        return MetadataReference.CreateFromImage(stream.ToArray());
    }

    [Fact]
    public async Task GeneratedAndLibraryMethods_AreTheOnesMeant()
    {
        string[] messages = await AnalyzerRun.Verify("""
            using System;
            static class User
            {
                static void Use(float[] x, int[] labels)
                {
                    var price = new Price();
                    price.Fit(x, {|SNET0030:labels|}, new SGD(0.1f));
                    price.CreateTrainer(new SGD(0.1f)).Step(x, {|SNET0030:labels|});
                    price.Evaluate(x, {|SNET0030:labels|});
                    price.Forward({|SNET0031:stackalloc float[5]|}, stackalloc float[1]);
                    Console.WriteLine(price.Predict({|SNET0031:[1, 2]|}));
                }
            }
            [Mlp(4, 8, 1, Loss = Loss.MeanSquaredError)] partial class Price;
            """);
        Assert.Equal(5, messages.Length);
    }

    [Fact]
    public async Task MethodsOfTheUsersOwn_AreNotTheOnesMeant() => Assert.Empty(await AnalyzerRun.Verify("""
        using System;
        [Mlp(4, 8, 1, Loss = Loss.MeanSquaredError)] partial class House
        {
            public float Predict(float[] sixRaw) => Predict(sixRaw.AsSpan(0, 4));
            public void Step(float[] rows, int[] years) { }
        }
        namespace StaticNet { [Mlp(4, 8, 1, Loss = Loss.MeanSquaredError)] partial class Inside { public void Evaluate(float[] rows, int[] years) { } } }
        static class Extensions { public static void Evaluate(this House house, float[] rows, int[] years) { } }
        static class User
        {
            static float Use(House house, float[] x, int[] years)
            {
                house.Step(x, years);
                house.Evaluate(x, years);
                new StaticNet.Inside().Evaluate(x, years);
                return house.Predict(new float[6]) + house.Predict(sixRaw: [1, 2, 3, 4, 5, 6]);
            }
        }
        """));

    [Fact]
    public async Task OverloadBesideOnesOfTheUsersOwn_IsStillMeant() => Assert.Single(await AnalyzerRun.Verify("""
        using System;
        [Mlp(4, 8, 1, Loss = Loss.MeanSquaredError)] partial class House { public float Predict(float[] sixRaw) => Predict(sixRaw.AsSpan(0, 4)); }
        static class User { static float Use(House house) => house.Predict({|SNET0031:stackalloc float[6]|}); }
        """));

    [Theory]
    [InlineData("float[] v = new float[5]; v = new float[4]; new Net().PredictClass(v);")]
    [InlineData("float[] v = new float[5]; Grow(); new Net().PredictClass(v); void Grow() { v = new float[4]; }")]
    [InlineData("float[] v = new float[5]; new Net().PredictClass({|SNET0031:v|});")]
    [InlineData("float[] v = new float[5]; v[0] = 1; new Net().PredictClass({|SNET0031:v|});")]
    public Task LocalOfATopLevelProgram_IsFollowedThroughAllItsStatements(string statements) =>
        AnalyzerRun.Verify(statements + " [Mlp(4, 8, 3)] partial class Net;");

    // Reported is exactly what is marked.
    private static async Task Verify(string call, string? message = null)
    {
        string[] messages = await AnalyzerRun.Verify(
            "using System; static class User { static void Change(ref float[] v) { } static void Use(float[] x, float[] y, int[] labels, int n) { " + call + " } }" + Networks,
            withGenerated: false);
        if (message is not null)
        {
            Assert.Equal(message, Assert.Single(messages));
        }
    }
}
