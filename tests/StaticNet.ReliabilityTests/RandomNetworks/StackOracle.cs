using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.Tests.Shared;

namespace StaticNet.ReliabilityTests.RandomNetworks;

/// <summary>A stack computed in double from its description; its derivatives are differences.</summary>
/// <param name="description">The network.</param>
/// <param name="parameters">By name; moved while a difference is taken.</param>
/// <param name="inputs">[rows, InputSize].</param>
/// <param name="isTraining">Statistics of the batch for BatchNorm1d, and the network's own masks for Dropout.</param>
/// <param name="dropoutSeed">Selects the masks.</param>
/// <param name="rounding">Unless 0, every value between the layers moves by about a unit in the last place of a float, up or down.</param>
internal sealed class StackOracle(
    NetworkDescription description, Dictionary<string, double[]> parameters, double[] inputs, bool isTraining = false, ulong dropoutSeed = 0, int rounding = 0)
{
    /// <summary>The inputs' name among the parameters.</summary>
    public const string Input = "input";

    /// <summary>A small step: a kink lies within it seldom, and its square, the error of a central difference, is below rounding in double.</summary>
    public const double StepSize = 1e-6;

    private readonly Dictionary<int, double[]> _masks = [];

    /// <summary>What the last layer writes, and what it reads, which is what the cross-entropies work on.</summary>
    public (double[] PreOutput, double[] Output) Forward()
    {
        int rows = inputs.Length / description.InputSize;
        Random? random = rounding == 0 ? null : new Random(rounding);
        List<double[]> values = [inputs];
        foreach ((int index, LayerDescription layer) in description.Layers.Index())
        {
            double[] x = values[^1], earlier = values[(int)layer.Argument("from")];
            double[] y = layer.Kind switch
            {
                "Residual" => [.. x.Zip(Columns(earlier, rows, (int)layer.Argument("first"), layer.OutputSize), (a, b) => a + b)],
                "Concat" => [.. x.Chunk(layer.InputSize).Zip(Columns(earlier, rows, (int)layer.Argument("first"), layer.OutputSize - layer.InputSize).Chunk(layer.OutputSize - layer.InputSize), (a, b) => a.Concat(b)).SelectMany(row => row)],
                "Select" => Columns(earlier, rows, (int)layer.Argument("start"), layer.OutputSize),
                "BatchNorm1d" when isTraining => BatchStatistics(layer, x),
                "Dropout" when isTraining => [.. x.Zip(Mask(index, layer, rows), (v, m) => v * m)],
                _ => [.. x.Chunk(layer.InputSize).SelectMany(row => ReferenceLayers.Apply(layer, parameters.GetValueOrDefault, row))],
            };
            values.Add(random is null ? y : Array.ConvertAll(y, v => v * (1 + (random.Next(2) == 0 ? 1e-7 : -1e-7))));
        }

        return (values[^2], values[^1]);
    }

    /// <summary>How an objective of the forward pass, whose value is known, moves with one parameter or input.</summary>
    public Slope Slope(string name, int index, double step, double center, Func<double[], double[], double> objective)
    {
        double[] values = name == Input ? inputs : parameters[name];
        double original = values[index];
        values[index] = original + step;
        double above = Objective(objective);
        values[index] = original - step;
        double below = Objective(objective);
        values[index] = original;
        return new Slope((above - below) / (2 * step), (center - below) / step, (above - center) / step);
    }

    /// <summary>The objective where nothing is moved.</summary>
    public double Objective(Func<double[], double[], double> objective)
    {
        (double[] preOutput, double[] output) = Forward();
        return objective(preOutput, output);
    }

    private static double[] Columns(double[] x, int rows, int first, int count) => [.. x.Chunk(x.Length / rows).SelectMany(row => row[first..(first + count)])];

    private double[] BatchStatistics(LayerDescription layer, double[] x)
    {
        int size = layer.InputSize, rows = x.Length / size;
        double[]? weight = parameters.GetValueOrDefault(layer.Name + ".weight"), bias = parameters.GetValueOrDefault(layer.Name + ".bias");
        var y = new double[x.Length];
        for (int column = 0; column < size; column++)
        {
            double[] normalized = ReferenceLayers.Normalize([.. Enumerable.Range(0, rows).Select(row => x[(row * size) + column])], layer.Argument("eps", 1e-5));
            for (int row = 0; row < rows; row++)
            {
                y[(row * size) + column] = (normalized[row] * (weight?[column] ?? 1)) + (bias?[column] ?? 0);
            }
        }

        return y;
    }

    private double[] Mask(int index, LayerDescription layer, int rows)
    {
        if (!_masks.TryGetValue(index, out double[]? mask))
        {
            mask = DoubleLayers.DropoutMask(rows, layer.InputSize, (float)layer.Argument("p"), dropoutSeed, index);
            _masks.Add(index, mask);
        }

        return mask;
    }
}

/// <summary>The differences across a point and to both sides of it.</summary>
internal readonly record struct Slope(double Central, double Left, double Right)
{
    public double Asymmetry => Math.Abs(Right - Left);

    /// <summary>How far a derivative is from all that lies between the slopes of both sides.</summary>
    public double DistanceFromBetween(double derivative) =>
        Math.Max(0, Math.Max(Math.Min(Left, Right) - derivative, derivative - Math.Max(Left, Right)));
}
