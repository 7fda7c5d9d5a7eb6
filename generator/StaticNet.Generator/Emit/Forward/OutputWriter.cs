using System.Collections.Generic;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Forward;

/// <summary>Writes the last layer's registers to the user's span: softmax where there is one, and not a float beyond the last output.</summary>
internal static class OutputWriter
{
    public static void Emit(SourceWriter writer, NetworkPlan plan, IReadOnlyList<VectorPart> parts, string y)
    {
        int count = plan.OutputSize;
        bool inRegister = parts.Count == 1 && parts[0].Width <= 8;
        if (plan.RowActivation.IsRowWise && inRegister)
        {
            writer.Line($"var probabilities = __N::RegisterSoftmax.{plan.RowActivation.Function}({parts[0].Name}, {CSharpLiteral.Of(count)});");
            parts = [parts[0] with { Name = "probabilities" }];
        }

        foreach (VectorPart part in parts)
        {
            Store(writer, part.Name, part.Width, part.Start, count - part.Start, y);
        }

        if (plan.RowActivation.IsRowWise && !inRegister)
        {
            string size = CSharpLiteral.Of(count);
            writer.Line($"__N::SoftmaxRows.{plan.RowActivation.Function}(ref {y}, 1, {size}, {size}, ref {y}, {size});");
        }
    }

    private static void Store(SourceWriter writer, string vector, int width, int offset, int count, string y)
    {
        Dialect d = Dialect.ForLanes(width);
        if (count >= width)
        {
            writer.Line(d.Store(vector, y, offset));
            return;
        }

        if (width > 4)
        {
            int half = width / 2;
            Store(writer, d.Lower(vector), half, offset, count, y);
            if (count > half)
            {
                Store(writer, d.Upper(vector), half, offset + half, count - half, y);
            }

            return;
        }

        string target = KernelWriter.Element(y, offset);
        if (count == 1)
        {
            writer.Line($"{target} = {d.Lane(vector, 0)};");
            return;
        }

        writer.Line($"__C::Unsafe.WriteUnaligned(ref __C::Unsafe.As<float, byte>(ref {target}), {Dialect.Bits128.Functions}.ToScalar({Dialect.Bits128.Functions}.AsDouble({vector})));");
        if (count == 3)
        {
            writer.Line($"{KernelWriter.Element(y, offset + 2)} = {d.Lane(vector, 2)};");
        }
    }
}
