using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Emit.Kernels;
using StaticNet.Generator.Emit.Matrices;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Emit.Stages;

/// <summary>
/// How do blocks of rows of a staged network go forward with everything kept, then stage by stage back? A value that
/// several stages read sums its gradients: the last reader writes, the others add.
/// </summary>
internal static class StagedBackward
{
    public static void Emit(SourceWriter writer, StagedNetworkPlan plan, StageScratch scratch)
    {
        EmitForwardRows(writer, plan, scratch);
        writer.Line();
        EmitBackwardRows(writer, plan, scratch);
        writer.Line();
        EmitEnds(writer, plan, scratch);
    }

    private static void EmitForwardRows(SourceWriter writer, StagedNetworkPlan plan, StageScratch scratch)
    {
        writer.Line("// All stages for a block of eight or more rows (zeros behind the last of `rows`), up to the output activation; every value stays for the way back.");
        writer.Line(KernelWriter.Optimized);
        using (writer.Block(RowSignatures.Forward))
        {
            IReadOnlyList<StagePlan> stages = plan.Staged.Stages;
            for (int i = 0; i < stages.Count; i++)
            {
                writer.Line(Comment(stages[i]));
                StagedForward.WriteFormula(writer, StageEmitters.Of(stages[i]).Formula(stages[i]));
                StageEmitters.Of(stages[i]).Forward(writer, new StageCall(plan, scratch, i));
            }
        }
    }

    private static string Comment(StagePlan stage)
    {
        string activation = stage is LinearStage { Linear.Activation: { IsIdentity: false } function } ? ", " + PyTorchText.Of(function) : "";
        return $"// {stage.Name}: {StageEmitters.Of(stage).Module(stage)}{activation}";
    }

    private static void EmitBackwardRows(SourceWriter writer, StagedNetworkPlan plan, StageScratch scratch)
    {
        StagedPlan staged = plan.Staged;
        writer.Line("// Last stage to first, from the gradient of the last value: gradients of parameters, then of the values read. Overwrites `g`.");
        writer.Line(KernelWriter.Optimized);
        using (writer.Block(RowSignatures.Backward))
        {
            for (int i = staged.Stages.Count - 1; i >= 0; i--)
            {
                StagePlan stage = staged.Stages[i];
                StageEmitter emitter = StageEmitters.Of(stage);
                var call = new StageCall(plan, scratch, i);
                writer.Line(Comment(stage));
                StagedForward.WriteFormula(writer, emitter.Derivative(stage));
                if (!staged.IsTrainedBefore(i + 1))
                {
                    // Nothing is trained up to here: only the input's gradient asks for the way back.
                    using (writer.Block("if (withInput)"))
                    {
                        EmitInputGradients(writer, staged, i, emitter, call, onlyOnRequest: false);
                    }

                    continue;
                }

                emitter.ParameterGradients(writer, call);
                EmitInputGradients(writer, staged, i, emitter, call, onlyOnRequest: true);
            }
        }
    }

    private static void EmitInputGradients(SourceWriter writer, StagedPlan staged, int index, StageEmitter emitter, StageCall call, bool onlyOnRequest)
    {
        StagePlan stage = staged.Stages[index];
        for (int source = 0; source < stage.Sources.Count; source++)
        {
            int value = stage.Sources[source];
            SourceWriter.Scope? condition = onlyOnRequest && !staged.IsTrainedBefore(value) ? writer.Block("if (withInput)") : null;
            emitter.InputGradient(writer, call, source);
            if (!staged.WritesGradientFirst(index, source))
            {
                string sum = call.ValueGradient(value);
                writer.Line($"__L::JoinRows.Add({sum}, {call.DX(source)}, {sum}, blockRows * {CSharpLiteral.Of(staged.Stride(value))});");
            }

            condition?.Dispose();
        }
    }

    /// <summary>What comes before the first block, behind each, and after the last.</summary>
    private static void EmitEnds(SourceWriter writer, StagedNetworkPlan plan, StageScratch scratch)
    {
        StagedPlan staged = plan.Staged;
        writer.Line(KernelWriter.Optimized);
        using (writer.Block(RowSignatures.InputGradients))
        {
            string inputs = CSharpLiteral.Of(plan.InputSize);
            string dx = StageCall.Matrix(plan, scratch, scratch.Gradient(0), PassKind.Training);
            writer.Line($"__L::JoinRows.Columns({dx}, {CSharpLiteral.Of(staged.Stride(0))}, {inputs}, ref dx, {inputs}, rows);");
        }

        writer.Line();
        writer.Line("// Wᵀ of every linear layer whose input needs a gradient, once per call.");
        writer.Line(KernelWriter.Optimized);
        using (writer.Block(RowSignatures.Transpose))
        {
            foreach (LinearStage stage in staged.Stages.OfType<LinearStage>())
            {
                LinearPlan layer = stage.Linear;
                SourceWriter.Scope? condition = staged.IsTrainedBefore(stage.Source) ? null : writer.Block("if (withInput)");
                writer.Line($"__N::Transpose.WeightColumns({KernelWriter.At("w", layer.WeightOffset)}, {layer.Inputs}, {layer.Outputs}, {layer.LastTileWidth}, {KernelWriter.At("f", scratch.Transposed(stage))});");
                condition?.Dispose();
            }
        }

        if (staged.HasRunningStatistics)
        {
            writer.Line();
            using (writer.Block(RowSignatures.UpdateRunning))
            {
                for (int i = 0; i < staged.Stages.Count; i++)
                {
                    StageEmitters.Of(staged.Stages[i]).UpdateRunning(writer, new StageCall(plan, scratch, i));
                }
            }
        }
    }
}
