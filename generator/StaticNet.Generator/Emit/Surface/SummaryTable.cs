using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using StaticNet.Generator.Emit.Streams;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Emit.Surface;

/// <summary>The text of <c>Summary()</c>: a row per layer, totals, memory, an estimate of time below.</summary>
internal static class SummaryTable
{
    public static string Of(NetworkPlan plan)
    {
        List<string[]> rows = [["layer", "module", "output", "parameters", "multiply-adds", "bytes"]];
        int linear = 0;
        int width = plan.InputSize;
        int index = -1;
        foreach ((string name, string module) in PyTorchModules.Of(plan))
        {
            index++;
            if (module.StartsWith("Linear(", StringComparison.Ordinal))
            {
                LinearPlan layer = plan.Layers[linear++];
                width = layer.Outputs;
                int parameters = layer.MultiplyAdds + (layer.HasBias ? layer.Outputs : 0);
                rows.Add([name, $"Linear({layer.Inputs} → {layer.Outputs})", $"[{width}]", Number(parameters), Number(layer.MultiplyAdds), Number(4L * parameters)]);
            }
            else if (plan.StageOf(index) is StagePlan stage)
            {
                width = stage.Outputs;
                List<StagePlan> stages = [.. plan.Stages.Where(part => part.Layer == stage.Layer)];
                int parameters = stages.Sum(part => part.Parameters.Where(parameter => parameter.IsTrainable).Sum(parameter => parameter.Count));
                rows.Add([name, module, $"[{width}]", Number(parameters), Number(stages.Sum(static part => part.MultiplyAdds)), Number(4L * parameters)]);
            }
            else
            {
                rows.Add([name, module, $"[{width}]", "0", "0", "0"]);
            }
        }

        rows.Add(["total", "", "", Number(plan.ParameterCount), Number(plan.MultiplyAdds), Number(4L * plan.ParameterCount)]);
        int[] widths = Enumerable.Range(0, rows[0].Length).Select(c => rows.Max(r => r[c].Length)).ToArray();
        var text = new StringBuilder();
        text.Append(plan.Spec.Type.DisplayName).Append(": ").Append(Number(plan.InputSize)).Append(" → ").Append(Number(plan.OutputSize)).Append('\n');
        string rule = string.Join("  ", widths.Select(w => new string('─', w)));
        for (int r = 0; r < rows.Count; r++)
        {
            if (r == rows.Count - 1)
            {
                text.Append(rule).Append('\n');
            }

            IEnumerable<string> cells = rows[r].Select((cell, c) => c < 3 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]));
            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
            if (r == 0)
            {
                text.Append(rule).Append('\n');
            }
        }

        var memory = plan.Memory;
        text.Append("memory of inference: ").Append(Number(memory.StackBytes)).Append(" bytes on the stack, ").Append(Number(memory.WorkspaceBytes));
        if (plan.Spec.IsStreaming)
        {
            int field = StreamKernelsEmitter.ReceptiveField(plan);
            text.Append(" kept for each state\nstate: ").Append(Number(memory.StateBytes / 4)).Append(" floats per stream; receptive field: ")
                .Append(field == 0 ? "unbounded" : Number(field) + (field == 1 ? " step" : " steps")).Append('\n');
        }
        else
        {
            text.Append(" kept for each thread\n");
        }

        text.Append("time of Forward, an estimate: ").Append(Time(plan)).Append('\n');
        return text.ToString();
    }

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>One line: <c>about 9 ns with AVX-512, 9 ns with AVX2, 12 ns with 128-bit vectors</c>.</summary>
    public static string Time(NetworkPlan plan) => plan.IsReadable
        ? "none, because the network is generated for reading"
        : "about " + string.Join(", ", TimeEstimate.Of(plan).Select(static estimate => $"{Time(estimate.Nanoseconds)} with {estimate.Instructions}"));

    // Two digits: more would promise what an estimate does not hold.
    private static string Time(double nanoseconds)
    {
        (double value, string unit) = nanoseconds < 1e3 ? (nanoseconds, "ns") : nanoseconds < 1e6 ? (nanoseconds / 1e3, "µs") : (nanoseconds / 1e6, "ms");
        double step = Math.Pow(10, Math.Floor(Math.Log10(value)) - 1);
        return (Math.Round(value / step) * step).ToString("0.#", CultureInfo.InvariantCulture) + " " + unit;
    }
}
