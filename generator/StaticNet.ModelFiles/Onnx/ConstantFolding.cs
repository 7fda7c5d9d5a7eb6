using System;
using System.Linq;
using StaticNet.ModelFiles.Onnx.Interpretation;

namespace StaticNet.ModelFiles.Onnx;

/// <summary>Nodes that read constants only, in forms that no operator of the import knows: the interpreter computes them.</summary>
internal static class ConstantFolding
{
    /// <summary>Whether all that a node reads is known at import. A shape with an open batch is not.</summary>
    public static bool IsConstant(ImportContext context, OnnxNode node) => node.Inputs.Exists(static name => name.Length > 0)
        && node.Inputs.TrueForAll(name => name.Length == 0 || context.Find(name) is ConstantValue { IsOpen: false } constant && (constant.Floats ?? (object?)constant.Integers) is not null);

    /// <summary>What the node computes, or null where the interpreter cannot run it.</summary>
    public static GraphValue? Fold(ImportContext context, OnnxNode node)
    {
        try
        {
            Tensor?[] inputs = [.. node.Inputs.Select(name => name.Length == 0 ? null : Of((ConstantValue)context.Find(name)!))];
            Tensor[] outputs = ReferenceOperators.Apply(new OperatorCall(node, context.OperatorSet, inputs));
            string name = ((ConstantValue)context.Find(node.Inputs.First(static name => name.Length > 0))!).Name;
            return outputs.Length == 1 ? Constant(name, outputs[0]) : new SeveralValues([.. outputs.Select(output => Constant(name, output))]);
        }
        catch (Exception e) when (e is InterpretationException or ArithmeticException or IndexOutOfRangeException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Tensor Of(ConstantValue constant) => new(
        constant.DataType, constant.Shape, constant.Floats is not null ? Array.ConvertAll(constant.Floats, static value => (double)value) : Array.ConvertAll(constant.Integers!, static value => (double)value));

    private static ConstantValue Constant(string name, Tensor tensor) => TensorDecoder.IsFloat(tensor.Type)
        ? new(name, tensor.Type, tensor.Shape, Array.ConvertAll(tensor.Values, static value => (float)value), null)
        : new(name, tensor.Type, tensor.Shape, null, Array.ConvertAll(tensor.Values, static value => (long)value));
}
