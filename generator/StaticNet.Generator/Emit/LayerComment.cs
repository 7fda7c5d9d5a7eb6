using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit;

/// <summary>The few words above a layer's code: formula, shapes, where the weights lie, order of the sum.</summary>
internal static class LayerComment
{
    public static string Describe(LinearPlan layer, bool isScaled = false)
    {
        string sum = isScaled ? "(W·x + b)·scale + shift" : "W·x + b";
        string product = layer.Activation.IsIdentity ? sum : $"{layer.Activation.Function}({sum})";
        return $"// {layer.Name}: {layer.Inputs} → {layer.Outputs}, {product}; {Place(layer)}; {Sums(layer)}.";
    }

    /// <summary>The formula in the symbols of the code below it: <c>h = ReLU(W·x + b)</c>. Where W and b lie says the map at the top of the file.</summary>
    public static string Formula(LinearPlan layer, string symbol, string input) => $"// {layer.Name}: {Equation(layer, symbol, input)}; {Sums(layer)}.";

    public static string Equation(LinearPlan layer, string symbol, string input)
    {
        string sum = $"W·{input} + b";
        return $"{symbol} = {(layer.Activation.IsIdentity ? sum : $"{layer.Activation.Function}({sum})")}";
    }

    /// <summary>Where the parameters lie.</summary>
    public static string Place(LinearPlan layer) => $"b at {layer.BiasOffset}, W at {layer.WeightOffset} as {Layout(layer)}";

    private static string Sums(LinearPlan layer)
    {
        string sums = layer.Order switch
        {
            SumOrder.Dot => $"inputs in lanes, {layer.PartialSums} partial sums",
            SumOrder.KLanes => $"four outputs × two inputs per vector, {layer.PartialSums} partial sums",
            _ when layer.PartialSums == 1 => "one sum per output",
            _ => $"{layer.PartialSums} partial sums per output",
        };
        return layer.BlockInputs == 0 ? sums : $"{sums} in blocks of {layer.BlockInputs} inputs";
    }

    private static string Layout(LinearPlan layer) => layer.Order == SumOrder.Dot
        ? "[input]"
        : layer.Tiles == 1
            ? $"[input][{layer.LastTileWidth} outputs]"
            : layer.LastTileWidth == LinearPlan.TileWidth
                ? $"[{layer.Tiles} tiles][input][32 outputs]"
                : $"[{layer.Tiles} tiles][input][32 outputs, the last tile {layer.LastTileWidth}]";
}
