using System;
using System.Collections.Generic;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>One step of a function of one number: an activation, scale·x + shift (kind <c>ScaleShift</c>), or the sum of two chains (<c>Add</c>).</summary>
internal sealed record FunctionStep(string Kind, double Scale, double Shift, params (string Name, double Value)[] Arguments)
{
    /// <summary>What a sum adds: two chains of the same number, either of which may be the number itself.</summary>
    public FunctionStep[][] Summands { get; private init; } = [];

    public bool IsLine => Kind == "ScaleShift";

    public static FunctionStep Line(double scale, double shift) => new("ScaleShift", scale, shift);

    public static FunctionStep Activation(string kind, params (string Name, double Value)[] arguments) => new(kind, 1, 0, arguments);

    public static FunctionStep Sum(FunctionStep[] first, FunctionStep[] second) => new("Add", 1, 0) { Summands = [first, second] };
}

/// <summary>The layers of a function in straight pieces: clamps, ReLU and its kin, shrinks and steps, between lines where knots or slopes are others.</summary>
internal static class PiecewiseLayers
{
    // PyTorch's 1/6 is stored as a float.
    private const double Rounding = 1e-7;

    // Beyond it a shift by the knot costs numbers around 1 more than three of their seven digits.
    private const double FarKnot = 1e3;

    // A level that is the difference of numbers this much larger keeps all but three bits.
    private const double LargestCancellation = 8;

    /// <summary>The steps, or null where no layers have these pieces.</summary>
    /// <param name="function">The pieces.</param>
    /// <param name="evaluate">The function itself, for what it is at a knot.</param>
    public static FunctionStep[]? Of(PiecewisePolynomial function, Func<double, double> evaluate)
    {
        // One number at which the function is none of its pieces.
        if (!Array.TrueForAll(function.Passed, point => function.Has(point, evaluate(point))))
        {
            return null;
        }

        if (function.Line is (double slope, double intercept))
        {
            return Lines(FunctionStep.Line(slope, intercept));
        }

        Polynomial[] p = function.Pieces;
        double[] knots = function.Knots;
        if (!Array.TrueForAll(p, piece => piece.IsLine))
        {
            return IsHardSwish(p, knots) ? [FunctionStep.Activation("HardSwish")] : null;
        }

        return knots.Length switch
        {
            1 => IsContinuous(function, 0, evaluate) ? Bend(knots[0], p[0], p[1]) : Jump(knots[0], p[0], p[1], evaluate),
            2 when IsContinuous(function, 0, evaluate) && IsContinuous(function, 1, evaluate) => Clamp(knots, p) ?? (IsResolved(knots) ? Softshrink(knots, p) : null),
            2 when !IsResolved(knots) => null,
            2 => Hardshrink(knots, p, evaluate) ?? Shrink(knots, p, evaluate),
            _ => null,
        };
    }

    private static FunctionStep[] Bend(double knot, Polynomial left, Polynomial right)
    {
        if (left.C1 != 0 && right.C1 != 0 && Math.Abs(knot) > FarKnot)
        {
            // The side of 0 is a line alone, so that small numbers keep their digits; the other side has the bend's share added.
            double change = right.C1 - left.C1;
            return knot > 0
                ? [FunctionStep.Sum(Lines(FunctionStep.Line(left.C1, left.C0)), Lines(FunctionStep.Line(1, -knot), FunctionStep.Activation("ReLU"), FunctionStep.Line(change, 0)))]
                : [FunctionStep.Sum(Lines(FunctionStep.Line(right.C1, right.C0)), Lines(FunctionStep.Line(-1, knot), FunctionStep.Activation("ReLU"), FunctionStep.Line(change, 0)))];
        }

        if (left.C1 != 0 && right.C1 != 0)
        {
            // The line goes through 0 at the knot, up to what its value there adds at the end.
            double value = IsNear(right.At(knot) + right.C0, right.C0) ? 0 : right.At(knot);
            FunctionStep leaky = FunctionStep.Activation("LeakyReLU", ("negative_slope", Short(left.C1 / right.C1)));
            return right.C1 > 0
                ? Lines(FunctionStep.Line(right.C1, right.C0 - value), leaky, FunctionStep.Line(1, value))
                : Lines(FunctionStep.Line(1, -knot), leaky, FunctionStep.Line(right.C1, value));
        }

        (Polynomial line, double level) = left.C1 == 0 ? (right, left.C0) : (left, right.C0);
        if (knot == 0 && level == 0 && left.C1 == 0)
        {
            return Lines(FunctionStep.Activation("ReLU"), FunctionStep.Line(line.C1, 0));
        }

        // The level is the least value where the line leaves it upwards.
        bool isLeast = left.C1 == 0 ? line.C1 > 0 : line.C1 < 0;
        return Lines(
            FunctionStep.Line(line.C1, line.C0),
            isLeast && level == 0 ? FunctionStep.Activation("ReLU")
            : isLeast ? HardTanh(level, double.PositiveInfinity)
            : HardTanh(double.NegativeInfinity, level));
    }

