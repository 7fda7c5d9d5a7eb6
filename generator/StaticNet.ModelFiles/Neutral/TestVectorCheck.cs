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

        var evaluator = new LayerEvaluator(model);
        double tolerance = model.Tolerance;
        long remaining = Math.Max(8, work / (1 + model.Tensors.Sum(tensor => (long)tensor.Values.Length)));
        int first = 0;
        for (int i = 0; i < vectors.Rows.Count && remaining > 0; i++)
        {
            int rows = vectors.Rows[i];
            double largest = Enumerable.Range(first * model.OutputSize, rows * model.OutputSize).Max(place => Magnitude(vectors.Outputs[place]));
            for (int row = 0; row < rows && remaining > 0; row++, remaining--)
            {
                int from = first + row;
                double[] found = evaluator.Evaluate([.. vectors.Inputs.Skip(from * model.InputSize).Take(model.InputSize).Select(value => (double)value)]);
                for (int o = 0; o < found.Length; o++)
                {
                    float expected = vectors.Outputs[(from * found.Length) + o];
                    if (!(Math.Abs(found[o] - expected) <= (tolerance * largest) + 1e-30) && Magnitude(expected) == Math.Abs(expected))
                    {
                        return $"'{vectors.Source}', case {Text(i)}: output {Text(o)} of row {Text(row)} is {Text(found[o])}, expected {Text(expected)} ± {Text(tolerance * largest)}";
                    }
                }
            }

            first += rows;
        }

        return "";
    }

    private static double Magnitude(float value) => float.IsNaN(value) || float.IsInfinity(value) ? 0 : Math.Abs(value);

    private static string Text(double value) => value.ToString("G7", CultureInfo.InvariantCulture);
}
