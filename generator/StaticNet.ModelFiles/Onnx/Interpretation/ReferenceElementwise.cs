using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.ModelFiles.Onnx.Interpretation;

/// <summary>Operators on numbers one by one, with broadcasting.</summary>
internal static class ReferenceElementwise
{
    public static void AddTo(Dictionary<string, Func<OperatorCall, Tensor[]>> operators)
    {
        void Unary(string name, Func<double, double> function) => operators.Add(name, call => [call[0].With(Array.ConvertAll(call[0].Values, v => function(v)))]);
        void Attributes(string name, Func<OnnxNode, Func<double, double>> function) => operators.Add(name, call =>
        {
            Func<double, double> f = function(call.Node);
            return [call[0].With(Array.ConvertAll(call[0].Values, v => f(v)))];
        });
        void Binary(string name, Func<double, double, double> function) => operators.Add(name, call => [Broadcast(call[0].Type, function, call[0], call[1])]);
        void Compare(string name, Func<double, double, bool> function) =>
            operators.Add(name, call => [Broadcast(Tensor.Boolean, (a, b) => function(a, b) ? 1 : 0, call[0], call[1])]);
        void Fold(string name, Func<double, double, double> function) => operators.Add(name, call =>
        {
            Tensor sum = call[0];
            for (int i = 1; i < call.InputCount; i++)
            {
                sum = Broadcast(sum.Type, function, sum, call[i]);
            }

            return [sum];
        });

        Unary("Relu", x => x > 0 || double.IsNaN(x) ? x : 0);
        Unary("Sigmoid", Logistic);
        Unary("Tanh", Math.Tanh);
        Unary("Softplus", LogOfOnePlusExp);
        Unary("Softsign", x => x / (1 + Math.Abs(x)));
        Unary("Mish", x => x * Math.Tanh(LogOfOnePlusExp(x)));
        Unary("HardSwish", x => x * Math.Max(0, Math.Min(1, (x / 6) + 0.5)));
        Unary("Erf", ErrorFunction.Erf);
        Unary("Exp", Math.Exp);
        Unary("Log", Math.Log);
        Unary("Neg", x => -x);
        Unary("Abs", Math.Abs);
        Unary("Sqrt", Math.Sqrt);
        Unary("Reciprocal", x => 1 / x);
        Unary("Sign", x => x > 0 ? 1 : x < 0 ? -1 : x);
        Unary("Floor", Math.Floor);
        Unary("Ceil", Math.Ceiling);
        Unary("Round", x => Math.Round(x, MidpointRounding.ToEven));
        operators.Add("Not", call => [new(Tensor.Boolean, call[0].Shape, Array.ConvertAll(call[0].Values, v => v == 0 ? 1.0 : 0))]);

        Attributes("LeakyRelu", node => Leaky(node.Float("alpha", 0.01f)));
        Attributes("ThresholdedRelu", node => { double alpha = node.Float("alpha", 1); return x => x > alpha ? x : 0; });
        Attributes("Elu", node => { double alpha = node.Float("alpha", 1); return x => x < 0 ? alpha * ExpMinusOne(x) : x; });
        Attributes("Celu", node => { double alpha = node.Float("alpha", 1); return x => Math.Max(0, x) + Math.Min(0, alpha * ExpMinusOne(x / alpha)); });
        Attributes("Selu", node =>
        {
            double alpha = node.Float("alpha", 1.67326319217681884765625);
            double gamma = node.Float("gamma", 1.05070102214813232421875);
            return x => x > 0 ? gamma * x : gamma * alpha * ExpMinusOne(x);
        });
        Attributes("Shrink", node =>
        {
            double lambda = node.Float("lambd", 0.5);
            double bias = node.Float("bias", 0);
            return x => x < -lambda ? x + bias : x > lambda ? x - bias : 0;
        });
        Attributes("Swish", node => { double alpha = node.Float("alpha", 1); return x => x * Logistic(alpha * x); });
        Attributes("HardSigmoid", node =>
        {
            double alpha = node.Float("alpha", 0.2f);
            double beta = node.Float("beta", 0.5f);
            return x => Math.Max(0, Math.Min(1, (alpha * x) + beta));
        });
        Attributes("Gelu", node => node.Attribute("approximate")?.Text == "tanh"
            ? x => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))))
            : x => 0.5 * x * ErrorFunction.Complement(-x / Math.Sqrt(2)));

        operators.Add("Add", call => [Broadcast(call[0].Type, (a, b) => a + b, call[0], call[1])]);
        Binary("Sub", (a, b) => a - b);
        Binary("Mul", (a, b) => a * b);
        operators.Add("Div", call => [call[0].IsInteger
            ? Broadcast(call[0].Type, (a, b) => b == 0 ? throw new InterpretationException("it divides an integer by 0") : Math.Truncate(a / b), call[0], call[1])
            : Broadcast(call[0].Type, (a, b) => a / b, call[0], call[1])]);
        Binary("Pow", Math.Pow);
        Compare("Greater", (a, b) => a > b);
        Compare("GreaterOrEqual", (a, b) => a >= b);
        Compare("Less", (a, b) => a < b);
        Compare("LessOrEqual", (a, b) => a <= b);
        Compare("Equal", (a, b) => a == b);
        Compare("And", (a, b) => a != 0 && b != 0);
        Compare("Or", (a, b) => a != 0 || b != 0);
        Fold("Sum", (a, b) => a + b);
        Fold("Max", Math.Max);
        Fold("Min", Math.Min);
        operators.Add("Mean", call =>
        {
            Tensor sum = operators["Sum"](call)[0];
            return [sum.With(Array.ConvertAll(sum.Values, v => v / call.InputCount))];
        });

        operators.Add("PRelu", call => [Broadcast(call[0].Type, (x, slope) => x < 0 ? slope * x : x, call[0], call[1])]);
        operators.Add("Clip", call =>
        {
            double minimum = call.Number("min", 1, double.NegativeInfinity);
            double maximum = call.Number("max", 2, double.PositiveInfinity);
            return [call[0].With(Array.ConvertAll(call[0].Values, x => Math.Min(maximum, Math.Max(minimum, x))))];
        });
        operators.Add("Where", call =>
        {
            Tensor common = Broadcast(Tensor.Boolean, (_, _) => 0, Broadcast(Tensor.Boolean, (_, _) => 0, call[0], call[1]), call[2]);
            Tensor Spread(Tensor tensor) => Broadcast(tensor.Type, (value, _) => value, tensor, common);
            double[] condition = Spread(call[0]).Values;
            Tensor first = Spread(call[1]);
            double[] second = Spread(call[2]).Values;
            return [first.With([.. condition.Select((c, i) => c != 0 ? first.Values[i] : second[i])])];
        });
    }

    /// <summary>A function of two numbers over two tensors, whose shapes are matched from the last dimension on.</summary>
    public static Tensor Broadcast(int type, Func<double, double, double> function, Tensor a, Tensor b)
    {
        int rank = Math.Max(a.Rank, b.Rank);
        var shape = new int[rank];
        var aStrides = new int[rank];
        var bStrides = new int[rank];
        int aStride = 1;
        int bStride = 1;
        for (int i = rank - 1; i >= 0; i--)
        {
            int m = i - rank + a.Rank >= 0 ? a.Shape[i - rank + a.Rank] : 1;
            int n = i - rank + b.Rank >= 0 ? b.Shape[i - rank + b.Rank] : 1;
            if (m != n && m != 1 && n != 1)
            {
                throw new InterpretationException($"shapes [{string.Join(", ", a.Shape)}] and [{string.Join(", ", b.Shape)}] do not fit each other");
            }

            shape[i] = m == 1 ? n : m;
            aStrides[i] = m == 1 ? 0 : aStride;
            bStrides[i] = n == 1 ? 0 : bStride;
            aStride *= m;
            bStride *= n;
        }

        var values = new double[Tensor.Product(shape)];
        var place = new int[rank];
        int p = 0;
        int q = 0;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = function(a.Values[p], b.Values[q]);
            for (int d = rank - 1; d >= 0; d--)
            {
                p += aStrides[d];
                q += bStrides[d];
                if (++place[d] < shape[d])
                {
                    break;
                }

                place[d] = 0;
                p -= aStrides[d] * shape[d];
                q -= bStrides[d] * shape[d];
            }
        }

        return new(type, shape, values);
    }

    private static Func<double, double> Leaky(double slope) => x => x < 0 ? slope * x : x;

    private static double Logistic(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    // Both corrections after W. Kahan: what rounding takes from 1 + y or exp(x) is divided out again.
    private static double LogOfOnePlusExp(double x)
    {
        double y = Math.Exp(-Math.Abs(x));
        double sum = 1 + y;
        return Math.Max(0, x) + (sum == 1 ? y : Math.Log(sum) / (sum - 1) * y);
    }

    private static double ExpMinusOne(double x)
    {
        double power = Math.Exp(x);
        return power == 1 ? x : power - 1 == -1 || double.IsInfinity(power) ? power - 1 : (power - 1) / Math.Log(power) * x;
    }
}
