using StaticNet.Generator.Emit.Kernels;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Emit.Words;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Batch;

/// <summary>How do many samples go forward?</summary>
internal static class BatchEmitter
{
    public static void Emit(SourceWriter writer, NetworkPlan plan, ScratchPlan scratch)
    {
        if (plan.LanesForward)
        {
            LanesEmitter.EmitForwardBatch(writer, plan);
            if (plan.LanesGradient || !plan.HasBackward)
            {
                return;
            }
        }
        else
        {
            EmitForwardBatch(writer, plan, scratch);
        }

        writer.Line();
        EmitForwardRows(writer, plan, scratch);
    }

    /// <summary>Floats from one input row of a layer to the next.</summary>
    public static int InputStride(NetworkPlan plan, int layer) => layer == 0 ? plan.InputSize : plan.Layers[layer - 1].PaddedOutputs;

    private static ActivationPlan FusedActivation(NetworkPlan plan, int layer) =>
        ScratchPlan.KeepsPreActivation(plan, layer) ? ActivationPlan.Identity : plan.Layers[layer].Activation;

    private static void EmitForwardBatch(SourceWriter writer, NetworkPlan plan, ScratchPlan scratch)
    {
        string inputs = CSharpLiteral.Of(plan.InputSize);
        string outputs = CSharpLiteral.Of(plan.OutputSize);
        string minimum = CSharpLiteral.Of(ScratchPlan.MinimumRows);
        writer.Line(KernelWriter.Optimized);
        using (writer.Block("public partial void ForwardBatch(global::System.ReadOnlySpan<float> inputs, global::System.Span<float> outputs)"))
        {
            writer.Line($"int count = inputs.Length / {inputs};");
            using (writer.Block($"if (inputs.Length != count * {inputs} || outputs.Length != (long)count * {outputs})"))
            {
                writer.Line($"global::StaticNet.ThrowHelper.BatchLengths({CSharpLiteral.Of(plan.Spec.Type.DisplayName)}, inputs.Length, {inputs}, outputs.Length, {outputs}, \"outputs\");");
            }

            writer.Line();
            using (writer.Block($"if (count < {minimum})"))
            {
                using (writer.Block("for (int i = 0; i < count; i++)"))
                {
                    writer.Line($"Forward(inputs.Slice(i * {inputs}, {inputs}), outputs.Slice(i * {outputs}, {outputs}));");
                }

                writer.Line();
                writer.Line("return;");
            }

            writer.Line();
            writer.Line("ref float x = ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(inputs);");
            writer.Line("ref float w = ref __parameters.Reference;");
            writer.Line($"ref float s = ref __N::Workspace.Take({CSharpLiteral.Of(scratch.ForwardLength)});");
            writer.Line("int start = 0;");
            using (writer.Block("while (true)"))
            {
                writer.Line($"int rows = global::System.Math.Min({CSharpLiteral.Of(scratch.Rows)}, count - start);");
                writer.Line($"__ForwardRows(ref __C::Unsafe.Add(ref x, start * {inputs}), ref w, ref s, rows);");
                writer.Line($"global::System.Span<float> target = outputs.Slice(start * {outputs}, rows * {outputs});");
                string last = KernelWriter.At("s", scratch.Outputs(plan.Layers.Count - 1));
                string stride = CSharpLiteral.Of(plan.Last.PaddedOutputs);
                if (plan.RowActivation.IsRowWise)
                {
                    writer.Line($"__N::SoftmaxRows.{plan.RowActivation.Function}({last}, rows, {outputs}, {stride}, ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(target), {outputs});");
                }
                else
                {
                    writer.Line($"__N::RowCopy.Compact({last}, rows, {stride}, target, {outputs});");
                }

                writer.Line("start += rows;");
                using (writer.Block("if (start == count)"))
                {
                    writer.Line("break;");
                }

                writer.Line();
                writer.Line("// A last block of a few rows is made whole with rows that are already done.");
                writer.Line($"start = global::System.Math.Min(start, count - {minimum});");
            }
        }
    }

    private static void EmitForwardRows(SourceWriter writer, NetworkPlan plan, ScratchPlan scratch)
    {
        writer.Line("// All layers for a block of eight or more rows; every layer's outputs stay in the scratch memory for the backward pass.");
        writer.Line(KernelWriter.Optimized);
        using (writer.Block("private static void __ForwardRows(ref float x, ref float w, ref float s, int rows)"))
        {
            string source = "ref x";
            for (int i = 0; i < plan.Layers.Count; i++)
            {
                LinearPlan layer = plan.Layers[i];
                string pre = KernelWriter.At("s", scratch.PreActivations(i));
                string outputs = KernelWriter.At("s", scratch.Outputs(i));
                writer.Line(LayerComment.Describe(layer));
                writer.Line(LinearKernel.Rows(layer, FusedActivation(plan, i), source, pre, "rows"));
                if (ScratchPlan.KeepsPreActivation(plan, i))
                {
                    writer.Line(OperatorText.Apply(layer.Activation, pre, outputs, $"rows * {CSharpLiteral.Of(layer.PaddedOutputs)}"));
                }

                source = outputs;
            }
        }
    }
}
