using System.Linq;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>Layer and batch normalization, as operators or written out, and the softmax forms.</summary>
internal static class NormalizationOperators
{
    /// <summary>The operator of operator set 17.</summary>
    public static GraphValue LayerNormalization(ImportContext context, OnnxNode node)
    {
        RowsValue rows = WholeRows(context, node);
        if (node.Outputs.Skip(1).Any(output => context.Uses(output) > 0))
        {
            throw ImportContext.Problem(node, "its mean or deviation is read by the graph; only its first output is supported");
        }

        PendingLayer layer = new PendingLayer("LayerNorm", rows.Size, rows.Size, [rows.Layer]).With("eps", ShortNumber.Of(node.Float("epsilon", 1e-5f)));
        Parameter(context, node, layer, 1, "weight", rows.Shape);
        if (context.TryGet(node, 2) is not null)
        {
            Parameter(context, node, layer, 2, "bias", rows.Shape);
        }

        return context.Layers.Add(layer, rows.HasBatch, node.Outputs[0]).View(rows.Shape, rows.HasBatch, node.Outputs[0]);
    }

    /// <summary>The operator of operator set 23.</summary>
    public static GraphValue RMSNormalization(ImportContext context, OnnxNode node)
    {
        RowsValue rows = WholeRows(context, node);
        PendingLayer layer = new PendingLayer("RMSNorm", rows.Size, rows.Size, [rows.Layer]).With("eps", ShortNumber.Of(node.Float("epsilon", 1e-5f)));
        Parameter(context, node, layer, 1, "weight", rows.Shape);
        return context.Layers.Add(layer, rows.HasBatch, node.Outputs[0]).View(rows.Shape, rows.HasBatch, node.Outputs[0]);
    }

    /// <summary>With running statistics, as at inference. Channels are repeated over what follows them.</summary>
    public static GraphValue BatchNormalization(ImportContext context, OnnxNode node)
    {
        RowsValue rows = context.GetRows(node, 0);
        bool isTraining = context.OperatorSet >= 14 ? node.Integer("training_mode", 0) != 0
            : node.Outputs.Skip(1).Any(static output => output.Length > 0) || (context.OperatorSet < 7 && node.Integer("is_test", 0) == 0);
        if (isTraining)
        {
            throw ImportContext.Problem(node, "it is in training mode; export the network for inference (model.eval())");
        }

        if (!rows.HasBatch || rows.Shape.Length == 0)
        {
            throw ImportContext.Problem(node, "its input has no dimension of channels after the batch");
        }

        int channels = rows.Shape[0];
        int repeat = channels == 0 ? 0 : rows.Size / channels;
        PendingLayer layer = new PendingLayer("BatchNorm1d", rows.Size, rows.Size, [rows.Layer]).With("eps", ShortNumber.Of(node.Float("epsilon", 1e-5f)));
        string[] suffixes = ["weight", "bias", "running_mean", "running_var"];
        for (int i = 0; i < suffixes.Length; i++)
        {
            float[] perChannel = context.GetVector(node, i + 1, suffixes[i], channels);
            layer.With(
                suffixes[i], [rows.Size], [.. perChannel.SelectMany(value => Enumerable.Repeat(value, repeat))],
                context.GetFloats(node, i + 1, suffixes[i]).Name);
        }

        return context.Layers.Add(layer, rows.HasBatch, node.Outputs[0]).View(rows.Shape, rows.HasBatch, node.Outputs[0]);
    }

    /// <summary>Softmax or LogSoftmax over whole rows.</summary>
    public static GraphValue Softmax(ImportContext context, OnnxNode node, string kind)
    {
        RowsValue rows = context.GetRows(node, 0);
        long axis = node.Integer("axis", context.OperatorSet < 13 ? 1 : -1);
        long first = axis < 0 ? axis + rows.Rank : axis;

        // Up to operator set 12 everything from the axis on is one row; later the axis alone is.
        int firstOfRow = rows.HasBatch ? 1 : 0;
        bool isWholeRow = context.OperatorSet < 13
            ? first == firstOfRow
            : first >= firstOfRow && first < rows.Rank && rows.Shape[first - firstOfRow] == rows.Size;
        return isWholeRow || rows.Rank == 0
            ? context.Layers.Add(new PendingLayer(kind, rows.Size, rows.Size, [rows.Layer]), rows.HasBatch, node.Outputs[0]).View(rows.Shape, rows.HasBatch, node.Outputs[0])
            : throw ImportContext.Problem(node, $"axis {axis} takes parts of rows of shape [{string.Join(", ", rows.Shape)}]; whole rows are supported");
    }

