using System.Collections.Generic;
using StaticNet.Generator.Emit.Kernels;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Words;

/// <summary>Writes the last layer's registers to <c>y</c>: softmax where there is one, and not a float beyond the last output.</summary>
internal static class SampleOutput
{
    public static void Emit(SourceWriter writer, NetworkPlan plan, StraightLineForward forward, IReadOnlyList<VectorPart> parts)
    {
        int count = plan.OutputSize;
        bool inRegister = parts.Count == 1 && parts[0].Width <= 8;
        if (plan.RowActivation.IsRowWise && inRegister)
        {
            VectorPart z = parts[0];
            writer.Line($"{Word.TypeOf(forward.Words(z.Width))} probabilities = {forward.Words(z.Width)}.{plan.RowActivation.Facts.Operator}({z.Name}, {CSharpLiteral.Of(count)});");
            parts = [z with { Name = "probabilities" }];
        }

        var line = new List<string>();
        foreach (VectorPart part in parts)
        {
            line.Add(Word.Store(forward.Words(part.Width), part.Name, "y", part.Start, count - part.Start, part.Width));
        }

        writer.Pack(line);
        if (plan.RowActivation.IsRowWise && !inRegister)
        {
            string size = CSharpLiteral.Of(count);
            writer.Line($"{OperatorText.Rows(plan.RowActivation)}(ref y, 1, {size}, {size}, ref y, {size});");
        }
    }
}
