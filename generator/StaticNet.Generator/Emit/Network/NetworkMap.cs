using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Emit.Words;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Network;

/// <summary>
/// The comment at the top of the kernels of linear layers: each layer's formula and where its parameters lie, the loss, the formulas of the way back,
/// and which method serves which call.
/// </summary>
internal static class NetworkMap
{
    public static void Emit(SourceWriter writer, DensePlan plan)
    {
        string[] symbols = LayerSymbols.Of(plan.Layers);
        var rows = new List<string[]>();
        for (int i = 0; i < plan.Layers.Count; i++)
        {
            LinearPlan layer = plan.Layers[i];
            string equation = LayerComment.Equation(layer, symbols[i], i == 0 ? LayerSymbols.Input : symbols[i - 1]);
            if (layer == plan.Last && !plan.RowActivation.IsIdentity)
            {
                equation = $"y = {plan.RowActivation.Function}({equation.Substring("y = ".Length)})";
            }

            rows.Add([layer.Name, $"{layer.Inputs} → {layer.Outputs}", equation, LayerComment.Place(layer)]);
        }

        int[] widths = [.. Enumerable.Range(0, 3).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            writer.Line("//   " + string.Join("   ", row.Select((cell, column) => column < widths.Length ? cell.PadRight(widths[column]) : cell)));
        }

        if (plan.HasBackward)
        {
            string labels = LossPlan.ForLabels(plan) is Loss loss ? $"{loss} of labels, " : "";
            writer.Line($"// Loss: {labels}{LossPlan.ForNumbers(plan)} of numbers. Backward, last layer to first, from dz, the gradient before the activation:");
            writer.Line("// db = dz, dW = x ⊗ dz, dx = dz·Wᵀ; dz of the layer before is dx times the derivative of its activation.");
        }

        writer.Line("// " + Calls(plan));
    }

    private static string Calls(DensePlan plan)
    {
        string one = plan.Sample == SampleRegime.StraightLine ? "in registers" : "by a kernel per layer";
        string many = plan.LanesForward ? $"{LanesPlan.Samples} rows at a time, side by side" : "as matrices";
        string gradients = !plan.HasBackward ? "" : plan.LanesGradient
            ? " ComputeGradients: one row by Sample, more by ForwardLanes and BackwardLanes."
            : " ComputeGradients: by ForwardRows and BackwardRows.";
        return $"Forward: one row {one}. ForwardBatch: {many}.{gradients}";
    }
}
