using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using StaticNet.ModelFiles;
using StaticNet.ModelFiles.Neutral;
using Xunit;

namespace StaticNet.Onnx.Tests;

/// <summary>Exported networks with memory in ONNX Runtime: whole sequences, blocks, and step by step through state inputs and outputs.</summary>
public sealed class StreamExportTests
{
    private const double Tolerance = 4e-6;
    private const int Steps = 37;

    [Fact]
    public void Lstm_Agrees() => Check(new ExportAmp(seed: 3), "state.0.h_l0 [1, -1, 12]", "state.0.c_l0 [1, -1, 12]");

    [Fact]
    public void StackOfCells_Agrees() => Check(new ExportCells(seed: 4), "state.1.h_l0 [1, -1, 7]", "state.1.h_l1 [1, -1, 7]", "state.3.h_l0 [1, -1, 5]", "state.3.c_l0 [1, -1, 5]", "state.5.h_l0 [1, -1, 6]");

    [Fact]
    public void Convolutions_Agree() => Check(new ExportTcn(seed: 5), "state.0.history [-1, 2, 2]", "state.2.history [-1, 8, 12]");

    [Fact]
    public void ManyToOne_Agrees()
    {
        var model = new ExportGesture(seed: 6);
        float[] x = Inputs(ExportGesture.InputSize), expected = new float[ExportGesture.OutputSize];
        model.ForwardSequences(Steps, x, expected);
        using InferenceSession session = Session(model);
        Dictionary<string, DenseTensor<float>> states = States(session);
        AssertClose(expected, Run(session, x, ExportGesture.InputSize, states));

        // Blocks of 20 and 17 steps: the output behind the last one is the sequence's.
        states = States(session);
        Run(session, x[..(20 * ExportGesture.InputSize)], ExportGesture.InputSize, states);
        AssertClose(expected, Run(session, x[(20 * ExportGesture.InputSize)..], ExportGesture.InputSize, states));
    }

    [Fact]
    public void ExportedCells_AreImportedAsTheyWere() => CheckImport(new ExportCells(seed: 4));

    [Fact]
    public void ExportedConvolutions_AreImportedAsTheyWere() => CheckImport(new ExportTcn(seed: 5));

    /// <summary>The states of the file are defaults of the inputs: for one sequence, in ONNX Runtime and when it is imported again.</summary>
    [Fact]
    public void StatesOfAFile_AreDefaultsOfTheInputs()
    {
        var model = new ExportNam();
        float[] x = Inputs(1), expected = new float[Steps];
        model.ForwardSequences(Steps, x, expected);
        using InferenceSession session = Session(model);
        string[] states = ["state.lstm.h_l0", "state.lstm.c_l0", "state.lstm.h_l1", "state.lstm.c_l1"];
        Assert.Equal(["input"], session.InputMetadata.Keys);
        Assert.Equal(states.Order(), session.OverridableInitializerMetadata.Keys.Order());
        AssertClose(expected, Run(session, x, 1, []));

        // The second block is given the states that the first one left.
        float[] values = new float[12];
        NetworkState<ExportNam> state = ExportNam.CreateState();
        state.Read(values);
        Dictionary<string, DenseTensor<float>> given = states.Select((name, i) => (name, i)).ToDictionary(
            static pair => pair.name, pair => new DenseTensor<float>(values[(3 * pair.i)..(3 * (pair.i + 1))], [1, 1, 3]));
        AssertClose(expected, [.. Run(session, x[..20], 1, given), .. Run(session, x[20..], 1, given)]);

        // Two sequences: each has states of its own.
        given = states.Select((name, i) => (name, i)).ToDictionary(
            static pair => pair.name, pair => new DenseTensor<float>((float[])[.. values[(3 * pair.i)..(3 * (pair.i + 1))], .. values[(3 * pair.i)..(3 * (pair.i + 1))]], [1, 2, 3]));
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(
            [NamedOnnxValue.CreateFromTensor("input", new DenseTensor<float>((float[])[.. x, .. x], [2, Steps, 1])), .. given.Select(static pair => NamedOnnxValue.CreateFromTensor(pair.Key, pair.Value))]);
        AssertClose([.. expected, .. expected], [.. results.First(static result => result.Name == "output").AsTensor<float>()]);

        CheckImport(model);
    }

    /// <summary>From the state it begins with, and from one that another stream left.</summary>
    private static void CheckImport<TNetwork>(TNetwork model)
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        using var file = new MemoryStream();
        model.ExportOnnx(file);
        ImportedModel imported = ModelText.Read(ModelFileConverter.Convert(file.ToArray(), "net.onnx"));
        float[] x = Inputs(TNetwork.Description.InputSize), expected = new float[Steps * TNetwork.Description.OutputSize];
        model.ForwardSequences(Steps, x, expected);
        double[][] steps = [.. x.Chunk(TNetwork.Description.InputSize).Select(static step => Array.ConvertAll(step, static value => (double)value))];
        AssertClose(expected, [.. new LayerEvaluator(imported).EvaluateSequence(steps).SelectMany(static step => step).Select(static value => (float)value)]);

