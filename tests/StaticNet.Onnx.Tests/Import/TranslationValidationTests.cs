using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.ModelFiles;
using StaticNet.ModelFiles.Neutral;
using StaticNet.ModelFiles.Onnx;
using StaticNet.ModelFiles.Onnx.Interpretation;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Onnx.Tests.Import;

/// <summary>An import that computes something else than its graph is noticed, wherever the difference is.</summary>
public sealed class TranslationValidationTests
{
    [Fact]
    public void EveryOperatorThatIsImported_CanBeInterpreted()
    {
        string[] missing = [.. OperatorTable.Names.Where(name => !ReferenceOperators.Knows(Domain(name), name[(name.LastIndexOf('.') + 1)..]))];
        Assert.Empty(missing);
        Assert.True(OperatorTable.Names.Count() > 50);
    }

    private static string Domain(string name) => name.Contains('.', StringComparison.Ordinal) ? name[..name.LastIndexOf('.')] : "";

    public static IEnumerable<TheoryDataRow<string, string>> Graphs =>
    [
        new("Linear and activations", "a = MatMul(x, W)|h = Add(a, b)|t = Tanh(h)|c = MatMul(t, V)|y = LeakyRelu(c) alpha=0.2"),
        new("norms", "n = LayerNormalization(x, g, b) epsilon=0.01|h = MatMul(n, W)|m = RMSNormalization(h, g)|y = MatMul(m, V)"),
        new("residual and Softmax", "h = MatMul(x, W)|r = Relu(h)|s = Add(r, x)|o = MatMul(s, V)|y = Softmax(o)"),
        new("BatchNorm and Clip", "h = BatchNormalization(x, g, b, b, p) epsilon=0.1|c = Clip(h, mhalf, half)|y = MatMul(c, V)"),
        new("join", "h = MatMul(x, W)|e = Elu(h) alpha=0.5|j = Concat(e, x) axis=1|y = MatMul(j, U)"),
        new("jumps", "h = MatMul(x, W)|k = Shrink(h) lambd=0.5 bias=0.5|q = Softplus(k)|y = MatMul(q, V)"),
    ];

    [Theory]
    [MemberData(nameof(Graphs))]
    public void EveryChangedNumber_IsNoticedWithItsNode(string name, string nodes)
    {
        Assert.NotEmpty(name);
        OnnxModel file = OnnxProtoReader.Read(Graph(nodes).Bytes, "");
        ImportedOutput output = Assert.Single(OnnxImporter.Import(Graph(nodes).Bytes, ""));
        Assert.Null(output.Problem?.Message);
        ImportedModel sound = output.Model!;
        var input = new GraphInput("x", [6], HasBatch: true, -1, IsTransposed: false);
        var interpreter = new GraphInterpreter(file);
        TranslationValidator.Validate(interpreter, input, "y", sound);
        int changes = 0;
        foreach (ImportedModel changed in Changed(sound))
        {
            changes++;
            var error = Assert.Throws<ModelFileException>(() => TranslationValidator.Validate(interpreter, input, "y", changed));
            Assert.True(error.IsFault);
            Assert.Contains(file.Graph!.Nodes, node => node.Label == error.Node && node.Operation == error.Operation);
            Assert.StartsWith($"at node '{error.Node}' ({error.Operation}), read as layer ", error.Message, StringComparison.Ordinal);
        }

        Assert.True(changes >= 4);
    }

    [Theory]
    [InlineData("Identity", "y = Clip(x, mbig, big)", 1e2f)]
    [InlineData("Identity", "y = Clip(x, mbig, big)", 1e8f)]
    [InlineData("Identity", "y = Max(x, mbig)", 60f)]
    [InlineData("Identity", "y = Min(x, big)", 200f)]
    [InlineData("ReLU", "y = Clip(x, zero, big)", 255f)]
    [InlineData("Identity", "y = Div(x, big)", 1e9f)]
    [InlineData("ReLU", "p = Greater(x, big)|s = Sub(x, big)|c = Mul(s, half)|r = Relu(x)|y = Where(p, c, r)", 60f)]
    public void BendThatNoOrdinaryInputReaches_IsNoticed(string wrong, string nodes, float number)
    {
        GraphText graph = new GraphText(23, [-1, 6], "y").Floats("big", [], number).Floats("mbig", [], -number).Floats("zero", [], 0).Floats("half", [], 0.5f).Nodes(nodes.Split('|'));
        var model = new ImportedModel { InputSize = 6 };
        model.Layers.Add(new ImportedLayer(wrong, "0", 6, 6, [-1]));
        model.ValueNames.Add("y");
        var error = Assert.Throws<ModelFileException>(() => TranslationValidator.Validate(
            new GraphInterpreter(OnnxProtoReader.Read(graph.Bytes, "")), new GraphInput("x", [6], HasBatch: true, -1, IsTransposed: false), "y", model));
        Assert.True(error.IsFault);
    }

    [Theory]
    [InlineData("Identity", "a = Mul(x, big)|b = Mul(a, big)|c = Div(b, big)|y = Div(c, big)", false)]
    [InlineData("Sigmoid", "a = Mul(x, big)|b = Mul(a, big)|c = Div(b, big)|y = Div(c, big)", true)]
    [InlineData("Sigmoid", "p = Greater(x, zero)|a = Mul(x, big)|b = Mul(a, big)|c = Div(b, big)|d = Div(c, big)|y = Where(p, d, x)", true)]
    public void RangeOfFloat_HidesNoFault(string layer, string nodes, bool isFault)
    {
        GraphText graph = new GraphText(23, [-1, 6], "y").Floats("big", [], 1e30f).Floats("zero", [], 0).Nodes(nodes.Split('|'));
        var model = new ImportedModel { InputSize = 6 };
        model.Layers.Add(new ImportedLayer(layer, "0", 6, 6, [-1]));
        model.ValueNames.Add("y");
        var error = Assert.Throws<ModelFileException>(() => TranslationValidator.Validate(
            new GraphInterpreter(OnnxProtoReader.Read(graph.Bytes, "")), new GraphInput("x", [6], HasBatch: true, -1, IsTransposed: false), "y", model));
        Assert.Equal(isFault, error.IsFault);
        Assert.Equal(!isFault, error.Message.Contains("its result leaves the range of float", StringComparison.Ordinal));
    }

