using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.ModelFiles.Onnx.Interpretation;

/// <summary>Operators of the domain ai.onnx.ml, as scikit-learn's converter writes them.</summary>
internal static class ReferenceClassical
{
    public static void AddTo(Dictionary<string, Func<OperatorCall, Tensor[]>> operators, string prefix)
    {
        operators.Add(prefix + "Scaler", Scaler);
        operators.Add(prefix + "Normalizer", Normalizer);
        operators.Add(prefix + "LinearRegressor", LinearRegressor);
        operators.Add(prefix + "LinearClassifier", LinearClassifier);
        operators.Add(prefix + "ArrayFeatureExtractor", ArrayFeatureExtractor);
        operators.Add(prefix + "ZipMap", call => [call[0]]);
    }

    private static Tensor[] Scaler(OperatorCall call)
    {
        Tensor x = call[0];
        int columns = x.Shape[x.Rank - 1];
        double At(string attribute, int i, double otherwise) => call.Node.Attribute(attribute)?.Floats is { Count: > 0 } list
            ? list[list.Count == 1 ? 0 : i % columns]
            : otherwise;
        return [Tensor.Of(x.Shape, [.. x.Values.Select((v, i) => (v - At("offset", i, 0)) * At("scale", i, 1))])];
    }

    /// <summary>The entries of the last axis at the given indices.</summary>
    private static Tensor[] ArrayFeatureExtractor(OperatorCall call)
    {
        Tensor x = call[0];
        int length = x.Shape[x.Rank - 1];
        double[] indices = call[1].Values;
        if (Array.Exists(indices, index => !(index >= 0 && index < length)))
        {
            throw new InterpretationException($"an index is none of the {length} entries");
        }

        int rows = x.Values.Length / length;
        return [Tensor.Of([.. x.Shape.Take(x.Rank - 1), indices.Length], [.. Enumerable.Range(0, rows).SelectMany(row => indices.Select(index => x.Values[(row * length) + (int)index]))])];
    }

    private static Tensor[] Normalizer(OperatorCall call)
    {
        Tensor x = call[0];
        int columns = x.Shape[x.Rank - 1];
        string norm = call.Node.Attribute("norm")?.Text ?? "MAX";
        var y = new double[x.Values.Length];
        for (int start = 0; start < y.Length; start += columns)
        {
            var row = new ArraySegment<double>(x.Values, start, columns);
            double size = norm switch
            {
                "L1" => row.Sum(Math.Abs),
                "L2" => Math.Sqrt(row.Sum(v => v * v)),
                "MAX" => row.Max(),
                _ => throw new InterpretationException($"the norm '{norm}' is not known"),
            };
            for (int i = 0; i < columns; i++)
            {
                // Probabilities that all are 0 for want of exponents have no sum to divide by: nothing is defined there.
                y[start + i] = size == 0 && norm == "L1" ? double.NaN : size == 0 ? x.Values[start + i] : x.Values[start + i] / size;
            }
        }

        return [Tensor.Of(x.Shape, y)];
    }

    private static Tensor[] LinearRegressor(OperatorCall call)
    {
        double[] scores = Scores(call, (int)call.Node.Integer("targets", 1), out int rows, out int columns);
        return [Transformed(call, scores, rows, columns)];
    }

    /// <summary>Labels, then scores. Labels are not computed: nothing that is imported reads them.</summary>
    private static Tensor[] LinearClassifier(OperatorCall call)
    {
        int labels = Math.Max(call.Node.Attribute("classlabels_ints")?.Integers.Count ?? 0, call.Node.Attribute("classlabels_strings")?.Strings.Count ?? 0);
        double[] scores = Scores(call, labels, out int rows, out int columns);
        return [new(Tensor.Int64, [rows], [.. Enumerable.Repeat(double.NaN, rows)]), Transformed(call, scores, rows, columns)];
    }

    private static double[] Scores(OperatorCall call, int columns, out int rows, out int written)
    {
        Tensor x = call[0];
        int inputs = x.Shape[x.Rank - 1];
        rows = x.Values.Length / Math.Max(1, inputs);
        written = columns;
        List<float> coefficients = call.Node.Attribute("coefficients")?.Floats ?? [];
        List<float> intercepts = call.Node.Attribute("intercepts")?.Floats ?? [];
        if (coefficients.Count != columns * inputs || (intercepts.Count != 0 && intercepts.Count != columns))
        {
            throw new InterpretationException($"it has {coefficients.Count} coefficients and {intercepts.Count} intercepts for {inputs} inputs and {columns} outputs");
        }

        var y = new double[rows * columns];
        for (int i = 0; i < y.Length; i++)
        {
            int column = i % columns;
            y[i] = intercepts.Count == 0 ? 0 : intercepts[column];
            for (int k = 0; k < inputs; k++)
            {
                y[i] += (double)coefficients[(column * inputs) + k] * x.Values[(i / columns * inputs) + k];
            }
        }

        return y;
    }

    private static Tensor Transformed(OperatorCall call, double[] scores, int rows, int columns)
    {
        string transform = call.Node.Attribute("post_transform")?.Text ?? "NONE";
        double[] y = transform switch
        {
            "NONE" => scores,
            "LOGISTIC" => Array.ConvertAll(scores, v => 1 / (1 + Math.Exp(-v))),
            "SOFTMAX" => Softmax(scores, columns),
            _ => throw new InterpretationException($"the transform '{transform}' is not known"),
        };
        return Tensor.Of([rows, columns], y);
    }

    private static double[] Softmax(double[] scores, int columns)
    {
        var y = new double[scores.Length];
        for (int start = 0; start < y.Length; start += columns)
        {
            var row = new ArraySegment<double>(scores, start, columns);
            double largest = row.Max();
            double sum = row.Sum(v => Math.Exp(v - largest));
            for (int i = 0; i < columns; i++)
            {
                y[start + i] = Math.Exp(scores[start + i] - largest) / sum;
            }
        }

        return y;
    }
}
