using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Readable;

/// <summary>Names and phrases of networks that are generated for reading.</summary>
internal static class ReadableText
{
    public const string Read = "__S::ReadOnlySpan<float>";
    public const string Write = "__S::Span<float>";

    /// <summary>The layer's name as the beginning of a variable's.</summary>
    private static string Variable(LinearPlan layer) => char.ToLowerInvariant(layer.Identifier[0]) + layer.Identifier.Substring(1);

    public static string PreActivations(LinearPlan layer) => Variable(layer) + "_z";

    public static string PreActivationGradients(LinearPlan layer) => Variable(layer) + "_dz";

    /// <summary>The values that the layer after <paramref name="layer"/> reads.</summary>
    public static string Outputs(LinearPlan layer) => layer.Activation.IsIdentity ? PreActivations(layer) : Variable(layer) + "_h";

    public static string Inputs(NetworkPlan plan, int layer) => layer == 0 ? "x" : Outputs(plan.Layers[layer - 1]);

    /// <summary>Where the weight from an input to a unit lies.</summary>
    public static string Weight(LinearPlan layer, string input, string unit) => $"{layer.Identifier}Weight({input}, {unit})";

    public static string Bias(LinearPlan layer, string unit) => $"{CSharpLiteral.Of(layer.BiasOffset)} + {unit}";

    public static string For(string variable, int first, int end) => $"for (int {variable} = {CSharpLiteral.Of(first)}; {variable} < {CSharpLiteral.Of(end)}; {variable}++)";

    public static string Slice(string type, string name, string of, int start, int count) =>
        $"{type} {name} = {of}.Slice({CSharpLiteral.Of(start)}, {CSharpLiteral.Of(count)});";

    /// <summary>How a layer's inputs share the lanes of a vector in the vectorized forms, which decides how its partial sums are joined.</summary>
    public static int Lanes(LinearPlan layer) => layer.Order switch { SumOrder.Dot => 8, SumOrder.KLanes => 2, _ => 1 };
}
