using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using StaticNet.Generator.Tests.Harness;
using StaticNet.ModelFiles;
using Xunit;

namespace StaticNet.Generator.Tests.ModelFiles;

/// <summary>RTNeural's own models as classes, against the outputs that it keeps beside them, and those of Neural Amp Modeler. They are read from a folder that is not in the repository.</summary>
public sealed class StreamingModelTests
{
    private const double Tolerance = 1e-6;

    [Theory]
    [InlineData("lstm", "")]
    [InlineData("lstm_1d", "")]
    [InlineData("conv", "")]
    [InlineData("gru_torch", "), GRU(Name = \"gru\"), GRU(Name = \"gru2\", Layers = 3), Linear(Name = \"dense\"")]
    public void Model_ComputesTheOutputsBesideIt(string name, string layers)
    {
        float[] x = Numbers($"{name}_x_python.csv"), expected = Numbers($"{name}_y_python.csv");
        Compare(expected, Outputs($"{name}.json", layers, x));
    }

    [Fact]
    public void ConvolutionWithoutPadding_IsTheCausalOneLater()
    {
        // [channel][time], the first 200; without padding output t reads the steps t to t + 4.
        string[] lines = File.ReadAllLines(Path.Combine(Folder(), "conv1d_torch_y_python_first200.csv"));
        float[][] channels = [.. lines.Select(static line => line.Split(',').Select(static value => float.Parse(value, CultureInfo.InvariantCulture)).ToArray())];
        float[] x = Numbers("conv1d_torch_x_python.csv")[..204];
        float[] outputs = Outputs("conv1d_torch.json", "), Conv1d(12, 5", x);
        Compare([.. Enumerable.Range(0, 200).SelectMany(t => channels.Select(channel => channel[t]))], outputs[(4 * 12)..]);
    }

    [Fact]
    public async Task FileThatContradictsItself_IsRefusedWithBothNumbers()
    {
        string message = Assert.Single(await AnalyzerRun.Verify("[ModelFile({|SNET0033:\"bad_lstm.json\"|})] public partial class Net;", withGenerated: false, files: [Model("bad_lstm.json")]));
        Assert.Contains("layer 0 (lstm): its shape says 16 units, and its weights hold 20", message, StringComparison.Ordinal);
    }

    /// <summary>The standard WaveNet of Neural Amp Modeler: primed by zeros as its player does, then a signal, against the definition in double.</summary>
    [Fact]
    public void WaveNetOfNeuralAmpModeler_ComputesItsDefinition()
    {
        const int Field = 4093, Steps = 256;
        const string file = "wavenet_a1_standard.nam";
        string path = Path.Combine(Folder(), "..", "nam", file);
        float[] x = [.. Enumerable.Range(0, Steps).Select(static t => 0.3f * MathF.Sin(0.07f * t) * MathF.Cos(0.9f * t))];
        using LoadedProject project = LoadedProject.Of(GeneratorRun.Over(
            TestCompilation.Create(TestCompilation.Usings + $$"""
                [ModelFile("{{file}}")] public partial class Net;
                public static class Program
                {
                    public static int Field() => Net.ReceptiveField;
                    public static float[] Run(float[] input)
                    {
                        var output = new float[input.Length];
                        var state = Net.CreateState();
                        var net = new Net();
                        net.Prime(state, new float[1]);
                        net.Process(state, input, output);
                        return output;
                    }
                }
                """),
            GeneratorRun.NewDriver().AddAdditionalTexts([new ProjectFile($"/project/obj/staticnet/{file}.staticnet.txt", ModelFileConverter.Convert(path, file))])).AssertCompiles().Output);
        Assert.Equal(Field, project.Call("Program", "Field"));
        double[] expected = WaveNet(path, [.. new double[Field], .. x.Select(static value => (double)value)])[Field..];
        var found = (float[])project.Call("Program", "Run", x)!;
        double largest = expected.Max(Math.Abs);
        Assert.All(expected.Zip(found), pair => Assert.InRange(pair.Second, pair.First - (2 * Tolerance * Math.Max(1, largest)), pair.First + (2 * Tolerance * Math.Max(1, largest))));
    }

    /// <summary>Neural Amp Modeler's LSTM begins at the state in its file.</summary>
    [Fact]
    public void LstmOfNeuralAmpModeler_ComputesItsDefinition()
    {
        const string file = "lstm.nam";
        string path = Path.Combine(Folder(), "..", "nam", file);
        float[] x = [.. Enumerable.Range(0, 256).Select(static t => 0.3f * MathF.Sin(0.07f * t) * MathF.Cos(0.9f * t))];
        var text = new ProjectFile($"/project/obj/staticnet/{file}.staticnet.txt", ModelFileConverter.Convert(path, file));
        using LoadedProject project = LoadedProject.Of(GeneratorRun.Over(
            TestCompilation.Create(TestCompilation.Usings + """
                [ModelFile("lstm.nam")] public partial class Net;
                public static class Program
                {
                    public static float[] Run(float[] input)
                    {
                        var output = new float[input.Length];
                        new Net().Process(Net.CreateState(), input, output);
                        return output;
                    }
                }
                """),
            GeneratorRun.NewDriver().AddAdditionalTexts([text])).AssertCompiles().Output);
        Compare(Array.ConvertAll(Lstm(path, x), static value => (float)value), (float[])project.Call("Program", "Run", x)!);
    }