    /// <summary>The mean of whole rows: the first or the second one of a layer normalization.</summary>
    public static GraphValue ReduceMean(ImportContext context, OnnxNode node)
    {
        GraphValue value = context.Get(node, 0);
        RowsValue? squared = (value as FunctionValue)?.Function.IsSquare == true ? ((FunctionValue)value).Rows : null;
        RowsValue rows = value is NormalizationValue normalization ? normalization.Rows : squared ?? context.GetRows(node, 0);
        long[] axes = node.Attribute("axes")?.Integers.ToArray() ?? (context.TryGet(node, 1) as ConstantValue)?.Integers ?? [];
        bool isLastAxis = axes.Length == 1 && (axes[0] == -1 || axes[0] == rows.Rank - 1);
        if (!isLastAxis || rows.Shape.Length == 0 || rows.Shape[rows.Shape.Length - 1] != rows.Size || node.Integer("keepdims", 1) != 1)
        {
            throw Unfinished(node);
        }

        return value switch
        {
            NormalizationValue { Stage: NormalizationStage.Squares } squares => new NormalizationValue(rows, NormalizationStage.Variance, squares.Epsilon),
            NormalizationValue => throw Unfinished(node),
            _ when squared is not null => new NormalizationValue(rows, NormalizationStage.MeanSquare, 0),
            _ => new NormalizationValue(rows, NormalizationStage.Mean, 0),
        };
    }

    /// <summary>The next step of a written-out normalization by an operator of one input.</summary>
    public static GraphValue Continue(OnnxNode node, string operation, NormalizationValue value) => (operation, value.Stage) switch
    {
        ("Sqrt", NormalizationStage.StabilizedVariance) => new NormalizationValue(value.Rows, NormalizationStage.Deviation, value.Epsilon),
        ("Sqrt", NormalizationStage.StabilizedMeanSquare) => new NormalizationValue(value.Rows, NormalizationStage.RootMeanSquare, value.Epsilon),
        ("Reciprocal", NormalizationStage.RootMeanSquare) => new NormalizationValue(value.Rows, NormalizationStage.InverseRootMeanSquare, value.Epsilon),
        ("Reciprocal", NormalizationStage.Deviation) => new NormalizationValue(value.Rows, NormalizationStage.InverseDeviation, value.Epsilon),
        _ => throw Unfinished(node),
    };

