using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.ModelFiles.Onnx.Interpretation;

/// <summary>LSTM, GRU, RNN and Conv of one dimension, after the ONNX specification, forward and with default activations; Pad, and constants of computed shapes.</summary>
internal static class ReferenceSequences
{
    public static void AddTo(Dictionary<string, Func<OperatorCall, Tensor[]>> operators)
    {
        operators.Add("LSTM", call => Recurrent(call, 4));
        operators.Add("GRU", call => Recurrent(call, 3));
        operators.Add("RNN", call => Recurrent(call, 1));
        operators.Add("Conv", Conv);
        operators.Add("Pad", Pad);
        operators.Add("ConstantOfShape", ConstantOfShape);
        operators.Add("ReduceMax", ReduceMax);
    }

    private static Tensor[] Recurrent(OperatorCall call, int gates)
    {
        OnnxNode node = call.Node;
        if ((node.Attribute("direction")?.Text ?? "forward") != "forward" || node.Attribute("clip") is not null || call.Optional(4) is not null || call.Optional(7) is not null)
        {
            throw new InterpretationException("of recurrent operators those of one forward direction, without clip, sequence_lens and peepholes, are known");
        }

        bool isBatchFirst = node.Integer("layout", 0) != 0;
        Tensor x = call[0], w = call[1], r = call[2];
        if (x.Rank != 3 || w.Rank != 3 || r.Rank != 3 || w.Shape[0] != 1)
        {
            throw new InterpretationException("X, W and R have three dimensions, W and R one direction");
        }

        (int steps, int batch) = isBatchFirst ? (x.Shape[1], x.Shape[0]) : (x.Shape[0], x.Shape[1]);
        int inputs = x.Shape[2], units = r.Shape[2];
        if (w.Shape[1] != gates * units || w.Shape[2] != inputs || r.Shape[1] != gates * units)
        {
            throw new InterpretationException($"W [{string.Join(", ", w.Shape)}] and R [{string.Join(", ", r.Shape)}] do not fit {inputs} inputs");
        }

        double[] bias = call.Optional(3)?.Values ?? new double[2 * gates * units];
        var y = new double[steps * batch * units];
        var lastHidden = new double[batch * units];
        var lastCell = new double[batch * units];
        for (int b = 0; b < batch; b++)
        {
            double[] h = Initial(call.Optional(5), b, units), c = Initial(call.Optional(6), b, units);
            for (int t = 0; t < steps; t++)
            {
                int row = (isBatchFirst ? (b * steps) + t : (t * batch) + b) * inputs;
                double X(int gate, int unit) => bias[(gate * units) + unit] + Dot(w.Values, ((gate * units) + unit) * inputs, x.Values, row, inputs);
                double R(int gate, int unit, double[] state) => Dot(r.Values, ((gate * units) + unit) * units, state, 0, units);
                double RecurrentBias(int gate, int unit) => bias[((gates + gate) * units) + unit];
                double Sum(int gate, int unit) => X(gate, unit) + R(gate, unit, h) + RecurrentBias(gate, unit);
                var next = new double[units];
                if (gates == 4)
                {
                    var cell = new double[units];
                    for (int u = 0; u < units; u++)
                    {
                        // Gates i, o, f, c.
                        cell[u] = (Sigmoid(Sum(2, u)) * c[u]) + (Sigmoid(Sum(0, u)) * Math.Tanh(Sum(3, u)));
                        next[u] = Sigmoid(Sum(1, u)) * Math.Tanh(cell[u]);
                    }

                    c = cell;
                }
                else if (gates == 3)
                {
                    // Gates z, r, h.
                    double[] reset = [.. Enumerable.Range(0, units).Select(u => Sigmoid(Sum(1, u)))];
                    double[] resetState = [.. h.Select((value, u) => value * reset[u])];
                    bool isLinearBefore = node.Integer("linear_before_reset", 0) != 0;
                    for (int u = 0; u < units; u++)
                    {
                        double z = Sigmoid(Sum(0, u));
                        double candidate = Math.Tanh(X(2, u) + (isLinearBefore ? reset[u] * (R(2, u, h) + RecurrentBias(2, u)) : R(2, u, resetState) + RecurrentBias(2, u)));
                        next[u] = ((1 - z) * candidate) + (z * h[u]);
                    }
                }
                else
                {
                    bool isReLU = node.Attribute("activations")?.Strings.FirstOrDefault() is string activation && activation.Equals("Relu", StringComparison.OrdinalIgnoreCase);
                    for (int u = 0; u < units; u++)
                    {
                        next[u] = isReLU ? Math.Max(0, Sum(0, u)) : Math.Tanh(Sum(0, u));
                    }
                }

                h = next;
                h.CopyTo(y, (isBatchFirst ? (b * steps) + t : (t * batch) + b) * units);
            }

            h.CopyTo(lastHidden, b * units);
            c.CopyTo(lastCell, b * units);
        }

        int[] state = isBatchFirst ? [batch, 1, units] : [1, batch, units];
        return [Tensor.Of(isBatchFirst ? [batch, steps, 1, units] : [steps, 1, batch, units], y), Tensor.Of(state, lastHidden), Tensor.Of(state, lastCell)];
    }

    // [1, batch, units] and [batch, 1, units] lie alike. A constant that an exporter traced with one sequence is the state of each.
    private static double[] Initial(Tensor? tensor, int batch, int units) => tensor is null ? new double[units]
        : tensor.Values.Length == units ? tensor.Values
        : tensor.Values.Length >= (batch + 1) * units ? [.. tensor.Values.Skip(batch * units).Take(units)]
        : throw new InterpretationException($"an initial state has {tensor.Values.Length} values");

