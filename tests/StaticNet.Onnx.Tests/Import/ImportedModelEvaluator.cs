using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.ModelFiles.Neutral;
using StaticNet.Tests.Shared;

namespace StaticNet.Onnx.Tests.Import;

/// <summary>Computes what an imported model says, in double, one row at a time.</summary>
internal static class ImportedModelEvaluator
{
    public static double[] Evaluate(ImportedModel model, IReadOnlyList<float> row)
    {
        Assert(row.Count == model.InputSize, $"the model takes {model.InputSize} values, not {row.Count}");
        var outputs = new List<double[]>();
        double[] Output(int layer) => layer < 0 ? [.. row.Select(value => (double)value)] : outputs[layer];
        for (int i = 0; i < model.Layers.Count; i++)
        {
            ImportedLayer layer = model.Layers[i];
            double[][] inputs = [.. layer.Inputs.Select(Output)];
            Assert(inputs[0].Length == layer.InputSize, $"layer {layer} reads {inputs[0].Length} values");
            outputs.Add(Evaluate(layer, inputs, [.. model.Tensors.Where(tensor => tensor.Layer == i)]));
            Assert(outputs[i].Length == layer.OutputSize, $"layer {layer} writes {outputs[i].Length} values");
        }

        return outputs[^1];
    }

    private static double[] Evaluate(ImportedLayer layer, double[][] inputs, ImportedTensor[] tensors)
    {
        double[] x = inputs[0];
        float[] Values(string suffix, float otherwise) =>
            tensors.SingleOrDefault(tensor => tensor.Name == $"{layer.Name}.{suffix}")?.Values ?? [.. Enumerable.Repeat(otherwise, layer.OutputSize)];
        double Argument(string name, double otherwise)
        {
            (string Name, double Value)[] found = [.. layer.Arguments.Where(argument => argument.Name == name)];
            return found.Length == 1 ? found[0].Value : otherwise;
        }

        switch (layer.Kind)
        {
            case "Linear":
                float[] weights = Values("weight", 0);
                float[] bias = Values("bias", 0);
                return [.. Enumerable.Range(0, layer.OutputSize).Select(o =>
                    bias[o] + Enumerable.Range(0, layer.InputSize).Sum(k => (double)weights[(o * layer.InputSize) + k] * x[k]))];
            case "LayerNorm":
                (float[] scale, float[] shift) = (Values("weight", 1), Values("bias", 0));
                return [.. ReferenceLayers.Normalize(x, Argument("eps", 1e-5)).Select((v, i) => (v * scale[i]) + shift[i])];
            case "RMSNorm":
                float[] factors = Values("weight", 1);
                double root = Math.Sqrt(x.Average(v => v * v) + Argument("eps", Math.Pow(2, -23)));
                return [.. x.Select((v, i) => v / root * factors[i])];
            case "BatchNorm1d":
                (float[] gamma, float[] beta, float[] mean, float[] variance) =
                    (Values("weight", 1), Values("bias", 0), Values("running_mean", 0), Values("running_var", 1));
                return [.. x.Select((v, i) => ((v - mean[i]) / Math.Sqrt(variance[i] + Argument("eps", 1e-5)) * gamma[i]) + beta[i])];
            case "ScaleShift":
                (float[] center, float[] factor, float[] summand) = (Values("mean", 0), Values("scale", 1), Values("shift", 0));
                return [.. x.Select((v, i) => ((v - center[i]) * factor[i]) + summand[i])];
            case "Add": return [.. x.Zip(inputs[1], (a, b) => a + b)];
            case "Concat": return [.. inputs.SelectMany(input => input)];
            case "Dropout": return x;
            case "PReLU":
                float slope = Values("weight", 0.25f)[0];
                return [.. x.Select(v => v >= 0 ? v : slope * v)];
            case "Softmax": return ReferenceLayers.Softmax(x);
            case "LogSoftmax": return ReferenceLayers.LogSoftmax(x);
            default: return [.. x.Select(v => ReferenceLayers.Activate(layer.Kind, v, Argument))];
        }
    }

    private static void Assert(bool condition, string message) => Xunit.Assert.True(condition, message);
}
