using System;
using System.Collections.Generic;
using System.Linq;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>
/// Finds out which activation a function is by what it computes: exporters write GELU, SiLU, Mish, LogSigmoid, … in many
/// ways, all of which have the same values.
/// </summary>
internal static class ActivationRecognizer
{
    // Far beyond the error of constants that were rounded to float (GELU's 0.70710677), far below the 5e-4 between the two GELUs.
    private const double Tolerance = 2e-6;

    private static readonly double[] s_points = Points();

    private static readonly string[] s_plain =
    [
        "Identity", "ReLU", "ReLU6", "SELU", "GELU", "GELUTanh", "SiLU", "Mish", "Softsign", "Sigmoid", "LogSigmoid", "Tanh", "Tanhshrink",
        "HardSigmoid", "HardSwish", "Step",
    ];

    private static readonly (string Kind, string Argument)[] s_withParameter =
    [
        ("LeakyReLU", "negative_slope"), ("ELU", "alpha"), ("CELU", "alpha"), ("Softplus", "beta"), ("Softshrink", "lambd"), ("Hardshrink", "lambd"),
    ];

    /// <summary>The activation with the same values, or null.</summary>
    public static (string Kind, (string Name, double Value)[] Arguments)? Recognize(ScalarFunction function)
    {
        double[] values = [.. s_points.Select(function.Evaluate)];
        foreach (Candidate candidate in Candidates(function))
        {
            if (Distance(values, candidate, stopAt: Tolerance) <= Tolerance)
            {
                return (candidate.Kind, candidate.Arguments);
            }
        }

        return null;
    }

    /// <summary>Slope and offset where the function is a straight line; otherwise null.</summary>
    public static (double Scale, double Shift)? RecognizeLine(ScalarFunction function)
    {
        double shift = function.Evaluate(0);
        double scale = function.Evaluate(1) - shift;
        return s_points.All(x => Math.Abs(function.Evaluate(x) - ((scale * x) + shift)) <= Tolerance * (1 + Math.Abs(scale * x)))
            ? (scale, shift)
            : null;
    }

    /// <summary>The activation whose values come closest: what to advise where none is equal.</summary>
    public static string Nearest(ScalarFunction function)
    {
        double[] values = [.. s_points.Select(function.Evaluate)];
        return Candidates(function).OrderBy(candidate => MeanDistance(values, candidate)).First().Kind;
    }

    private static IEnumerable<Candidate> Candidates(ScalarFunction function)
    {
        foreach (string kind in s_plain)
        {
            yield return new Candidate(kind, x => ActivationMath.Evaluate(kind, x));
        }

        // A parameter is among the numbers that were written, or follows from one of them.
        double[] numbers = [.. function.Numbers().Where(number => !double.IsNaN(number)).Distinct().Take(16)];
        double[] parameters = [1, .. numbers, .. numbers.Select(number => -number), .. numbers.Select(number => 1 / number)];
        foreach (double p in parameters.Where(p => !double.IsInfinity(p)).Distinct())
        {
            foreach ((string kind, string argument) in s_withParameter)
            {
                yield return new Candidate(kind, x => ActivationMath.Evaluate(kind, x, p), (argument, ShortNumber.Of(p)));
            }
        }

        foreach (double minimum in numbers)
        {
            foreach (double maximum in numbers.Where(number => number > minimum))
            {
                yield return new Candidate(
                    "HardTanh", x => ActivationMath.Evaluate("HardTanh", x, minimum, maximum), ("min_val", ShortNumber.Of(minimum)), ("max_val", ShortNumber.Of(maximum)));
            }
        }
    }

    private static double Distance(double[] values, Candidate candidate, double stopAt)
    {
        double distance = 0;
        for (int i = 0; i < values.Length && distance <= stopAt; i++)
        {
            double expected = candidate.Function(s_points[i]);
            double difference = Math.Abs(values[i] - expected) / (1 + Math.Abs(expected));
            distance = difference >= 0 ? Math.Max(distance, difference) : double.PositiveInfinity;
        }

        return distance;
    }

    private static double MeanDistance(double[] values, Candidate candidate)
    {
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double difference = Math.Abs(values[i] - candidate.Function(s_points[i]));
            sum += double.IsNaN(difference) ? 1e30 : difference;
        }

        return sum;
    }

    private static double[] Points()
    {
        var points = new List<double> { 0, 1e-3, -1e-3, 0.02, -0.02, 20.5, -20.5, 45, -45 };
        for (double x = -12; x <= 12; x += 0.0931)
        {
            points.Add(x);
        }

        return [.. points];
    }

    private sealed class Candidate(string kind, Func<double, double> function, params (string Name, double Value)[] arguments)
    {
        public string Kind { get; } = kind;

        public Func<double, double> Function { get; } = function;

        public (string Name, double Value)[] Arguments { get; } = arguments;
    }
}
