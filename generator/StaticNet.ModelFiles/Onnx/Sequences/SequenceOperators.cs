using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.ModelFiles.Onnx.Interpretation;
using StaticNet.Persistence.Format;

namespace StaticNet.ModelFiles.Onnx.Sequences;

/// <summary>
/// Applies the nodes of a graph over time. What concerns batch and steps is read here; what concerns each step alone is read as in other
/// graphs, a step being a row.
/// </summary>
/// <param name="context">The import.</param>
/// <param name="input">The sequences that the graph reads.</param>
internal sealed class SequenceOperators(ImportContext context, SequenceInput input)
{
    private readonly Dictionary<string, string> _axes = new(StringComparer.Ordinal) { [input.Name] = input.Axes };

    /// <summary>The axes of a value.</summary>
    public string AxesOf(string name) => _axes.TryGetValue(name, out string? axes) ? axes : "";

    /// <summary>Applies a node and defines what it writes.</summary>
    public void Apply(OnnxNode node)
    {
        if (SequenceInputs.IsRecurrent(node))
        {
            ApplyRecurrent(node);
        }
        else if (Folded(node) is ConstantValue folded)
        {
            Define(node, 0, folded, "");
        }
        else if (node.Operation == "ConstantOfShape" || (node.Operation == "Expand" && context.Find(node.Input(0)) is ConstantValue))
        {
            ApplyZeros(node);
        }
        else if (node.Operation == "Concat" && node.Inputs.Count == 2 && _axes.ContainsKey(node.Input(1)) && IsState(node.Input(0)) && context.Find(node.Input(0)) is StateValue { Input: not null } past)
        {
            ApplyPast(node, past);
        }
        else if (node.Inputs.Exists(IsState))
        {
            bool isGiven = node.Inputs.Exists(name => IsState(name) && context.Find(name) is StateValue { IsGiven: true });
            Define(node, 0, SequenceInputs.IsView(node) ? new StateValue(null, isView: isGiven) : throw ImportContext.Problem(node, $"it computes with the state {SafetensorsHeader.Show(node.Inputs.Find(IsState)!)}; a state may be read by LSTM, GRU and RNN, and the past of a convolution by a Concat before its Conv, only"), "");
            for (int i = 1; i < node.Outputs.Count; i++)
            {
                Define(node, i, new StateValue(null, isView: isGiven), "");
            }
        }
        else if (node.Inputs.Find(name => _axes.ContainsKey(name)) is not string first)
        {
            Define(node, 0, OperatorTable.Apply(context, node), "");
        }
        else
        {
            ApplyToRows(node, first, AxesOf(first));
        }
    }

    /// <summary>The past of a convolution, in front of the steps that it reads.</summary>
    private void ApplyPast(OnnxNode node, StateValue past)
    {
        string axes = AxesOf(node.Input(1));
        Expect(node, axes, "BFT");
        RowsValue rows = Rows(node, 1);
        if (SequenceAxes.Index(axes, node.Integer("axis", 1)) != axes.IndexOf(SequenceAxes.Time) || past.Shape is not [_, long channels, long steps] || channels != rows.Size || steps < 1)
        {
            string shape = past.Shape is null ? "no shape" : $"the shape [{string.Join(", ", past.Shape)}]";
            throw ImportContext.Problem(node, $"it puts the state {SafetensorsHeader.Show(past.Input!)}, which has {shape}, in front of {SequenceAxes.Text(axes)} along dimension {node.Integer("axis", 1)}; the past of a convolution, [batch, {rows.Size}, (kernel - 1) * dilation] along the steps, is supported");
        }

        Define(node, 0, new PaddedValue(rows, steps, past.Input), axes);
    }

