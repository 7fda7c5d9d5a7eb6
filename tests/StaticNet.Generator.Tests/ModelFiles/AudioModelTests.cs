using System;
using System.IO;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using StaticNet.Generator.Tests.Harness;
using StaticNet.ModelFiles;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Generator.Tests.ModelFiles;

/// <summary>JSON files of RTNeural, AIDA-X, GuitarML and PyTorch as classes: they compute what the files' own vectors say, or are refused.</summary>
public sealed class AudioModelTests
{
    [Theory]
    [InlineData("aida-lstm", "", "ScaleShift", "LSTM(1, 5)", "Linear(in_features=5, out_features=1", "Residual(from=")]
    [InlineData("aida-gru-knobs", "", "ScaleShift", "GRU(3, 4)", "Linear(in_features=4, out_features=1", "first=0, count=1")]
    [InlineData("rtneural-gru", "", "Linear(in_features=3", "ELU", "GRU(4, 6)", "LSTM(6, 3)", "ReLU")]
    [InlineData("rtneural-conv", "", "Conv1d(4, 6, kernel_size=(3,), stride=(1,), dilation=(2,), groups=2", "BatchNorm1d(6, eps=0.01", "PReLU(num_parameters=6)", "Sigmoid")]
    [InlineData("guitarml-lstm", "", "(rec): LSTM(2, 6)", "(lin): Linear(in_features=6, out_features=1", "(skip): Residual(from=input, first=0, count=1)")]
    [InlineData("statedict-gru", "), GRU(Name = \"gru\"), Linear(Name = \"dense\"", "(gru): GRU(1, 4, num_layers=2)")]
    [InlineData("nam-wavenet", "", "(0.layers.0.conv): Conv1d(3, 3", "Tanh")]
    [InlineData("nam-lstm", "", "(lstm): LSTM(1, 4)", "(head): Linear(in_features=4, out_features=1")]
    [InlineData("nam-lstm-state", "", "(lstm): LSTM(1, 3, num_layers=2)")]
    public void Model_ComputesItsVectors(string name, string options, params string[] modules)
    {
        string extension = name.StartsWith("nam", StringComparison.Ordinal) ? ".nam" : ".json";
        ProjectFile[] files = Files(name, extension);
        using LoadedProject project = LoadedProject.Of(GeneratorRun.Over(
            TestCompilation.Create(TestCompilation.Usings + $$"""
                [ModelFile("{{name}}{{extension}}"{{options}})] public partial class Net;
                [ModelFile("{{name}}{{extension}}", Frozen = true, InferenceOnly = true{{options}})] public partial class Frozen;
                public static class Program
                {
                    public static double Loaded() => Net.SelfTest();
                    public static double Constant() => Frozen.SelfTest();
                    public static string Text() => new Net().ToString();
                }
                """),
            GeneratorRun.NewDriver().AddAdditionalTexts([.. files])).AssertCompiles().Output);
        Assert.InRange((double)project.Call("Program", "Loaded")!, 1e-12, 1e-6);
        Assert.InRange((double)project.Call("Program", "Constant")!, 1e-12, 1e-6);
        string text = (string)project.Call("Program", "Text")!;
        Assert.All(modules, module => Assert.Contains(module, text, StringComparison.Ordinal));
    }