    [Fact]
    public void BendMovedByRounding_IsNoFault()
    {
        // The jump lies at a number that is no float; the class holds the nearest one.
        var model = new ImportedModel { InputSize = 6 };
        model.Layers.Add(new ImportedLayer("Hardshrink", "0", 6, 6, [-1], ("lambd", 0.30000001192092896 / 3)));
        model.ValueNames.Add("y");
        GraphText graph = new GraphText(23, [-1, 6], "y").Floats("three", [], 3).Floats("limit", [], 0.3f).Floats("zero", [], 0)
            .Nodes("m = Mul(x, three)", "a = Abs(m)", "p = LessOrEqual(a, limit)", "y = Where(p, zero, x)");
        TranslationValidator.Validate(
            new GraphInterpreter(OnnxProtoReader.Read(graph.Bytes, "")), new GraphInput("x", [6], HasBatch: true, -1, IsTransposed: false), "y", model);
    }

    [Theory]
    [InlineData("s = Softmax(x) axis=0|y = Relu(s)")]
    [InlineData("t = Transpose(x) perm=[1,0]|u = Relu(t)|y = Transpose(u) perm=[1,0]")]
    public void SamplesThatMeet_AreNoticed(string nodes)
    {
        // A layer list for which rows do not meet, against a graph in which they do, or seem to.
        GraphText graph = new GraphText(23, [-1, 6], "y").Nodes(nodes.Split('|'));
        var model = new ImportedModel { InputSize = 6 };
        model.Layers.Add(new ImportedLayer(nodes.Contains("Softmax", StringComparison.Ordinal) ? "Softmax" : "ReLU", "0", 6, 6, [-1]));
        model.ValueNames.Add("y");
        void Validate() => TranslationValidator.Validate(
            new GraphInterpreter(OnnxProtoReader.Read(graph.Bytes, "")), new GraphInput("x", [6], HasBatch: true, -1, IsTransposed: false), "y", model);
        if (nodes.Contains("Softmax", StringComparison.Ordinal))
        {
            Assert.True(Assert.Throws<ModelFileException>(Validate).IsFault);
        }
        else
        {
            Validate();
        }
    }

    [Fact]
    public void TransposedBatchOfFour_IsRefused()
    {
        string text = ModelFileConverter.Convert(FixtureFiles.Find("onnx-cases/c29-transA-after-identity.onnx"), "c29.onnx");
        var error = Assert.Throws<ModelFileException>(() => ModelText.Read(text));
        Assert.Contains("transA = 1 mixes samples", error.Message, StringComparison.Ordinal);
        Assert.Equal("Gemm", error.Operation);
    }

    private static GraphText Graph(string nodes) => new GraphText(23, [-1, 6], "y")
        .Random("W", 6, 6).Random("V", 6, 3).Random("U", 12, 3).Random("b", 6).Floats("g", [6], 1.5f, 0.5f, 1, 2, 0.25f, 3).Floats("p", [6], 1, 2, 3, 4, 5, 6)
        .Floats("half", [], 0.5f).Floats("mhalf", [], -0.5f).Nodes(nodes.Split('|'));

    /// <summary>The model with one number, or one kind of layer, changed at a time.</summary>
    private static IEnumerable<ImportedModel> Changed(ImportedModel model)
    {
        for (int t = 0; t < model.Tensors.Count; t++)
        {
            ImportedTensor tensor = model.Tensors[t];
            int last = tensor.Values.Length - 1;
            foreach ((int place, float factor) in new[] { (0, 1.001f), (last, 1.01f) })
            {
                ImportedModel copy = Copy(model);
                float[] values = [.. tensor.Values];
                values[place] *= factor;
                copy.Tensors[t] = tensor with { Values = values };
                yield return copy;
            }
        }

        for (int i = 0; i < model.Layers.Count; i++)
        {
            ImportedLayer layer = model.Layers[i];
            foreach (int a in Enumerable.Range(0, layer.Arguments.Length))
            {
                ImportedModel copy = Copy(model);
                (string Name, double Value)[] arguments = [.. layer.Arguments];
                arguments[a].Value *= 1.001;
                copy.Layers[i] = layer with { Arguments = arguments };
                yield return copy;
            }

            if (layer.InputSize == layer.OutputSize && layer.Kind is not ("Linear" or "Add" or "Concat" or "Identity" or "Dropout") && !model.Tensors.Exists(tensor => tensor.Layer == i))
            {
                foreach (string kind in new[] { "Identity", "Sigmoid", "ReLU" }.Where(kind => kind != layer.Kind))
                {
                    ImportedModel copy = Copy(model);
                    copy.Layers[i] = layer with { Kind = kind };
                    yield return copy;
                }
            }
        }
    }

    private static ImportedModel Copy(ImportedModel model)
    {
        var copy = new ImportedModel { InputSize = model.InputSize };
        copy.Layers.AddRange(model.Layers);
        copy.Tensors.AddRange(model.Tensors);
        copy.ValueNames.AddRange(model.ValueNames);
        return copy;
    }
}
