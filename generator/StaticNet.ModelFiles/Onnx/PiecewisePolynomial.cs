using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>c0 + c1·x + c2·x².</summary>
internal readonly record struct Polynomial(double C0, double C1, double C2)
{
    public bool IsLine => C2 == 0;

    public bool IsConstant => C1 == 0 && C2 == 0;

    public double At(double x) => C0 + (x * (C1 + (x * C2)));

    public static Polynomial operator +(Polynomial a, Polynomial b) => new(a.C0 + b.C0, a.C1 + b.C1, a.C2 + b.C2);

    public static Polynomial operator *(double factor, Polynomial a) => new(factor * a.C0, factor * a.C1, factor * a.C2);

    /// <summary>The product, or null where its degree is above 2.</summary>
    public static Polynomial? Product(Polynomial a, Polynomial b)
    {
        bool fits = (a.C2 == 0 || b.IsConstant) && (b.C2 == 0 || a.IsConstant);
        return fits ? new(a.C0 * b.C0, (a.C0 * b.C1) + (a.C1 * b.C0), (a.C0 * b.C2) + (a.C1 * b.C1) + (a.C2 * b.C0)) : null;
    }

    /// <summary>Whether it is above (1) or below (-1) 0 on an interval that has no root inside, told by a point of the interval.</summary>
    public int SignNear(double inside)
    {
        double value = At(inside);
        return value > 0 ? 1 : value < 0 ? -1 : Math.Sign(C2 != 0 ? C2 : C0);
    }

    /// <summary>Where it is 0.</summary>
    public IEnumerable<double> Roots()
    {
        if (C2 == 0)
        {
            return C1 == 0 ? [] : [-C0 / C1];
        }

        double discriminant = (C1 * C1) - (4 * C2 * C0);
        if (!(discriminant > 0))
        {
            return discriminant == 0 ? [-C1 / (2 * C2)] : [];
        }

        double q = -0.5 * (C1 + (C1 < 0 ? -Math.Sqrt(discriminant) : Math.Sqrt(discriminant)));
        return q == 0 ? [0] : [q / C2, C0 / q];
    }
}

/// <summary>
/// A function of one number that is a polynomial of degree 2 or less between knots: what comparisons, clamps, sums and products of the number
/// come to, worked out of the operators and not of samples. What it is at a knot itself is not said here.
/// </summary>
internal sealed class PiecewisePolynomial
{
    private const int MaximumKnots = 64;

    private PiecewisePolynomial(double[] knots, Polynomial[] pieces, double[] passed)
    {
        Knots = knots;
        Pieces = pieces;
        Passed = passed;
    }

    /// <summary>Where one piece ends and the next begins, ascending.</summary>
    public double[] Knots { get; }

    /// <summary>One more than there are knots.</summary>
    public Polynomial[] Pieces { get; }

    /// <summary>Where an operator switches between equal pieces; the value there may be another one.</summary>
    public double[] Passed { get; }

    /// <summary>Whether the piece at x has this value there, but for rounding.</summary>
    public bool Has(double x, double value)
    {
        Polynomial piece = PieceAt(x);
        return Math.Abs(piece.At(x) - value) <= 1e-9 * (Math.Abs(piece.C0) + Math.Abs(piece.C1 * x) + Math.Abs(piece.C2 * x * x));
    }

    /// <summary>Slope and intercept of a straight line; otherwise null.</summary>
    public (double Slope, double Intercept)? Line => Knots.Length == 0 && Pieces[0].IsLine ? (Pieces[0].C1, Pieces[0].C0) : null;

    /// <summary>The pieces of a function; null where it is anything else, or has too many.</summary>
    public static PiecewisePolynomial? Of(ScalarFunction function)
    {
        var operands = new PiecewisePolynomial[function.Operands.Count];
        for (int i = 0; i < operands.Length; i++)
        {
            if (Of(function.Operands[i]) is not PiecewisePolynomial operand)
            {
                return null;
            }

            operands[i] = operand;
        }

        PiecewisePolynomial? result = Apply(function, operands);
        return result is not null && result.Knots.Length + result.Passed.Length <= MaximumKnots && Array.TrueForAll(result.Pieces, IsFinite) ? result : null;
    }

