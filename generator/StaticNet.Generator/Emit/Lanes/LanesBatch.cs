using StaticNet.Generator.Emit.Batch;
using StaticNet.Generator.Emit.Forward;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Lanes;

/// <summary>The forward pass of many samples of a small network: sixteen at a time in lanes, fewer one by one.</summary>
internal static class LanesBatch
{
    private const int Samples = LanesPlan.Samples;

    public static void Emit(SourceWriter writer, NetworkPlan plan, LanesPlan lanes)
    {
        bool inRegisters = plan.MultiplyAdds <= LanesPlan.RegisterMultiplyAdds;
        string inputs = CSharpLiteral.Of(plan.InputSize);
        string outputs = CSharpLiteral.Of(plan.OutputSize);
        string samples = CSharpLiteral.Of(Samples);
        int scratch = inRegisters ? Samples * System.Math.Max(plan.InputSize, plan.OutputSize) : lanes.ForwardLength;
        bool onStack = scratch <= ForwardEmitter.StackFloats;
        if (onStack)
        {
            writer.Line($"[__C::InlineArray({CSharpLiteral.Of(scratch + ForwardEmitter.StackSlack)})]");
            writer.Line("private struct __LaneScratch { private float __first; }");
            writer.Line();
        }

        writer.Line(KernelWriter.Optimized);
        using (writer.Block("public partial void ForwardBatch(global::System.ReadOnlySpan<float> inputs, global::System.Span<float> outputs)"))
        {
            writer.Line($"int count = inputs.Length / {inputs};");
            using (writer.Block($"if (inputs.Length != count * {inputs} || outputs.Length != (long)count * {outputs})"))
            {
                writer.Line($"global::StaticNet.ThrowHelper.BatchLengths({CSharpLiteral.Of(plan.Spec.Type.DisplayName)}, inputs.Length, {inputs}, outputs.Length, {outputs}, \"outputs\");");
            }

            writer.Line();
            using (writer.Block($"if (count < {samples})"))
            {
                using (writer.Block("for (int i = 0; i < count; i++)"))
                {
                    writer.Line($"Forward(inputs.Slice(i * {inputs}, {inputs}), outputs.Slice(i * {outputs}, {outputs}));");
                }

                writer.Line();
                writer.Line("return;");
            }

            writer.Line();
            writer.Line("ref float w = ref __parameters.Reference;");
            if (onStack)
            {
                writer.Line("__LaneScratch scratch = default;");
                writer.Line("ref float s = ref __N::StackScratch.Aligned(ref __C::Unsafe.As<__LaneScratch, float>(ref scratch));");
            }
            else
            {
                writer.Line($"ref float s = ref __N::Workspace.Take({CSharpLiteral.Of(scratch)});");
            }

            writer.Line("// The last sixteen rows overlap the ones before where the count is no multiple of sixteen.");
            using (writer.Block($"for (int start = 0; ; start = global::System.Math.Min(start + {samples}, count - {samples}))"))
            {
                writer.Line($"ref float x = ref __C::Unsafe.Add(ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(inputs), start * {inputs});");
                writer.Line($"ref float y = ref __C::Unsafe.Add(ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(outputs), start * {outputs});");
                if (inRegisters)
                {
                    writer.Line($"__N::Lanes.FromRows(ref x, {inputs}, ref s);");
                    KernelWriter.Ladder(writer, d => LanesForward.EmitTurns(writer, d, () => LanesForward.EmitRegisters(writer, plan, d)), with512: true);
                    writer.Line($"__N::Lanes.ToRows(ref s, {outputs}, ref y);");
                }
                else
                {
                    EmitThroughMemory(writer, plan, lanes);
                }

                if (plan.RowActivation.IsRowWise && !(inRegisters && LanesForward.SoftmaxInLanes(plan)))
                {
                    writer.Line($"__N::SoftmaxRows.{plan.RowActivation.Function}(ref y, {samples}, {outputs}, {outputs}, ref y, {outputs});");
                }

                using (writer.Block($"if (start + {samples} >= count)"))
                {
                    writer.Line("break;");
                }
            }
        }

        if (!inRegisters)
        {
            if (!plan.Last.Activation.IsIdentity)
            {
                writer.Line();
                ElementPass.EmitForward(writer, plan.Last, "__LaneApply");
            }

            if (!plan.LanesGradient || !plan.HasBackward)
            {
                writer.Line();
                LanesForward.EmitMemoryForm(writer, plan, lanes);
            }
        }
    }

    private static void EmitThroughMemory(SourceWriter writer, NetworkPlan plan, LanesPlan lanes)
    {
        string last = KernelWriter.At("s", lanes.PreActivations(plan.Layers.Count - 1));
        writer.Line($"__N::Lanes.FromRows(ref x, {CSharpLiteral.Of(plan.InputSize)}, {KernelWriter.At("s", lanes.Inputs)});");
        writer.Line("__ForwardLanes(ref w, ref s);");
        if (!plan.Last.Activation.IsIdentity)
        {
            writer.Line($"__LaneApply({last}, {last}, {CSharpLiteral.Of(Samples * plan.OutputSize)});");
        }

        writer.Line($"__N::Lanes.ToRows({last}, {CSharpLiteral.Of(plan.OutputSize)}, ref y);");
    }
}
