using System.Linq;
using StaticNet.Generator.Emit.Backward;
using StaticNet.Generator.Emit.Kernels;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Emit.Stages;

/// <summary>
/// How do loss and gradients of a staged network come about? Forward with everything kept, loss, then stage by stage backward. A value that
/// several stages read sums its gradients: the last reader writes, the others add.
/// </summary>
internal static class StagedBackward
{
    public static void Emit(SourceWriter writer, NetworkPlan plan, StageScratch scratch)
    {
        StagedEntries.Emit(writer, plan, scratch);
        writer.Line();
        EmitTrainRows(writer, plan, scratch);
        writer.Line();
        EmitBackwardRows(writer, plan, scratch);
        writer.Line();
        EmitTranspose(writer, plan, scratch);
        writer.Line();
        LossEmitter.Emit(writer, plan, Places(plan, scratch));
    }

    /// <summary>What names the height of the matrices where it is not constant.</summary>
    public static string CapacityParameter(NetworkPlan plan) => plan.Staged!.NeedsWholeBatch ? "int capacity, " : "";

    /// <summary>The argument for it.</summary>
    public static string CapacityArgument(NetworkPlan plan) => plan.Staged!.NeedsWholeBatch ? "capacity, " : "";

    public static LossPlaces Places(NetworkPlan plan, StageScratch scratch) =>
        new(
            StageCall.Matrix(plan, scratch, scratch.Value(plan.Staged!.Last), PassKind.Training),
            StageCall.Matrix(plan, scratch, scratch.Output, PassKind.Training),
            StageCall.Matrix(plan, scratch, scratch.Spare, PassKind.Training))
        {
            Parameters = CapacityParameter(plan),
        };

    private static void EmitTrainRows(SourceWriter writer, NetworkPlan plan, StageScratch scratch)
    {
        writer.Line("// All stages for a block of eight or more rows (zeros behind the last of `rows`); every value stays for the backward pass.");
        writer.Line(KernelWriter.Optimized);
        using (writer.Block($"private static void __TrainRows(ref float w, ref float f, ref float s, {CapacityParameter(plan)}int rows, int blockRows, bool isTraining, ulong seed, int start)"))
        {
            EmitTrainStages(writer, plan, scratch);
        }
    }

    /// <summary>The calls of all stages in order, then the element-wise activation of the outputs.</summary>
    private static void EmitTrainStages(SourceWriter writer, NetworkPlan plan, StageScratch scratch)
    {
        StagedPlan staged = plan.Staged!;
        for (int i = 0; i < staged.Stages.Count; i++)
        {
            writer.Line(Comment(staged.Stages[i]));
            StagedForward.WriteFormula(writer, StageEmitters.Of(staged.Stages[i]).Formula(staged.Stages[i]));
            StageEmitters.Of(staged.Stages[i]).Forward(writer, new StageCall(plan, scratch, i));
        }

        if (!staged.OutputActivation.IsIdentity)
        {
            writer.Line("// " + PyTorchText.Of(staged.OutputActivation));
            string from = StageCall.Matrix(plan, scratch, scratch.Value(staged.Last), PassKind.Training);
            writer.Line(OperatorText.Apply(staged.OutputActivation, from, StageCall.Matrix(plan, scratch, scratch.Output, PassKind.Training), $"blockRows * {CSharpLiteral.Of(plan.OutputStride)}"));
        }
    }

    private static string Comment(StagePlan stage)
    {
        string activation = stage is LinearStage { Linear.Activation: { IsIdentity: false } function } ? ", " + PyTorchText.Of(function) : "";
        return $"// {stage.Name}: {StageEmitters.Of(stage).Module(stage)}{activation}";
    }

    private static void EmitBackwardRows(SourceWriter writer, NetworkPlan plan, StageScratch scratch)
    {
        StagedPlan staged = plan.Staged!;
        writer.Line("// Last stage to first, from the gradient of the last value: gradients of parameters, then of the values read. Overwrites `g`.");
        writer.Line(KernelWriter.Optimized);
        using (writer.Block($"private static void __BackwardRows(ref float w, ref float f, ref float s, ref float g, {CapacityParameter(plan)}int rows, int blockRows, bool isTraining, ulong seed, int start, bool withInput)"))
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
                writer.Line($"global::StaticNet.Layers.JoinRows.Add({sum}, {call.DX(source)}, {sum}, blockRows * {CSharpLiteral.Of(staged.Stride(value))});");
            }

            condition?.Dispose();
        }
    }

    private static void EmitTranspose(SourceWriter writer, NetworkPlan plan, StageScratch scratch)
    {
        StagedPlan staged = plan.Staged!;
        writer.Line("// Wᵀ of every linear layer whose input needs a gradient, once per call.");
        using (writer.Block("private static void __Transpose(ref float w, ref float f, bool withInput)"))
        {
            foreach (LinearStage stage in staged.Stages.OfType<LinearStage>())
            {
                LinearPlan layer = stage.Linear;
                SourceWriter.Scope? condition = staged.IsTrainedBefore(stage.Source) ? null : writer.Block("if (withInput)");
                writer.Line($"__N::Transpose.WeightColumns({KernelWriter.At("w", layer.WeightOffset)}, {layer.Inputs}, {layer.Outputs}, {layer.LastTileWidth}, {KernelWriter.At("f", scratch.Transposed(stage))});");
                condition?.Dispose();
            }
        }
    }
}
