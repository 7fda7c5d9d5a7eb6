using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>A function of one number as a tree of ONNX operators; what an exporter may write an activation as.</summary>
internal sealed class ScalarFunction
{
    /// <summary>Trees above this many operators are not followed: no activation needs as many.</summary>
    public const int MaximumSize = 64;

    private readonly double _number;
    private readonly ScalarFunction[] _operands;
    private readonly double[] _parameters;

    private ScalarFunction(string operation, double number, ScalarFunction[] operands, double[] parameters)
    {
        Operation = operation;
        _number = number;
        _operands = operands;
        _parameters = parameters;
        Size = 1 + operands.Sum(operand => operand.Size);
    }

    /// <summary>x itself.</summary>
    public static ScalarFunction Argument { get; } = new("x", 0, [], []);

    /// <summary>The operator at the root; <c>x</c> or <c>number</c> for a leaf.</summary>
    public string Operation { get; }

    /// <summary>What the root is applied to.</summary>
    public IReadOnlyList<ScalarFunction> Operands => _operands;

    /// <summary>Operators and leaves in the tree.</summary>
    public int Size { get; }

    /// <summary>Whether x does not occur.</summary>
    public bool IsNumber => Operation == "number";

    /// <summary>A constant function.</summary>
    public static ScalarFunction Number(double value) => new("number", value, [], []);

    /// <summary>An operator applied to functions.</summary>
    /// <param name="operation">ONNX's name.</param>
    /// <param name="parameters">Its attributes, in the order that <see cref="Evaluate"/> takes them.</param>
    /// <param name="operands">What it is applied to.</param>
    public static ScalarFunction Apply(string operation, double[] parameters, params ScalarFunction[] operands) =>
        new(operation, 0, operands, parameters);

    /// <summary>The root's operator, applied to x and to the numbers among its operands.</summary>
    public ScalarFunction RootOfArgument() =>
        new(Operation, _number, [.. _operands.Select(operand => operand.IsNumber ? operand : Argument)], _parameters);

    /// <summary>All numbers that occur: leaves and attributes.</summary>
    public IEnumerable<double> Numbers() =>
        (IsNumber ? new[] { _number } : _parameters).Concat(_operands.SelectMany(operand => operand.Numbers()));

    /// <summary>The value at x; comparisons give 0 and 1.</summary>
    public double Evaluate(double x)
    {
        double A() => _operands[0].Evaluate(x);
        double B() => _operands[1].Evaluate(x);
        double P(int index) => _parameters[index];
        return Operation switch
        {
            "x" => x,
            "number" => _number,
            "Add" => A() + B(),
            "Sub" => A() - B(),
            "Mul" => A() * B(),
            "Div" => A() / B(),
            "Pow" => Math.Pow(A(), B()),
            "Max" => Math.Max(A(), B()),
            "Min" => Math.Min(A(), B()),
            "Greater" => A() > B() ? 1 : 0,
            "GreaterOrEqual" => A() >= B() ? 1 : 0,
            "Less" => A() < B() ? 1 : 0,
            "LessOrEqual" => A() <= B() ? 1 : 0,
            "And" => A() != 0 && B() != 0 ? 1 : 0,
            "Or" => A() != 0 || B() != 0 ? 1 : 0,
            "Not" => A() == 0 ? 1 : 0,
            "Where" => A() != 0 ? B() : _operands[2].Evaluate(x),
            "Neg" => -A(),
            "Abs" => Math.Abs(A()),
            "Sqrt" => Math.Sqrt(A()),
            "Exp" => Math.Exp(A()),
            "Log" => Math.Log(A()),
            "Reciprocal" => 1 / A(),
            "Sign" => A() is double a && a > 0 ? 1 : a < 0 ? -1 : 0,
            "Erf" => ActivationMath.Erf(A()),
            "LeakyRelu" => A() is double v && v >= 0 ? v : P(0) * v,
            "Clip" => ActivationMath.Clamp(A(), P(0), P(1)),
            "Shrink" => A() is double s && s > P(0) ? s - P(1) : s < -P(0) ? s + P(1) : 0,
            "Swish" => A() is double w ? w * ActivationMath.Sigmoid(P(0) * w) : 0,
            "Selu" => A() is double z && z > 0 ? P(1) * z : P(1) * P(0) * (Math.Exp(z) - 1),
            "Celu" => ActivationMath.Evaluate("CELU", A(), P(0)),
            "Elu" => ActivationMath.Evaluate("ELU", A(), P(0)),
            "GeluTanh" => ActivationMath.Evaluate("GELUTanh", A()),
            "Relu" => Math.Max(0, A()),
            "Gelu" => ActivationMath.Evaluate("GELU", A()),
            "Softplus" => ActivationMath.Softplus(A()),
            "HardSwish" => ActivationMath.Evaluate("HardSwish", A()),
            _ => ActivationMath.Evaluate(Operation, A()),
        };
    }
}