    /// <summary>Streams, sequences, the passes of a training, Reset and the source of a trained network begin where the file says.</summary>
    [Fact]
    public void StateOfTheFile_IsWhereEverythingBegins()
    {
        const string Program = """
            using System;
            using StaticNet;
            public static class Program
            {
                private static readonly Net s_net = new();
                private static readonly float[] s_x = Array.ConvertAll(System.Linq.Enumerable.ToArray(System.Linq.Enumerable.Range(0, 30)), i => MathF.Sin(i));
                public static float[] Begin()
                {
                    var state = Net.CreateState();
                    s_net.Process(state, s_x, new float[30]);
                    state.Reset();
                    var values = new float[state.Size];
                    state.Read(values);
                    return values;
                }

                public static float[] Outputs()
                {
                    var y = new float[30];
                    s_net.Process(Net.CreateState(), s_x, y);
                    return y;
                }

                public static float[] Sequences()
                {
                    var y = new float[60];
                    s_net.ForwardSequences(30, [.. s_x, .. s_x], y);
                    return y;
                }

                public static string Source() => s_net.ToCSharp();
            """;
        const string Training = """
                public static string Checks()
                {
                    float[] y = Sequences(), x = [.. s_x, .. s_x];
                    if (s_net.ComputeLoss(new SequenceBatch(x, y, 30)) != 0) { return "loss"; }
                    var check = s_net.GradientCheck(new SequenceBatch(x, x, 30));
                    if (!check.Passed) { return check.ToString(); }

                    // 10 steps of warm-up, then 20 that go on: the outputs are those of the sequences.
                    var trainer = s_net.CreateTrainer(new SGD(0f), 2, 30);
                    float[] Steps(float[] values, int from, int count) => [.. values.AsSpan(from, count), .. values.AsSpan(30 + from, count)];
                    trainer.Warm(Steps(x, 0, 10), 10);
                    float loss = trainer.Step(new SequenceBatch(Steps(x, 10, 20), Steps(y, 10, 20), 20) { Carry = true });
                    if (loss != 0) { return $"carried: {loss}"; }

                    // With nothing to go on from, Carry begins where sequences begin.
                    trainer.Step(new SequenceBatch(x, x, 30));
                    float[] gradients = trainer.Gradients.Values.ToArray();
                    trainer.ResetState();
                    float reset = trainer.Step(new SequenceBatch(x, y, 30) { Carry = true });
                    var other = s_net.CreateTrainer(new SGD(0f), 2, 30);
                    other.Step(new SequenceBatch(x, x, 30) { Carry = true });
                    return reset == 0 && other.Gradients.Values.SequenceEqual(gradients) ? "" : $"Carry on a new trainer: {reset}";
                }
            }
            """;
        ProjectFile file = Files("nam-lstm-state", ".nam")[0];
        using LoadedProject project = LoadedProject.Of(GeneratorRun.Over(
            TestCompilation.Create(Program + Training + "[ModelFile(\"nam-lstm-state.nam\")] public partial class Net;"), GeneratorRun.NewDriver().AddAdditionalTexts([file])).AssertCompiles().Output);
        var outputs = (float[])project.Call("Program", "Outputs")!;
        var begin = (float[])project.Call("Program", "Begin")!;
        Assert.Equal(12, begin.Length);
        Assert.All(begin, static value => Assert.NotEqual(0f, value));
        Assert.Equal([.. outputs, .. outputs], (float[])project.Call("Program", "Sequences")!);
        Assert.Equal("", project.Call("Program", "Checks"));
        using LoadedProject trained = LoadedProject.Of(Program + "}", (string)project.Call("Program", "Source")!);
        Assert.Equal(outputs, (float[])trained.Call("Program", "Outputs")!);
        Assert.Equal(begin, (float[])trained.Call("Program", "Begin")!);
    }

    [Theory]
    [InlineData("-89.9", 3.198895e-5f)]
    [InlineData("-90", 0f)]
    [InlineData("-120.0", 0f)]
    public void GainOfMinus90dB_IsSilence(string gain, float factor)
    {
        string json = File.ReadAllText(FixtureFiles.Find("audio-models/aida-gru-knobs.json"));
        json = Regex.Replace(json, "\"input_batch\".*", "\"other\": 0}", RegexOptions.Singleline).Replace("\"in_gain\": 6.0", $"\"in_gain\": {gain}", StringComparison.Ordinal);
        string source = TestCompilation.Usings + """
            [ModelFile("amp.json")] public partial class Net;
            public static class Program
            {
                public static float[] Scale()
                {
                    var scale = new float[3];
                    new Net().Parameters.CopyTo("0.scale", scale);
                    return scale;
                }
            }
            """;
        using LoadedProject project = LoadedProject.Of(
            GeneratorRun.Over(TestCompilation.Create(source), GeneratorRun.NewDriver().AddAdditionalTexts([Text("amp.json", json)])).AssertCompiles().Output);
        var scale = (float[])project.Call("Program", "Scale")!;
        Assert.InRange(scale[0], factor * 0.999999f, factor * 1.000001f);
        Assert.Equal([1f, 1f], scale[1..]);
    }

