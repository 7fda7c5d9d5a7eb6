using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Emit.Stages;

/// <summary>How do many samples go through the stages of a network? As matrices, a block of rows at a time.</summary>
internal static class StagedBatch
{
    public static void Emit(SourceWriter writer, NetworkPlan plan, StageScratch scratch)
    {
        EmitForwardBatch(writer, plan, scratch);
        writer.Line();
        writer.Line("// All stages for a block of eight or more rows, without what only training needs.");
        writer.Line(KernelWriter.Optimized);
        using (writer.Block($"private static void __InferRows(ref float w, ref float s, {(scratch.FoldedLength > 0 ? "ref float folded, " : "")}int blockRows)"))
        {
            StagedForward.EmitSteps(writer, plan, scratch, PassKind.Inference);
        }
    }

    private static void EmitForwardBatch(SourceWriter writer, NetworkPlan plan, StageScratch scratch)
    {
        string inputs = CSharpLiteral.Of(plan.InputSize);
        string outputs = CSharpLiteral.Of(plan.OutputSize);
        string minimum = CSharpLiteral.Of(ScratchPlan.MinimumRows);
        string stride = CSharpLiteral.Of(plan.OutputStride);
        string last = KernelWriter.At("s", scratch.Rows * scratch.InferenceValue(plan.Staged!.Inference.Last));
        string x0 = KernelWriter.At("s", scratch.Rows * scratch.InferenceValue(0));
        string folded = scratch.FoldedLength > 0 ? "ref folded, " : "";
        writer.Line(KernelWriter.Optimized);
        using (writer.Block("public partial void ForwardBatch(global::System.ReadOnlySpan<float> inputs, global::System.Span<float> outputs)"))
        {
            writer.Line($"int count = inputs.Length / {inputs};");
            using (writer.Block($"if (inputs.Length != count * {inputs} || outputs.Length != (long)count * {outputs})"))
            {
                writer.Line($"global::StaticNet.ThrowHelper.BatchLengths({CSharpLiteral.Of(plan.Spec.Type.DisplayName)}, inputs.Length, {inputs}, outputs.Length, {outputs}, \"outputs\");");
            }

            writer.Line();
            writer.Line("ref float x = ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(inputs);");
            writer.Line("ref float w = ref __parameters.Reference;");
            writer.Line($"ref float s = ref __N::Workspace.Take({CSharpLiteral.Of((scratch.InferenceColumns * scratch.Rows) + scratch.FoldedLength)});");
            StagedForward.EmitFolding(writer, plan, scratch, scratch.InferenceColumns * scratch.Rows, PassKind.Inference);
            using (writer.Block($"for (int start = 0; start < count; start += {CSharpLiteral.Of(scratch.Rows)})"))
            {
                writer.Line($"int rows = global::System.Math.Min({CSharpLiteral.Of(scratch.Rows)}, count - start);");
                writer.Line($"int blockRows = global::System.Math.Max(rows, {minimum});");
                writer.Line($"global::StaticNet.Layers.JoinRows.Load(ref __C::Unsafe.Add(ref x, start * {inputs}), rows, {inputs}, {x0}, {CSharpLiteral.Of(plan.Staged!.Stride(0))}, blockRows);");
                writer.Line($"__InferRows(ref w, ref s, {folded}blockRows);");
                writer.Line($"global::System.Span<float> target = outputs.Slice(start * {outputs}, rows * {outputs});");
                writer.Line(plan.RowActivation.IsRowWise
                    ? $"__N::SoftmaxRows.{plan.RowActivation.Function}({last}, rows, {outputs}, {stride}, ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(target), {outputs});"
                    : $"__N::RowCopy.Compact({last}, rows, {stride}, target, {outputs});");
            }
        }
    }
}
