using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using StaticNet.ModelFiles;
using StaticNet.ModelFiles.Neutral;
using StaticNet.ModelFiles.Onnx;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Onnx.Tests.Import;

/// <summary>Graphs with LSTM, GRU, RNN and Conv: what is imported computes what ONNX Runtime computes over sequences, or is refused by name.</summary>
public sealed class SequenceGraphTests
{
    private const double Tolerance = 4e-6;
    private const int Steps = 23;

    private const string Lstm = "W 1x20x3|R 1x20x5|B 1x40";

    [Theory]

    // nn.LSTM as torch.onnx prints it: time first, and batch_first with its transposes.
    [InlineData("TBF", "LSTM", Lstm, "y3 = LSTM(x, W, R, B) hidden_size=5|y = Squeeze(y3, one)")]
    [InlineData("BTF", "LSTM Linear", Lstm + "|V 5x2|c 2", "t = Transpose(x) perm=[1,0,2]|a = LSTM(t, W, R, B) hidden_size=5|s = Squeeze(a, one)|b = Transpose(s) perm=[1,0,2]|m = MatMul(b, V)|y = Add(m, c)")]
    [InlineData("BTF", "LSTM", Lstm, "a = LSTM(x, W, R, B) hidden_size=5 layout=1|y = Squeeze(a, two)", false)]
    [InlineData("TBF", "LSTM", "W 1x20x3|R 1x20x5", "a = LSTM(x, W, R) hidden_size=5 direction=forward|y = Squeeze(a, one)")]

    // Two stacked layers, and the zeros that torch.onnx makes for the state of an open batch.
    [InlineData("BTF", "LSTM LSTM Linear", Lstm + "|W2 1x16x5|R2 1x16x4|B2 1x32|V 4x1|c 1", "t = Transpose(x) perm=[1,0,2]|h = Shape(x)|g = Gather(h, zero) axis=0|u = Unsqueeze(g, zeros)|n = Concat(ones, u, five) axis=0|z = ConstantOfShape(n)|a = LSTM(t, W, R, B, _, z, z) hidden_size=5|s = Squeeze(a, one)|b = LSTM(s, W2, R2, B2) hidden_size=4|q = Squeeze(b, one)|r = Transpose(q) perm=[1,0,2]|m = MatMul(r, V)|y = Add(m, c)")]
    // A state of zeros that was traced with one sequence, in a graph whose batch is open: ONNX Runtime takes one sequence only.
    [InlineData("TBF", "LSTM", Lstm + "|H0 1x1x5", "a = LSTM(x, W, R, B, _, H0, H0) hidden_size=5|y = Squeeze(a, one)", false)]
    [InlineData("TBF", "GRU", "W 1x15x3|R 1x15x5|B 1x30", "a = GRU(x, W, R, B) hidden_size=5 linear_before_reset=1|y = Squeeze(a, one)")]
    [InlineData("TBF", "RNN", "W 1x5x3|R 1x5x5|B 1x10", "a = RNN(x, W, R, B) hidden_size=5|y = Squeeze(a, one)")]

    // Many to one: the last step by Gather, by Slice, by Y_h; mean and maximum.
    [InlineData("BTF", "LSTM LastStep Linear", Lstm + "|V 2x5|c 2", "t = Transpose(x) perm=[1,0,2]|a = LSTM(t, W, R, B) hidden_size=5|s = Squeeze(a, one)|b = Transpose(s) perm=[1,0,2]|l = Gather(b, last) axis=1|y = Gemm(l, V, c) transB=1")]
    [InlineData("TBF", "GRU LastStep Linear Softmax", "W 1x15x3|R 1x15x5|B 1x30|V 2x5|c 2", "a, h = GRU(x, W, R, B) hidden_size=5 linear_before_reset=1|l = Squeeze(h, zeros)|g = Gemm(l, V, c) transB=1|y = Softmax(g) axis=1")]
    [InlineData("TBF", "RNN LastStep Tanh", "W 1x5x3|R 1x5x5|B 1x10", "a = RNN(x, W, R, B) hidden_size=5|s = Squeeze(a, one)|l = Slice(s, lasts, end, zeros)|q = Squeeze(l, zeros)|y = Tanh(q)")]
    [InlineData("TBF", "GRU MeanOverTime Linear", "W 1x15x3|R 1x15x5|B 1x30|V 2x5", "a = GRU(x, W, R, B) hidden_size=5 linear_before_reset=1|s = Squeeze(a, one)|l = ReduceMean(s) axes=[0] keepdims=0|y = Gemm(l, V) transB=1")]
    [InlineData("TBF", "GRU MaxOverTime", "W 1x15x3|R 1x15x5|B 1x30", "a = GRU(x, W, R, B) hidden_size=5 linear_before_reset=1|s = Squeeze(a, one)|y = ReduceMax(s) axes=[0] keepdims=0")]

