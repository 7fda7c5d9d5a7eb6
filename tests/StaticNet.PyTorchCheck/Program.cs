// One half of `.ci/run pytorch`; the other is python/check.py, which also says in which order they run.
// Reads the state dicts that PyTorch wrote into a folder, compares outputs, trains on, and writes state dicts for PyTorch to read.
using System;
using System.Globalization;
using System.IO;
using System.Linq;
using StaticNet;

string folder = args[0];
bool isRight = true;

var named = new Named();
foreach (string suffix in new[] { "", "-f64", "-f16", "-bf16" })
{
    Read(named, "named" + suffix, Named.InputSize);
}

var layers = new Layers();
Read(layers, "layers", Layers.InputSize);
var iris = new Iris();
Read(iris, "iris", Iris.InputSize);

TrainAndWrite(named, "named-trained", Named.InputSize, Named.OutputSize);
TrainAndWrite(layers, "layers-trained", Layers.InputSize, Layers.OutputSize);
TrainAndWrite(iris, "trained_in_csharp", Iris.InputSize, Iris.OutputSize);
Stream(new StreamLstm(), "stream-lstm");
Stream(new StreamGru(), "stream-gru");
Stream(new StreamRnn(), "stream-rnn");
Stream(new StreamConv(), "stream-conv");
return isRight ? 0 : 1;

// Sequences of 60 steps: read and compared, trained on, written.
void Stream<TNetwork>(TNetwork network, string name)
    where TNetwork : class, IStreamingNetwork<TNetwork>
{
    const int Steps = 60;
    const double Tolerance = 4e-6;
    Console.WriteLine($"{name}: {network.LoadStateDict(Path.Combine(folder, name + ".safetensors"))}");
    double[][] lines = [.. File.ReadLines(Path.Combine(folder, name + ".txt")).Select(line => line.Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray())];
    float[] inputs = [.. lines[0].Select(value => (float)value)];
    var outputs = new float[lines[1].Length];
    network.ForwardSequences(Steps, inputs, outputs);
    double worst = outputs.Zip(lines[1], (found, expected) => Math.Abs(found - expected)).Max() / lines[1].Max(Math.Abs);
    Console.WriteLine($"{name}: {inputs.Length / TNetwork.Description.InputSize} steps, {worst:E1} of the largest output away from PyTorch");
    isRight &= worst <= Tolerance;
    var targets = new float[outputs.Length];
    var random = new Pcg32(7);
    Initializers.Uniform(targets, -1, 1, ref random);
    network.Fit(inputs, targets, Steps, new Adam(1e-2), new FitOptions { Epochs = 5, Seed = 7 });
    network.Save(Path.Combine(folder, name + "-trained.safetensors"));
    network.ForwardSequences(Steps, inputs, outputs);
    File.WriteAllLines(Path.Combine(folder, name + "-trained.txt"), [Text(inputs), Text(outputs)]);
}

void Read<TNetwork>(TNetwork network, string name, int inputSize)
    where TNetwork : class, INetwork<TNetwork>
{
    const double Tolerance = 4e-6;      // of the largest output; tests/Fixtures/README.md says why
    Console.WriteLine($"{name}: {network.LoadStateDict(Path.Combine(folder, name + ".safetensors"))}");
    double[][] lines = [.. File.ReadLines(Path.Combine(folder, name + ".txt")).Select(line => line.Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray())];
    float[] inputs = [.. lines[0].Select(value => (float)value)];
    var outputs = new float[lines[1].Length];
    network.ForwardBatch(inputs, outputs);
    double worst = outputs.Zip(lines[1], (found, expected) => Math.Abs(found - expected)).Max() / lines[1].Max(Math.Abs);
    Console.WriteLine($"{name}: {inputs.Length / inputSize} rows, {worst:E1} of the largest output away from PyTorch");
    isRight &= worst <= Tolerance;
}

void TrainAndWrite<TNetwork>(TNetwork network, string name, int inputSize, int outputSize)
    where TNetwork : class, INetwork<TNetwork>
{
    const int Rows = 64;
    var random = new Pcg32(7);
    var inputs = new float[Rows * inputSize];
    var targets = new float[Rows * outputSize];
    Initializers.Normal(inputs, 0, 1, ref random);
    Initializers.Uniform(targets, -1, 1, ref random);
    network.Fit(inputs, targets, new Adam(1e-2), new FitOptions { Epochs = 20, Seed = 7 });
    network.Save(Path.Combine(folder, name + ".safetensors"));
    var outputs = new float[targets.Length];
    network.ForwardBatch(inputs, outputs);
    File.WriteAllLines(Path.Combine(folder, name + ".txt"), [Text(inputs), Text(outputs)]);
}

static string Text(float[] values) => string.Join(' ', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));

/// <summary>nn.Sequential of docs/from-pytorch.md.</summary>
[Sequential(4), Linear(10), ReLU, Linear(3)]
internal sealed partial class Iris;

/// <summary>Every layer kind that nn.Sequential can hold; numbers trained on, so that the loss is the mean squared error.</summary>
[Sequential(8), Linear(16), LayerNorm, SiLU, Dropout(0.1f), Linear(16), BatchNorm1d, PReLU, Linear(5), Tanh]
internal sealed partial class Layers;

/// <summary>A module with names of its own.</summary>
[Mlp(6, 12, 12, 2, Activation = Activation.GELU, Names = ["fc1", "fc2", "head"])]
internal sealed partial class Named;

[Sequential(3), LSTM(12, Layers = 2, Name = "rec"), Linear(2, Name = "lin")]
internal sealed partial class StreamLstm;

[Sequential(3), GRU(20, Name = "rec"), Linear(2, Name = "lin")]
internal sealed partial class StreamGru;

[Sequential(3), RNN(9, Nonlinearity = Activation.ReLU, Bias = false, Name = "rec"), Linear(2, Name = "lin")]
internal sealed partial class StreamRnn;

/// <summary>nn.Conv1d behind F.pad(x, ((kernel - 1) * dilation, 0)).</summary>
[Sequential(3), Conv1d(8, kernel: 3, dilation: 2, Name = "c1"), Tanh, Conv1d(6, kernel: 4, dilation: 3, groups: 2, Name = "c2"), Tanh, Linear(2, Name = "lin")]
internal sealed partial class StreamConv;
