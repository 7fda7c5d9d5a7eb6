using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Words;

/// <summary>The lesson in one method: forward, loss, backward of one sample.</summary>
internal static class SampleEmitter
{
    public static void Emit(SourceWriter writer, DensePlan plan, LanesPlan places)
    {
        writer.Line("// One sample without loops: forward, the gradient of the loss, backward. Overwrites g; the update, w −= rate·g, is the optimizer's.");
        writer.Line(KernelWriter.Optimized);
        writer.Line("public static double Sample<W, V, TLoss>(ref float x, ref float w, ref float s, ref float g, in TLoss loss)");
        using (writer.Block($"    where W : struct, __W::IWords8<V> where TLoss : struct, __W::ISampleLoss, allows ref struct"))
        {
            for (int i = 1; i < plan.Layers.Count; i++)
            {
                LinearPlan layer = plan.Layers[i];
                if (StraightLineBackward.NeedsTransposed(layer))
                {
                    writer.Line($"__N::Transpose.WeightColumns({WordsText.At("w", layer.WeightOffset)}, {layer.Inputs}, {layer.Outputs}, {layer.LastTileWidth}, {WordsText.At("s", places.Transposed(i))});");
                }
            }

            var forward = new StraightLineForward(writer, plan.Layers, LayerSymbols.Of(plan.Layers)) { EndsBeforeActivation = true };
            forward.Emit();
            IReadOnlyList<VectorPart> dz = EmitLoss(writer, plan, places, forward);
            IReadOnlyList<VectorPart> first = new StraightLineBackward(writer, plan, places, forward).Emit(dz);
            using (writer.Block("if (TLoss.KeepsFirstGradient) // for the gradient with respect to the input"))
            {
                writer.Pack(first.Select(part => Word.Store(forward.Words(part.Width), part.Name, "s", places.Gradient[0] + part.Start)));
            }

            writer.Line();
            writer.Line("return value;");
        }
    }

    private static List<VectorPart> EmitLoss(SourceWriter writer, DensePlan plan, LanesPlan places, StraightLineForward forward)
    {
        IReadOnlyList<VectorPart> z = forward.Activations[plan.Layers.Count - 1];
        string ofLabel = LanesText.FusesLabel(plan) ? "; for a label softmax(z) − one-hot(label)" : "";
        writer.Line($"// loss: dz is its gradient with respect to the last layer's values before the activation{ofLabel}.");
        if (plan.Last.Order != SumOrder.Columns)
        {
            writer.Line($"{Word.TypeOf(Word.Four)} dz_0 = loss.Gradient({z[0].Name}, {CSharpLiteral.Of(plan.OutputSize)}, ref s, out double value);");
            return [new VectorPart("dz_0", 0, 4)];
        }

        writer.Pack(z.Select(part => Word.Store(forward.Words(part.Width), part.Name, "s", places.RowPreActivations + part.Start)));
        writer.Line("double value = loss.Row(ref s);");
        List<VectorPart> dz = [.. z.Select((part, i) => part with { Name = "dz_" + CSharpLiteral.Of(i) })];
        writer.Pack(dz.Select(part => $"{Word.TypeOf(forward.Words(part.Width))} {part.Name} = {Word.Load(forward.Words(part.Width), "s", places.RowGradient + part.Start)};"));
        return dz;
    }
}
