using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Words;

/// <summary>Text that the passes with samples in lanes share.</summary>
internal static class LanesText
{
    public const string Words = Word.Any;

    /// <summary>Turns over the sixteen lanes: one with 512 bits, where the loop vanishes, two with 256, four with 128. Moves <c>s</c> along.</summary>
    public static void EmitTurns(SourceWriter writer, Action body)
    {
        writer.Line("int lane = 0;");
        using (writer.Block("do"))
        {
            body();
            writer.Line("s = ref __W::Floats.At(ref s, W.Lanes);");
        }

        writer.Line("while (W.Lanes < 16 && (lane += W.Lanes) < 16);");
    }

    public static string FmaAll(string a, string reference, int offset, string c) => $"W.FmaAll({a}, ref {reference}, {CSharpLiteral.Of(offset)}, {c})";

    public static string MulAll(string a, string reference, int offset) => $"W.MulAll({a}, ref {reference}, {CSharpLiteral.Of(offset)})";

    public static string All(string reference, int offset) => Word.All(Words, reference, offset);

    public static string Load(string reference, int offset) => Word.Load(Words, reference, offset);

    public static string Store(string a, string reference, int offset) => Word.Store(Words, a, reference, offset);

    /// <summary>Joins a unit's partial sums as the layer's single-sample form does.</summary>
    public static string Join(LinearPlan layer, Func<int, string> partialSum)
    {
        int sums = Math.Min(layer.PartialSums, layer.Inputs);
        List<string?> terms = [.. Enumerable.Range(0, layer.PartialSums).Select(s => s < sums ? partialSum(s) : null)];
        return layer.Order switch
        {
            SumOrder.KLanes => Word.Halves(Words, terms, 2),
            SumOrder.Dot => Word.Halves(Words, terms, 8),
            _ => Word.Pairwise(Words, [.. terms.Where(t => t is not null).Select(t => t!)]),
        };
    }

    /// <summary>The name of partial sum <paramref name="sum"/> of a unit.</summary>
    public static string Accumulator(string unit, int sum) =>
        sum == 0 ? unit : unit + (sum < 26 ? ((char)('a' + sum)).ToString() : "p" + CSharpLiteral.Of(sum));

    /// <summary>Whether forward, cross-entropy and backward of one labeled sample stay in registers from end to end.</summary>
    public static bool FusesLabel(NetworkPlan plan) =>
        LossPlan.ForLabels(plan) is Loss loss
        && loss != Loss.BinaryCrossEntropy
        && LossPlan.IsFromPreActivation(plan, loss)
        && plan.OutputSize is > 1 and <= 4
        && plan.Spec.Training.LabelSmoothing == 0f
        && plan.Spec.Training.ClassWeights.Count == 0
        && plan.Spec.Training.FocalGamma == 0f
        && plan.Layers.Skip(1).All(layer => !StraightLineBackward.NeedsTransposed(layer));
}