    /// <summary>Step is 1 from 0 on, so the value at the knot says which way round it goes.</summary>
    private static FunctionStep[]? Jump(double knot, Polynomial left, Polynomial right, Func<double, double> evaluate)
    {
        double value = evaluate(knot);
        bool isRight = IsNear(value, right.At(knot));
        if (!isRight && !IsNear(value, left.At(knot)))
        {
            return null;
        }

        return !left.IsConstant || !right.IsConstant ? Threshold(knot, left, right, isRight)
            : isRight ? Lines(FunctionStep.Line(1, -knot), FunctionStep.Activation("Step"), FunctionStep.Line(right.C0 - left.C0, left.C0))
            : Lines(FunctionStep.Line(-1, knot), FunctionStep.Activation("Step"), FunctionStep.Line(left.C0 - right.C0, right.C0));
    }

    /// <summary>A jump between a slope and a level, as nn.Threshold has it: a line held at its value at the knot, plus the jump beyond.</summary>
    private static FunctionStep[]? Threshold(double knot, Polynomial left, Polynomial right, bool isRight)
    {
        if (!isRight && knot > 0 && left == default && right.C0 == 0)
        {
            // x > t ? x : 0 with t > 0.
            return Lines(FunctionStep.Activation("ReLU"), FunctionStep.Activation("Hardshrink", ("lambd", Short(knot))), FunctionStep.Line(right.C1, 0));
        }

        bool isLevelOnLeft = left.IsConstant;
        double level = (isLevelOnLeft ? left : right).C0;
        Polynomial line = isLevelOnLeft ? right : left;
        double held = line.At(knot);
        if ((!left.IsConstant && !right.IsConstant) || (level != 0 && Math.Abs(held) > LargestCancellation * Math.Abs(level)))
        {
            return null;
        }

        Polynomial holding = new(held, 0, 0);
        FunctionStep[] continuous = isLevelOnLeft ? Bend(knot, holding, right) : Bend(knot, left, holding);

        // Step(x − knot) is the right side with the knot, Step(knot − x) the left side with it.
        (double onLeft, double onRight) = isLevelOnLeft ? (level - held, 0.0) : (0.0, level - held);
        FunctionStep[] step = isRight
            ? Lines(FunctionStep.Line(1, -knot), FunctionStep.Activation("Step"), FunctionStep.Line(onRight - onLeft, onLeft))
            : Lines(FunctionStep.Line(-1, knot), FunctionStep.Activation("Step"), FunctionStep.Line(onLeft - onRight, onRight));
        return [FunctionStep.Sum(continuous, step)];
    }

    private static FunctionStep[]? Clamp(double[] knots, Polynomial[] p)
    {
        if (p[0].C1 != 0 || p[2].C1 != 0)
        {
            return null;
        }

        double least = Math.Min(p[0].C0, p[2].C0);
        double greatest = Math.Max(p[0].C0, p[2].C0);
        bool isHardSigmoid = IsAbout(knots[0], -3) && IsAbout(knots[1], 3) && IsAbout(p[1].C1, 1.0 / 6) && p[0].C0 == 0;
        return isHardSigmoid ? [FunctionStep.Activation("HardSigmoid")]
            : !(IsFloat(least) && IsFloat(greatest)) && IsFloat(knots[0]) && IsFloat(knots[1])
                ? Lines(HardTanh(knots[0], knots[1]), FunctionStep.Line(p[1].C1, p[1].C0))
            : Lines(
                FunctionStep.Line(p[1].C1, p[1].C0),
                least == 0 && greatest == 6 ? FunctionStep.Activation("ReLU6") : HardTanh(least, greatest));
    }

    private static FunctionStep[]? Softshrink(double[] knots, Polynomial[] p) => p[1].C1 == 0 && IsNear(p[0].C1, p[2].C1)
        ? Lines(FunctionStep.Line(1, -Middle(knots)), FunctionStep.Activation("Softshrink", ("lambd", Short(Distance(knots)))), FunctionStep.Line(p[0].C1, p[1].C0))
        : null;

