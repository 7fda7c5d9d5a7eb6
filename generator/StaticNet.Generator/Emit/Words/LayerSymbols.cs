using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Words;

/// <summary>
/// What a layer's values are called in formulas and code: x goes in, y comes out, h is the hidden layer's, or h1, h2 … where there are several. Short, and
/// independent of the names of the parameters, so that a line holds a whole thought.
/// </summary>
internal static class LayerSymbols
{
    public const string Input = "x";

    /// <summary>The symbol of each layer.</summary>
    public static string[] Of(IReadOnlyList<LinearPlan> layers) =>
        [.. Enumerable.Range(0, layers.Count).Select(i => i == layers.Count - 1 ? "y" : layers.Count == 2 ? "h" : "h" + CSharpLiteral.Of(i + 1))];

    /// <summary>Unit or vector <paramref name="index"/> of a layer: h0, or h1_0.</summary>
    public static string At(string symbol, int index) => symbol + (char.IsDigit(symbol[symbol.Length - 1]) ? "_" : "") + CSharpLiteral.Of(index);
}