    private static PiecewisePolynomial? Apply(ScalarFunction function, PiecewisePolynomial[] operands)
    {
        PiecewisePolynomial A() => operands[0];
        PiecewisePolynomial B() => operands[1];
        double P(int index) => function.Parameters[index];
        switch (function.Operation)
        {
            case "x": return Single(new(0, 1, 0));
            case "number": return Constant(function.Evaluate(0));
            case "Add": return Sum(A(), 1, B());
            case "Sub": return Sum(A(), -1, B());
            case "Neg": return Scaled(A(), -1);
            case "Mul": return Combined([A(), B()], p => Polynomial.Product(p[0], p[1]));
            case "Div": return B().Knots.Length == 0 && B().Pieces[0].IsConstant && B().Pieces[0].C0 != 0 ? Combined([A()], p => Quotient(p[0], B().Pieces[0].C0)) : null;
            case "Pow":
                return B().Knots.Length > 0 || !B().Pieces[0].IsConstant ? null
                : B().Pieces[0].C0 == 1 ? A()
                : B().Pieces[0].C0 == 2 ? Combined([A()], p => Polynomial.Product(p[0], p[0]))
                : null;
            case "Max": return Max(A(), B());
            case "Min": return Min(A(), B());
            case "Relu": return Max(A(), Constant(0));
            case "Abs": return Max(A(), Scaled(A(), -1));
            case "Clip": return Clip(A(), P(0), P(1));
            case "LeakyRelu": return Select(A(), A(), A(), Scaled(A(), P(0)));
            case "Sign": return Select(A(), Constant(1), Constant(0), Constant(-1));
            case "HardSwish": return Combined([A(), Clip(Sum(Scaled(A(), 1.0 / 6), 1, Constant(0.5)), 0, 1)], p => Polynomial.Product(p[0], p[1]));
            case "Shrink":
                return Select(
                Sum(A(), -1, Constant(P(0))), Sum(A(), -1, Constant(P(1))), Constant(0),
                Select(Sum(A(), 1, Constant(P(0))), Constant(0), Constant(0), Sum(A(), 1, Constant(P(1)))));
            case "ThresholdedRelu": return Select(Sum(A(), -1, Constant(P(0))), A(), Constant(0), Constant(0));
            case "Greater": return Select(Sum(A(), -1, B()), Constant(1), Constant(0), Constant(0));
            case "GreaterOrEqual": return Select(Sum(A(), -1, B()), Constant(1), Constant(1), Constant(0));
            case "Less": return Select(Sum(A(), -1, B()), Constant(0), Constant(0), Constant(1));
            case "LessOrEqual": return Select(Sum(A(), -1, B()), Constant(0), Constant(1), Constant(1));
            case "Not": return Select(A(), Constant(0), Constant(1), Constant(0));
            case "And": return Select(A(), Select(B(), Constant(1), Constant(0), Constant(1)), Constant(0), Select(B(), Constant(1), Constant(0), Constant(1)));
            case "Or": return Select(A(), Constant(1), Select(B(), Constant(1), Constant(0), Constant(1)), Constant(1));
            case "Where": return Select(A(), B(), operands[2], B());
            default: return null;
        }
    }

    private static PiecewisePolynomial Single(Polynomial piece) => new([], [piece], []);

    private static PiecewisePolynomial Constant(double value) => Single(new(value, 0, 0));

    private static PiecewisePolynomial? Scaled(PiecewisePolynomial? a, double factor) => Combined([a], p => factor * p[0]);

    private static PiecewisePolynomial? Sum(PiecewisePolynomial? a, double factor, PiecewisePolynomial? b) => Combined([a, b], p => p[0] + (factor * p[1]));

    private static Polynomial? Quotient(Polynomial a, double divisor) => new(a.C0 / divisor, a.C1 / divisor, a.C2 / divisor);

    private static PiecewisePolynomial? Max(PiecewisePolynomial? a, PiecewisePolynomial? b) => Select(Sum(a, -1, b), a, a, b);

    private static PiecewisePolynomial? Min(PiecewisePolynomial? a, PiecewisePolynomial? b) => Select(Sum(a, -1, b), b, a, a);

    /// <summary>min(maximum, max(minimum, a)); an infinite bound is none.</summary>
    private static PiecewisePolynomial? Clip(PiecewisePolynomial? a, double minimum, double maximum)
    {
        PiecewisePolynomial? above = double.IsNegativeInfinity(minimum) ? a : Max(a, Constant(minimum));
        return double.IsPositiveInfinity(maximum) ? above : Min(above, Constant(maximum));
    }

