using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>
/// Finds out which smooth activation a function is: exporters write GELU, SiLU, Mish, LogSigmoid, … in many ways, all of which have the same
/// values. Functions in polynomial pieces are worked out exactly instead (<see cref="PiecewisePolynomial"/>).
/// </summary>
/// <remarks>
/// Between the places where an operator switches (a clamp, a comparison, the bend of a ReLU) such a function is analytic. It is compared on a
/// grid from 1e-9 to 1e12 on both sides of 0, and on both sides of every such place, so that no switch can hide between two points.
/// </remarks>
internal static class ActivationRecognizer
{
    // Far beyond the error of constants that were rounded to float (GELU's 0.70710677), far below the 5e-4 between the two GELUs.
    private const double Tolerance = 2e-6;

    // What cancellation in double leaves of 1 + erf(x) far below 0.
    private const double Noise = 1e-12;

    /// <summary>From here on an exponential of a float overflows, in a formula that PyTorch and ONNX Runtime compute otherwise or not at all.</summary>
    private const double ExponentialOverflow = 80;

    private const int MaximumInnerLines = 8;

    private static readonly double[] s_grid = Grid();

    private static readonly string[] s_plain = ["SELU", "GELU", "GELUTanh", "SiLU", "Mish", "Softsign", "Sigmoid", "LogSigmoid", "Tanh", "Tanhshrink"];

    /// <summary>The steps of an activation, possibly of a line and times a factor, with the same values; or null.</summary>
    public static FunctionStep[]? Recognize(ScalarFunction function)
    {
        double[] switches = [.. Switches(function).Distinct()];
        double[] numbers = [.. function.Numbers().Where(number => !double.IsNaN(number) && !double.IsInfinity(number)).Distinct().Take(16)];
        Candidate[] candidates = [.. Candidates(numbers)];
        double[] points = Points(switches, 1, 0);
        double[] values = Array.ConvertAll(points, function.Evaluate);
        foreach (Candidate candidate in candidates)
        {
            if (IsEqual(points, values, candidate, 1))
            {
                return [candidate.Step];
            }
        }

        foreach ((double scale, double shift) in InnerLines(function))
        {
            points = Points(switches, scale, shift);
            values = Array.ConvertAll(points, t => function.Evaluate((t - shift) / scale));
            foreach (Candidate candidate in candidates)
            {
                // All of them are other than 0 at 1.
                double factor = function.Evaluate((1 - shift) / scale) / candidate.Function(1);
                factor = Math.Abs(factor - 1) < Tolerance / 2 ? 1 : factor;
                if (factor != 0 && !double.IsNaN(factor) && !double.IsInfinity(factor) && IsEqual(points, values, candidate, factor))
                {
                    FunctionStep[] steps = [FunctionStep.Line(scale, shift), candidate.Step, FunctionStep.Line(factor, 0)];
                    return Array.FindAll(steps, step => !step.IsLine || step.Scale != 1 || step.Shift != 0);
                }
            }
        }

        return null;
    }

