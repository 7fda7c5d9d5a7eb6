using System;
using System.IO;
using System.Linq;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Xunit;

namespace StaticNet.Onnx.Tests;

[Sequential(4), FreeParameter("log_std", 2), Linear(9, Name = "trunk"), Tanh, Head("policy", 3, Activation.Tanh), Head("value"), Linear(8), ReLU, Linear(1), Head("logits", 2, Loss = Loss.CrossEntropy)]
public partial class ExportedHeads;

[Sequential(2), Head("input", 1), Head("value", 1)]
public partial class HeadNamedAsInput;

[Sequential(2), Head("a", 1), Head("a.weight", 1)]
public partial class HeadNamedAsParameter;

/// <summary>Each head is an output of the file, under its name, and ONNX Runtime computes it as the network does.</summary>
public sealed class HeadExportTests
{
    private const float Tolerance = 2e-6f;
    private const int Rows = 5;

    [Fact]
    public void EveryHead_IsAnOutputByItsName()
    {
        var network = new ExportedHeads(seed: 3);
        using var file = new MemoryStream();
        network.ExportOnnx(file);
        float[] inputs = [.. Enumerable.Range(0, Rows * 4).Select(static i => MathF.Sin(i))];
        float[] expected = network.ForwardBatch(inputs);
        using var session = new InferenceSession(file.ToArray());
        Assert.Equal(["policy", "value", "logits"], session.OutputNames);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run([NamedOnnxValue.CreateFromTensor("input", new DenseTensor<float>(inputs, [Rows, 4]))]);
        foreach (OutputHead head in ExportedHeads.Description.Heads)
        {
            Tensor<float> actual = results.Single(result => result.Name == head.Name).AsTensor<float>();
            Assert.Equal([Rows, head.Size], actual.Dimensions.ToArray());
            for (int row = 0; row < Rows; row++)
            {
                for (int column = 0; column < head.Size; column++)
                {
                    Assert.Equal(head.Of(expected, row)[column], actual[row, column], Tolerance);
                }
            }
        }
    }

    [Fact]
    public void NameThatTheGraphHasAlready_IsRefused()
    {
        Assert.Equal(
            "The head 'input' becomes an output of the ONNX graph, and its input is called 'input', too; give the head another name.",
            Assert.Throws<NotSupportedException>(() => new HeadNamedAsInput(seed: 1).ExportOnnx(new MemoryStream())).Message);
        Assert.Equal(
            "The head 'a.weight' becomes an output of the ONNX graph, and a parameter is called 'a.weight', too; give the head another name.",
            Assert.Throws<NotSupportedException>(() => new HeadNamedAsParameter(seed: 1).ExportOnnx(new MemoryStream())).Message);
    }
}
