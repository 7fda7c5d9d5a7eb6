using StaticNet.Generator.Emit.Kernels;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Emit.Words;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Forward;

/// <summary>How does one sample go forward?</summary>
internal static class ForwardEmitter
{
    public static void Emit(SourceWriter writer, DensePlan plan)
    {
        if (plan.Sample == SampleRegime.StraightLine)
        {
            EmitStraightLine(writer, plan);
        }
        else
        {
            EmitLoops(writer, plan);
        }
    }

    private static void EmitStraightLine(SourceWriter writer, DensePlan plan)
    {
        writer.Line(KernelWriter.Optimized);
        using (writer.Block("public partial void Forward(__S::ReadOnlySpan<float> input, __S::Span<float> output)"))
        {
            EmitEntry(writer, plan);
            StraightLineEmitter.EmitCalls(writer, plan);
        }

        if (plan.Form128 == SampleForm128.Loops)
        {
            writer.Line();
            writer.Line("// The same sums where vectors have 128 bits (SSE, and NEON on arm64): too many values for the JIT without loops.");
            writer.Line(KernelWriter.Optimized);
            using (writer.Block("private static void __Forward128(ref float x, ref float w, ref float y)"))
            {
                EmitRowCalls(writer, plan, "x", "y");
            }

            EmitRowScratch(writer, plan);
        }
    }

    private static void EmitLoops(SourceWriter writer, DensePlan plan)
    {
        writer.Line(KernelWriter.Optimized);
        using (writer.Block("public partial void Forward(__S::ReadOnlySpan<float> input, __S::Span<float> output)"))
        {
            EmitEntry(writer, plan);
            EmitRowCalls(writer, plan, "x", "y");
        }

        EmitRowScratch(writer, plan);
    }

    public static void EmitEntry(SourceWriter writer, NetworkPlan plan)
    {
        writer.Line($"__W::SampleLengths.Check({CSharpLiteral.Of(plan.Spec.Type.DisplayName)}, input.Length, InputSize, output.Length, OutputSize);");
        writer.Line("ref float x = ref __M::MemoryMarshal.GetReference(input);");
        writer.Line("ref float y = ref __M::MemoryMarshal.GetReference(output);");
        writer.Line("ref float w = ref __parameters.Reference;");
    }

    /// <summary>Layer after layer through scratch rows; the last row is copied (or soft-maxed) to the output.</summary>
    private static void EmitRowCalls(SourceWriter writer, DensePlan plan, string x, string y)
    {
        writer.Line($"ref float s = {ScratchText.Take(writer, "__RowScratch", plan.RowScratch)};");
        int offset = 0;
        string source = "ref " + x;
        string[] symbols = LayerSymbols.Of(plan.Layers);
        for (int i = 0; i < plan.Layers.Count; i++)
        {
            LinearPlan layer = plan.Layers[i];
            string target = KernelWriter.At("s", offset);
            writer.Line(LayerComment.Formula(layer, symbols[i], i == 0 ? LayerSymbols.Input : symbols[i - 1]));
            writer.Line(LinearKernel.Row(layer, layer.Activation, plan.HasRow512(layer), source, target));
            source = target;
            offset += layer.PaddedOutputs;
        }

        string last = KernelWriter.At("s", offset - plan.Last.PaddedOutputs);
        string size = CSharpLiteral.Of(plan.OutputSize);
        if (plan.RowActivation.IsRowWise)
        {
            writer.Line($"{OperatorText.Rows(plan.RowActivation)}({last}, 1, {size}, {CSharpLiteral.Of(plan.Last.PaddedOutputs)}, ref {y}, {size});");
        }
        else
        {
            writer.Line($"__M::MemoryMarshal.CreateReadOnlySpan({last}, {size}).CopyTo(__M::MemoryMarshal.CreateSpan(ref {y}, {size}));");
        }
    }

    private static void EmitRowScratch(SourceWriter writer, DensePlan plan)
    {
        if (plan.RowScratch.IsOnStack)
        {
            writer.Line();
            ScratchText.EmitType(writer, "__RowScratch", plan.RowScratch.StackFloats);
        }
    }
}