    // Layers of each step around a cell, and the input channel that is added.
    [InlineData("TBF", "Linear Tanh LSTM LayerNorm Sigmoid", "P 3x4|W 1x20x4|R 1x20x5|B 1x40|g 5|d 5", "p = MatMul(x, P)|t = Tanh(p)|a = LSTM(t, W, R, B) hidden_size=5|s = Squeeze(a, one)|n = LayerNormalization(s, g, d) axis=2|y = Sigmoid(n)")]
    [InlineData("TBF", "LSTM Linear Select Add", Lstm + "|V 5x1", "a = LSTM(x, W, R, B) hidden_size=5|s = Squeeze(a, one)|m = MatMul(s, V)|k = Slice(x, zeros, ones, two)|y = Add(m, k)")]

    // Causal convolutions: padding in the node, in a Pad before it, groups and dilations.
    [InlineData("BFT", "Conv1d", "W 8x3x4|B 8", "y = Conv(x, W, B) pads=[3,0] kernel_shape=[4]")]
    [InlineData("BFT", "Conv1d ReLU Conv1d Tanh", "W 6x3x3|B 6|W2 6x2x2", "p = Pad(x, front4)|a = Conv(p, W, B) dilations=[2]|r = Relu(a)|b = Conv(r, W2) pads=[5,0] dilations=[5] group=3|y = Tanh(b)")]
    [InlineData("BTF", "Conv1d Tanh Linear", "W 4x3x2|B 4|V 4x1|c 1", "t = Transpose(x) perm=[0,2,1]|a = Conv(t, W, B) pads=[1,0]|h = Tanh(a)|r = Transpose(h) perm=[0,2,1]|m = MatMul(r, V)|y = Add(m, c)")]
    [InlineData("BFT", "Conv1d BatchNorm1d LSTM", "W 4x3x1|g 4|b 4|m 4|v+ 4|W2 1x20x4|R 1x20x5|B2 1x40", "a = Conv(x, W)|n = BatchNormalization(a, g, b, m, v+)|t = Transpose(n) perm=[2,0,1]|l = LSTM(t, W2, R, B2) hidden_size=5|y = Squeeze(l, one)")]
    public void SequenceGraph_ComputesWhatOnnxRuntimeDoes(string axes, string kinds, string weights, string nodes, bool runs = true)
    {
        GraphText graph = Graph(axes, weights, nodes);
        ImportedModel model = Import(graph);
        Assert.Equal(kinds, string.Join(' ', model.Layers.Select(static layer => layer.Kind)));
        if (!runs)
        {
            return;
        }

        const int batch = 2;
        var random = new Random(5);
        float[] x = [.. Enumerable.Range(0, batch * Steps * 3).Select(_ => (random.NextSingle() * 2) - 1)];
        float[] expected = Run(graph, axes, batch, x, model.IsManyToOne, model.OutputSize);
        var evaluator = new LayerEvaluator(model);
        double[] found = [.. Enumerable.Range(0, batch).SelectMany(b => evaluator.EvaluateSequence(Sequence(x, b)).SelectMany(static row => row))];
        AssertClose(expected, found);
    }