    private static bool IsEqual(double[] points, double[] values, Candidate candidate, double factor)
    {
        for (int i = 0; i < points.Length; i++)
        {
            double expected = factor * candidate.Function(points[i]);
            if (double.IsInfinity(expected) && values[i] != expected)
            {
                return false;
            }

            bool isOverflow = Math.Abs(points[i]) > ExponentialOverflow && (double.IsNaN(values[i]) || double.IsInfinity(values[i]));
            if (!isOverflow && values[i] != expected && !(Math.Abs(values[i] - expected) <= (Tolerance * Math.Abs(expected)) + (Noise * Math.Max(1, Math.Abs(factor)))))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The lines in x that occur inside, x itself first: an activation may be of one of them.</summary>
    private static IEnumerable<(double Scale, double Shift)> InnerLines(ScalarFunction function) => function.Parts()
        .Select(part => PiecewisePolynomial.Of(part)?.Line)
        .Where(line => line is { Slope: not 0 })
        .Select(line => (line!.Value.Slope, line.Value.Intercept))
        .OrderBy(line => line is (1, 0) ? 0 : 1)
        .Distinct()
        .Take(MaximumInnerLines);

    private static IEnumerable<Candidate> Candidates(double[] numbers)
    {
        foreach (string kind in s_plain)
        {
            yield return new Candidate(x => ActivationMath.Evaluate(kind, x), FunctionStep.Activation(kind));
        }

        // A parameter is among the numbers that were written, or follows from one of them.
        double[] parameters = [.. new double[] { 1 }.Concat(numbers).Concat(numbers.Select(number => -number)).Concat(numbers.Select(number => 1 / number)).Where(p => p != 0 && !double.IsInfinity(p)).Distinct()];
        foreach (double p in parameters)
        {
            foreach (string kind in (string[])["ELU", "CELU"])
            {
                yield return new Candidate(x => ActivationMath.Evaluate(kind, x, p), FunctionStep.Activation(kind, ("alpha", ShortNumber.Of(p))));
            }
        }

        foreach (double beta in parameters.Where(p => p > 0))
        {
            yield return new Candidate(x => ActivationMath.Evaluate("Softplus", x, beta), FunctionStep.Activation("Softplus", ("beta", ShortNumber.Of(beta))));
            foreach (double threshold in numbers.Where(number => number > 0))
            {
                yield return new Candidate(
                    x => ActivationMath.Evaluate("Softplus", x, beta, threshold),
                    FunctionStep.Activation("Softplus", ("beta", ShortNumber.Of(beta)), ("threshold", ShortNumber.Of(threshold))));
            }
        }
    }

    /// <summary>Where an operator of the function switches from one formula to another.</summary>
    private static IEnumerable<double> Switches(ScalarFunction function)
    {
        foreach (ScalarFunction part in function.Parts().Where(part => part.Operands.Count > 0))
        {
            ScalarFunction first = part.Operands[0];
            IEnumerable<double> levels = part.Operation switch
            {
                "Relu" or "Abs" or "LeakyRelu" or "Sign" or "Elu" or "Celu" or "Selu" or "Not" or "And" or "Or" or "Where" => [0],
                "Clip" => [part.Parameters[0], part.Parameters[1]],
                "Shrink" => [part.Parameters[0], -part.Parameters[0]],
                "ThresholdedRelu" => [part.Parameters[0]],
                "HardSwish" => [-3, 3],
                "Max" or "Min" or "Greater" or "GreaterOrEqual" or "Less" or "LessOrEqual" => [double.NaN],
                _ => [],
            };
            foreach (double level in levels.Where(level => !double.IsInfinity(level)))
            {
                ScalarFunction other = double.IsNaN(level) ? part.Operands[1] : ScalarFunction.Number(level);
                foreach (double place in Crossings(ScalarFunction.Apply("Sub", [], first, other)))
                {
                    yield return place;
                }
            }
        }
    }

    /// <summary>Where a function changes its sign: exactly where it is in pieces, otherwise between the points of the grid.</summary>
    private static IEnumerable<double> Crossings(ScalarFunction difference)
    {
        if (PiecewisePolynomial.Of(ScalarFunction.Apply("Abs", [], difference)) is PiecewisePolynomial pieces)
        {
            foreach (double knot in pieces.Knots)
            {
                yield return knot;
            }

            yield break;
        }

        double before = difference.Evaluate(s_grid[0]);
        for (int i = 1; i < s_grid.Length; i++)
        {
            double value = difference.Evaluate(s_grid[i]);
            if ((before < 0 && value >= 0) || (before >= 0 && value < 0))
            {
                yield return Bisected(difference, s_grid[i - 1], s_grid[i], before < 0);
            }

            before = value;
        }
    }

    private static double Bisected(ScalarFunction difference, double from, double to, bool isNegativeFirst)
    {
        for (int i = 0; i < 200; i++)
        {
            double middle = from + ((to - from) / 2);
            if ((difference.Evaluate(middle) < 0) == isNegativeFirst)
            {
                from = middle;
            }
            else
            {
                to = middle;
            }
        }

        return to;
    }

    /// <summary>The grid, and both sides of each switch in the coordinate scale·x + shift.</summary>
    private static double[] Points(double[] switches, double scale, double shift)
    {
        var points = new List<double>(s_grid);
        foreach (double place in switches.Select(place => (scale * place) + shift))
        {
            double size = Math.Max(1e-6, Math.Abs(place));
            foreach (double distance in (double[])[1e-4, 0.03, 0.3, 1])
            {
                points.Add(place + (distance * size));
                points.Add(place - (distance * size));
            }
        }

        return [.. points];
    }

    /// <summary>Ascending: 0, close steps to ±12, and factors of 1.5 beyond and of 10 toward 0.</summary>
    private static double[] Grid()
    {
        var positive = new List<double>();
        for (double x = 1e-9; x < 0.05; x *= 10)
        {
            positive.Add(x);
        }

        for (double x = 0.0731; x <= 12; x += 0.0931)
        {
            positive.Add(x);
        }

        for (double x = 13; x < 1e12; x *= 1.5)
        {
            positive.Add(x);
        }

        return [.. positive.Select(x => -x).Reverse(), 0, .. positive];
    }

    private sealed class Candidate(Func<double, double> function, FunctionStep step)
    {
        public Func<double, double> Function { get; } = function;

        public FunctionStep Step { get; } = step;
    }
}
