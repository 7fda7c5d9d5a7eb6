using System.Collections.Generic;
using System.Linq;
using StaticNet.Persistence.Format;

namespace StaticNet.ModelFiles.Onnx.Sequences;

/// <summary>Conv over time, with its padding in front: in the node itself, or by a Pad before it.</summary>
internal static class ConvolutionOperators
{
    /// <summary>Zeros before the first step.</summary>
    public static PaddedValue Pad(ImportContext context, OnnxNode node, RowsValue rows, string axes)
    {
        string mode = node.Attribute("mode")?.Text is { Length: > 0 } given ? given : "constant";
        long[] pads = node.Attribute("pads")?.Integers.ToArray() ?? ShapeOperators.Integers(context, node, 1, "pads");
        double value = node.Attribute("value")?.Float ?? (context.TryGet(node, 2) is ConstantValue constant ? constant.Scalar ?? double.NaN : 0);
        if (node.Input(3).Length > 0 || pads.Length != 2 * axes.Length)
        {
            throw ImportContext.Problem(node, $"its pads [{string.Join(", ", pads)}] are not two for each of the {axes.Length} dimensions");
        }

        int time = axes.IndexOf(SequenceAxes.Time);
        bool isFront = mode == "constant" && value == 0 && !pads.Where((pad, i) => i != time && pad != 0).Any() && time >= 0 && pads[time] >= 0;
        return isFront ? new(rows, pads[time])
            : throw ImportContext.Problem(node, $"it pads [{string.Join(", ", pads)}] in mode {mode} with {value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)} on {SequenceAxes.Text(axes)}; zeros in front of the steps, before a causal convolution, are supported");
    }

    /// <summary>The layer that a Conv becomes.</summary>
    public static RowsValue Conv(ImportContext context, OnnxNode node, GraphValue value)
    {
        (RowsValue rows, long front) = value is PaddedValue padded ? (padded.Rows, padded.Steps) : ((RowsValue)value, 0);
        ConstantValue weights = context.GetFloats(node, 1, "W");
        if (weights.Shape.Length != 3 || weights.Count == 0)
        {
            throw ImportContext.Problem(node, $"its W has the shape [{string.Join(", ", weights.Shape)}]; a convolution over time, [outputs, inputs / groups, kernel], is supported");
        }

        long[] Pair(string name, params long[] otherwise) => node.Attribute(name)?.Integers.ToArray() ?? otherwise;
        (int outputs, int perGroup, int kernel) = (weights.Shape[0], weights.Shape[1], weights.Shape[2]);
        long[] pads = Pair("pads", 0, 0), strides = Pair("strides", 1), dilations = Pair("dilations", 1);
        long groups = node.Integer("group", 1);
        string padding = node.Attribute("auto_pad")?.Text is { Length: > 0 } given ? given : "NOTSET";
        if (pads.Length != 2 || strides.Length != 1 || dilations.Length != 1 || dilations[0] is < 1 or > ImportContext.MaximumSize || kernel > ImportContext.MaximumSize)
        {
            throw ImportContext.Problem(node, "its pads, strides and dilations are not those of one dimension");
        }

        if (strides[0] != 1)
        {
            throw ImportContext.Problem(node, $"its stride is {strides[0]}, which skips steps; 1 is supported");
        }

        if (node.Attribute("kernel_shape") is OnnxAttribute shape && !shape.Integers.SequenceEqual([kernel]))
        {
            throw ImportContext.Problem(node, $"its kernel_shape is [{string.Join(", ", shape.Integers)}], and its W [{string.Join(", ", weights.Shape)}] has a kernel of {kernel}; the file contradicts itself");
        }

        if (padding is not ("NOTSET" or "VALID"))
        {
            throw ImportContext.Problem(node, $"its auto_pad is {padding}, which looks ahead; pads [{(kernel - 1) * dilations[0]}, 0] are supported");
        }

        (long before, long behind) = padding == "VALID" ? (front, 0) : (front + pads[0], pads[1]);
        long causal = (kernel - 1) * dilations[0];
        if (value is PaddedValue { Past: string past } && (behind != 0 || front != causal || before != causal))
        {
            throw ImportContext.Problem(node, $"the state {SafetensorsHeader.Show(past)} holds {front} steps and its pads are [{string.Join(", ", pads)}]; the kernel {kernel} with the dilation {dilations[0]} needs a past of {causal} steps and no pads");
        }

        if (behind != 0 || before != causal)
        {
            string what = behind != 0 ? $"pads [{before}, {behind}] look {behind} steps ahead, which a stream cannot" : before < causal ? $"{before} zeros in front of the steps leave outputs out at the beginning" : $"{before} zeros in front of the steps delay its outputs by {before - causal}";
            throw ImportContext.Problem(node, $"{what}; a causal convolution with the kernel {kernel} and the dilation {dilations[0]} has pads [{causal}, 0] (in PyTorch F.pad(x, ({causal}, 0)) before an nn.Conv1d without padding)");
        }

        if (groups < 1 || groups * perGroup != rows.Size || outputs % groups != 0)
        {
            throw ImportContext.Problem(node, $"its W [{string.Join(", ", weights.Shape)}] with {groups} groups reads {groups * perGroup} channels, and {rows.Size} arrive");
        }

        PendingLayer layer = new PendingLayer("Conv1d", rows.Size, outputs, [rows.Layer]).With("kernel_size", kernel).With("dilation", dilations[0]).With("groups", groups)
            .With("weight", [outputs, perGroup, kernel], weights.Floats!, weights.Name);
        if (context.TryGet(node, 2) is not null)
        {
            layer.With("bias", [outputs], context.GetVector(node, 2, "B", outputs), context.GetFloats(node, 2, "B").Name);
        }

        return context.Layers.Add(layer, hasBatch: true, node.Outputs[0]);
    }
}
