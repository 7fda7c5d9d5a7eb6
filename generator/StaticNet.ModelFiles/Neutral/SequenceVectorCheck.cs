using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StaticNet.ModelFiles.Neutral;

/// <summary>
/// Compares stored sequences with what the layers of a network with memory compute. Rounding errors can grow from step to step, and how much
/// is a property of the weights; so the stored outputs may differ by several times what a change of every weight by one unit of float's
/// rounding moves them, and SelfTest() gets that tolerance too.
/// </summary>
internal static class SequenceVectorCheck
{
    // About a second.
    private const long MaximumWork = 1_000_000_000;

    /// <summary>How the sequences differ, or an empty text; sets the model's tolerance.</summary>
    /// <param name="model">The layers.</param>
    /// <param name="cases">Inputs and expected outputs, each from the zero state.</param>
    /// <param name="source">Their file, for the message.</param>
    /// <param name="work">About how many multiply-adds may be spent.</param>
    public static string Difference(ImportedModel model, IReadOnlyList<(float[] Inputs, float[] Outputs)> cases, string source, long work = MaximumWork)
    {
        var evaluator = new LayerEvaluator(model);
        var moved = new LayerEvaluator(WeightRounding.Moved(model));
        long steps = Math.Min(work, MaximumWork) / (2 * (1 + model.Tensors.Sum(static tensor => (long)tensor.Values.Length)));
        for (int i = 0; i < cases.Count && steps > 0; i++)
        {
            (float[] inputs, float[] outputs) = cases[i];
            int length = inputs.Length / model.InputSize;
            int used = model.IsManyToOne ? length : (int)Math.Min(length, steps);
            steps -= used;
            double[][] x = [.. Enumerable.Range(0, used).Select(step => inputs.Skip(step * model.InputSize).Take(model.InputSize).Select(static value => (double)value).ToArray())];
            double[] found = [.. evaluator.EvaluateSequence(x).SelectMany(static step => step)];
            double[] other = [.. moved.EvaluateSequence(x).SelectMany(static step => step)];
            double largest = outputs.Max(static value => float.IsNaN(value) || float.IsInfinity(value) ? 0 : Math.Abs((double)value));
            double spread = found.Zip(other, static (a, b) => Math.Abs(a - b)).Max();
            model.Tolerance = Math.Max(model.Tolerance, WeightRounding.Tolerance(spread, largest));
            double tolerance = model.Tolerance;
            for (int o = 0; o < found.Length; o++)
            {
                float expected = outputs[o];
                if (!(Math.Abs(found[o] - expected) <= (tolerance * largest) + 1e-30) && !float.IsNaN(expected) && !float.IsInfinity(expected))
                {
                    return $"'{source}', case {Text(i)}: output {Text(o % model.OutputSize)} of step {Text(model.IsManyToOne ? length - 1 : o / model.OutputSize)} is {Text(found[o])}, expected {Text(expected)} ± {Text(tolerance * largest)}";
                }
            }
        }

        return "";
    }

    private static string Text(double value) => value.ToString("G7", CultureInfo.InvariantCulture);
}