    /// <summary>Per layer [4·units, inputs + units], a bias, h and c; then the head.</summary>
    private static double[] Lstm(string path, float[] signal)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        double[] weights = [.. document.RootElement.GetProperty("weights").EnumerateArray().Select(static value => (double)value.GetSingle())];
        JsonElement config = document.RootElement.GetProperty("config");
        int units = config.GetProperty("hidden_size").GetInt32(), used = 0;
        double[] Take(int count) => weights[used..(used += count)];
        static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));
        double[][] values = [.. signal.Select(static value => new[] { (double)value })];
        for (int layer = 0; layer < config.GetProperty("num_layers").GetInt32(); layer++)
        {
            int width = values[0].Length + units;
            double[] matrix = Take(4 * units * width), bias = Take(4 * units), h = Take(units), c = Take(units);
            values = [.. values.Select(x =>
            {
                double[] both = [.. x, .. h];
                double[] sums = [.. bias.Select((b, row) => b + both.Select((value, column) => matrix[(row * width) + column] * value).Sum())];
                h = [.. h.Select((_, u) =>
                {
                    c[u] = (Sigmoid(sums[units + u]) * c[u]) + (Sigmoid(sums[u]) * Math.Tanh(sums[(2 * units) + u]));
                    return Sigmoid(sums[(3 * units) + u]) * Math.Tanh(c[u]);
                })];
                return h;
            })];
        }

        double[] head = Take(units), offset = Take(1);
        Assert.Equal(weights.Length, used);
        return [.. values.Select(row => offset[0] + row.Zip(head, static (v, w) => v * w).Sum())];
    }

    private static double[] WaveNet(string path, double[] signal)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        float[] weights = [.. document.RootElement.GetProperty("weights").EnumerateArray().Select(static value => value.GetSingle())];
        int used = 0;
        float Next() => weights[used++];
        float[][] Matrix(int rows, int columns) => [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, columns).Select(_ => Next()).ToArray())];
        static double[] Product(float[][] matrix, double[] x) => [.. matrix.Select(row => row.Zip(x, static (w, v) => w * v).Sum())];
        double[][] values = [.. signal.Select(static value => new[] { value })];
        double[][]? heads = null;
        foreach (JsonElement array in document.RootElement.GetProperty("config").GetProperty("layers").EnumerateArray())
        {
            int channels = array.GetProperty("channels").GetInt32(), kernel = array.GetProperty("kernel_size").GetInt32();
            float[][] rechannel = Matrix(channels, values[0].Length);
            values = [.. values.Select(x => Product(rechannel, x))];
            foreach (int dilation in array.GetProperty("dilations").EnumerateArray().Select(static value => value.GetInt32()))
            {
                float[][] conv = Matrix(channels, channels * kernel);
                float[] bias = Matrix(1, channels)[0];
                float[] mixer = Matrix(1, channels)[0];
                float[][] project = Matrix(channels, channels);
                float[] offset = Matrix(1, channels)[0];
                double[][] x = values;
                double[][] z = [.. Enumerable.Range(0, x.Length).Select(t => Enumerable.Range(0, channels).Select(o => Math.Tanh(bias[o] + (mixer[o] * signal[t])
                    + Enumerable.Range(0, kernel).Where(k => t - ((kernel - 1 - k) * dilation) >= 0).Sum(k => x[t - ((kernel - 1 - k) * dilation)].Select((value, i) => conv[o][(i * kernel) + k] * value).Sum()))).ToArray())];
                heads = heads is null ? z : [.. heads.Zip(z, static (a, b) => a.Zip(b, static (v, w) => v + w).ToArray())];
                values = [.. x.Zip(z, (before, activated) => Product(project, activated).Select((value, o) => value + offset[o] + before[o]).ToArray())];
            }

            float[][] head = Matrix(array.GetProperty("head_size").GetInt32(), channels);
            float[] headBias = array.GetProperty("head_bias").GetBoolean() ? Matrix(1, head.Length)[0] : new float[head.Length];
            heads = [.. heads!.Select(row => Product(head, row).Select((value, o) => value + headBias[o]).ToArray())];
        }

        float scale = Next();
        Assert.Equal(weights.Length, used);
        return [.. heads!.Select(row => row[0] * scale)];
    }

    private static string Folder()
    {
        string? folder = Environment.GetEnvironmentVariable("STATICNET_STREAMING");
        Assert.SkipWhen(folder is null, "STATICNET_STREAMING names no folder with RTNeural's models");
        return Path.Combine(folder!, "rtneural");
    }

    private static ProjectFile Model(string file) =>
        new($"/project/obj/staticnet/{file}.staticnet.txt", ModelFileConverter.Convert(Path.Combine(Folder(), file), file));

    private static float[] Numbers(string file) => [.. File.ReadAllLines(Path.Combine(Folder(), file)).Select(static line => float.Parse(line, CultureInfo.InvariantCulture))];

    private static void Compare(float[] expected, float[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), static pair => Assert.InRange(pair.Second, pair.First - Tolerance, pair.First + Tolerance));
    }

    private static float[] Outputs(string file, string layers, float[] x)
    {
        using LoadedProject project = LoadedProject.Of(GeneratorRun.Over(
            TestCompilation.Create(TestCompilation.Usings + $$"""
                [ModelFile("{{file}}"{{layers}})] public partial class Net;
                public static class Program
                {
                    public static float[] Run(float[] input)
                    {
                        var output = new float[input.Length * Net.OutputSize];
                        new Net().Process(Net.CreateState(), input, output);
                        return output;
                    }
                }
                """),
            GeneratorRun.NewDriver().AddAdditionalTexts([Model(file)])).AssertCompiles().Output);
        return (float[])project.Call("Program", "Run", x)!;
    }
}
