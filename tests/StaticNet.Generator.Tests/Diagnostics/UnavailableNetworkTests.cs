using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StaticNet.Generator.Tests.Harness;
using StaticNet.Generator.Tests.ModelFiles.StateDicts;
using Xunit;

namespace StaticNet.Generator.Tests.Diagnostics;

/// <summary>A declaration with an error has that one error: the class gets its members, and nothing that calls them is an error too.</summary>
public sealed class UnavailableNetworkTests
{
    private const string Rows = """
        net.Forward(x, y); net.ForwardBatch(x, y); _ = net.PredictClass(x) + net.Predict(x) + Net.InputSize + Net.OutputSize + Net.ParameterInfos.Length + Net.StackBytes;
        net.PredictProbabilities(x, y); _ = net.Summary() + Net.Description; net.Evaluate(x, [0]); net.ComputeLoss(x, y); net.Backward(x, y, Net.CreateGradients());
        net.Fit(x, [0], new SGD(0.1f), new FitOptions { Epochs = 1 }); net.Parameters.Clear(); net.Save("a"); _ = Net.Load("b"); _ = new Net(7); _ = new Net();
        """;

    private const string Streams = """
        NetworkState<Net> state = Net.CreateState(); net.Forward(state, x, y); net.Process(state, x, y); net.ForwardSequences(1, x, y); net.Prime(state, x);
        net.ProcessVoices([state], x, y); _ = Net.StateSize + Net.ReceptiveField + net.PredictClass(1, x); net.Parameters.Clear(); net.Save("a"); _ = new Net(7);
        """;

    private const string Typed = """
        _ = net.Predict(new Row(1f, 2f)); net.PredictProbabilities(new Row(1f, 2f), y); _ = net.PredictProbability(new Row(1f, 2f), Kind.A);
        _ = net.Evaluate([(new Row(1f, 2f), Kind.A)]); net.Fit([(new Row(1f, 2f), Kind.A)], new SGD(0.1f), new FitOptions { Epochs = 1 });
        """;

