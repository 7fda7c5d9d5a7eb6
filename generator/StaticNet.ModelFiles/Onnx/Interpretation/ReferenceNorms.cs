using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.ModelFiles.Onnx.Interpretation;

/// <summary>Operators over several numbers of a row: norms, means and softmax.</summary>
internal static class ReferenceNorms
{
    public static void AddTo(Dictionary<string, Func<OperatorCall, Tensor[]>> operators)
    {
        operators.Add("Softmax", call => [Softmax(call, isLogarithm: false)]);
        operators.Add("LogSoftmax", call => [Softmax(call, isLogarithm: true)]);
        operators.Add("LayerNormalization", LayerNormalization);
        operators.Add("RMSNormalization", RMSNormalization);
        operators.Add("BatchNormalization", BatchNormalization);
        operators.Add("ReduceMean", call => [Reduced(call, v => v, (sum, count) => sum / count)]);
        operators.Add("ReduceSum", call => [Reduced(call, v => v, (sum, _) => sum)]);
        operators.Add("ReduceL1", call => [Reduced(call, Math.Abs, (sum, _) => sum)]);
        operators.Add("ReduceL2", call => [Reduced(call, v => v * v, (sum, _) => Math.Sqrt(sum))]);
        operators.Add("LpNormalization", LpNormalization);
    }

    private static Tensor Softmax(OperatorCall call, bool isLogarithm)
    {
        // Up to operator set 12 everything from the axis on is one row; later only the axis is.
        Tensor x = call[0];
        bool isOld = call.OperatorSet < 13;
        int axis = x.Axis(call.Node.Integer("axis", isOld ? 1 : -1));
        int length = isOld ? Tensor.Product(x.Shape, axis) : x.Shape[axis];
        int inner = isOld ? 1 : Tensor.Product(x.Shape, axis + 1);
        var y = new double[x.Values.Length];
        for (int i = 0; i < y.Length; i++)
        {
            if (i / inner % length != 0)
            {
                continue;
            }

            int[] places = [.. Enumerable.Range(0, length).Select(k => i + (k * inner))];
            double largest = places.Max(place => x.Values[place]);
            double sum = places.Sum(place => Math.Exp(x.Values[place] - largest));
            foreach (int place in places)
            {
                double shifted = x.Values[place] - largest;
                y[place] = isLogarithm ? shifted - Math.Log(sum) : Math.Exp(shifted) / sum;
            }
        }

        return x.With(y);
    }

    private static Tensor[] LayerNormalization(OperatorCall call)
    {
        Tensor x = call[0];
        int length = Tensor.Product(x.Shape, x.Axis(call.Node.Integer("axis", -1)));
        double epsilon = call.Node.Float("epsilon", 1e-5f);
        var y = new double[x.Values.Length];
        for (int start = 0; start < y.Length; start += length)
        {
            double mean = 0;
            for (int i = 0; i < length; i++)
            {
                mean += x.Values[start + i] / length;
            }

            double variance = 0;
            for (int i = 0; i < length; i++)
            {
                variance += (x.Values[start + i] - mean) * (x.Values[start + i] - mean) / length;
            }

            CheckRange(x, start, length);
            for (int i = 0; i < length; i++)
            {
                y[start + i] = (x.Values[start + i] - mean) / Math.Sqrt(variance + epsilon);
            }
        }

        return [Scaled(call, x.With(y))];
    }

    private static Tensor[] RMSNormalization(OperatorCall call)
    {
        Tensor x = call[0];
        int length = Tensor.Product(x.Shape, x.Axis(call.Node.Integer("axis", -1)));
        double epsilon = call.Node.Float("epsilon", 1e-5f);
        var y = new double[x.Values.Length];
        for (int start = 0; start < y.Length; start += length)
        {
            double squares = 0;
            for (int i = 0; i < length; i++)
            {
                squares += x.Values[start + i] * x.Values[start + i] / length;
            }

            CheckRange(x, start, length);
            for (int i = 0; i < length; i++)
            {
                y[start + i] = x.Values[start + i] / Math.Sqrt(squares + epsilon);
            }
        }

        return [Scaled(call, x.With(y))];
    }

