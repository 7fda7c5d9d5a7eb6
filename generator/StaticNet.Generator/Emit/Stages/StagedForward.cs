using StaticNet.Generator.Emit.Batch;
using StaticNet.Generator.Emit.Forward;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Emit.Stages;

/// <summary>How does one sample go through the stages of a network? Each stage is called for one row.</summary>
internal static class StagedForward
{
    public static string Emit(NetworkPlan plan, StageScratch scratch)
    {
        SourceWriter writer = FileHeader.Begin(plan.Spec.Type, "the forward pass of one sample.", isSurface: false);
        System.Action end = FileHeader.Shell(writer, plan.Spec.Type);
        bool onStack = scratch.ForwardColumns <= ForwardEmitter.StackFloats;
        writer.Line(KernelWriter.Optimized);
        using (writer.Block("public partial void Forward(global::System.ReadOnlySpan<float> input, global::System.Span<float> output)"))
        {
            ForwardEmitter.EmitEntry(writer, plan);
            if (onStack)
            {
                writer.Line("__RowScratch scratch = default;");
                writer.Line("ref float s = ref __Unsafe.As<__RowScratch, float>(ref scratch);");
            }
            else
            {
                writer.Line($"ref float s = ref global::StaticNet.Numerics.Workspace.Take({CSharpLiteral.Of(scratch.ForwardColumns)});");
            }

            if (!StageCall.SampleReadsInput(plan))
            {
                writer.Line($"global::StaticNet.Layers.JoinRows.Load(ref x, 1, {CSharpLiteral.Of(plan.InputSize)}, {KernelWriter.At("s", scratch.Value(0))}, {CSharpLiteral.Of(plan.Staged!.Stride(0))}, 1);");
            }

            EmitStages(writer, plan, scratch, PassKind.Sample);
            string last = KernelWriter.At("s", plan.ElementActivation.IsIdentity ? scratch.InferenceValue(plan.Staged!.Last) : scratch.Output);
            string size = CSharpLiteral.Of(plan.OutputSize);
            writer.Line(plan.RowActivation.IsRowWise
                ? $"global::StaticNet.Numerics.SoftmaxRows.{plan.RowActivation.Function}({last}, 1, {size}, {CSharpLiteral.Of(plan.OutputStride)}, ref y, {size});"
                : $"global::StaticNet.Layers.JoinRows.Copy({last}, ref y, {size});");
        }

        if (onStack)
        {
            writer.Line();
            writer.Line($"[global::System.Runtime.CompilerServices.InlineArray({CSharpLiteral.Of(scratch.ForwardColumns)})]");
            writer.Line("private struct __RowScratch { private float __first; }");
        }

        ForwardEmitter.EmitLinearRows(writer, plan, [Dialect.Bits256, Dialect.Bits128]);
        end();
        return writer.ToString();
    }

    /// <summary>The calls of all stages in order, then the element-wise activation of the outputs.</summary>
    public static void EmitStages(SourceWriter writer, NetworkPlan plan, StageScratch scratch, PassKind pass)
    {
        StagedPlan staged = plan.Staged!;
        for (int i = 0; i < staged.Stages.Count; i++)
        {
            StageEmitters.Of(staged.Stages[i]).Forward(writer, new StageCall(plan, scratch, i, pass));
        }

        if (!staged.OutputActivation.IsIdentity)
        {
            string rows = pass == PassKind.Sample ? "1" : "blockRows";
            string from = StageCall.Matrix(plan, scratch, pass == PassKind.Training ? scratch.Value(staged.Last) : scratch.InferenceValue(staged.Last), pass);
            writer.Line($"{ElementPass.ForwardName(staged.OutputActivation)}({from}, {StageCall.Matrix(plan, scratch, scratch.Output, pass)}, {rows} * {CSharpLiteral.Of(plan.OutputStride)});");
        }
    }
}
