using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Emit.Kernels;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Words;

/// <summary>
/// How arithmetic is spelled: calls of the runtime's words (<c>IWords</c>), one signature each. The type they are called on stands in front: <c>W</c>
/// where a method is generic over the width, one width's words otherwise.
/// </summary>
internal static class Word
{
    /// <summary>The type parameter of a method that is written once for several widths.</summary>
    public const string Any = "W";

    public const string Four = "__W::Words128";
    public const string Eight = "__W::Words256";
    public const string Sixteen = "__W::Words512";

    /// <summary>The vectors of these words: no <c>var</c>, which a type of the user's may be called.</summary>
    public static string TypeOf(string words) => words switch
    {
        Four => "__I::Vector128<float>",
        Eight => "__I::Vector256<float>",
        Sixteen => "__I::Vector512<float>",
        _ => "V",
    };

    public static string Load(string words, string reference, int offset) => $"{words}.Load(ref {reference}, {CSharpLiteral.Of(offset)})";

    public static string All(string words, string reference, int offset) => $"{words}.All(ref {reference}, {CSharpLiteral.Of(offset)})";

    /// <summary>a·b + c with b loaded from memory.</summary>
    public static string Fma(string words, string a, string reference, int offset, string c) => $"{words}.Fma({a}, ref {reference}, {CSharpLiteral.Of(offset)}, {c})";

    public static string Mul(string words, string a, string reference, int offset) => $"{words}.Mul({a}, ref {reference}, {CSharpLiteral.Of(offset)})";

    public static string Store(string words, string a, string reference, int offset) => $"{words}.Store({a}, ref {reference}, {CSharpLiteral.Of(offset)});";

    public static string Store(string words, string a, string reference, int offset, int count, int lanes) =>
        count >= lanes ? Store(words, a, reference, offset) : $"{words}.StoreFirst({a}, ref {reference}, {CSharpLiteral.Of(offset)}, {CSharpLiteral.Of(count)});";

    public static string StoreProduct(string words, string a, string b, string reference, int offset) =>
        $"{words}.StoreProduct({a}, {b}, ref {reference}, {CSharpLiteral.Of(offset)});";

    public static string Lane(string words, string a, int lane) => $"{words}.Lane({a}, {CSharpLiteral.Of(lane)})";

    /// <summary>The activation of a vector.</summary>
    public static string Apply(string words, ActivationPlan activation, string x) => activation.Function switch
    {
        Activation.Identity => x,
        Activation.ReLU => $"{words}.ReLU({x})",
        _ => $"{words}.Apply{Constants(activation)}<{OperatorText.Type(activation)}>({x}{Arguments(activation)})",
    };

    /// <summary>The gradient before an activation from the gradient after it; <paramref name="kept"/> is the output or the input as the activation needs.</summary>
    public static string Derive(string words, ActivationPlan activation, string gradient, string kept) => activation.Function switch
    {
        Activation.Identity => gradient,
        Activation.ReLU => $"{words}.ReLUGradient({gradient}, {kept})",
        _ => $"{words}.Derive{Constants(activation)}<{OperatorText.Type(activation)}>({gradient}, {kept}{Arguments(activation)})",
    };

    /// <summary>(0 + 1) + (2 + 3), pairwise.</summary>
    public static string Pairwise(string words, IReadOnlyList<string> terms)
    {
        List<string?> joined = PairwiseOrNull(words, terms);
        return joined[0]!;
    }

    /// <summary>
    /// The join of <paramref name="terms"/> (index = input modulo their number) where vectors hold <paramref name="perVector"/> of them:
    /// vectors pairwise, then lower half + upper half. Null terms do not exist and are left out.
    /// </summary>
    public static string Halves(string words, IReadOnlyList<string?> terms, int perVector)
    {
        var lanes = new List<string?>();
        for (int lane = 0; lane < perVector; lane++)
        {
            lanes.Add(PairwiseOrNull(words, terms.Where((_, i) => i % perVector == lane))[0]);
        }

        while (lanes.Count > 1)
        {
            int half = lanes.Count / 2;
            lanes = [.. Enumerable.Range(0, half).Select(i => Add(words, lanes[i], lanes[i + half]))];
        }

        return lanes[0]!;
    }

    private static List<string?> PairwiseOrNull(string words, IEnumerable<string?> terms)
    {
        var current = new List<string?>(terms);
        while (current.Count > 1)
        {
            var next = new List<string?>();
            for (int i = 0; i < current.Count; i += 2)
            {
                next.Add(i + 1 < current.Count ? Add(words, current[i], current[i + 1]) : current[i]);
            }

            current = next;
        }

        return current;
    }

    private static string? Add(string words, string? a, string? b) => a is null ? b : b is null ? a : $"{words}.Add({a}, {b})";

    private static string Constants(ActivationPlan activation) => activation.ParameterCount == 0 ? "" : CSharpLiteral.Of(activation.ParameterCount);

    private static string Arguments(ActivationPlan activation) => activation.ParameterCount switch
    {
        0 => "",
        1 => $", {CSharpLiteral.Of(activation.Parameter)}",
        _ => $", {CSharpLiteral.Of(activation.Parameter)}, {CSharpLiteral.Of(activation.SecondParameter)}",
    };
}
