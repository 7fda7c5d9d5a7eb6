using System;
using System.Collections.Generic;
using System.Globalization;
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

    /// <summary>The root's attributes.</summary>
    public IReadOnlyList<double> Parameters => _parameters;

    /// <summary>Operators and leaves in the tree.</summary>
    public int Size { get; }

    /// <summary>Whether x does not occur.</summary>
    public bool IsNumber => Operation == "number";

    /// <summary>Whether it is x².</summary>
    public bool IsSquare => (Operation == "Pow" && _operands[0].Operation == "x" && _operands[1] is { IsNumber: true, _number: 2 })
        || (Operation == "Mul" && _operands[0].Operation == "x" && _operands[1].Operation == "x");

    /// <summary>Whether its values are true and false, 1 and 0.</summary>
    public bool IsCondition => Operation is "Greater" or "GreaterOrEqual" or "Less" or "LessOrEqual" or "And" or "Or" or "Not";

    /// <summary>A constant function.</summary>
    public static ScalarFunction Number(double value) => new("number", value, [], []);

    /// <summary>An operator applied to functions.</summary>
    /// <param name="operation">ONNX's name.</param>
    /// <param name="parameters">Its attributes, in the order that <see cref="Evaluate"/> takes them.</param>
    /// <param name="operands">What it is applied to.</param>
    public static ScalarFunction Apply(string operation, double[] parameters, params ScalarFunction[] operands) =>
        new(operation, 0, operands, parameters);

    /// <summary>The function of what <paramref name="part"/> computes, or null where x is used beside that.</summary>
    public ScalarFunction? Around(ScalarFunction part)
    {
        if (ReferenceEquals(this, part))
        {
            return Argument;
        }

        if (Operation == "x")
        {
            return null;
        }

        var operands = new ScalarFunction[_operands.Length];
        for (int i = 0; i < operands.Length; i++)
        {
            if (_operands[i].Around(part) is not ScalarFunction operand)
            {
                return null;
            }

            operands[i] = operand;
        }

        return new(Operation, _number, operands, _parameters);
    }

    /// <summary>The tree's operators, the root first; one that is used twice comes once.</summary>
    public IReadOnlyCollection<ScalarFunction> Parts()
    {
        var parts = new HashSet<ScalarFunction>();
        Collect(parts);
        return parts;
    }

    /// <summary>As it would be written: <c>Mul(x, Sigmoid(x))</c>.</summary>
    public override string ToString() => Operation switch
    {
        "x" => "x",
        "number" => ((float)_number).ToString("R", CultureInfo.InvariantCulture),
        _ => $"{Operation}({string.Join(", ", _operands.Select(operand => operand.ToString()).Concat(_parameters.Select(p => ((float)p).ToString("R", CultureInfo.InvariantCulture))))})",
    };

    private void Collect(HashSet<ScalarFunction> parts)
    {
        if (parts.Add(this))
        {
            Array.ForEach(_operands, operand => operand.Collect(parts));
        }
    }

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
            "ThresholdedRelu" => A() is double t && t > P(0) ? t : 0,
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