    private void ApplyToRows(OnnxNode node, string first, string axes)
    {
        if (node.Operation == "Shape")
        {
            long[] sizes = [.. axes.Select(axis => axis switch { SequenceAxes.Batch => Math.Max(0, input.Batch), SequenceAxes.Time => Math.Max(0, input.Steps), SequenceAxes.Feature => Rows(node, 0).Size, _ => 1L })];
            Define(node, 0, ConstantValue.OfIntegers(node.Outputs[0], sizes), "");
            return;
        }

        if (node.Operation == "Conv")
        {
            Expect(node, axes, "BFT");
            Define(node, 0, ConvolutionOperators.Conv(context, node, context.Get(node, 0) is PaddedValue padded ? padded : Rows(node, 0)), axes);
            return;
        }

        if (context.Get(node, node.Inputs.IndexOf(first)) is PaddedValue)
        {
            throw ImportContext.Problem(node, "it reads a padded sequence; only a Conv may");
        }

        switch (node.Operation)
        {
            case "Pad":
                Define(node, 0, ConvolutionOperators.Pad(context, node, Rows(node, 0), axes), axes);
                return;
            case "Transpose":
                View(node, SequenceAxes.Transposed(axes, node.Attribute("perm")?.Integers) ?? throw ImportContext.Problem(node, "its perm is no order of the dimensions"));
                return;
            case "Unsqueeze":
                View(node, SequenceAxes.Unsqueezed(axes, AxesList(node) ?? []) ?? throw ImportContext.Problem(node, "its axes do not fit"));
                return;
            case "Squeeze":
                View(node, Squeezed(node, axes));
                return;
            case "Reshape" or "Flatten":
                View(node, Reshaped(node, axes));
                return;
            case "Gather" or "Slice" or "ReduceMean" or "ReduceMax" when AxisOf(node) is long axis && SequenceAxes.Index(axes, axis) is int place and >= 0 && axes[place] != SequenceAxes.Feature:
                ApplyAlong(node, axes, place);
                return;
            default:
                ApplyStepByStep(node, axes);
                return;
        }
    }

    /// <summary>A node that works on each step by itself.</summary>
    private void ApplyStepByStep(OnnxNode node, string axes)
    {
        foreach (string other in node.Inputs.Where(_axes.ContainsKey))
        {
            if (AxesOf(other) != axes)
            {
                throw ImportContext.Problem(node, $"it joins {SequenceAxes.Text(axes)} with {SequenceAxes.Text(AxesOf(other))}; values of one order are supported");
            }
        }

        bool readsLastAxis = node.Operation is "MatMul" or "Gemm";
        if (readsLastAxis && axes[axes.Length - 1] != SequenceAxes.Feature)
        {
            throw ImportContext.Problem(node, $"it multiplies along the last dimension of {SequenceAxes.Text(axes)}; the features are expected there");
        }

        if (node.Operation == "BatchNormalization")
        {
            Expect(node, axes, "BFT", "BF");
        }

        OnnxNode ofRows = node;
        if (AxisOf(node) is long axis)
        {
            int place = SequenceAxes.Index(axes, axis);
            if (place < 0 || axes[place] != SequenceAxes.Feature)
            {
                throw ImportContext.Problem(node, $"it works along dimension {axis} of {SequenceAxes.Text(axes)}; the features are supported");
            }

            ofRows = AlongFeatures(node);
        }

        GraphValue value = OperatorTable.Apply(context, ofRows);
        if (value is SeveralValues several)
        {
            for (int i = 0; i < node.Outputs.Count; i++)
            {
                Define(node, i, several.Values[i], axes);
            }

            return;
        }

        Define(node, 0, value, axes);
    }