    private static FunctionStep[]? Hardshrink(double[] knots, Polynomial[] p, Func<double, double> evaluate)
    {
        double middle = Middle(knots);
        bool isOneLine = IsNear(p[0].C1, p[2].C1) && IsNear(p[0].C0, p[2].C0) && p[1].C1 == 0 && IsNear(p[0].At(middle), p[1].C0);
        bool isOpen = IsNear(evaluate(knots[0]), p[1].C0) && IsNear(evaluate(knots[1]), p[1].C0);
        return isOneLine && isOpen
            ? Lines(FunctionStep.Line(1, -middle), FunctionStep.Activation("Hardshrink", ("lambd", Short(Distance(knots)))), FunctionStep.Line(p[0].C1, p[1].C0))
            : null;
    }

    /// <summary>0 between the knots, and beyond them x moved toward 0 by another number than the knots' distance.</summary>
    private static FunctionStep[]? Shrink(double[] knots, Polynomial[] p, Func<double, double> evaluate)
    {
        double middle = Middle(knots);
        double lambda = Distance(knots);
        double bias = (p[1].C0 - p[2].At(middle)) / p[2].C1;
        bool isOdd = p[1].C1 == 0 && p[2].C1 != 0 && IsNear(p[0].C1, p[2].C1) && IsNear(p[0].At(middle) - p[1].C0, p[1].C0 - p[2].At(middle));
        bool isOpen = IsNear(evaluate(knots[0]), p[1].C0) && IsNear(evaluate(knots[1]), p[1].C0);
        if (!isOdd || !isOpen)
        {
            return null;
        }

        // What Hardshrink leaves is beyond lambda: there a smaller Softshrink only subtracts, and a clamp that is steep enough has reached its bounds.
        FunctionStep subtract = bias > 0 && bias < lambda
            ? FunctionStep.Activation("Softshrink", ("lambd", Short(bias)))
            : FunctionStep.Sum([], [FunctionStep.Line(-2 * bias / lambda, 0), HardTanh(-Math.Abs(bias), Math.Abs(bias))]);
        return Lines(
            FunctionStep.Line(1, -middle), FunctionStep.Activation("Hardshrink", ("lambd", Short(lambda))), subtract, FunctionStep.Line(p[0].C1, p[1].C0));
    }

    private static bool IsHardSwish(Polynomial[] p, double[] knots) =>
        knots.Length == 2 && IsAbout(knots[0], -3) && IsAbout(knots[1], 3)
        && p[0] == default && IsAbout(p[1].C2, 1.0 / 6) && IsAbout(p[1].C1, 0.5) && p[1].C0 == 0
        && IsAbout(p[2].C1, 1) && p[2].C0 == 0 && p[2].C2 == 0;

    private static FunctionStep HardTanh(double minimum, double maximum) =>
        FunctionStep.Activation("HardTanh", ("min_val", Short(minimum)), ("max_val", Short(maximum)));

    /// <summary>Without lines that change nothing.</summary>
    private static FunctionStep[] Lines(params FunctionStep[] steps) =>
        Array.FindAll(steps, step => !step.IsLine || step.Scale != 1 || step.Shift != 0);

    private static bool IsContinuous(PiecewisePolynomial function, int knot, Func<double, double> evaluate)
    {
        double at = function.Knots[knot];
        double left = function.Pieces[knot].At(at);
        double right = function.Pieces[knot + 1].At(at);
        double scale = Math.Abs(function.Pieces[knot].C0) + Math.Abs(function.Pieces[knot + 1].C0) + Math.Abs(left);
        return Math.Abs(left - right) <= 1e-12 * scale && Math.Abs(evaluate(at) - right) <= 1e-9 * scale;
    }

    /// <summary>Whether both knots follow from their middle and distance in floats.</summary>
    private static bool IsResolved(double[] knots)
    {
        double middle = (float)Middle(knots);
        double distance = (float)Distance(knots);
        return Math.Abs(middle - distance - knots[0]) <= 1e-6 * Math.Abs(knots[0]) && Math.Abs(middle + distance - knots[1]) <= 1e-6 * Math.Abs(knots[1]);
    }

    private static double Middle(double[] knots)
    {
        double middle = (knots[0] + knots[1]) / 2;
        return Math.Abs(middle) <= 1e-12 * Distance(knots) ? 0 : middle;
    }

    private static double Distance(double[] knots) => (knots[1] - knots[0]) / 2;

    private static bool IsFloat(double value) => (float)value == value;

    // A zero without a sign.
    private static double Short(double value) => double.IsInfinity(value) ? value : ShortNumber.Of(value) + 0.0;

    private static bool IsAbout(double value, double expected) => Math.Abs(value - expected) <= Rounding * Math.Abs(expected);

    private static bool IsNear(double a, double b) => Math.Abs(a - b) <= 1e-12 * Math.Max(Math.Abs(a), Math.Abs(b));
}
