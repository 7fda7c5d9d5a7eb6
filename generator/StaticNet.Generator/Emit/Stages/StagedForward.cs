using StaticNet.Generator.Emit.Forward;
using StaticNet.Generator.Emit.Kernels;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Emit.Stages;

/// <summary>How does one sample go through the stages of a network? Each stage is called for one row.</summary>
internal static class StagedForward
{
    public static void Emit(SourceWriter writer, StagedNetworkPlan plan, StageScratch scratch)
    {
        InferencePlan inference = plan.Staged.Inference;
        writer.Line(KernelWriter.Optimized);
        using (writer.Block("public partial void Forward(__S::ReadOnlySpan<float> input, __S::Span<float> output)"))
        {
            ForwardEmitter.EmitEntry(writer, plan);
            writer.Line($"ref float s = {ScratchText.Take(writer, "__RowScratch", plan.SampleScratch)};");
            if (!inference.SampleReadsInput)
            {
                writer.Line($"__L::JoinRows.Load(ref x, 1, {CSharpLiteral.Of(plan.InputSize)}, {KernelWriter.At("s", scratch.SampleValue(0))}, {CSharpLiteral.Of(plan.Staged.Stride(0))}, 1);");
            }

            EmitFolding(writer, plan, scratch, scratch.SampleColumns, PassKind.Sample);
            EmitSteps(writer, plan, scratch, PassKind.Sample);
            string last = KernelWriter.At("s", scratch.SampleValue(inference.Last));
            string size = CSharpLiteral.Of(plan.OutputSize);
            writer.Line(plan.RowActivation.IsRowWise
                ? $"{OperatorText.Rows(plan.RowActivation)}({last}, 1, {size}, {CSharpLiteral.Of(plan.OutputStride)}, ref y, {size});"
                : $"__L::JoinRows.Copy({last}, ref y, {size});");
        }

        if (plan.SampleScratch.IsOnStack)
        {
            writer.Line();
            ScratchText.EmitType(writer, "__RowScratch", plan.SampleScratch.StackFloats);
        }
    }

    /// <summary>Factors and summands of the call, behind the matrices.</summary>
    public static void EmitFolding(SourceWriter writer, StagedNetworkPlan plan, StageScratch scratch, int start, PassKind pass)
    {
        if (scratch.FoldedLength > 0)
        {
            writer.Line($"ref float folded = {KernelWriter.At("s", start)};");
            EmitFolding(writer, plan, scratch, pass);
        }
    }

    /// <summary>Factors and summands of the call. In scope: folded.</summary>
    public static void EmitFolding(SourceWriter writer, StagedNetworkPlan plan, StageScratch scratch, PassKind pass)
    {
        writer.Line("// Running averages as a factor and a summand per column.");
        foreach (InferenceStep step in plan.Staged.Inference.Steps)
        {
            if ((step.Folded ?? step.Stage) is { Folded.Statistics: not null } stage)
            {
                StageEmitters.Of(stage).Fold(writer, new StageCall(plan, scratch, step with { Stage = stage }, pass));
            }
        }
    }

    /// <summary>A line under the name of a stage.</summary>
    public static void WriteFormula(SourceWriter writer, string formula)
    {
        if (formula.Length > 0)
        {
            writer.Line("//    " + formula);
        }
    }

    /// <summary>The calls of all steps of inference in order, then the element-wise activation of the outputs.</summary>
    public static void EmitSteps(SourceWriter writer, StagedNetworkPlan plan, StageScratch scratch, PassKind pass)
    {
        InferencePlan inference = plan.Staged.Inference;
        foreach (InferenceStep step in inference.Steps)
        {
            string folded = step.Folded is null ? "" : $", {step.Folded.Name}: {StageEmitters.Of(step.Folded).Module(step.Folded)}";
            string applied = step.Activation.IsIdentity ? "" : ", " + PyTorchText.Of(step.Activation);
            writer.Line($"// {step.Stage.Name}: {StageEmitters.Of(step.Stage).Module(step.Stage)}{folded}{applied}");
            WriteFormula(writer, StageEmitters.Of(step.Stage).Formula(step.Stage));
            StageEmitters.Of(step.Stage).Forward(writer, new StageCall(plan, scratch, step, pass));
        }

        if (!plan.Staged.OutputActivation.IsIdentity && !inference.AppliesOutputActivation)
        {
            string rows = pass == PassKind.Sample ? "" : "blockRows * ";
            string last = StageCall.Matrix(plan, scratch, pass == PassKind.Sample ? scratch.SampleValue(inference.Last) : scratch.InferenceValue(inference.Last), pass);
            writer.Line("// " + PyTorchText.Of(plan.Staged.OutputActivation));
            writer.Line(OperatorText.Apply(plan.Staged.OutputActivation, last, last, rows + CSharpLiteral.Of(plan.OutputStride)));
        }
    }
}