    [Theory]
    [InlineData("[Mlp(4, {|SNET0004:0|}, 3)]", Rows)]
    [InlineData("[{|SNET0003:Mlp(4)|}]", Rows)]
    [InlineData("[Mlp(4, 8, 3, Names = {|SNET0007:[\"a\"]|})]", Rows)]
    [InlineData("[Mlp(4, 3, OutputActivation = Activation.Sigmoid, Loss = {|SNET0006:Loss.CrossEntropy|})]", Rows)]
    [InlineData("[Perceptron({|SNET0004:0|})]", Rows)]
    [InlineData("[Sequential(4), Linear(8), {|SNET0019:Residual(1)|}, Linear(3)]", Rows)]
    [InlineData("[{|SNET0016:Sequential(4)|}, ReLU]", Rows)]
    [InlineData("[Mlp(4, {|SNET0004:0|}, 3), Budget(Nanoseconds = 100)]", Rows + " Net.BudgetCheck.Run();")]
    [InlineData("[Sequential(2), LSTM({|SNET0023:0|}), Linear(1)]", Streams)]
    [InlineData("[Sequential(2), GRU(4), Linear({|SNET0004:0|}), LastStep]", Streams)]
    [InlineData("[Mlp<Row, Kind>({|SNET0004:0|})]", Typed)]
    [InlineData("[ModelFile({|SNET0032:\"gone.safetensors\"|})]", Rows)]
    [InlineData("[ModelFile({|SNET0047:\"net.safetensors\"|}, Prefix = \"actor.\")]", Rows)]
    [InlineData("[ModelFile(\"net.safetensors\"), Linear(Name = \"0\"), ReLU, {|SNET0045:Linear(Name = \"3\")|}]", Rows)]
    [InlineData("[ModelFile(\"net.safetensors\"), Linear(Name = \"0\"), ReLU, Linear(Name = \"2\"), {|SNET0019:Residual(1)|}]", Rows)]
    [InlineData("[ModelFile(\"net.safetensors\", Output = {|SNET0033:\"y\"|})]", Rows)]
    public async Task OneError_AndNoOther(string declaration, string use)
    {
        string source = $$"""
            {{declaration}} public partial class Net;
            public readonly record struct Row(float A, float B);
            public enum Kind { A, B }
            public static class Program
            {
                public static void Use(Net net, float[] x, float[] y)
                {
                    {{use}}
                }
            }
            """;
        ProjectFile model = StateDictFile.Of("0.weight 8x4, 0.bias 8, 2.weight 3x8, 2.bias 3").In("net.safetensors");
        Assert.Single(await AnalyzerRun.Verify(source, files: [model]));
        GeneratorRun run = GeneratorRun.Over(TestCompilation.Create(Markup.Parse(TestCompilation.Usings + source).Source), GeneratorRun.NewDriver().AddAdditionalTexts([model]));
        Assert.Empty(run.GeneratorDiagnostics);
        Assert.DoesNotContain(TestCompilation.VisibleDiagnostics(run.Output), static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    /// <summary>Beside a part that is not partial ours is an error of the compiler's, at the same place and with the same cure.</summary>
    [Theory]
    [InlineData("[Mlp(4, 8, 3)] public class Net;", Rows)]
    [InlineData("[Sequential(2), LSTM(8), Linear(1)] public class Net;", Streams)]
    [InlineData("[ModelFile(\"net.safetensors\")] public class Net;", Rows)]
    [InlineData("[Mlp(4, 8, 3), Perceptron(4)] public partial class Net;", Rows)]
    [InlineData("[Perceptron(4), Mlp(4, 8, 3)] public partial class Net;", Rows)]
    [InlineData("[Mlp(4, 8, 3), ModelFile(\"net.safetensors\")] public partial class Net;", Rows)]
    [InlineData("[Mlp(4, 8, 3)] public partial class Net; [Perceptron(4)] public partial class Net;", Rows)]
    public void NotPartialOrDeclaredTwice_HasItsMembers(string declaration, string use)
    {
        string source = $"{TestCompilation.Usings}{declaration} public static class Program {{ public static void Use(Net net, float[] x, float[] y) {{ {use} }} }}";
        ProjectFile model = StateDictFile.Of("0.weight 8x4, 0.bias 8, 2.weight 3x8, 2.bias 3").In("net.safetensors");
        GeneratorRun run = GeneratorRun.Over(TestCompilation.Create(source), GeneratorRun.NewDriver().AddAdditionalTexts([model]));
        Assert.Empty(run.GeneratorDiagnostics);
        string[] errors = [.. Errors(run.Output)];
        Assert.All(errors, static error => Assert.Contains("error CS0260", error, StringComparison.Ordinal));
        Assert.Equal(declaration.Contains("partial", StringComparison.Ordinal) ? 0 : 1, errors.Length);
    }

    /// <summary>All declarations with an error that the other tests know, in one project.</summary>
    [Fact]
    public void EveryWrongDeclaration_GivesCodeThatCompiles()
    {
        string[] sources =
        [
            .. typeof(DeclarationDiagnosticTests).GetMethods().SelectMany(static method => method.GetCustomAttributes<InlineDataAttribute>())
                .Select(static data => data.Data[0] as string).OfType<string>().Where(static source => source.Contains("{|SNET", StringComparison.Ordinal))
                .Select(static (source, i) => $"{TestCompilation.Usings}namespace N{i} {{ {Markup.Parse(source).Source} }}")
                .Where(static source => !CSharpSyntaxTree.ParseText(source, TestCompilation.ParseOptions, cancellationToken: TestContext.Current.CancellationToken).GetDiagnostics(TestContext.Current.CancellationToken).Any()),
        ];
        Assert.True(sources.Length > 80, $"{sources.Length}");
        CSharpCompilation before = TestCompilation.Create(sources);
        GeneratorRun run = GeneratorRun.Over(before);
        HashSet<string> own = [.. Errors(before)];
        Assert.DoesNotContain(Errors(run.Output), error => !own.Contains(error) && !error.Contains("error CS0260", StringComparison.Ordinal));
        Assert.True(run.Files.Values.Count(static text => text.Contains("__Unavailable()", StringComparison.Ordinal)) > 40);
    }

    private static IEnumerable<string> Errors(Compilation compilation) =>
        compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(static diagnostic => diagnostic.ToString());
}