    /// <summary>Along the batch, the steps or a dimension of size 1.</summary>
    private void ApplyAlong(OnnxNode node, string axes, int place)
    {
        RowsValue rows = Rows(node, 0);
        char axis = axes[place];
        string kept = axes.Substring(0, place) + SequenceAxes.One + axes.Substring(place + 1);
        string removed = axes.Substring(0, place) + axes.Substring(place + 1);
        if (node.Operation is "ReduceMean" or "ReduceMax")
        {
            bool isTime = axis == SequenceAxes.Time;
            Define(node, 0, isTime ? Add(node, node.Operation == "ReduceMean" ? "MeanOverTime" : "MaxOverTime", rows) : throw ImportContext.Problem(node, $"it works along dimension {place} of {SequenceAxes.Text(axes)}; the steps are supported"), node.Integer("keepdims", 1) != 0 ? kept : removed);
            return;
        }

        if (node.Operation == "Gather")
        {
            long[] indices = ShapeOperators.Integers(context, node, 1, "indices");
            bool isScalar = context.Get(node, 1) is ConstantValue { Shape.Length: 0 };
            bool isLast = axis == SequenceAxes.Time && indices.Length == 1 && (indices[0] == -1 || indices[0] == input.Steps - 1);
            bool isOnly = axis == SequenceAxes.One && indices.Length == 1 && indices[0] is 0 or -1;
            if (!isLast && !isOnly)
            {
                throw ImportContext.Problem(node, $"it takes the entries [{string.Join(", ", indices.Take(8))}] along dimension {place} of {SequenceAxes.Text(axes)}; of the steps the last one (-1) is supported");
            }

            Define(node, 0, isLast ? Add(node, "LastStep", rows) : rows.View(rows.Shape, true, node.Outputs[0]), isScalar ? removed : kept);
            return;
        }

        (long start, long end, long step) = Range(node);
        if (step == 1 && start == 0 && (end >= int.MaxValue || (axis == SequenceAxes.Time && end == input.Steps) || (axis == SequenceAxes.Batch && end == input.Batch) || (axis == SequenceAxes.One && end == 1)))
        {
            View(node, axes);
            return;
        }

        bool takesLast = axis == SequenceAxes.Time && step == 1 && (start == -1 || (input.Steps > 0 && start == input.Steps - 1)) && (end >= int.MaxValue || end == input.Steps);
        Define(node, 0, takesLast ? Add(node, "LastStep", rows) : throw ImportContext.Problem(node, $"it cuts {start}:{end} out of dimension {place} of {SequenceAxes.Text(axes)}; of the steps the last one (-1:) is supported{(end < 0 ? ". A convolution that pads both ends and cuts the last outputs off becomes a causal one with F.pad(x, ((kernel - 1) * dilation, 0)) before it" : "")}"), kept);
    }

    private void ApplyRecurrent(OnnxNode node)
    {
        string axes = AxesOf(node.Input(0));
        bool isBatchFirst = node.Integer("layout", 0) != 0;
        Expect(node, axes, isBatchFirst ? "BTF" : "TBF", isBatchFirst ? "1TF" : "T1F");
        char batch = axes[isBatchFirst ? 0 : 1];
        RowsValue y = RecurrentOperators.Apply(context, node, Rows(node, 0));
        string state = isBatchFirst ? $"{batch}1F" : $"1{batch}F";
        for (int i = 0; i < node.Outputs.Count; i++)
        {
            if (i == 0 || context.Uses(node.Outputs[i]) == 0)
            {
                Define(node, i, y, isBatchFirst ? $"{batch}T1F" : $"T1{batch}F");
                continue;
            }

            // The state behind the last step is the last output.
            Define(node, i, i == 1 ? Add(node, "LastStep", y) : throw ImportContext.Problem(node, $"its output {i} {SafetensorsHeader.Show(node.Outputs[i])}, the cell state, is computed with; only Y and Y_h are supported"), state);
        }
    }

    /// <summary>A state of zeros whose size the graph works out.</summary>
    private void ApplyZeros(OnnxNode node)
    {
        bool isZero = node.Operation == "Expand"
            ? context.Get(node, 0) is ConstantValue { Floats: float[] floats } && Array.TrueForAll(floats, static value => value == 0)
            : node.Attribute("value")?.Tensor is not OnnxTensor tensor || TensorDecoder.Decode(tensor, node.Label) is { Scalar: 0 };
        Define(node, 0, isZero ? new StateValue(null) : throw ImportContext.Problem(node, "it makes constants of a size that the graph works out; zeros, for the state that a recurrent operator begins with, are supported"), "");
    }

