using System;
using System.Linq;

namespace StaticNet.ModelFiles.Neutral;

/// <summary>How exact float arithmetic can be for a network: what a change of every weight by one unit of float's rounding makes of its outputs.</summary>
internal static class WeightRounding
{
    // Each operation rounds anew; the change of the weights stands for one rounding each.
    private const double Factor = 8;

    // A network whose rounding errors reach this part of its outputs proves nothing.
    private const double LargestTolerance = 1e-2;

    /// <summary>The tolerance that rounding needs, relative to the largest output of a case.</summary>
    /// <param name="spread">How far the changed weights move an output of the case at most.</param>
    /// <param name="largest">The largest output of the case.</param>
    public static double Tolerance(double spread, double largest) =>
        largest > 0 && !double.IsNaN(spread) ? Math.Min(LargestTolerance, RoundedUp(Factor * spread / largest)) : 0;

    /// <summary>The model with every weight moved by a unit of float's rounding, up or down at random.</summary>
    /// <param name="model">The model.</param>
    /// <param name="seed">Of the directions.</param>
    public static ImportedModel Moved(ImportedModel model, uint seed = 1)
    {
        var moved = new ImportedModel { InputSize = model.InputSize };
        moved.Layers.AddRange(model.Layers);
        uint random = seed;
        moved.Tensors.AddRange(model.Tensors.Select(tensor => tensor with
        {
            Values = Array.ConvertAll(tensor.Values, value =>
            {
                random = unchecked((random * 1664525) + 1013904223);
                return value * (1 + ((random >> 31) == 0 ? 1.2e-7f : -1.2e-7f));
            }),
        }));
        return moved;
    }

    /// <summary>To two digits, which no operating system's tanh changes: the tolerance stands in the emitted text.</summary>
    private static double RoundedUp(double value)
    {
        double unit = value > 0 ? Math.Pow(10, Math.Floor(Math.Log10(value)) - 1) : 1;
        return Math.Ceiling(value / unit) * unit;
    }
}