    [Theory]
    [InlineData("aida-lstm")]
    [InlineData("rtneural-gru")]
    public async Task VectorsThatDiffer_AreAnError(string name)
    {
        string json = File.ReadAllText(FixtureFiles.Find($"audio-models/{name}.json"));
        string other = Regex.Replace(json, "(\"output_batch\": \\[+-?)0", "${1}9");
        Assert.NotEqual(json, other);
        string message = Assert.Single(await AnalyzerRun.Verify(
            "[ModelFile({|SNET0040:\"amp.json\"|})] public partial class Net;", withGenerated: false, files: [Text("amp.json", other)]));
        Assert.Contains("case 0: output 0 of step 0 is", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aida-lstm", "\"shape\": [null, null, 5]", "\"shape\": [null, null, 4]", "layer 0 (lstm): its shape says 4 units, and its weights hold 5 (recurrent weights [5, 20]); the file contradicts itself")]
    [InlineData("aida-lstm", "\"in_shape\": [null, null, 1]", "\"in_shape\": [null, null, 2]", "layer 0 (lstm): its weights [1, 20] read 1 values, and in_shape says 2")]
    [InlineData("aida-lstm", "\"in_shape\": [null, null, 1]", "\"in_shape\": [null, null, null]", "in_shape is a list that does not end with a size")]
    [InlineData("aida-lstm", "\"type\": \"lstm\", \"activation\": \"\"", "\"type\": \"lstm\", \"activation\": \"relu\"", "layer 0 (lstm): its activation is 'relu'; tanh, or none given, is supported")]
    [InlineData("aida-lstm", "\"type\": \"dense\", \"activation\": \"\"", "\"type\": \"dense\", \"activation\": \"swish\"", "layer 1 (dense): its activation is 'swish'; tanh, relu, sigmoid, softmax, elu and linear are supported")]
    [InlineData("aida-lstm", "\"type\": \"dense\", \"activation\": \"\"", "\"type\": \"dense\", \"activation\": {\"class_name\": \"LeakyReLU\"}", "layer 1: its activation is an object, expected a name")]
    [InlineData("aida-lstm", "\"type\": \"dense\"", "\"type\": \"conv2d\"", "layer 1 (conv2d): layers of this type are not supported")]
    [InlineData("aida-lstm", "\"type\": \"lstm\"", "\"type\": \"gru\"", "layer 0 (gru): its shape says 5 units, which need recurrent weights of [5, 15], and it holds [5, 20]")]
    [InlineData("aida-lstm", "\"in_skip\": 1", "\"in_skip\": 2", "its in_skip is 2 with 1 outputs")]
    [InlineData("aida-lstm", "\"in_gain\": -3.0", "\"in_gain\": \"loud\"", "its in_gain is a text, expected a number")]
    [InlineData("aida-lstm", "\"output_batch\": [", "\"output_batch\": [0.5, ", "its input_batch has 60 values and its output_batch 61")]
    [InlineData("aida-lstm", "\"output_batch\"", "\"other\"", "it has 'input_batch' and no 'output_batch'")]
    [InlineData("rtneural-gru", "\"shape\": [null, null, 3], \"weights\"", "\"shape\": [null, null, 2], \"weights\"", "layer 2 (lstm): its shape says 2 units, and its weights hold 3")]
    [InlineData("rtneural-gru", "\"shape\": [null, null, 4]", "\"shape\": [null, null, 5]", "layer 0 (time-distributed-dense): its shape says 5 outputs, which need weights of [3, 5], and it holds [3, 4]")]
    [InlineData("rtneural-conv", "\"dilation\": [2], \"groups\": 2", "\"dilation\": [2], \"groups\": 1", "layer 1 (conv1d): it says kernel_size 3, 1 group and 6 outputs for 4 inputs (layer 0 (dense) writes 4), which need [3, 4, 6], and it holds [3, 2, 6]")]
    [InlineData("rtneural-conv", "\"kernel_size\": [3]", "\"kernel_size\": [3], \"strides\": 2", "layer 1 (conv1d): its strides are 2; 1 is supported")]
    [InlineData("rtneural-conv", "\"kernel_size\": [3]", "\"kernel_size\": [0]", "layer 1 (conv1d): its kernel_size is a list")]
    [InlineData("guitarml-lstm", "\"hidden_size\": 6", "\"hidden_size\": 5", "'rec.weight_ih_l0' is [24, 2], and model_data says a LSTM with hidden_size = 5, input_size = 2 and num_layers = 1, which needs [20, 2]")]
    [InlineData("guitarml-lstm", "\"num_layers\": 1", "\"num_layers\": 2", "its state_dict has no 'rec.weight_ih_l1'")]
    [InlineData("guitarml-lstm", "\"unit_type\": \"LSTM\"", "\"unit_type\": \"GRU\"", "'rec.weight_ih_l0' is [24, 2], and model_data says a GRU")]
    [InlineData("guitarml-lstm", "\"unit_type\": \"LSTM\"", "\"unit_type\": \"SRU\"", "its unit_type is 'SRU'; LSTM, GRU and RNN are supported")]
    [InlineData("guitarml-lstm", "\"skip\": 1", "\"skip\": 2", "it says skip = 2 for 2 inputs and 1 outputs")]
    [InlineData("guitarml-lstm", "\"model\": \"SimpleRNN\"", "\"model\": \"GatedConvNet\"", "its model is 'GatedConvNet'; of GuitarML's models SimpleRNN is supported")]
    [InlineData("guitarml-lstm", "\"lin.bias\"", "\"lin.bies\"", "its state_dict also holds 'lin.bies'")]
    [InlineData("guitarml-lstm", "\"hidden_size\": 6", "\"hidden_size\": 6.5", "its hidden_size is the number 6.5")]
    public async Task Contradiction_IsRefusedWithBothSides(string name, string old, string changed, string part)
    {
        string json = File.ReadAllText(FixtureFiles.Find($"audio-models/{name}.json"));
        Assert.Contains(old, json, StringComparison.Ordinal);
        int place = json.IndexOf(old, StringComparison.Ordinal);
        await Refused(json[..place] + changed + json[(place + old.Length)..], part);
    }

