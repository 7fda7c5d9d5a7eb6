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
            writer.Line($"var probabilities = global::StaticNet.Numerics.RegisterSoftmax.{plan.RowActivation.Function}({parts[0].Name}, {CSharpLiteral.Of(count)});");
            parts = [parts[0] with { Name = "probabilities" }];
        }

        foreach (VectorPart part in parts)
        {
            Store(writer, part.Name, part.Width, part.Start, count - part.Start, y);
        }

        if (plan.RowActivation.IsRowWise && !inRegister)
        {
            string size = CSharpLiteral.Of(count);
            writer.Line($"global::StaticNet.Numerics.SoftmaxRows.{plan.RowActivation.Function}(ref {y}, 1, {size}, {size}, ref {y}, {size});");
        }
    }

    private static void Store(SourceWriter writer, string vector, int width, int offset, int count, string y)
    {
        if (count >= width)
        {
            writer.Line(Dialect.Store(vector, y, offset));
            return;
        }

        if (width > 4)
        {
            int half = width / 2;
            Store(writer, vector + ".GetLower()", half, offset, count, y);
            if (count > half)
            {
                Store(writer, vector + ".GetUpper()", half, offset + half, count - half, y);
            }

            return;
        }

        string target = KernelWriter.Element(y, offset);
        if (count == 1)
        {
            writer.Line($"{target} = {vector}.ToScalar();");
            return;
        }

        writer.Line($"__Unsafe.WriteUnaligned(ref __Unsafe.As<float, byte>(ref {target}), __V128.AsDouble({vector}).ToScalar());");
        if (count == 3)
        {
            writer.Line($"{KernelWriter.Element(y, offset + 2)} = {vector}.GetElement(2);");
        }
    }
}
