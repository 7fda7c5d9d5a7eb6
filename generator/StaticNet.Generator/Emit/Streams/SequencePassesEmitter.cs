using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Emit.Stages;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Emit.Streams;

/// <summary>How do the rows of a training go through the stages of a network with memory, forward and back?</summary>
internal static class SequencePassesEmitter
{
    private const string Sizes = "int capacity, int steps, int sequences, bool isTraining, ulong seed, int start, __S::ReadOnlySpan<int> lengths";

    public static void Emit(SourceWriter writer, StagedNetworkPlan plan, StageScratch scratch)
    {
        writer.Line("// All stages; every value stays for the way back.");
        writer.Line(KernelWriter.Optimized);
        using (writer.Block($"public static void Train(ref float w, ref float f, ref float s, {Sizes})"))
        {
            EmitRows(writer, isAfterTime: false);
            EmitTrain(writer, plan, scratch);
        }

        writer.Line();
        writer.Line("// Last stage to first, from the gradient of the last value. Adds to, or overwrites, `g`, which holds zeros.");
        writer.Line(KernelWriter.Optimized);
        using (writer.Block($"public static void Backward(ref float w, ref float f, ref float s, ref float g, {Sizes}, bool withInput)"))
        {
            EmitRows(writer, plan.Spec.IsManyToOne);
            EmitBackward(writer, plan, scratch);
        }

        writer.Line();
        writer.Line("// Transposed weights for the way back.");
        using (writer.Block("public static void Transpose(ref float w, ref float f, bool withInput)"))
        {
            EmitTranspose(writer, plan, scratch);
        }

        writer.Line();
        using (writer.Block("public static void UpdateRunning(ref float w, ref float f, ref float s, int capacity, int count)"))
        {
            for (int i = 0; i < plan.Staged.Stages.Count; i++)
            {
                StageEmitters.Of(plan.Staged.Stages[i]).UpdateRunning(writer, new StageCall(plan, scratch, i));
            }
        }
    }

    private static void EmitRows(SourceWriter writer, bool isAfterTime)
    {
        writer.Line(isAfterTime ? "int rows = sequences;" : "int rows = steps * sequences;");
        writer.Line(isAfterTime ? $"int blockRows = __S::Math.Max(rows, {CSharpLiteral.Of(ScratchPlan.MinimumRows)});" : "int blockRows = capacity;");
    }

    private static void EmitTrain(SourceWriter writer, StagedNetworkPlan plan, StageScratch scratch)
    {
        for (int i = 0; i < plan.Staged.Stages.Count; i++)
        {
            StagePlan stage = plan.Staged.Stages[i];
            StageEmitter emitter = StageEmitters.Of(stage);
            EmitComment(writer, stage);
            StagedForward.WriteFormula(writer, emitter.Formula(stage));
            emitter.Forward(writer, new StageCall(plan, scratch, i));
            if (stage.Time is { EndsTime: true })
            {
                writer.Line("rows = sequences; // one row per sequence from here on");
                writer.Line($"blockRows = __S::Math.Max(rows, {CSharpLiteral.Of(ScratchPlan.MinimumRows)});");
            }
        }
    }

    private static void EmitBackward(SourceWriter writer, StagedNetworkPlan plan, StageScratch scratch)
    {
        StagedPlan staged = plan.Staged;
        for (int i = staged.Stages.Count - 1; i >= 0; i--)
        {
            StagePlan stage = staged.Stages[i];
            StageEmitter emitter = StageEmitters.Of(stage);
            var call = new StageCall(plan, scratch, i);
            EmitComment(writer, stage);
            StagedForward.WriteFormula(writer, emitter.Derivative(stage));
            if (stage.Time is { EndsTime: true })
            {
                writer.Line("rows = steps * sequences; // a row per step again");
                writer.Line("blockRows = capacity;");
            }

            bool isTrained = staged.IsTrainedBefore(i + 1);
            SourceWriter.Scope? condition = isTrained ? null : writer.Block("if (withInput)");
            if (isTrained)
            {
                emitter.ParameterGradients(writer, call);
            }

            EmitInputGradients(writer, staged, i, emitter, call, onlyOnRequest: isTrained);
            condition?.Dispose();
        }
    }

    private static void EmitInputGradients(SourceWriter writer, StagedPlan staged, int index, StageEmitter emitter, StageCall call, bool onlyOnRequest)
    {
        StagePlan stage = staged.Stages[index];
        for (int source = 0; source < stage.Sources.Count; source++)
        {
            int value = stage.Sources[source];
            bool isCall = stage.Time is null or { EndsTime: true };
            bool isSum = !staged.WritesGradientFirst(index, source);
            if (!isCall && !isSum)
            {
                continue;
            }

            SourceWriter.Scope? condition = onlyOnRequest && !staged.IsTrainedBefore(value) ? writer.Block("if (withInput)") : null;
            emitter.InputGradient(writer, call, source);
            if (isSum)
            {
                string sum = call.ValueGradient(value);
                writer.Line($"__L::JoinRows.Add({sum}, {call.DX(source)}, {sum}, blockRows * {CSharpLiteral.Of(staged.Stride(value))});");
            }

            condition?.Dispose();
        }
    }

    private static void EmitTranspose(SourceWriter writer, StagedNetworkPlan plan, StageScratch scratch)
    {
        for (int i = 0; i < plan.Staged.Stages.Count; i++)
        {
            if (plan.Staged.Stages[i] is LinearStage { Linear: LinearPlan layer } stage)
            {
                SourceWriter.Scope? condition = plan.Staged.IsTrainedBefore(stage.Source) ? null : writer.Block("if (withInput)");
                writer.Line($"__N::Transpose.WeightColumns({KernelWriter.At("w", layer.WeightOffset)}, {layer.Inputs}, {layer.Outputs}, {layer.LastTileWidth}, {KernelWriter.At("f", scratch.Transposed(stage))});");
                condition?.Dispose();
            }
            else
            {
                StageEmitters.Of(plan.Staged.Stages[i]).Transpose(writer, new StageCall(plan, scratch, i));
            }
        }
    }

    private static void EmitComment(SourceWriter writer, StagePlan stage)
    {
        string activation = stage is LinearStage { Linear.Activation: { IsIdentity: false } function } ? ", " + PyTorchText.Of(function) : "";
        writer.Line($"// {stage.Name}: {StageEmitters.Of(stage).Module(stage)}{activation}");
    }
}
