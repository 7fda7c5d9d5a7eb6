using System.Linq;
using StaticNet.Generator.Emit.Kernels;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Words;

/// <summary>One sample through all layers without loops: which form each width of vectors has, and the methods.</summary>
internal static class StraightLineEmitter
{
    /// <summary>The call of the form for this processor; expects references x, w and y.</summary>
    public static void EmitCalls(SourceWriter writer, DensePlan plan)
    {
        if (plan.StraightLine512)
        {
            using (writer.Block("if (__I::Vector512.IsHardwareAccelerated)"))
            {
                writer.Line("__Kernels.Forward512(ref x, ref w, ref y);");
            }
        }

        using (writer.Block($"{(plan.StraightLine512 ? "else " : "")}if (__I::Vector256.IsHardwareAccelerated)"))
        {
            writer.Line("__Kernels.Forward<__W::Words256, __I::Vector256<float>>(ref x, ref w, ref y);");
        }

        using (writer.Block("else"))
        {
            writer.Line(plan.Form128 switch
            {
                SampleForm128.OneMethod => "__Kernels.Forward<__W::Halves8, __W::TwoVectors>(ref x, ref w, ref y);",
                SampleForm128.MethodPerLayer => "__Kernels.Forward128(ref x, ref w, ref y);",
                _ => "__Forward128(ref x, ref w, ref y);",
            });
        }
    }

    public static void EmitMethods(SourceWriter writer, DensePlan plan)
    {
        writer.Line("// One sample from input to output, eight floats at a time.");
        writer.Line(KernelWriter.Optimized);
        using (writer.Block($"public static void Forward<W, V>(ref float x, ref float w, ref float y) where W : struct, __W::IWords8<V>"))
        {
            EmitBody(writer, plan, 8);
        }

        if (plan.StraightLine512)
        {
            writer.Line();
            writer.Line("// The same, sixteen floats at a time.");
            writer.Line(KernelWriter.Optimized);
            using (writer.Block("public static void Forward512(ref float x, ref float w, ref float y)"))
            {
                EmitBody(writer, plan, 16);
            }
        }

        if (plan.Form128 == SampleForm128.MethodPerLayer)
        {
            EmitMethodPerLayer(writer, plan);
        }
    }

    private static void EmitBody(SourceWriter writer, DensePlan plan, int lanes)
    {
        var forward = new StraightLineForward(writer, plan.Layers, LayerSymbols.Of(plan.Layers), lanes);
        forward.Emit();
        SampleOutput.Emit(writer, plan, forward, forward.Activations[plan.Layers.Count - 1]);
    }

    private static void EmitMethodPerLayer(SourceWriter writer, DensePlan plan)
    {
        int scratch = plan.LayerScratch;
        writer.Line();
        writer.Line("// The same in vectors of 128 bits (SSE, and NEON on arm64): a method per layer, because the JIT tracks so many values and no more.");
        writer.Line(KernelWriter.Optimized);
        using (writer.Block("public static void Forward128(ref float x, ref float w, ref float y)"))
        {
            if (scratch > 0)
            {
                writer.Line("__LayerScratch scratch = default;");
                writer.Line("ref float s = ref __C::Unsafe.As<__LayerScratch, float>(ref scratch);");
            }

            string source = "ref x";
            int offset = 0;
            foreach (LinearPlan layer in plan.Layers)
            {
                string target = layer == plan.Last ? "ref y" : WordsText.At("s", offset);
                writer.Line($"__{layer.Identifier}<__W::Halves8, __W::TwoVectors>({source}, ref w, {target});");
                source = target;
                offset += layer.PaddedOutputs;
            }
        }

        string[] symbols = LayerSymbols.Of(plan.Layers);
        for (int i = 0; i < plan.Layers.Count; i++)
        {
            LinearPlan layer = plan.Layers[i];
            writer.Line();
            writer.Line(KernelWriter.Optimized);
            using (writer.Block($"private static void __{layer.Identifier}<W, V>(ref float x, ref float w, ref float y) where W : struct, __W::IWords8<V>"))
            {
                var forward = new StraightLineForward(writer, [layer], [symbols[i]]);
                forward.Emit();
                if (layer == plan.Last)
                {
                    SampleOutput.Emit(writer, plan, forward, forward.Activations[0]);
                }
                else
                {
                    writer.Pack(forward.Activations[0].Select(part => Word.Store(forward.Words(part.Width), part.Name, "y", part.Start)));
                }
            }
        }

        if (scratch > 0)
        {
            writer.Line();
            ScratchText.EmitType(writer, "__LayerScratch", scratch);
        }
    }
}