    [Theory]
    [InlineData("lstm-2-layers", "LSTM LSTM Linear")]
    [InlineData("gru-last-step", "GRU LastStep Linear")]
    [InlineData("causal-conv1d", "Conv1d Tanh Conv1d Tanh Linear")]
    public void GraphOfTorch_ComputesItsVectors(string name, string kinds)
    {
        string path = FixtureFiles.Find($"onnx-sequences/{name}.onnx");
        byte[] bytes = File.ReadAllBytes(path);
        string vectors = File.ReadAllText(Path.ChangeExtension(path, ".io.json"));
        ImportedModel model = ModelText.Read(ModelFileConverter.Convert(bytes, name + ".onnx", vectors));
        Assert.Equal(kinds, string.Join(' ', model.Layers.Select(static layer => layer.Kind)));
        Assert.Equal("", model.VectorsProblem);
        using JsonDocument document = JsonDocument.Parse(vectors);
        JsonElement sample = document.RootElement.GetProperty("cases")[0];
        float[] x = [.. sample.GetProperty("input").EnumerateArray().Select(static value => value.GetSingle())];
        double[][] steps = [.. x.Chunk(3).Select(static step => Array.ConvertAll(step, static value => (double)value))];
        double[] found = [.. new LayerEvaluator(model).EvaluateSequence(steps).SelectMany(static row => row)];
        AssertClose([.. sample.GetProperty("outputs").GetProperty("data").EnumerateArray().Select(static value => value.GetSingle())], found);
        Assert.Contains("\nvectors\t", ModelFileConverter.Convert(bytes, name + ".onnx", vectors.Replace("\"data\": [", "\"data\": [9", StringComparison.Ordinal).Replace("[9-", "[-9", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void StatesOfTheGraph_AreStatesOfTheNetwork()
    {
        GraphText graph = Graph("TBF", Lstm + "|V 5x2", "a, hn, cn = LSTM(x, W, R, B, _, h0, c0) hidden_size=5|s = Squeeze(a, one)|y = MatMul(s, V)");
        foreach (string name in new[] { "h0", "c0" })
        {
            graph.Graph.Input.Add(Value(name, 1, -1, 5));
        }

        graph.Graph.Output.Add(Value("hn", 1, -1, 5));
        graph.Graph.Output.Add(Value("cn", 1, -1, 5));
        ImportedModel model = Import(graph);
        Assert.Equal("LSTM Linear", string.Join(' ', model.Layers.Select(static layer => layer.Kind)));
        var random = new Random(5);
        float[] x = [.. Enumerable.Range(0, Steps * 3).Select(_ => (random.NextSingle() * 2) - 1)], h = [.. Enumerable.Range(0, 5).Select(_ => random.NextSingle())], c = [.. Enumerable.Range(0, 5).Select(_ => random.NextSingle())];
        using var session = new InferenceSession(graph.Bytes);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run(
        [
            NamedOnnxValue.CreateFromTensor("x", new DenseTensor<float>(x, [Steps, 1, 3])), NamedOnnxValue.CreateFromTensor("h0", new DenseTensor<float>(h, [1, 1, 5])),
            NamedOnnxValue.CreateFromTensor("c0", new DenseTensor<float>(c, [1, 1, 5])),
        ]);
        double[] state = [.. h.Concat(c).Select(static value => (double)value)];
        double[] found = [.. new LayerEvaluator(model).EvaluateSequence(Sequence(x, 0), state).SelectMany(static row => row)];
        float[] Output(string output) => [.. results.First(result => result.Name == output).AsTensor<float>()];
        AssertClose(Output("y"), found);
        AssertClose([.. Output("hn"), .. Output("cn")], state);
    }

    [Theory]
    [InlineData(Lstm + "|H 1x1x5|C 1x1x5", "a = LSTM(x, W, R, B, _, H, C) hidden_size=5|y = Squeeze(a, one)", 10)]
    [InlineData(Lstm + "|C 1x1x5", "a = LSTM(x, W, R, B, _, _, C) hidden_size=5|y = Squeeze(a, one)", 10)]
    [InlineData("W 1x15x3|R 1x15x5|B 1x30|H 1x1x5|W2 1x4x5|R2 1x4x4", "a = GRU(x, W, R, B, _, H) hidden_size=5 linear_before_reset=1|b = Squeeze(a, one)|d = RNN(b, W2, R2) hidden_size=4|y = Squeeze(d, one)", 5)]
    public void ConstantStates_AreWhereTheNetworkBegins(string weights, string nodes, int values)
    {
        GraphText graph = Graph("TBF", weights, nodes);
        ImportedModel model = Import(graph);
        Assert.Equal(values, model.Layers.Sum(static layer => layer.Arguments.Count(static argument => argument.Name.StartsWith("initial_", StringComparison.Ordinal))));
        var random = new Random(5);
        float[] x = [.. Enumerable.Range(0, Steps * 3).Select(_ => (random.NextSingle() * 2) - 1)];
        float[] expected = Run(graph, "TBF", 1, x, isManyToOne: false, model.OutputSize);
        AssertClose(expected, [.. new LayerEvaluator(model).EvaluateSequence(Sequence(x, 0)).SelectMany(static row => row)]);
    }

    [Theory]
    [InlineData("H", 3, float.NaN, "(LSTM) holds NaN at [3]")]
    [InlineData("C", 2, float.NegativeInfinity, "(LSTM) holds -Infinity (or a number beyond ±3.4E+38, the range of float) at [7]")]
    [InlineData("R", 6, float.NaN, "weight_hh_l0' [20, 5] holds NaN at [1, 1]")]
    public void NumberThatIsNotFinite_IsNamed(string tensor, int index, float value, string words)
    {
        GraphText graph = Graph("TBF", Lstm + "|H 1x1x5|C 1x1x5", "a = LSTM(x, W, R, B, _, H, C) hidden_size=5|y = Squeeze(a, one)");
        graph.Graph.Initializer.First(initializer => initializer.Name == tensor).FloatData[index] = value;
        Assert.Contains(words, Assert.Single(Import(graph).NotFinite!).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TBF", "W 1x15x3|R 1x15x5|B 1x30", "a = GRU(x, W, R, B) hidden_size=5|y = Squeeze(a, one)", "linear_before_reset is 0")]
    [InlineData("TBF", Lstm, "a = LSTM(x, W, R, B) hidden_size=5 direction=reverse|y = Squeeze(a, one)", "its direction is reverse, which needs the whole sequence")]
    [InlineData("TBF", "W 2x20x3|R 2x20x5|B 2x40", "a = LSTM(x, W, R, B) hidden_size=5 direction=bidirectional|y = Squeeze(a, one)", "its direction is bidirectional")]
    [InlineData("TBF", Lstm, "a = LSTM(x, W, R, B) hidden_size=5 clip=0.5|y = Squeeze(a, one)", "it clips its sums to ±0.5 (clip)")]
    [InlineData("TBF", Lstm, "a = LSTM(x, W, R, B) hidden_size=5 input_forget=1|y = Squeeze(a, one)", "input_forget = 1")]
    [InlineData("TBF", Lstm + "|P 1x15", "a = LSTM(x, W, R, B, _, _, _, P) hidden_size=5|y = Squeeze(a, one)", "it has peepholes 'P' (P)")]
    [InlineData("TBF", Lstm, "a = LSTM(x, W, R, B, five) hidden_size=5|y = Squeeze(a, one)", "sequence_lens")]
    [InlineData("TBF", Lstm, "a = LSTM(x, W, R, B) hidden_size=4|y = Squeeze(a, one)", "its hidden_size is 4, and its R [1, 20, 5] holds 5 units; the file contradicts itself")]
    [InlineData("TBF", Lstm + "|H 1x2x5", "a = LSTM(x, W, R, B, _, H) hidden_size=5|y = Squeeze(a, one)", "its initial_h 'H' is another constant for each sequence of a batch")]
    [InlineData("TBF", Lstm + "|W2 1x20x3", "a, h = LSTM(x, W, R, B) hidden_size=5|b = LSTM(x, W2, R, B, _, h) hidden_size=5|y = Squeeze(b, one)", "its initial_h 'h' is computed by the network")]
    [InlineData("TBF", Lstm, "a, h, c = LSTM(x, W, R, B) hidden_size=5|y = Tanh(c)", "its output 2 'c', the cell state")]
    [InlineData("TBF", Lstm, "a = LSTM(x, W, R, B) hidden_size=5|s = Squeeze(a, one)|y = Gather(s, zero) axis=0", "of the steps the last one (-1) is supported")]
    [InlineData("TBF", Lstm + "|c! 3", "p = Add(x, c!)|q = Sub(p, c!)|a = LSTM(q, W, R, B) hidden_size=5|y = Squeeze(a, one)", "its result is lost in rounding")]
    [InlineData("BFT", "W 4x3x3", "y = Conv(x, W) pads=[1,1]", "pads [1, 1] look 1 steps ahead")]
    [InlineData("BFT", "W 4x3x3", "y = Conv(x, W)", "0 zeros in front of the steps leave outputs out at the beginning")]
    [InlineData("BFT", "W 4x3x3", "y = Conv(x, W) pads=[3,0]", "delay its outputs by 1")]
    [InlineData("BFT", "W 4x3x3", "y = Conv(x, W) pads=[2,0] strides=[2]", "its stride is 2")]
    [InlineData("BFT", "W 4x3x3", "y = Conv(x, W) auto_pad=SAME_UPPER", "its auto_pad is SAME_UPPER, which looks ahead")]
    [InlineData("BFT", "W 4x3x3", "a = Conv(x, W) pads=[2,2]|y = Slice(a, zeros, cut, two)", "pads [2, 2] look 2 steps ahead")]
    public void OtherForms_AreRefusedByName(string axes, string weights, string nodes, string part)
    {
        ModelFileException problem = Assert.Throws<ModelFileException>(() => Import(Graph(axes, weights, nodes)));
        Assert.Contains(part, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 2, "y = Conv(p, W)", "the state 'past' holds 3 steps and its pads are [0, 0]; the kernel 3 with the dilation 1 needs a past of 2 steps and no pads")]
    [InlineData(2, 2, "y = Conv(p, W) pads=[1,0]", "the state 'past' holds 2 steps and its pads are [1, 0]")]
    [InlineData(1, 2, "y = Conv(p, W) pads=[1,0]", "the state 'past' holds 1 steps and its pads are [1, 0]; the kernel 3 with the dilation 1 needs a past of 2 steps and no pads")]
    [InlineData(2, 1, "y = Conv(p, W)", "along dimension 1; the past of a convolution, [batch, 3, (kernel - 1) * dilation] along the steps, is supported")]
    public void PastThatDoesNotFit_IsRefused(int steps, int axis, string convolution, string part)
    {
        GraphText graph = Graph("BFT", "W 4x3x3", $"p = Concat(past, x) axis={axis}|{convolution}");
        graph.Graph.Input.Add(Value("past", -1, 3, steps));
        ModelFileException problem = Assert.Throws<ModelFileException>(() => Import(graph));
        Assert.Contains(part, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("present = Slice(p, cut, end, two)", "")]

    // PyTorch's p[:, :, p.size(2) - 2:].
    [InlineData("s = Shape(p)|g = Gather(s, two) axis=0|d = Sub(g, two)|present = Slice(p, d, end, two)", "")]
    [InlineData("present = Slice(p, zeros, two, two)", "the output 'present', of shape [1, 3, 2] after 1 steps, is read off 'p' and is not its last 2 steps, [1, 3, 2]")]
    [InlineData("present = Slice(p, ones, end, two)", "the output 'present', of shape [1, 3, 8] after 7 steps")]
    [InlineData("present = Slice(p, lasts, end, two)", "the output 'present', of shape [1, 3, 1] after 1 steps")]
    [InlineData("s = Shape(p)|g = Gather(s, two) axis=0|d = Sub(g, ones)|present = Slice(p, d, end, two)", "the past 'past' of the next call is expected, in PyTorch p[:, :, -2:]")]
    public void PastOfTheNextCall_IsTheLastSteps(string present, string problem)
    {
        GraphText graph = Graph("BFT", "W 4x3x3", "p = Concat(past, x) axis=2|y = Conv(p, W)|" + present);
        graph.Graph.Input.Add(Value("past", -1, 3, 2));
        graph.Graph.Output.Add(Value("present", -1, 3, 2));
        if (problem.Length == 0)
        {
            Assert.Equal("Conv1d", Assert.Single(Import(graph).Layers).Kind);
            return;
        }

        Assert.Contains(problem, Assert.Throws<ModelFileException>(() => Import(graph)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a = LSTM(x, W, R, B, _, H, c0) hidden_size=5|y = Squeeze(a, one)", "its initial_c 'c0' is an input of the graph and its initial_h is not")]
    [InlineData("i = Identity(c0)|a = LSTM(x, W, R, B, _, i) hidden_size=5|y = Squeeze(a, one)", "its initial_h 'i' is an input of the graph and its initial_c is not")]
    public void HalfOfAStateAsInput_IsRefused(string nodes, string part)
    {
        GraphText graph = Graph("TBF", Lstm + "|H 1x1x5", nodes);
        graph.Graph.Input.Add(Value("c0", 1, -1, 5));
        ModelFileException problem = Assert.Throws<ModelFileException>(() => Import(graph));
        Assert.Contains(part, problem.Message, StringComparison.Ordinal);
        Assert.False(problem.IsFault);
    }

    private static GraphText Graph(string axes, string weights, string nodes)
    {
        var graph = new GraphText(15, [.. axes.Select(static axis => axis == 'F' ? 3L : -1)], "y");
        for (int i = 0; i < axes.Length; i++)
        {
            if (axes[i] == 'T')
            {
                graph.Graph.Input[0].Type.TensorType.Shape.Dim[i].DimParam = "t";
            }
        }

        foreach (string[] weight in weights.Split('|').Select(static weight => weight.Split(' ')))
        {
            long[] shape = [.. weight[1].Split('x').Select(long.Parse)];
            if (weight[0].EndsWith('0'))
            {
                graph.Floats(weight[0], shape, new float[shape.Aggregate(1L, static (a, b) => a * b)]);
            }
            else if (weight[0].EndsWith('+'))
            {
                graph.Floats(weight[0], shape, [.. Enumerable.Range(1, (int)shape[0]).Select(static i => 0.5f + i)]);
            }
            else if (weight[0].EndsWith('!'))
            {
                graph.Floats(weight[0], shape, [.. Enumerable.Repeat(1e8f, (int)shape[0])]);
            }
            else
            {
                graph.Random(weight[0], shape);
            }
        }

        (string Name, long[] Values)[] integers =
            [("one", [1]), ("ones", [1]), ("two", [2]), ("zeros", [0]), ("five", [5]), ("lasts", [-1]), ("end", [long.MaxValue]), ("cut", [-2]), ("front4", [0, 0, 4, 0, 0, 0])];
        foreach ((string name, long[] values) in integers.Where(integer => nodes.Contains(integer.Name, StringComparison.Ordinal)))
        {
            graph.Integers(name, values);
        }

        foreach ((string name, long value) in new[] { ("zero", 0L), ("last", -1L) })
        {
            if (nodes.Contains(name, StringComparison.Ordinal))
            {
                graph.Integers(name, value);
                graph.Graph.Initializer[^1].Dims.Clear();
            }
        }

        return graph.Nodes(nodes.Split('|'));
    }

    private static Protocol.ValueInfoProto Value(string name, params long[] shape)
    {
        var dimensions = new Protocol.TensorShapeProto();
        dimensions.Dim.AddRange(shape.Select(static dimension => dimension < 0 ? new Protocol.TensorShapeProto.Types.Dimension { DimParam = "n" } : new Protocol.TensorShapeProto.Types.Dimension { DimValue = dimension }));
        return new() { Name = name, Type = new Protocol.TypeProto { TensorType = new Protocol.TypeProto.Types.Tensor { ElemType = 1, Shape = dimensions } } };
    }

    private static ImportedModel Import(GraphText graph)
    {
        ImportedModel model = ModelText.Read(ModelFileConverter.Convert(graph.Bytes, "net.onnx"));
        Assert.True(model.IsStreaming);
        return model;
    }

    private static double[][] Sequence(float[] x, int sequence) =>
        [.. Enumerable.Range(0, Steps).Select(t => x.Skip(((sequence * Steps) + t) * 3).Take(3).Select(static value => (double)value).ToArray())];

    /// <summary>ONNX Runtime's outputs as [batch, steps, features].</summary>
    private static float[] Run(GraphText graph, string axes, int batch, float[] x, bool isManyToOne, int outputs)
    {
        int[] Sizes(string order, int features) => [.. order.Select(axis => axis == 'B' ? batch : axis == 'T' ? Steps : features)];
        var input = new DenseTensor<float>(Sizes(axes, 3));
        for (int b = 0; b < batch; b++)
        {
            for (int t = 0; t < Steps; t++)
            {
                for (int f = 0; f < 3; f++)
                {
                    input[[.. axes.Select(axis => axis == 'B' ? b : axis == 'T' ? t : f)]] = x[(((b * Steps) + t) * 3) + f];
                }
            }
        }

        using var session = new InferenceSession(graph.Bytes);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run([NamedOnnxValue.CreateFromTensor("x", input)]);
        Tensor<float> y = results[0].AsTensor<float>();
        int[] shape = y.Dimensions.ToArray();
        if (isManyToOne)
        {
            return [.. y];
        }

        string order = new[] { "BTF", "TBF", "BFT" }.First(candidate => Sizes(candidate, outputs).SequenceEqual(shape));
        return
        [
            .. from b in Enumerable.Range(0, batch)
            from t in Enumerable.Range(0, Steps)
            from f in Enumerable.Range(0, outputs)
            select y[[.. order.Select(axis => axis == 'B' ? b : axis == 'T' ? t : f)]],
        ];
    }

    private static void AssertClose(float[] expected, double[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        double largest = expected.Max(static value => Math.Abs(value));
        Assert.True(largest > 0.01);
        Assert.All(expected.Zip(found), pair => Assert.InRange(pair.Second, pair.First - (Tolerance * largest), pair.First + (Tolerance * largest)));
    }
}
