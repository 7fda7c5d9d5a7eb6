using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Simd;

/// <summary>
/// How vectors of one width are spelled. Every kernel is printed through a dialect, so that the 512-, 256- and 128-bit forms come from
/// one text and cannot drift apart.
/// </summary>
internal sealed class Dialect
{
    public static readonly Dialect Bits128 = new(4, "__I::Vector128", "__I::Vector128<float>");
    public static readonly Dialect Bits256 = new(8, "__I::Vector256", "__I::Vector256<float>");
    public static readonly Dialect Bits512 = new(16, "__I::Vector512", "__I::Vector512<float>");

    private Dialect(int lanes, string functions, string type)
    {
        Lanes = lanes;
        Functions = functions;
        Type = type;
    }

    /// <summary>Floats in a vector.</summary>
    public int Lanes { get; }

    /// <summary>The static class: <c>Vector256</c>.</summary>
    public string Functions { get; }

    /// <summary>The vector type: <c>Vector256&lt;float&gt;</c>.</summary>
    public string Type { get; }

    public string Zero => $"{Type}.Zero";

    public string IsSupported => $"{Functions}.IsHardwareAccelerated";

    public static Dialect ForLanes(int lanes) => lanes switch
    {
        4 => Bits128,
        8 => Bits256,
        _ => Bits512,
    };

    /// <summary>a·b + c, rounded once; the overloads of the runtime's <c>Simd.Fma</c> choose the instruction by the vectors' width.</summary>
    public static string Fma(string a, string b, string c) => $"__N::Simd.Fma({a}, {b}, {c})";

    /// <summary>a·b + c with b loaded from memory.</summary>
    public static string FmaLoad(string a, string reference, int offset, string c) => $"__N::Simd.Fma({a}, ref {reference}, {CSharpLiteral.Of(offset)}, {c})";

    public string Load(string reference, int offset) =>
        offset == 0 ? $"{Functions}.LoadUnsafe(ref {reference})" : $"{Functions}.LoadUnsafe(ref {reference}, {CSharpLiteral.Of(offset)})";

    public string Load(string reference, string offset) => $"{Functions}.LoadUnsafe(ref {reference}, {offset})";

    public string Broadcast(string scalar) => $"{Functions}.Create({scalar})";

    /// <summary>All lanes = the float at a constant distance from a reference.</summary>
    public string BroadcastAt(string reference, int offset) =>
        offset == 0 ? $"{Functions}.Create({reference})" : $"__N::Simd.All{CSharpLiteral.Of(Lanes * 32)}(ref {reference}, {CSharpLiteral.Of(offset)})";

    /// <summary>All lanes = lane <paramref name="lane"/> of a vector of this width.</summary>
    public string BroadcastLane(string vector, int lane) => $"{Functions}.Shuffle({vector}, {Functions}.Create({CSharpLiteral.Of(lane)}))";

    public string Store(string vector, string reference, int offset) =>
        offset == 0 ? $"{Functions}.StoreUnsafe({vector}, ref {reference});" : Store(vector, reference, CSharpLiteral.Of(offset));

    public string Store(string vector, string reference, string offset) => $"{Functions}.StoreUnsafe({vector}, ref {reference}, {offset});";

    /// <summary>The first half of a vector.</summary>
    public string Lower(string vector) => $"{Functions}.GetLower({vector})";

    /// <summary>The second half of a vector.</summary>
    public string Upper(string vector) => $"{Functions}.GetUpper({vector})";

    /// <summary>One lane of a vector, as a float.</summary>
    public string Lane(string vector, int lane) =>
        lane == 0 ? $"{Functions}.ToScalar({vector})" : $"{Functions}.GetElement({vector}, {CSharpLiteral.Of(lane)})";

    /// <summary>A vector with zeros in the lanes from <paramref name="count"/> on.</summary>
    public string Masked(string vector, int count)
    {
        IEnumerable<string> mask = Enumerable.Range(0, Lanes).Select(i => i < count ? "-1" : "0");
        return $"({vector} & {Functions}.AsSingle({Functions}.Create({string.Join(", ", mask)})))";
    }

    /// <summary>The activation of a vector.</summary>
    public string Apply(ActivationPlan activation, string x) => activation.Function switch
    {
        Activation.Identity => x,
        Activation.ReLU => $"{Functions}.MaxNative({Zero}, {x})",
        _ => $"{Operator(activation)}.Forward({x}{Parameters(activation)})",
    };

    /// <summary>The gradient before an activation from the gradient after it; <paramref name="kept"/> is the output or the input as the activation needs.</summary>
    public string Derive(ActivationPlan activation, string gradient, string kept) => activation.Function switch
    {
        Activation.Identity => gradient,
        Activation.ReLU => $"{gradient} & {Functions}.GreaterThan({kept}, {Zero})",
        _ => $"{Operator(activation)}.Backward({gradient}, {kept}{Parameters(activation)})",
    };

    private static string Operator(ActivationPlan activation) => $"global::StaticNet.Activations.{activation.Function}Operator";

    private static string Parameters(ActivationPlan activation) => activation.ParameterCount switch
    {
        0 => "",
        1 => $", {CSharpLiteral.Of(activation.Parameter)}",
        _ => $", {CSharpLiteral.Of(activation.Parameter)}, {CSharpLiteral.Of(activation.SecondParameter)}",
    };
}
