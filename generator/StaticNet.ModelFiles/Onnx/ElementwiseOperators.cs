using System.Linq;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>
/// Operators that treat every number alike. They are collected as functions of one number until something else reads them;
/// only then is it asked which activation that is.
/// </summary>
internal static class ElementwiseOperators
{
    /// <summary>An operator of one input; parameters are its attributes.</summary>
    public static GraphValue Unary(ImportContext context, OnnxNode node, string operation, params double[] parameters)
    {
        GraphValue value = context.Get(node, 0);
        if (value is ConstantValue constant)
        {
            return Fold(node, ScalarFunction.Apply(operation, parameters, ScalarFunction.Argument), constant);
        }

        if (value is NormalizationValue normalization)
        {
            return NormalizationOperators.Continue(node, operation, normalization);
        }

        FunctionValue function = ToFunction(context, node, 0);
        return Make(context, node, operation, parameters, function);
    }

    /// <summary>An operator of two inputs: numbers, rows, or one constant per feature.</summary>
    public static GraphValue Binary(ImportContext context, OnnxNode node, string operation)
    {
        GraphValue left = context.Get(node, 0);
        GraphValue right = context.Get(node, 1);
        if (left is NormalizationValue || right is NormalizationValue)
        {
            return NormalizationOperators.Continue(context, node, operation, left, right);
        }

        if (left is ConstantValue a && right is ConstantValue b)
        {
            return a.Scalar is double x && b.Scalar is double y
                ? ConstantValue.OfFloats(node.Outputs[0], a.Shape, [(float)ScalarFunction.Apply(operation, [], ScalarFunction.Number(x), ScalarFunction.Number(y)).Evaluate(0)])
                : b.Scalar is double number ? Fold(node, ScalarFunction.Apply(operation, [], ScalarFunction.Argument, ScalarFunction.Number(number)), a)
                : a.Scalar is double first ? Fold(node, ScalarFunction.Apply(operation, [], ScalarFunction.Number(first), ScalarFunction.Argument), b)
                : throw ImportContext.Problem(node, "arithmetic between constants of several numbers is not supported; fold constants before export");
        }

        if (left is ConstantValue { Scalar: null } || right is ConstantValue { Scalar: null })
        {
            return PerFeature(context, node, operation, constantIndex: left is ConstantValue ? 0 : 1);
        }

        return Numbers(context, node, operation, left, right);
    }

    /// <summary>Where(condition, a, b) over numbers and functions of the same rows.</summary>
    public static GraphValue Where(ImportContext context, OnnxNode node) =>
        Make(context, node, "Where", [], Operand(context, node, 0), Operand(context, node, 1), Operand(context, node, 2));

    /// <summary>The bounds come as attributes up to operator set 10, as inputs later; both may be left out.</summary>
    public static GraphValue Clip(ImportContext context, OnnxNode node)
    {
        double Bound(int index, string attribute, double otherwise) => context.TryGet(node, index) switch
        {
            null => node.Float(attribute, otherwise),
            ConstantValue { Scalar: double number } => number,
            _ => throw ImportContext.Problem(node, $"its {attribute} must be one constant number"),
        };
        return Unary(context, node, "Clip", Bound(1, "min", double.NegativeInfinity), Bound(2, "max", double.PositiveInfinity));
    }

    /// <summary>clamp(alpha·x + beta, 0, 1): PyTorch's with 1/6 and 1/2, otherwise a line and a clamp.</summary>
    public static GraphValue HardSigmoid(ImportContext context, OnnxNode node)
    {
        ScalarFunction scaled = ScalarFunction.Apply("Mul", [], ScalarFunction.Argument, ScalarFunction.Number(node.Float("alpha", 0.2f)));
        ScalarFunction line = ScalarFunction.Apply("Add", [], scaled, ScalarFunction.Number(node.Float("beta", 0.5f)));
        return new FunctionValue(context.GetRows(node, 0), ScalarFunction.Apply("Clip", [0, 1], line));
    }

    /// <summary>Leaky ReLU with its slope as an input.</summary>
    public static GraphValue PRelu(ImportContext context, OnnxNode node) => context.Get(node, 1) is ConstantValue { Scalar: double slope }
        ? Unary(context, node, "LeakyRelu", slope)
        : throw ImportContext.Problem(node, "it has a slope per feature; LeakyReLU with one slope is the nearest that is supported");

    /// <summary>Sum of any number of inputs, as Adds.</summary>
    public static GraphValue Sum(ImportContext context, OnnxNode node)
    {
        if (node.Inputs.Count == 2)
        {
            return Binary(context, node, "Add");
        }

        return node.Inputs.Count == 1
            ? context.Get(node, 0)
            : throw ImportContext.Problem(node, $"it has {node.Inputs.Count} inputs; Add with two is supported");
    }

    private static GraphValue Numbers(ImportContext context, OnnxNode node, string operation, GraphValue left, GraphValue right)
    {
        if (left is ConstantValue || right is ConstantValue)
        {
            return Make(context, node, operation, [], Operand(context, node, 0), Operand(context, node, 1));
        }

        FunctionValue a = ToFunction(context, node, 0);
        FunctionValue b = ToFunction(context, node, 1);
        bool isOneFunction = a.Rows.IsSameAs(b.Rows) && a.Function.Size + b.Function.Size < ScalarFunction.MaximumSize;
        if (isOneFunction)
        {
            return Make(context, node, operation, [], a, b);
        }

        if (operation != "Add")
        {
            throw ImportContext.Problem(node, "it joins two different values; only Add (a residual connection) and Concat do that");
        }

        RowsValue x = context.GetRows(node, 0);
        RowsValue y = context.GetRows(node, 1);
        return x.Shape.SequenceEqual(y.Shape) || (x.Size == y.Size && x.Shape.Length <= 1 && y.Shape.Length <= 1)
            ? context.Layers.Add(new PendingLayer("Add", x.Size, x.Size, [x.Layer, y.Layer]), x.HasBatch, node.Outputs[0]).View(x.Shape, x.HasBatch, node.Outputs[0])
            : throw ImportContext.Problem(node, $"it adds rows of shape [{string.Join(", ", x.Shape)}] and [{string.Join(", ", y.Shape)}]; they must be equal");
    }