        NetworkState<TNetwork> state = TNetwork.CreateState();
        model.Process(state, x, new float[expected.Length]);
        float[] values = new float[state.Size];
        state.Read(values);
        model.Process(state, x, expected);
        double[] left = Array.ConvertAll(values, static value => (double)value);
        AssertClose(expected, [.. new LayerEvaluator(imported).EvaluateSequence(steps, left).SelectMany(static step => step).Select(static value => (float)value)]);
    }

    [Fact]
    public void PartOfTheInput_IsAddedInADenseNetworkToo()
    {
        var model = new ExportPart(seed: 2);
        using var file = new MemoryStream();
        model.ExportOnnx(file);
        using var session = new InferenceSession(file.ToArray());
        float[] x = [0.5f, -1f, 2f], expected = new float[2];
        model.Forward(x, expected);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run([NamedOnnxValue.CreateFromTensor("input", new DenseTensor<float>(x, [1, 3]))]);
        AssertClose(expected, [.. results[0].AsTensor<float>()]);
    }

    private static void Check<TNetwork>(TNetwork model, params string[] stateInputs)
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        int inputs = TNetwork.Description.InputSize, outputs = TNetwork.Description.OutputSize;
        float[] x = Inputs(inputs), expected = new float[Steps * outputs];
        model.ForwardSequences(Steps, x, expected);
        using InferenceSession session = Session(model);
        Assert.Equal(stateInputs, session.InputMetadata.Where(static input => input.Key != "input").Select(static input => $"{input.Key} [{string.Join(", ", input.Value.Dimensions)}]"));
        Assert.Equal(stateInputs.Select(static state => "next" + state[5..state.IndexOf(' ', StringComparison.Ordinal)]), session.OutputMetadata.Keys.Where(static name => name != "output"));
        AssertClose(expected, Run(session, x, inputs, States(session)));

        // Step by step, and in blocks of 1, 2, 3, …: the states go from call to call.
        Dictionary<string, DenseTensor<float>> states = States(session);
        AssertClose(expected, [.. Enumerable.Range(0, Steps).SelectMany(step => Run(session, x[(step * inputs)..((step + 1) * inputs)], inputs, states))]);
        states = States(session);
        var found = new List<float>();
        for (int start = 0, block = 1; start < Steps; start += block++)
        {
            found.AddRange(Run(session, x[(start * inputs)..Math.Min(x.Length, (start + block) * inputs)], inputs, states));
        }

        AssertClose(expected, [.. found]);
    }

    private static InferenceSession Session<TNetwork>(TNetwork model)
        where TNetwork : class, IStreamingNetwork<TNetwork>
    {
        using var file = new MemoryStream();
        model.ExportOnnx(file);
        return new(file.ToArray());
    }

    private static Dictionary<string, DenseTensor<float>> States(InferenceSession session) =>
        session.InputMetadata.Where(static input => input.Key != "input").ToDictionary(static input => input.Key, static input => new DenseTensor<float>([.. input.Value.Dimensions.Select(Math.Abs)]));

    private static float[] Run(InferenceSession session, float[] x, int inputs, Dictionary<string, DenseTensor<float>> states)
    {
        NamedOnnxValue[] given = [NamedOnnxValue.CreateFromTensor("input", new DenseTensor<float>(x, [1, x.Length / inputs, inputs])), .. states.Select(static state => NamedOnnxValue.CreateFromTensor(state.Key, state.Value))];
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(given);
        foreach (string state in states.Keys.ToArray())
        {
            Tensor<float> next = results.First(result => result.Name == "next" + state["state".Length..]).AsTensor<float>();
            states[state] = new DenseTensor<float>(next.ToArray(), next.Dimensions);
        }

        return [.. results.First(static result => result.Name == "output").AsTensor<float>()];
    }

    private static float[] Inputs(int size)
    {
        var random = new Random(11);
        return [.. Enumerable.Range(0, Steps * size).Select(_ => (random.NextSingle() * 2) - 1)];
    }

    private static void AssertClose(float[] expected, float[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        double bound = Tolerance * expected.Max(static value => Math.Abs(value));
        Assert.All(expected.Zip(found), pair => Assert.InRange(pair.Second, pair.First - bound, pair.First + bound));
    }
}

[Sequential(1), LSTM(12), Linear(1), Residual(2)]
public partial class ExportAmp;

[Sequential(3), Linear(4), GRU(7, Layers = 2), LayerNorm, LSTM(5, Bias = false), Concat(From = 1, Count = 2), RNN(6, Nonlinearity = Activation.ReLU), Linear(2, Bias = false), Residual(7, From = 1, Count = 2)]
public partial class ExportCells;

[Sequential(2), Conv1d(8, kernel: 3), Tanh, Conv1d(8, kernel: 4, dilation: 4, groups: 2), BatchNorm1d, PReLU, Residual(4), Conv1d(4, kernel: 1), Select(1, 2), Linear(1), Sigmoid]
public partial class ExportTcn;

[Sequential(3), GRU(9), LastStep, LayerNorm, Linear(4), Softmax]
public partial class ExportGesture;

[ModelFile("nam-lstm-state.nam")]
public partial class ExportNam;

[Sequential(3), Linear(4), Tanh, Linear(2), Residual(3, From = 1, Count = 2)]
public partial class ExportPart;
