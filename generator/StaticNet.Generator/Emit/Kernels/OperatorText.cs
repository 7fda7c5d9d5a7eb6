using System;
using System.Globalization;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Kernels;

/// <summary>How is an activation named where a kernel of the runtime takes it as a type? Constants come as an empty struct.</summary>
internal static class OperatorText
{
    public static string Of(ActivationPlan activation) => activation.ParameterCount switch
    {
        0 => Type(activation),
        1 => $"__F::WithConstant<{Type(activation)}, {Constants(activation)}>",
        _ => $"__F::WithConstants<{Type(activation)}, {Constants(activation)}>",
    };

    /// <summary>The runtime's type with the formulas; words take constants beside it.</summary>
    public static string Type(ActivationPlan activation) => "__F::" + activation.Facts.Operator;

    /// <summary>The runtime's softmax or log-softmax of rows, or its derivative: <c>Softmax</c> and <c>SoftmaxBackward</c> of <c>SoftmaxRows</c>.</summary>
    public static string Rows(ActivationPlan activation, bool isBackward = false) => $"__N::SoftmaxRows.{activation.Facts.Operator}{(isBackward ? "Backward" : "")}";

    /// <summary>A pass over a matrix: y = f(x).</summary>
    public static string Apply(ActivationPlan activation, string x, string y, string count) =>
        $"__W::ElementPass<{Of(activation)}>.Forward({x}, {y}, {count});";

    /// <summary>A pass over a matrix: the gradient before the activation from the one after it, in place.</summary>
    public static string Derive(ActivationPlan activation, string gradient, string kept, string count) =>
        $"__W::ElementPass<{Of(activation)}>.Backward({gradient}, {kept}, {count});";

    /// <summary>The struct with an activation's constants.</summary>
    public static void EmitConstants(SourceWriter writer, ActivationPlan activation, string modifier)
    {
        writer.Line($"// The constants of {activation.Function}.");
        using (writer.Block($"{modifier} readonly struct {Constants(activation)} : __F::IActivationConstants"))
        {
            writer.Line($"public static float First => {CSharpLiteral.Of(activation.Parameter)};");
            writer.Line($"public static float Second => {CSharpLiteral.Of(activation.SecondParameter)};");
        }
    }

    /// <summary>Its name: the function's, and the bits of its constants where they are not PyTorch's, because a network may have two of a kind.</summary>
    public static string Constants(ActivationPlan activation) =>
        activation.Parameter.Equals(activation.Facts.Default(0)) && activation.SecondParameter.Equals(activation.Facts.Default(1))
            ? $"__{activation.Function}Constants"
            : $"__{activation.Function}Constants_{Bits(activation.Parameter)}_{Bits(activation.SecondParameter)}";

    private static string Bits(float value) => BitConverter.ToInt32(BitConverter.GetBytes(value), 0).ToString("x8", CultureInfo.InvariantCulture);
}
