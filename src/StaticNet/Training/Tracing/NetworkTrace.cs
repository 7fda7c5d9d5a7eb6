using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace StaticNet;

/// <summary>What every layer of a network computed for some rows: for looking inside. Made by <c>model.Trace(inputs)</c>.</summary>
public sealed class NetworkTrace
{
    /// <summary>Rows that were traced; sequences of a network with memory.</summary>
    public required int Count { get; init; }

    /// <summary>Time steps of each sequence; 0 for a network without memory.</summary>
    public int Steps { get; init; }

    /// <summary>The input, then the layers in order, activations included.</summary>
    public required IReadOnlyList<LayerTrace> Layers { get; init; }

    /// <summary>The mean loss; NaN where no targets were given.</summary>
    public double Loss { get; init; } = double.NaN;

    /// <summary>The last layer's values: [count, OutputSize], with an output per step [count, steps, OutputSize].</summary>
    public float[] Outputs => Layers[^1].Values;

    /// <summary>A layer by its name.</summary>
    /// <exception cref="ArgumentException">No layer has the name; the message lists those there are.</exception>
    public LayerTrace this[string name] => Layers.FirstOrDefault(layer => layer.Name == name)
        ?? throw new ArgumentException($"There is no layer '{name}'; the network has {string.Join(", ", Layers.Select(static layer => layer.Name))}.", nameof(name));

    /// <summary>A table with a line per layer: name, kind, shape, the values' root mean square and, with a loss, the norm of their gradient.</summary>
    public override string ToString()
    {
        int width = Layers.Max(static layer => layer.Name.Length), kinds = Layers.Max(static layer => layer.Kind.Length);
        bool hasGradients = !double.IsNaN(Loss);
        var text = new StringBuilder();
        text.Append("layer".PadRight(width)).Append("  ").Append("kind".PadRight(kinds)).Append("        shape         rms").Append(hasGradients ? "    gradient" : "");
        bool isPerStep = Steps > 0;
        foreach (LayerTrace layer in Layers)
        {
            isPerStep &= !DoubleTime.Ends(layer.Kind);
            string steps = isPerStep ? Steps.ToString(CultureInfo.InvariantCulture) + ", " : "";
            string shape = string.Create(CultureInfo.InvariantCulture, $"[{Count}, {steps}{layer.Size}]");
            text.Append(CultureInfo.InvariantCulture, $"\n{layer.Name.PadRight(width)}  {layer.Kind.PadRight(kinds)}  {shape,11}  {layer.RootMeanSquare,10:G4}");
            if (hasGradients)
            {
                text.Append(layer.Gradients.Length == 0 ? "            " : string.Create(CultureInfo.InvariantCulture, $"  {layer.GradientNorm,10:G4}"));
            }
        }

        return hasGradients ? text.Append(CultureInfo.InvariantCulture, $"\nloss {Loss:G6}").ToString() : text.ToString();
    }
}
