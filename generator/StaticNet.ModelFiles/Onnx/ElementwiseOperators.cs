using System.Linq;
using StaticNet.Persistence.Format;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>
/// Operators that treat every number alike, or as its feature's constant says. They are collected as functions of one number, and as a factor and
/// a summand per feature, until something else reads them; only then is it asked which layers that is.
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
            return operation == "Clip" ? RowNormOperators.Clamped(node, normalization, parameters[0], parameters[1]) : NormalizationOperators.Continue(node, operation, normalization);
        }

        if (operation == "Neg" && value is ScaledValue scaled && context.Uses(node.Input(0)) == 1)
        {
            return scaled.Negated();
        }

        return Make(context, node, operation, parameters, ToFunction(context, node, 0));
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
            return Fold(node, operation, a, b);
        }

        int constantIndex = left is ConstantValue ? 0 : 1;
        if (context.Get(node, constantIndex) is ConstantValue constant)
        {
            CheckRank(context, node, constantIndex, constant);
            GraphValue? known = TryJoin(context, node, operation, constantIndex, constant);
            known ??= constant.Scalar is null || context.Get(node, 1 - constantIndex) is ScaledValue ? PerFeature(context, node, operation, constantIndex, constant) : null;
            return known ?? Make(context, node, operation, [], Operand(context, node, 0), Operand(context, node, 1));
        }

        return Numbers(context, node, operation, left, right);
    }

    /// <summary>Max or Min of any number of inputs, one of which the network computes: the numbers are joined first.</summary>
    public static GraphValue Extreme(ImportContext context, OnnxNode node, string operation)
    {
        if (node.Inputs.Count == 2)
        {
            return Binary(context, node, operation);
        }

        GraphValue[] values = [.. Enumerable.Range(0, node.Inputs.Count).Select(i => context.Get(node, i))];
        int[] computed = [.. Enumerable.Range(0, values.Length).Where(i => values[i] is not ConstantValue)];
        if (computed.Length != 1 || values.Any(static value => value is ConstantValue { Scalar: null }))
        {
            throw ImportContext.Problem(node, $"it compares {node.Inputs.Count} inputs; two, or one that the network computes with single numbers, are supported");
        }

        FunctionValue result = ToFunction(context, node, computed[0]);
        foreach (ConstantValue number in values.OfType<ConstantValue>())
        {
            result = Make(context, node, operation, [], result, Number(node, number.Scalar!.Value));
        }

        return result;
    }

    /// <summary>Where(condition, a, b) over numbers and functions of the same rows.</summary>
    public static GraphValue Where(ImportContext context, OnnxNode node) =>
        Make(context, node, "Where", [], Operand(context, node, 0), Operand(context, node, 1), Operand(context, node, 2));

    /// <summary>The bounds come as attributes up to operator set 10, as inputs later; both may be left out.</summary>
    public static GraphValue Clip(ImportContext context, OnnxNode node)
    {
        double Bound(int index, string attribute, double otherwise) => context.TryGet(node, index) switch
        {
            null when context.OperatorSet >= 11 && node.Attribute(attribute) is not null => throw ImportContext.Problem(node, $"it has {attribute} as an attribute, which operator set {context.OperatorSet} does not know; there the bounds are inputs"),
            null when node.Attribute(attribute) is OnnxAttribute { Float: float.NaN } => throw ImportContext.Problem(node, $"its {attribute} is NaN, of which programs make different things; leave the bound out, or store the number that is meant"),
            null => node.Float(attribute, otherwise),
            ConstantValue { Scalar: double number } => !double.IsNaN(number) ? number : throw ImportContext.Problem(node, $"its {attribute} is NaN, of which programs make different things; leave the bound out, or store the number that is meant"),
            _ => throw ImportContext.Problem(node, $"its {attribute} must be one constant number"),
        };
        return Unary(context, node, "Clip", Bound(1, "min", double.NegativeInfinity), Bound(2, "max", double.PositiveInfinity));
    }

    /// <summary>clamp(alpha·x + beta, 0, 1): PyTorch's with 1/6 and 1/2, otherwise a line and a clamp.</summary>
    public static GraphValue HardSigmoid(ImportContext context, OnnxNode node)
    {
        FunctionValue x = ToFunction(context, node, 0);
        FunctionValue scaled = Make(context, node, "Mul", [], x, Number(node, node.Float("alpha", 0.2f)));
        return Make(context, node, "Clip", [0, 1], Make(context, node, "Add", [], scaled, Number(node, node.Float("beta", 0.5f))));
    }

    /// <summary>x·sigmoid(alpha·x).</summary>
    public static GraphValue Swish(ImportContext context, OnnxNode node)
    {
        FunctionValue x = ToFunction(context, node, 0);
        double alpha = node.Float("alpha", 1);
        FunctionValue inner = alpha == 1 ? x : Make(context, node, "Mul", [], x, Number(node, alpha));
        return Make(context, node, "Mul", [], x, Make(context, node, "Sigmoid", [], inner));
    }

    /// <summary>ReLU with a trained slope for negative values, or one per feature.</summary>
    public static GraphValue PRelu(ImportContext context, OnnxNode node)
    {
        ConstantValue slope = context.GetFloats(node, 1, "slope");
        RowsValue rows = context.GetRows(node, 0);
        float[] slopes = slope.Scalar is null ? [.. Spread(context, node, 1, rows).Select(value => (float)value)] : slope.Floats!;
        PendingLayer layer = new PendingLayer("PReLU", rows.Size, rows.Size, [rows.Layer]).With("weight", [slopes.Length], slopes, slope.Name);
        return context.Layers.Add(layer, rows.HasBatch, node.Outputs[0]).View(rows.Shape, rows.HasBatch, node.Outputs[0]);
    }

    /// <summary>Sum of any number of inputs.</summary>
    public static GraphValue Sum(ImportContext context, OnnxNode node)
    {
        switch (node.Inputs.Count)
        {
            case 1:
                return context.Get(node, 0);
            case 2:
                return Binary(context, node, "Add");
            default:
                return AddRows(context, node, [.. Enumerable.Range(0, node.Inputs.Count).Select(i => context.GetRows(node, i))]);
        }
    }

    private static GraphValue Numbers(ImportContext context, OnnxNode node, string operation, GraphValue left, GraphValue right)
    {
        FunctionValue a = ToFunction(context, node, 0);
        FunctionValue b = ToFunction(context, node, 1);
        bool isOneFunction = a.Rows.IsSameAs(b.Rows) && a.Function.Size + b.Function.Size < ScalarFunction.MaximumSize;
        if (isOneFunction)
        {
            return Make(context, node, operation, [], a, b);
        }

        if (operation is not ("Add" or "Sub"))
        {
            throw ImportContext.Problem(node, "it joins two different values; only Add and Sub (residual connections) and Concat do that");
        }

        RowsValue x = context.GetRows(node, 0);
        RowsValue y = context.GetRows(node, 1);
        if (operation == "Sub")
        {
            y = ScaledValue.Of(y).Then("Mul", [.. Enumerable.Repeat(-1.0, y.Size)], isConstantFirst: false, "")!.Append(context, "");
        }

        return AddRows(context, node, [x, y]);
    }

    private static RowsValue AddRows(ImportContext context, OnnxNode node, RowsValue[] rows)
    {
        RowsValue x = rows[0];
        foreach (RowsValue y in rows.Skip(1))
        {
            if (!x.Shape.SequenceEqual(y.Shape) && (x.Size != y.Size || x.Shape.Length > 1 || y.Shape.Length > 1))
            {
                throw ImportContext.Problem(node, $"it adds rows of shape [{string.Join(", ", x.Shape)}] and [{string.Join(", ", y.Shape)}]; they must be equal");
            }
        }

        return context.Layers.Add(new PendingLayer("Add", x.Size, x.Size, [.. rows.Select(row => row.Layer)]), x.HasBatch, node.Outputs[0]).View(x.Shape, x.HasBatch, node.Outputs[0]);
    }

    /// <summary>A constant of more dimensions would put one in front of the batch.</summary>
    private static void CheckRank(ImportContext context, OnnxNode node, int constantIndex, ConstantValue constant)
    {
        RowsValue? rows = context.Get(node, 1 - constantIndex) switch
        {
            RowsValue value => value,
            FunctionValue function => function.Rows,
            ScaledValue scaled => scaled.Rows,
            _ => null,
        };
        if (rows is not null && context.OperatorSet < 7 && node.Attribute("axis") is OnnxAttribute { Integer: var axis } && constant.Shape.Length > 0 && (axis < 0 ? axis + rows.Rank : axis) + constant.Shape.Length != rows.Rank)
        {
            throw ImportContext.Problem(
                node, $"its constant {SafetensorsHeader.Show(node.Input(constantIndex))} [{string.Join(", ", constant.Shape)}] is matched from axis {axis} on, as only operator sets up to 6 do; convert the file to a later one (onnx.version_converter.convert_version(model, 13))");
        }

        if (rows is not null && constant.Shape.Length > rows.Rank)
        {
            throw ImportContext.Problem(
                node, $"its constant {SafetensorsHeader.Show(node.Input(constantIndex))} has the shape [{string.Join(", ", constant.Shape)}], which puts a dimension in front of the batch; expected at most {rows.Rank} dimensions");
        }
    }

    /// <summary>A factor or summand per feature, joined with those before it; null for an operation that is neither.</summary>
    private static ScaledValue? PerFeature(ImportContext context, OnnxNode node, string operation, int constantIndex, ConstantValue constant)
    {
        // What others read as well becomes a layer by itself, so that all of them read that.
        int index = 1 - constantIndex;
        ScaledValue scaled = (context.Uses(node.Input(index)) > 1 ? null : context.Get(node, index)) switch
        {
            ScaledValue value => value,
            FunctionValue function when PiecewisePolynomial.Of(function.Function)?.Line is (double slope, double intercept) =>
                new ScaledValue(function.Rows, [.. Enumerable.Repeat(slope, function.Rows.Size)], [.. Enumerable.Repeat(intercept, function.Rows.Size)], []),
            _ => ScaledValue.Of(context.GetRows(node, index)),
        };
        double[] values = Spread(context, node, constantIndex, scaled.Rows);
        ScaledValue? next = scaled.Then(operation, values, isConstantFirst: constantIndex == 0, constant.Name);
        return next is null && constant.Scalar is null
            ? throw ImportContext.Problem(node, "it applies a different number to each feature; Add, Sub and Mul do that, and Div by the numbers")
            : next;
    }

    /// <summary>A constant as one number per value of a row, as operators broadcast it.</summary>
    private static double[] Spread(ImportContext context, OnnxNode node, int index, RowsValue rows)
    {
        ConstantValue constant = context.GetFloats(node, index, "constant");
        int[] shape = constant.Shape;
        int beyond = shape.Length - rows.Shape.Length;

        // From the last dimension on each is 1 or the rows' own; what comes before them, the batch, is 1.
        bool fits = Enumerable.Range(0, shape.Length).All(i => shape[i] == 1 || (i >= beyond && shape[i] == rows.Shape[i - beyond]));
        if (!fits || constant.Count == 0 || beyond > (rows.HasBatch ? 1 : 0))
        {
            throw ImportContext.Problem(
                node, $"its constant {SafetensorsHeader.Show(node.Input(index))} has the shape [{string.Join(", ", shape)}], but the rows that it meets have the shape [{string.Join(", ", rows.Shape)}]");
        }

        var values = new double[rows.Size];
        for (int i = 0; i < values.Length; i++)
        {
            int place = 0;
            int step = 1;
            int rest = i;
            for (int dimension = rows.Shape.Length - 1; dimension >= 0; dimension--)
            {
                int own = dimension + beyond;
                int coordinate = rest % rows.Shape[dimension];
                rest /= rows.Shape[dimension];
                if (own >= 0)
                {
                    place += shape[own] == 1 ? 0 : coordinate * step;
                    step *= shape[own];
                }
            }

            values[i] = constant.Floats![place];
        }

        return values;
    }

    /// <summary>A constant vector as the bias of a Linear before it, or as scale or bias of a normalization; otherwise null.</summary>
    private static RowsValue? TryJoin(ImportContext context, OnnxNode node, string operation, int constantIndex, ConstantValue constant)
    {
        string input = node.Input(1 - constantIndex);
        if (context.Get(node, 1 - constantIndex) is not RowsValue { Layer: >= 0 } rows || constant.Floats is null || constant.Count != rows.Size
            || context.Layers[rows.Layer].Output != input || context.Uses(input) != 1)
        {
            return null;
        }

        PendingLayer layer = context.Layers[rows.Layer];
        bool isNegative = operation == "Sub" && constantIndex == 1;
        bool isBias = (operation == "Add" || isNegative) && !layer.Has("bias") && (layer.Kind == "Linear" || (layer.Kind == "LayerNorm" && layer.Has("weight")));
        bool isScale = operation == "Mul" && (layer.Kind is "LayerNorm" or "RMSNorm") && !layer.Has("weight") && !layer.Has("bias");
        if (!isBias && !isScale)
        {
            return null;
        }

        double[] values = Spread(context, node, constantIndex, rows);
        layer.With(isBias ? "bias" : "weight", [values.Length], System.Array.ConvertAll(values, value => (float)(isNegative ? -value : value)), constant.Name);
        layer.Output = node.Outputs[0];
        return rows.View(rows.Shape, rows.HasBatch, node.Outputs[0]);
    }

    /// <summary>Between constants: number by number, or one number with all of the other's.</summary>
    private static ConstantValue Fold(OnnxNode node, string operation, ConstantValue a, ConstantValue b)
    {
        if (a.Floats is null || b.Floats is null)
        {
            throw ImportContext.Problem(node, $"it computes with constants of type {TensorDecoder.TypeName((a.Floats is null ? a : b).DataType)}; only floats are supported");
        }

        bool isFirst = b.Count == 1 && b.Shape.Length <= a.Shape.Length;
        if (!isFirst && !(a.Count == 1 && a.Shape.Length <= b.Shape.Length) && !a.Shape.SequenceEqual(b.Shape))
        {
            throw ImportContext.Problem(node, $"it computes with constants of the shapes [{string.Join(", ", a.Shape)}] and [{string.Join(", ", b.Shape)}]; fold constants before export");
        }

        ConstantValue all = isFirst ? a : b;
        return ConstantValue.OfFloats(all.Name, all.Shape, [.. Enumerable.Range(0, all.Count).Select(i => (float)ScalarFunction.Apply(
            operation, [], ScalarFunction.Number(a.Floats[a.Count == 1 ? 0 : i]), ScalarFunction.Number(b.Floats[b.Count == 1 ? 0 : i])).Evaluate(0))]);
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
            return new FunctionValue(rows, ScalarFunction.Apply(operation, parameters, functions), node);
        }

        // Long chains are cut: what came so far becomes layers, and the chain begins anew on them.
        int longest = System.Array.FindIndex(functions, function => function.Size == functions.Max(f => f.Size));
        if (functions.Count(function => !function.IsNumber) > 1)
        {
            throw ImportContext.Problem(node, "the function of one number that it computes is too long to be an activation");
        }

        RowsValue cut = FunctionLayers.Append(context, operands[longest], node.Input(longest));
        functions[longest] = ScalarFunction.Argument;
        return new FunctionValue(cut, ScalarFunction.Apply(operation, parameters, functions), node);
    }

    private static readonly RowsValue s_nowhere = new(-1, [], true, "");

    private static FunctionValue Operand(ImportContext context, OnnxNode node, int index) =>
        context.Get(node, index) is ConstantValue { Scalar: double number }
            ? Number(node, number)
            : ToFunction(context, node, index);

    private static FunctionValue ToFunction(ImportContext context, OnnxNode node, int index) => context.Get(node, index) is FunctionValue function
        ? function
        : new FunctionValue(context.GetRows(node, index), ScalarFunction.Argument, node);

    private static FunctionValue Number(OnnxNode node, double number) => new(s_nowhere, ScalarFunction.Number(number), node);
}