    /// <summary>The next step of a written-out normalization by an operator of two inputs.</summary>
    public static GraphValue Continue(ImportContext context, OnnxNode node, string operation, GraphValue left, GraphValue right)
    {
        NormalizationStage? a = (left as NormalizationValue)?.Stage;
        NormalizationStage? b = (right as NormalizationValue)?.Stage;
        RowsValue rows = ((left as NormalizationValue) ?? (NormalizationValue)right).Rows;
        double? number = (right as ConstantValue)?.Scalar ?? (left as ConstantValue)?.Scalar;
        bool isSameRows = left is not NormalizationValue x || right is not NormalizationValue y || x.Rows.IsSameAs(y.Rows);
        switch (operation)
        {
            case "Sub" when b == NormalizationStage.Mean && a is null && left is not ConstantValue && context.GetRows(node, 0).IsSameAs(rows):
                return new NormalizationValue(rows, NormalizationStage.Centered, 0);

            case "Pow" when a == NormalizationStage.Centered && number == 2:
            case "Mul" when a == NormalizationStage.Centered && b == NormalizationStage.Centered && isSameRows:
                return new NormalizationValue(rows, NormalizationStage.Squares, 0);

            case "Add" when (a ?? b) == NormalizationStage.Variance && number is double epsilon:
                return new NormalizationValue(rows, NormalizationStage.StabilizedVariance, epsilon);

            case "Add" when (a ?? b) == NormalizationStage.MeanSquare && number is double epsilon:
                return new NormalizationValue(rows, NormalizationStage.StabilizedMeanSquare, epsilon);

            case "Pow" when a == NormalizationStage.StabilizedMeanSquare && number is 0.5 or -0.5:
                return new NormalizationValue(
                    rows, number > 0 ? NormalizationStage.RootMeanSquare : NormalizationStage.InverseRootMeanSquare, ((NormalizationValue)left).Epsilon);

            case "Div" when b == NormalizationStage.RootMeanSquare && left is ConstantValue && number == 1:
                return new NormalizationValue(rows, NormalizationStage.InverseRootMeanSquare, ((NormalizationValue)right).Epsilon);

            case "Div" when b == NormalizationStage.RootMeanSquare && IsRows(left, 0):
            case "Mul" when b == NormalizationStage.InverseRootMeanSquare && IsRows(left, 0):
                return Finish("RMSNorm", ((NormalizationValue)right).Epsilon);

            case "Mul" when a == NormalizationStage.InverseRootMeanSquare && IsRows(right, 1):
                return Finish("RMSNorm", ((NormalizationValue)left).Epsilon);

            case "Pow" when a == NormalizationStage.StabilizedVariance && number is 0.5 or -0.5:
                return new NormalizationValue(
                    rows, number > 0 ? NormalizationStage.Deviation : NormalizationStage.InverseDeviation, ((NormalizationValue)left).Epsilon);

            case "Div" when b == NormalizationStage.Deviation && left is ConstantValue && number == 1:
                return new NormalizationValue(rows, NormalizationStage.InverseDeviation, ((NormalizationValue)right).Epsilon);

            case "Div" when a == NormalizationStage.Centered && b == NormalizationStage.Deviation && isSameRows:
            case "Mul" when a == NormalizationStage.Centered && b == NormalizationStage.InverseDeviation && isSameRows:
                return Finish("LayerNorm", ((NormalizationValue)right).Epsilon);

            case "Mul" when a == NormalizationStage.InverseDeviation && b == NormalizationStage.Centered && isSameRows:
                return Finish("LayerNorm", ((NormalizationValue)left).Epsilon);

            case "Div" when b is NormalizationStage.Length or NormalizationStage.Sum && a is null && left is not ConstantValue && context.GetRows(node, 0).IsSameAs(rows):
                return RowNormOperators.Divided(context, node, context.GetRows(node, 0), (NormalizationValue)right);

            case "Max" when (a ?? b) == NormalizationStage.Length && number is double least:
                return RowNormOperators.Clamped(node, (left as NormalizationValue) ?? (NormalizationValue)right, least, double.PositiveInfinity);

            default:
                throw Unfinished(node);
        }

        bool IsRows(GraphValue value, int index) => value is not (NormalizationValue or ConstantValue) && context.GetRows(node, index).IsSameAs(rows);

        GraphValue Finish(string kind, double epsilon) => context.Layers.Add(
            new PendingLayer(kind, rows.Size, rows.Size, [rows.Layer]).With("eps", ShortNumber.Of(epsilon)), rows.HasBatch, node.Outputs[0])
            .View(rows.Shape, rows.HasBatch, node.Outputs[0]);
    }

    /// <summary>What is normalized, where that is all values of a row.</summary>
    private static RowsValue WholeRows(ImportContext context, OnnxNode node)
    {
        RowsValue rows = context.GetRows(node, 0);
        long axis = node.Integer("axis", -1);
        long first = axis < 0 ? axis + rows.Rank : axis;
        bool isWholeRow = first == (rows.HasBatch ? 1 : 0) || (first < rows.Rank && first > 0 && rows.Shape[rows.Shape.Length - 1] == rows.Size);
        return isWholeRow
            ? rows
            : throw ImportContext.Problem(node, $"axis {axis} normalizes parts of rows of shape [{string.Join(", ", rows.Shape)}]; whole rows are supported");
    }

    /// <summary>One number per value of a row, in the shape of the row (nn.LayerNorm([2, 3])) or flat.</summary>
    private static void Parameter(ImportContext context, OnnxNode node, PendingLayer layer, int index, string suffix, int[] rowShape)
    {
        ConstantValue constant = context.GetFloats(node, index, suffix);
        float[] values = constant.Shape.SequenceEqual(rowShape) ? constant.Floats! : context.GetVector(node, index, suffix, layer.OutputSize);
        layer.With(suffix, [layer.OutputSize], values, constant.Name);
    }

    private static ModelFileException Unfinished(OnnxNode node) => ImportContext.Problem(
        node, "means and norms of rows are supported only in a layer normalization, as LayerNormalization or written out as ReduceMean, Sub, Pow, ReduceMean, Add, Sqrt, Div (Mul, Add), in a root mean square norm (Pow, ReduceMean, Add, Sqrt, Div), and where a Div divides the row by its norm");
}
