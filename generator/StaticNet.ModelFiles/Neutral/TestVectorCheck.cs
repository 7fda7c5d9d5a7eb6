using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.Generator.Model;
using StaticNet.Generator.Parsing.ModelFiles;

namespace StaticNet.ModelFiles.Neutral;

/// <summary>Compares the test vectors beside a model file (<c>iris.io.json</c>) with what its layers compute.</summary>
internal static class TestVectorCheck
{
    // About two seconds of multiply-adds; more rows than these prove nothing more.
    private const long MaximumWork = 2_000_000_000;

    // A network may have one output, and its only row one that the changes happen to leave where it is.
    private const int RoundedRuns = 4;

    /// <summary>How the vectors differ from the layers, or an empty text where they do not or cannot be read.</summary>
    /// <param name="model">The layers.</param>
    /// <param name="json">The vectors.</param>
    /// <param name="source">Their file, for the message.</param>
    public static string Difference(ImportedModel model, string json, string source) =>
        // What is wrong with the file itself is said where SelfTest() would be generated from it.
        TestVectorReader.Read(json, source, "", model.InputSize, model.OutputSize, out _, TestVectors.SingleTolerance, model.IsStreaming, model.IsManyToOne) is TestVectors vectors ? Difference(model, vectors, MaximumWork) : "";

    /// <summary>How the vectors differ from the layers, or an empty text where they do not.</summary>
    /// <param name="model">The layers.</param>
    /// <param name="vectors">The vectors.</param>
    /// <param name="work">About how many multiply-adds may be spent; eight rows, or a sequence that has one output, are compared in any case.</param>
    public static string Difference(ImportedModel model, TestVectors vectors, long work)
    {
        if (model.IsStreaming)
        {
            var cases = new List<(float[] Inputs, float[] Outputs)>();
            (int inputs, int outputs) = (0, 0);
            foreach (int steps in vectors.Rows)
            {
                int length = (model.IsManyToOne ? 1 : steps) * model.OutputSize;
                cases.Add(([.. vectors.Inputs.Skip(inputs).Take(steps * model.InputSize)], [.. vectors.Outputs.Skip(outputs).Take(length)]));
                (inputs, outputs) = (inputs + (steps * model.InputSize), outputs + length);
            }

            return SequenceVectorCheck.Difference(model, cases, vectors.Source, work);
        }

        long count = Math.Max(8, work / ((1 + RoundedRuns) * (1 + model.Tensors.Sum(tensor => (long)tensor.Values.Length))));
        double[][] inputRows = [.. Enumerable.Range(0, (int)Math.Min(count, vectors.Rows.Sum())).Select(
            row => vectors.Inputs.Skip(row * model.InputSize).Take(model.InputSize).Select(static value => (double)value).ToArray())];
        double[][] found = Evaluate(model, inputRows);
        double[] spread = Spread(model, inputRows, found);
        double[] largest = [.. vectors.Rows.Select((rows, i) => Enumerable.Range(vectors.Rows.Take(i).Sum() * model.OutputSize, rows * model.OutputSize).Max(place => Magnitude(vectors.Outputs[place])))];

        // SelfTest() has one tolerance for all cases.
        foreach ((int i, int row, int _) in Places(vectors, found.Length))
        {
            model.Tolerance = Math.Max(model.Tolerance, WeightRounding.Tolerance(spread[row], largest[i]));
        }

        foreach ((int i, int row, int rowOfCase) in Places(vectors, found.Length))
        {
            double slack = model.Tolerance * largest[i];
            for (int o = 0; o < found[row].Length; o++)
            {
                float expected = vectors.Outputs[(row * found[row].Length) + o];
                if (!(Math.Abs(found[row][o] - expected) <= slack + 1e-30) && Magnitude(expected) == Math.Abs(expected))
                {
                    return $"'{vectors.Source}', case {Text(i)}: output {Text(o)} of row {Text(rowOfCase)} is {Text(found[row][o])}, expected {Text(expected)} ± {Text(slack)}";
                }
            }
        }

        return "";
    }

    /// <summary>Case, row and row of the case, of the first rows.</summary>
    private static IEnumerable<(int Case, int Row, int RowOfCase)> Places(TestVectors vectors, int count) =>
        vectors.Rows.SelectMany(static (rows, i) => Enumerable.Range(0, rows).Select(row => (i, row))).Take(count).Select(static (place, row) => (place.i, row, place.row));

    private static double[][] Evaluate(ImportedModel model, double[][] rows) => Array.ConvertAll(rows, new LayerEvaluator(model).Evaluate);

    /// <summary>How far rounded weights move an output of each row at most.</summary>
    private static double[] Spread(ImportedModel model, double[][] rows, double[][] found)
    {
        var spread = new double[rows.Length];
        for (uint seed = 1; seed <= RoundedRuns; seed++)
        {
            double[][] moved = Evaluate(WeightRounding.Moved(model, seed), rows);
            for (int row = 0; row < rows.Length; row++)
            {
                // Where an output is no number, the others still tell.
                spread[row] = found[row].Zip(moved[row], static (a, b) => Math.Abs(a - b)).Where(static distance => !double.IsNaN(distance)).Append(spread[row]).Max();
            }
        }

        return spread;
    }

    private static double Magnitude(float value) => float.IsNaN(value) || float.IsInfinity(value) ? 0 : Math.Abs(value);

    private static string Text(double value) => value.ToString("G7", CultureInfo.InvariantCulture);
}
