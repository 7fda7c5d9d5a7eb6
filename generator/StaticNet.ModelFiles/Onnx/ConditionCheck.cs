using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StaticNet.ModelFiles.Onnx.Interpretation;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>
/// Refuses a graph whose outputs its own arithmetic does not determine: (x + 1e8) − 1e8 is x in exact numbers and 0, 8 or 16 in float. Whatever
/// layers it became, they would compute something else than a program that runs the file.
/// </summary>
internal static class ConditionCheck
{
    /// <summary>Of the largest output: rounding that reaches the third digit is no rounding of a network that was trained in float.</summary>
    public const double LargestNoise = 1e-3;

    private const int Runs = 3;

    /// <summary>Runs the graph with noise on ordinary inputs.</summary>
    /// <param name="interpreter">Runs the graph.</param>
    /// <param name="given">Inputs of magnitudes up to 1.</param>
    /// <param name="exact">The values of the graph for them.</param>
    /// <param name="output">The output that was imported.</param>
    /// <param name="random">Decides the noise.</param>
    /// <exception cref="ModelFileException">Rounding reaches <see cref="LargestNoise"/> of the largest output.</exception>
    public static void Check(GraphInterpreter interpreter, IReadOnlyDictionary<string, Tensor> given, IReadOnlyDictionary<string, Tensor> exact, string output, Random random)
    {
        IReadOnlyDictionary<string, Tensor>[] noisy = [.. Enumerable.Range(0, Runs).Select(_ => interpreter.Run(given, [output], new RoundingNoise(random, onConstants: false)))];
        double Noise(string value) => noisy.Max(run => Movement(exact[value], run[value]));
        double reached = Noise(output);
        if (reached <= LargestNoise)
        {
            return;
        }

        OnnxNode? node = interpreter.NodesBetween(given.ContainsKey, output)
            .FirstOrDefault(node => node.Outputs.Exists(name => exact.ContainsKey(name) && Array.TrueForAll(noisy, run => run.ContainsKey(name)) && Noise(name) > LargestNoise));
        node ??= interpreter.Producer(output);
        string label = node?.Label ?? output;
        throw new ModelFileException(
            label, node?.Operation ?? "", $"{node?.Shown ?? $"output '{label}'"}: its result is lost in rounding: for inputs of up to 1, float arithmetic leaves {Percent(reached)} of the network's outputs undetermined, as (x + 1e8) - 1e8 does; write the graph without large numbers that cancel");
    }

    /// <summary>How far values move, relative to the largest of them.</summary>
    private static double Movement(Tensor exact, Tensor noisy)
    {
        if (exact.IsInteger || exact.Type == Tensor.Boolean || exact.Values.Length != noisy.Values.Length)
        {
            return 0;
        }

        double largest = 0;
        double farthest = 0;
        for (int i = 0; i < exact.Values.Length; i++)
        {
            double moved = Math.Abs(noisy.Values[i] - exact.Values[i]);
            bool isFinite = !double.IsNaN(moved) && !double.IsInfinity(moved);
            largest = isFinite ? Math.Max(largest, Math.Abs(exact.Values[i])) : largest;
            farthest = isFinite ? Math.Max(farthest, moved) : farthest;
        }

        return farthest == 0 ? 0 : farthest / Math.Max(largest, 1e-30);
    }

    private static string Percent(double part) => part < 1 ? (part * 100).ToString("G2", CultureInfo.InvariantCulture) + " %" : "all";
}