    /// <summary>A constant vector: the bias of a Linear before it, scale or shift of a normalization before it, or a layer of its own.</summary>
    private static RowsValue PerFeature(ImportContext context, OnnxNode node, string operation, int constantIndex)
    {
        RowsValue rows = context.GetRows(node, 1 - constantIndex);
        ConstantValue constant = context.GetFloats(node, constantIndex, "constant");
        if (rows.Shape.Length > 1 && !constant.Shape.SkipWhile(d => d == 1).SequenceEqual(rows.Shape.SkipWhile(d => d == 1)))
        {
            throw ImportContext.Problem(node, $"a constant of shape [{string.Join(", ", constant.Shape)}] meets rows of shape [{string.Join(", ", rows.Shape)}]; flatten them first");
        }

        float[] values = rows.Shape.Length > 1 ? constant.Floats! : context.GetVector(node, constantIndex, "constant", rows.Size);
        string output = node.Outputs[0];
        bool isLastReader = rows.Layer >= 0 && context.Layers[rows.Layer].Output == node.Input(1 - constantIndex) && context.Uses(node.Input(1 - constantIndex)) == 1;
        if (isLastReader && TryJoin(context.Layers[rows.Layer], operation, constant, values))
        {
            context.Layers[rows.Layer].Output = output;
            return rows.View(rows.Shape, rows.HasBatch, output);
        }

        float[] ones = [.. Enumerable.Repeat(1f, rows.Size)];
        return (operation, constantIndex) switch
        {
            ("Add", _) => Append(ones, values),
            ("Sub", 1) => Append(ones, [.. values.Select(v => -v)]),
            ("Sub", 0) => Append([.. ones.Select(v => -v)], values),
            ("Mul", _) => Append(values, new float[rows.Size]),
            ("Div", 1) => Append([.. values.Select(v => (float)(1.0 / v))], new float[rows.Size]),
            _ => throw ImportContext.Problem(node, "it applies a different number to each feature; Add, Sub, Mul and Div do that"),
        };

        RowsValue Append(float[] scale, float[] shift) => FunctionLayers.AppendScaleAndShift(context, rows, scale, shift, constant.Name, output);
    }

    private static bool TryJoin(PendingLayer layer, string operation, ConstantValue constant, float[] values)
    {
        bool isBias = operation == "Add" && !layer.Has("bias") && (layer.Kind == "Linear" || (layer.Kind == "LayerNorm" && layer.Has("weight")));
        bool isScale = operation == "Mul" && layer.Kind == "LayerNorm" && !layer.Has("weight") && !layer.Has("bias");
        if (isBias || isScale)
        {
            layer.With(isBias ? "bias" : "weight", [values.Length], values, constant.Name);
        }

        return isBias || isScale;
    }

    private static ConstantValue Fold(OnnxNode node, ScalarFunction function, ConstantValue constant) => constant.Floats is null
        ? throw ImportContext.Problem(node, $"it computes with a constant of type {TensorDecoder.TypeName(constant.DataType)}; only floats are supported")
        : ConstantValue.OfFloats(constant.Name, constant.Shape, [.. constant.Floats.Select(value => (float)function.Evaluate(value))]);

    /// <summary>An operator of numbers and functions of the same rows. A number is an operand without rows.</summary>
    private static FunctionValue Make(ImportContext context, OnnxNode node, string operation, double[] parameters, params FunctionValue[] operands)
    {
        RowsValue? rows = operands.FirstOrDefault(operand => !operand.Function.IsNumber)?.Rows;
        if (rows is null || operands.Any(operand => !operand.Function.IsNumber && !operand.Rows.IsSameAs(rows)))
        {
            throw ImportContext.Problem(node, "its inputs do not all follow from the same value; only Add (a residual connection) and Concat join different ones");
        }

        ScalarFunction[] functions = [.. operands.Select(operand => operand.Function)];
        if (functions.Sum(function => function.Size) < ScalarFunction.MaximumSize)
        {
            return new FunctionValue(rows, ScalarFunction.Apply(operation, parameters, functions));
        }

        // Long chains are cut: what came so far becomes layers, and the chain begins anew on them.
        int longest = System.Array.FindIndex(functions, function => function.Size == functions.Max(f => f.Size));
        if (functions.Count(function => !function.IsNumber) > 1)
        {
            throw ImportContext.Problem(node, "the function of one number that it computes is too long to be an activation");
        }

        RowsValue cut = FunctionLayers.Append(context, node, operands[longest], node.Input(longest));
        functions[longest] = ScalarFunction.Argument;
        return new FunctionValue(cut, ScalarFunction.Apply(operation, parameters, functions));
    }

    private static readonly RowsValue s_nowhere = new(-1, [], true, "");

    private static FunctionValue Operand(ImportContext context, OnnxNode node, int index) =>
        context.Get(node, index) is ConstantValue { Scalar: double number }
            ? new FunctionValue(s_nowhere, ScalarFunction.Number(number))
            : ToFunction(context, node, index);

    private static FunctionValue ToFunction(ImportContext context, OnnxNode node, int index) => context.Get(node, index) is FunctionValue function
        ? function
        : new FunctionValue(context.GetRows(node, index), ScalarFunction.Argument);
}