    /// <summary>A sum of squares beyond a float's range makes every normalized number 0 in programs that compute in float, ONNX Runtime among them.</summary>
    private static void CheckRange(Tensor x, int start, int length)
    {
        double sum = 0;
        for (int i = start; i < start + length; i++)
        {
            sum += x.Values[i] * x.Values[i];
        }

        if (x.Type == Tensor.Float && sum > float.MaxValue)
        {
            throw new InterpretationException("the squares of what it normalizes leave the range of float (3·10³⁸); numbers above 10¹⁹ reach it for inputs of up to 1");
        }
    }

    private static Tensor Scaled(OperatorCall call, Tensor normal)
    {
        Tensor scaled = ReferenceElementwise.Broadcast(normal.Type, (v, scale) => v * scale, normal, call[1]);
        return call.Optional(2) is Tensor shift ? ReferenceElementwise.Broadcast(normal.Type, (v, s) => v + s, scaled, shift) : scaled;
    }

    private static Tensor[] BatchNormalization(OperatorCall call)
    {
        Tensor x = call[0];
        int channels = x.Rank > 1 ? x.Shape[1] : 1;
        int inner = Tensor.Product(x.Shape, 2);
        double epsilon = call.Node.Float("epsilon", 1e-5f);
        double At(int input, int channel) => channel < call[input].Values.Length
            ? call[input].Values[channel]
            : throw new InterpretationException($"it has {call[input].Values.Length} values for {channels} channels");
        return [x.With([.. x.Values.Select((v, i) =>
        {
            int channel = i / inner % channels;
            return ((v - At(3, channel)) / Math.Sqrt(At(4, channel) + epsilon) * At(1, channel)) + At(2, channel);
        })])];
    }

    private static Tensor[] LpNormalization(OperatorCall call)
    {
        Tensor x = call[0];
        int axis = x.Axis(call.Node.Integer("axis", -1));
        bool isSum = call.Node.Integer("p", 2) == 1;
        int inner = Tensor.Product(x.Shape, axis + 1);
        var y = new double[x.Values.Length];
        for (int i = 0; i < y.Length; i++)
        {
            int first = i - (i / inner % x.Shape[axis] * inner);
            double size = 0;
            for (int k = 0; k < x.Shape[axis]; k++)
            {
                double v = x.Values[first + (k * inner)];
                size += isSum ? Math.Abs(v) : v * v;
            }

            y[i] = x.Values[i] / (isSum ? size : Math.Sqrt(size));
        }

        return [x.With(y)];
    }

    /// <summary>A sum along axes of what each number becomes, and what becomes of that.</summary>
    private static Tensor Reduced(OperatorCall call, Func<double, double> each, Func<double, double, double> end)
    {
        Tensor x = call[0];
        HashSet<int> axes = call.Integers("axes", 1) is { Length: > 0 } given ? [.. given.Select(x.Axis)] : [.. Enumerable.Range(0, x.Rank)];
        int[] kept = [.. x.Shape.Select((dimension, i) => axes.Contains(i) ? 1 : dimension)];
        var sums = new double[Tensor.Product(kept)];
        for (int i = 0; i < x.Values.Length; i++)
        {
            int place = 0;
            int rest = i;
            int stride = 1;
            for (int d = x.Rank - 1; d >= 0; d--)
            {
                place += axes.Contains(d) ? 0 : rest % x.Shape[d] * stride;
                stride *= kept[d];
                rest /= x.Shape[d];
            }

            sums[place] += each(x.Values[i]);
        }

        double count = x.Values.Length / (double)Math.Max(1, sums.Length);
        int[] shape = call.Node.Integer("keepdims", 1) != 0 ? kept : [.. x.Shape.Where((_, i) => !axes.Contains(i))];
        return new(x.Type, shape, Array.ConvertAll(sums, sum => end(sum, count)));
    }
}