    /// <summary>
    /// What a node makes of known integers, as torch.onnx works out the numbers of a Pad; null where it reads other values, or sizes that are open.
    /// </summary>
    private ConstantValue? Folded(OnnxNode node)
    {
        string[] known = ["ConstantOfShape", "Concat", "Reshape", "Slice", "Transpose", "Cast", "Gather", "Squeeze", "Unsqueeze"];
        ConstantValue?[] values = [.. node.Inputs.Select(name => name.Length == 0 ? null : context.Find(name) as ConstantValue)];
        bool isKnown = node.Outputs.Count == 1 && Array.IndexOf(known, node.Operation) >= 0 && values.Length > 0 && values[0] is not null
            && node.Inputs.Select((name, i) => name.Length == 0 || values[i]?.Integers is not null).All(static isInteger => isInteger);
        if (!isKnown || (node.Operation == "ConstantOfShape" && (Array.Exists(values[0]!.Integers!, static size => size < 1) || values[0]!.Integers!.Aggregate(1L, static (product, size) => Math.Min(product * Math.Min(size, ImportContext.MaximumSize), int.MaxValue)) > ImportContext.MaximumSize)))
        {
            return null;
        }

        try
        {
            Tensor?[] tensors = [.. values.Select(static value => value is null ? null : new Tensor(Tensor.Int64, value.Shape, [.. value.Integers!.Select(static number => (double)number)]))];
            Tensor result = ReferenceOperators.Apply(new OperatorCall(node, context.OperatorSet, tensors))[0];
            return result.IsInteger
                ? new ConstantValue(node.Outputs[0], Tensor.Int64, result.Shape, null, [.. result.Values.Select(static number => number >= long.MaxValue ? long.MaxValue : (long)number)])
                : ConstantValue.OfFloats(node.Outputs[0], result.Shape, [.. result.Values.Select(static number => (float)number)]);
        }
        catch (InterpretationException)
        {
            return null;
        }
    }

    private string Squeezed(OnnxNode node, string axes)
    {
        long[]? listed = AxesList(node);
        int[] places = listed is null ? [.. Enumerable.Range(0, axes.Length).Where(i => axes[i] == SequenceAxes.One)] : [.. listed.Select(axis => SequenceAxes.Index(axes, axis))];
        bool fits = places.All(place => place >= 0 && (axes[place] == SequenceAxes.One || (axes[place] == SequenceAxes.Batch && input.Batch == 1)));
        return fits && (listed is not null || Rows(node, 0).Size > 1)
            ? new string([.. axes.Where((_, i) => Array.IndexOf(places, i) < 0)])
            : throw ImportContext.Problem(node, $"it removes dimensions of {SequenceAxes.Text(axes)} that are not of size 1 for certain");
    }

    /// <summary>Batch and steps as they are, the features last.</summary>
    private string Reshaped(OnnxNode node, string axes)
    {
        string kept = axes.Replace(SequenceAxes.One.ToString(), "");
        bool isInOrder = kept.Length > 0 && kept[kept.Length - 1] == SequenceAxes.Feature;
        if (node.Operation == "Flatten")
        {
            return isInOrder && kept == "BF" && node.Integer("axis", 1) is 1 or -1 ? kept : throw ImportContext.Problem(node, $"it joins dimensions of {SequenceAxes.Text(axes)}");
        }

        long[] target = ShapeOperators.Integers(context, node, 1, "shape");
        int size = Rows(node, 0).Size;
        bool fits = isInOrder && target.Length == kept.Length;
        for (int i = 0; fits && i < target.Length; i++)
        {
            long own = kept[i] switch { SequenceAxes.Batch => input.Batch, SequenceAxes.Time => input.Steps, _ => size };
            fits = target[i] == -1 || (target[i] == own && own > 0) || (target[i] == 0 && i < axes.Length && axes[i] == kept[i]);
        }

        return fits && target.Count(static dimension => dimension == -1) <= 1
            ? kept
            : throw ImportContext.Problem(node, $"the shape [{string.Join(", ", target)}] does not keep batch and steps of {SequenceAxes.Text(axes)} apart");
    }

    /// <summary>The one axis that a node names; null where it names none.</summary>
    private long? AxisOf(OnnxNode node) => node.Operation switch
    {
        "Gather" or "Split" => node.Integer("axis", 0),
        "Concat" => node.Integer("axis", 1),
        "Softmax" or "LogSoftmax" or "LayerNormalization" or "RMSNormalization" => node.Integer("axis", -1),
        "ReduceMean" or "ReduceMax" => AxesList(node) is { Length: 1 } axes ? axes[0] : throw ImportContext.Problem(node, "it works along several dimensions; one is supported"),
        "Slice" => node.Attribute("axes")?.Integers is { Count: 1 } axes ? axes[0]
            : node.Input(3).Length > 0 && ShapeOperators.Integers(context, node, 3, "axes") is { Length: 1 } given ? given[0]
            : node.Attribute("axes") is null && node.Input(3).Length == 0 && ShapeOperators.Integers(context, node, 1, "starts").Length == 1 ? 0
            : throw ImportContext.Problem(node, "it cuts along several dimensions; one is supported"),
        _ => null,
    };