    /// <summary>Another function where <paramref name="sign"/> is above, equal to and below 0.</summary>
    private static PiecewisePolynomial? Select(PiecewisePolynomial? sign, PiecewisePolynomial? above, PiecewisePolynomial? equal, PiecewisePolynomial? below)
    {
        if (sign is null)
        {
            return null;
        }

        // Knots at every change of sign: within an interval it has one.
        var roots = new List<double>();
        for (int i = 0; i < sign.Pieces.Length; i++)
        {
            double from = i == 0 ? double.NegativeInfinity : sign.Knots[i - 1];
            double to = i == sign.Knots.Length ? double.PositiveInfinity : sign.Knots[i];
            roots.AddRange(sign.Pieces[i].Roots().Where(root => root > from && root < to));
        }

        return Combined([sign, above, equal, below], roots, (p, inside) => p[0].SignNear(inside) is int side && side > 0 ? p[1] : side < 0 ? p[3] : p[2]);
    }

    private static PiecewisePolynomial? Combined(PiecewisePolynomial?[] operands, Func<Polynomial[], Polynomial?> combine) => Combined(operands, [], (pieces, _) => combine(pieces));

    /// <summary>Makes each piece of the pieces of the operands there; the function is told a point inside.</summary>
    private static PiecewisePolynomial? Combined(PiecewisePolynomial?[] operands, IEnumerable<double> more, Func<Polynomial[], double, Polynomial?> combine)
    {
        if (operands.Contains(null))
        {
            return null;
        }

        double[] knots = Distinct(operands.SelectMany(operand => operand!.Knots).Concat(more));
        var pieces = new List<Polynomial>();
        var kept = new List<double>();
        var passed = new List<double>(operands.SelectMany(operand => operand!.Passed));
        for (int i = 0; i <= knots.Length; i++)
        {
            double inside = Inside(knots, i);
            Polynomial[] here = Array.ConvertAll(operands, operand => operand!.PieceAt(inside));
            if (combine(here, inside) is not Polynomial piece)
            {
                return null;
            }

            // A knot between equal pieces is none.
            if (i > 0 && !AreEqual(piece, pieces[pieces.Count - 1]))
            {
                kept.Add(knots[i - 1]);
                pieces.Add(piece);
            }
            else if (i == 0)
            {
                pieces.Add(piece);
            }
            else
            {
                passed.Add(knots[i - 1]);
            }
        }

        return new([.. kept], [.. pieces], [.. Distinct(passed).Except(kept)]);
    }

    private Polynomial PieceAt(double x)
    {
        int index = 0;
        while (index < Knots.Length && Knots[index] < x)
        {
            index++;
        }

        return Pieces[index];
    }

    private static double Inside(double[] knots, int interval) => knots.Length == 0 ? 0
        : interval == 0 ? knots[0] - Math.Max(1, Math.Abs(knots[0]))
        : interval == knots.Length ? knots[knots.Length - 1] + Math.Max(1, Math.Abs(knots[knots.Length - 1]))
        : knots[interval - 1] + ((knots[interval] - knots[interval - 1]) / 2);

    /// <summary>Ascending; what differs by rounding only is one knot.</summary>
    private static double[] Distinct(IEnumerable<double> knots)
    {
        var distinct = new List<double>();
        foreach (double knot in knots.OrderBy(knot => knot))
        {
            if (distinct.Count == 0 || knot - distinct[distinct.Count - 1] > 1e-13 * Math.Abs(knot))
            {
                distinct.Add(knot);
            }
        }

        return [.. distinct];
    }

    private static bool AreEqual(Polynomial a, Polynomial b) => IsNear(a.C0, b.C0) && IsNear(a.C1, b.C1) && IsNear(a.C2, b.C2);

    private static bool IsNear(double a, double b) => Math.Abs(a - b) <= 1e-14 * Math.Max(Math.Abs(a), Math.Abs(b));

    private static bool IsFinite(Polynomial p)
    {
        double sum = p.C0 + p.C1 + p.C2;
        return !double.IsNaN(sum) && !double.IsInfinity(sum);
    }
}