    [Theory]
    [InlineData("nam-wavenet", "\"channels\": 3", "\"channels\": 4", "the file contradicts itself")]
    [InlineData("nam-wavenet", "\"head_size\": 2", "\"head_size\": 3", "array 1 of its layers: its heads have 2 channels, and those before it give 3")]
    [InlineData("nam-wavenet", "\"head_scale\": 0.25", "\"head_scale\": 0.5", "its config says head_scale = 0.5, and its last weight is 0.25")]
    [InlineData("nam-wavenet", "\"gated\": false", "\"gated\": true", "it is gated")]
    [InlineData("nam-wavenet", "\"activation\": \"Tanh\"", "\"activation\": \"Snake\"", "its activation is 'Snake'")]
    [InlineData("nam-wavenet", "\"WaveNet\"", "\"ConvNet\"", "its architecture is 'ConvNet'; WaveNet and LSTM are supported")]
    [InlineData("nam-lstm", "\"hidden_size\": 4", "\"hidden_size\": 5", "its layers need at least 120 weights, and it holds 109")]
    [InlineData("nam-lstm", "\"hidden_size\": 4", "\"hidden_size\": 30000", "its layers need at least 3600120000 weights, and it holds 109")]
    public async Task ContradictionOfNam_IsRefused(string name, string old, string changed, string part)
    {
        string json = File.ReadAllText(FixtureFiles.Find($"audio-models/{name}.nam"));
        int place = json.IndexOf(old, StringComparison.Ordinal);
        await Refused(json[..place] + changed + json[(place + old.Length)..], part);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("{\"in_shape\": [null, null, 1], \"layers\": [{\"type\": \"dense\", ", "it is no complete JSON: it ends after ")]
    [InlineData("{\"rec.weight_ih_l0\": [[NaN]]}", "it holds NaN at character 23, which is no JSON and no weight of a network that can be used")]
    [InlineData("{\"rec.weight_ih_l0\": [[1e99]]}", "'rec.weight_ih_l0' holds 1E+99, which is no finite float32")]
    [InlineData("{\"rec.weight_ih_l0\": [[1, 2], [3]]}", "'rec.weight_ih_l0' is no tensor: a list of 2 is followed by one of 1")]
    [InlineData("{\"rec.weight_ih_l0\": [[1, \"2\"]]}", "'rec.weight_ih_l0' holds a text where a number is expected")]
    [InlineData("[1, 2, 3]", "it is JSON, but a list and no object; expected is RTNeural's JSON")]
    [InlineData("{\"name\": \"app\", \"version\": \"1.0\"}", "it is JSON with 'name', 'version'; expected is RTNeural's JSON")]
    [InlineData("{\"cases\": []}", "it holds test vectors and no model: save them beside the model as NAME.io.json")]
    [InlineData("{\"in_shape\": [null, 1], \"layers\": []}", "its 'layers' is no list of layers")]
    [InlineData("{\"in_shape\": [null, 1], \"layers\": [{\"activation\": \"\"}]}", "layer 0 has no 'type'")]
    [InlineData("{\"in_shape\": [null, 1], \"layers\": [{\"type\": \"dense\", \"shape\": [null, 1]}]}", "layer 0 (dense): it holds 0 weights, expected at least 1")]
    [InlineData("{\"in_shape\": [null, 1], \"layers\": [{\"type\": \"gru\", \"shape\": [null, 1], \"weights\": [[[1, 2, 3]], [[1, 2, 3]], [1, 2, 3]]}]}", "a GRU with reset_after = False")]
    [InlineData("{\"model_data\": {\"unit_type\": \"LSTM\"}}", "it has 'model_data' and no 'state_dict' with the weights")]
    [InlineData("<html>", "it is an HTML page")]
    public async Task OtherFile_IsSaidWhatItIs(string json, string part) => await Refused(json, part);

