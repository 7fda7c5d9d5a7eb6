using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Kernels;

/// <summary>
/// How are the runtime's kernels of a linear layer called? The class and its type arguments say what Planning chose: order and number of partial
/// sums, the last tile. The layer's numbers come as an empty struct whose static properties they are.
/// </summary>
internal static class LinearKernel
{
    /// <summary>y = f(W·x + b) for one row; with factors and their distance from their summands, f((W·x + b)·factor + summand).</summary>
    public static string Row(LinearPlan layer, ActivationPlan activation, bool upTo512, string x, string y, string? factors = null, int? apart = null)
    {
        string method = factors is not null ? "ScaledRow" : layer.Order == SumOrder.Columns && !upTo512 ? "RowUpTo256" : "Row";
        return $"{ClassOf(layer)}.{method}<{OperatorText.Of(activation)}>({x}, ref w, {y}{Scale(factors, apart)});";
    }

    /// <summary>The same for many rows.</summary>
    public static string Rows(LinearPlan layer, ActivationPlan activation, string x, string y, string rows, string? factors = null, int? apart = null) =>
        $"{ClassOf(layer)}.{(factors is null ? "Rows" : "ScaledRows")}<{OperatorText.Of(activation)}>({x}, ref w, {y}, {rows}{Scale(factors, apart)});";

    /// <summary>dW = Xᵀ·dZ.</summary>
    public static string WeightGradient(LinearPlan layer, string x, string dz) => $"{ClassOf(layer)}.WeightGradient({x}, {dz}, ref g, rows);";

    /// <summary>dX = dZ·Wᵀ, then the derivative of the activation before the layer.</summary>
    public static string InputGradient(LinearPlan layer, ActivationPlan before, string dz, string transposed, string kept, string dx) =>
        $"{ClassOf(layer)}.InputGradient<{OperatorText.Of(before)}, {Tile(LayoutRules.LastTileWidth(layer.Inputs))}>({dz}, {transposed}, {kept}, {dx}, blockRows);";

    /// <summary>The struct with a layer's numbers, which a generic network needs outside of itself.</summary>
    public static void EmitConstants(SourceWriter writer, LinearPlan layer, int inputStride, string modifier)
    {
        writer.Line($"// {layer.Name}: {CSharpLiteral.Of(layer.Inputs)} → {CSharpLiteral.Of(layer.Outputs)}.");
        using (writer.Block($"{modifier} readonly struct {Constants(layer)} : __K::IDense"))
        {
            KernelProperty.Write(writer, "Inputs", layer.Inputs);
            KernelProperty.Write(writer, "InputStride", inputStride);
            KernelProperty.Write(writer, "Outputs", layer.Outputs);
            KernelProperty.Write(writer, "OutputStride", layer.PaddedOutputs);
            KernelProperty.Write(writer, "Weights", layer.WeightOffset);
            KernelProperty.Write(writer, "Bias", layer.BiasOffset);
        }
    }

    /// <summary>The name of that struct.</summary>
    public static string Constants(LinearPlan layer) => $"__{layer.Identifier}Layer";

    private static string ClassOf(LinearPlan layer) => layer.Order switch
    {
        SumOrder.Dot => $"__K::OneOutput<{Constants(layer)}, {Sums(layer)}>",
        SumOrder.KLanes => $"__K::FewOutputs<{Constants(layer)}, {Sums(layer)}>",
        _ => $"__K::Dense<{Constants(layer)}, {Sums(layer)}, {Tile(layer.LastTileWidth)}>",
    };

    private static string Sums(LinearPlan layer)
    {
        string count = layer.PartialSums switch
        {
            1 => "OneSum",
            2 => "TwoSums",
            4 => "FourSums",
            8 => "EightSums",
            16 => "SixteenSums",
            _ => "ThirtyTwoSums",
        };
        return $"__K::{count}{(layer.BlockInputs > 0 ? "InBlocks" : "")}";
    }

    private static string Tile(int width) => "__K::Tile" + CSharpLiteral.Of(width);

    private static string Scale(string? factors, int? apart) => factors is null ? "" : $", {factors}, {CSharpLiteral.Of(apart!.Value)}";

}