    private (long Start, long End, long Step) Range(OnnxNode node)
    {
        long[] starts = node.Attribute("starts")?.Integers.ToArray() ?? ShapeOperators.Integers(context, node, 1, "starts");
        long[] ends = node.Attribute("ends")?.Integers.ToArray() ?? ShapeOperators.Integers(context, node, 2, "ends");
        long[] steps = node.Input(4).Length == 0 ? [1] : ShapeOperators.Integers(context, node, 4, "steps");
        return starts.Length == 1 && ends.Length == 1 && steps.Length == 1 ? (starts[0], ends[0], steps[0]) : throw ImportContext.Problem(node, "its starts, ends and steps are not one each");
    }

    /// <summary>The node as it works on rows [batch, features].</summary>
    private OnnxNode AlongFeatures(OnnxNode node)
    {
        var copy = new OnnxNode { Name = node.Name, Operation = node.Operation, Domain = node.Domain };
        copy.Inputs.AddRange(node.Inputs);
        copy.Outputs.AddRange(node.Outputs);
        copy.Attributes.AddRange(node.Attributes.Where(static attribute => attribute.Name is not ("axis" or "axes")));
        if (node.Operation == "Slice")
        {
            (long start, long end, long step) = Range(node);
            copy.Attributes.RemoveAll(static attribute => attribute.Name is "starts" or "ends");
            copy.Attributes.AddRange([List("starts", start), List("ends", end), List("axes", -1)]);
            return step == 1 ? copy : throw ImportContext.Problem(node, $"it takes every {step}th feature; 1 is supported");
        }

        bool takesList = node.Operation is "ReduceMean" or "ReduceMax";
        copy.Attributes.Add(takesList ? List("axes", -1) : new OnnxAttribute { Name = "axis", Integer = -1 });
        if (takesList && copy.Inputs.Count > 1)
        {
            copy.Inputs.RemoveRange(1, copy.Inputs.Count - 1);
        }

        return copy;
    }

    private static OnnxAttribute List(string name, long value)
    {
        var attribute = new OnnxAttribute { Name = name };
        attribute.Integers.Add(value);
        return attribute;
    }

    private long[]? AxesList(OnnxNode node) => node.Attribute("axes")?.Integers.ToArray() ?? (node.Input(1).Length == 0 ? null : ShapeOperators.Integers(context, node, 1, "axes"));

    private RowsValue Rows(OnnxNode node, int index) => context.GetRows(node, index);

    private void View(OnnxNode node, string axes)
    {
        RowsValue rows = Rows(node, 0);
        Define(node, 0, rows.View(rows.Shape, true, node.Outputs[0]), axes);
    }

    private RowsValue Add(OnnxNode node, string kind, RowsValue rows) => context.Layers.Add(new PendingLayer(kind, rows.Size, rows.Size, [rows.Layer]), hasBatch: true, node.Outputs[0]);

    private bool IsState(string name) => name.Length > 0 && context.IsDefined(name) && context.Find(name) is StateValue;

    private void Define(OnnxNode node, int output, GraphValue value, string axes)
    {
        string name = output < node.Outputs.Count ? node.Outputs[output] : "";
        if (name.Length == 0)
        {
            return;
        }

        if (context.IsDefined(name))
        {
            throw ImportContext.Problem(node, $"its output {SafetensorsHeader.Show(name)} has a name that is taken already");
        }

        context.Define(name, value);
        if (axes.Length > 0)
        {
            _axes[name] = axes;
        }
    }

    private static void Expect(OnnxNode node, string axes, params string[] expected)
    {
        if (Array.IndexOf(expected, axes) < 0)
        {
            throw new AxesException(node.Label, node.Operation, $"node {SafetensorsHeader.Show(node.Label)} ({node.Operation}): it reads {SequenceAxes.Text(axes)}, expected {SequenceAxes.Text(expected[0])}");
        }
    }
}