    [Fact]
    public void DamagedFile_IsAnErrorText()
    {
        byte[] json = File.ReadAllBytes(FixtureFiles.Find("audio-models/guitarml-lstm.json"));
        var random = new Random(3);
        for (int i = 0; i < 400; i++)
        {
            byte[] damaged = [.. json];
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            Assert.StartsWith("staticnet-model\t1\n", ModelFileConverter.Convert(damaged, "amp.json"), StringComparison.Ordinal);
            Assert.Contains("\nerror\t", ModelFileConverter.Convert(json[..random.Next(json.Length - 2)], "amp.json"), StringComparison.Ordinal);
        }
    }

    private static async Task Refused(string json, string part)
    {
        string message = Assert.Single(await AnalyzerRun.Verify(
            "[ModelFile({|SNET0033:\"amp.json\"|})] public partial class Net;", withGenerated: false, files: [Text("amp.json", json)]));
        Assert.Contains(part, message, StringComparison.Ordinal);
    }

    private static ProjectFile Text(string name, string json) => new($"/project/obj/staticnet/{name}.staticnet.txt", ModelFileConverter.Convert(Encoding.UTF8.GetBytes(json), name));

    /// <summary>A model, and the vectors beside it where there are any.</summary>
    private static ProjectFile[] Files(string name, string extension)
    {
        string path = FixtureFiles.Find($"audio-models/{name}{extension}");
        string vectors = Path.ChangeExtension(path, ".io.json");
        var model = new ProjectFile($"/project/obj/staticnet/{name}{extension}.staticnet.txt", ModelFileConverter.Convert(path, name + extension));
        return File.Exists(vectors) ? [model, new ProjectFile($"/project/{name}.io.json", File.ReadAllText(vectors))] : [model];
    }
}