    private static Tensor[] Conv(OperatorCall call)
    {
        Tensor x = call[0], w = call[1];
        if (x.Rank != 3 || w.Rank != 3)
        {
            throw new InterpretationException("of Conv that of one dimension is known");
        }

        long[] pads = call.Node.Attribute("pads")?.Integers.ToArray() ?? [0, 0];
        long dilation = call.Node.Attribute("dilations")?.Integers.FirstOrDefault() ?? 1, stride = call.Node.Attribute("strides")?.Integers.FirstOrDefault() ?? 1;
        int groups = (int)call.Node.Integer("group", 1), batch = x.Shape[0], length = x.Shape[2];
        (int outputs, int perGroup, int kernel) = (w.Shape[0], w.Shape[1], w.Shape[2]);
        string padding = call.Node.Attribute("auto_pad")?.Text ?? "NOTSET";
        if (padding is not ("NOTSET" or "VALID" or "") || groups < 1 || x.Shape[1] != perGroup * groups || outputs % groups != 0 || pads.Length != 2)
        {
            throw new InterpretationException($"W [{string.Join(", ", w.Shape)}] with {groups} groups does not fit {x.Shape[1]} channels, or the padding is {padding}");
        }

        long steps = ((length + pads[0] + pads[1] - ((kernel - 1) * dilation) - 1) / stride) + 1;
        if (steps < 1)
        {
            throw new InterpretationException($"a kernel of {kernel} does not fit {length} steps");
        }

        int[] shape = [batch, outputs, (int)steps];
        var y = new double[Tensor.Product(shape)];
        for (int b = 0; b < batch; b++)
        {
            for (int o = 0; o < outputs; o++)
            {
                int first = o / (outputs / groups) * perGroup;
                for (int t = 0; t < steps; t++)
                {
                    double sum = call.Optional(2)?.Values[o] ?? 0;
                    for (int i = 0; i < perGroup; i++)
                    {
                        for (int k = 0; k < kernel; k++)
                        {
                            long from = (t * stride) + (k * dilation) - pads[0];
                            sum += from >= 0 && from < length ? w.Values[(((o * perGroup) + i) * kernel) + k] * x.Values[(((b * x.Shape[1]) + first + i) * length) + from] : 0;
                        }
                    }

                    y[(((b * outputs) + o) * (int)steps) + t] = sum;
                }
            }
        }

        return [Tensor.Of(shape, y)];
    }

    private static Tensor[] Pad(OperatorCall call)
    {
        Tensor x = call[0];
        long[] pads = call.Integers("pads", 1) ?? throw new InterpretationException("it has no pads");
        double value = call.Optional(2) is Tensor { Values.Length: > 0 } given ? given.Values[0] : call.Node.Float("value", 0);
        if ((call.Node.Attribute("mode")?.Text ?? "constant") != "constant" || pads.Length != 2 * x.Rank || call.Optional(3) is not null || Array.Exists(pads, static pad => pad < 0))
        {
            throw new InterpretationException("of Pad that of constants on all axes is known");
        }

        int[] shape = [.. x.Shape.Select((dimension, axis) => dimension + (int)pads[axis] + (int)pads[axis + x.Rank])];
        double[] y = [.. Enumerable.Repeat(value, Tensor.Product(shape))];
        for (int i = 0; i < x.Values.Length; i++)
        {
            int rest = i, place = 0, stride = 1;
            for (int axis = x.Rank - 1; axis >= 0; axis--)
            {
                place += ((rest % x.Shape[axis]) + (int)pads[axis]) * stride;
                rest /= x.Shape[axis];
                stride *= shape[axis];
            }

            y[place] = x.Values[i];
        }

        return [new(x.Type, shape, y)];
    }

    private static Tensor[] ConstantOfShape(OperatorCall call)
    {
        int[] shape = [.. call[0].Values.Select(static dimension => (int)dimension)];
        Tensor value = call.Node.Attribute("value")?.Tensor is OnnxTensor stored ? StoredTensor.Read(stored) : Tensor.Of([1], [0]);
        return [new(value.Type, shape, [.. Enumerable.Repeat(value.Values[0], Tensor.Product(shape))])];
    }

    private static Tensor[] ReduceMax(OperatorCall call)
    {
        Tensor x = call[0];
        long[] axes = call.Integers("axes", 1) ?? [.. Enumerable.Range(0, x.Rank).Select(static axis => (long)axis)];
        if (axes.Length != 1)
        {
            throw new InterpretationException("of ReduceMax that of one axis is known");
        }

        int reduced = x.Axis(axes[0]);
        int inner = Tensor.Product(x.Shape, reduced + 1), length = x.Shape[reduced], outer = Tensor.Product(x.Shape, 0, reduced);
        bool keeps = call.Node.Integer("keepdims", 1) != 0;
        int[] shape = [.. x.Shape.Take(reduced), .. keeps ? [1] : Array.Empty<int>(), .. x.Shape.Skip(reduced + 1)];
        return [new(x.Type, shape, [.. Enumerable.Range(0, outer * inner).Select(place => Enumerable.Range(0, length).Max(i => x.Values[(((place / inner * length) + i) * inner) + (place % inner)]))])];
    }

    private static double Dot(double[] a, int aStart, double[] b, int bStart, int count)
    {
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += a[aStart + i] * b[bStart + i];
        }

        return sum;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
