using System.Linq;
using StaticNet.Generator.Emit.Kernels;
using StaticNet.Generator.Emit.Simd;
using StaticNet.Generator.Emit.Stages;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Emit.Streams;

/// <summary>
/// What does the runtime need to know of a network with memory? Its sizes, its stages for a block of steps of one stream, and its stages for
/// the rows of a training, forward and back. Rows of a training are time-major: step t of sequence b is row t·sequences + b.
/// </summary>
internal static class StreamKernelsEmitter
{
    private const string Floats = "ref float";

    public static void Emit(SourceWriter writer, StagedNetworkPlan plan, StageScratch scratch)
    {
        string modifier = plan.Spec.Type.IsGeneric ? "file" : "private";
        string contract = plan.HasBackward ? "ISequenceKernels" : "IStreamKernels";
        using (writer.Block($"{modifier} readonly struct __Stream : __Q::{contract}"))
        {
            EmitFacts(writer, plan, scratch);
            writer.Line();
            EmitBlock(writer, plan, scratch);
            writer.Line();
            if (Begins(plan))
            {
                EmitStates(writer, plan, scratch, StateStep.Begin, $"BeginState({Floats} state)");
                writer.Line();
            }

            EmitStates(writer, plan, scratch, StateStep.Read, $"ReadState({Floats} state, int position, {Floats} values)");
            writer.Line();
            EmitStates(writer, plan, scratch, StateStep.Write, $"WriteState({Floats} values, {Floats} state, int position)");
            if (plan.HasBackward)
            {
                writer.Line();
                EmitTraining(writer, plan, scratch);
            }
        }
    }

    private static void EmitFacts(SourceWriter writer, StagedNetworkPlan plan, StageScratch scratch)
    {
        InferencePlan inference = plan.Staged.Inference;
        string labelLoss = (LossPlan.ForLabels(plan) ?? Loss.Auto).ToString();
        writer.Line($"public static string Name => {CSharpLiteral.Of(plan.Spec.Type.DisplayName)};");
        KernelProperty.Write(writer, "Inputs", plan.InputSize);
        KernelProperty.Write(writer, "Outputs", plan.OutputSize);
        KernelProperty.Write(writer, "InputStride", plan.Staged.Stride(0));
        KernelProperty.Write(writer, "OutputStride", plan.OutputStride);
        writer.Line($"public static __T::Activation RowActivation => __T::Activation.{plan.RowActivation.Function};");
        writer.Line($"public static __T::Loss NumberLoss => __T::Loss.{LossPlan.ForNumbers(plan)};");
        writer.Line($"public static __T::Loss LabelLoss => __T::Loss.{labelLoss};");
        writer.Line($"public static bool IsManyToOne => {(plan.Spec.IsManyToOne ? "true" : "false")};");
        KernelProperty.Write(writer, "ReceptiveField", ReceptiveField(plan));
        KernelProperty.Write(writer, "StateLength", scratch.StateLength);
        KernelProperty.Write(writer, "StateSize", scratch.StateSize);
        KernelProperty.Write(writer, "StreamLength", scratch.StreamLength);
        KernelProperty.Write(writer, "StreamInput", scratch.InferenceValue(0) * scratch.Rows);
        KernelProperty.Write(writer, "StreamOutput", scratch.InferenceValue(inference.Last) * scratch.Rows);
        if (plan.HasBackward)
        {
            writer.Line($"public static bool NeedsWholeBatch => {(plan.Staged.NeedsWholeBatch ? "true" : "false")};");
            KernelProperty.Write(writer, "BufferLength", plan.BufferLength);
            KernelProperty.Write(writer, "FixedLength", scratch.FixedLength);
            KernelProperty.Write(writer, "OwnGradients", scratch.OwnGradients);
            KernelProperty.Write(writer, "Columns", scratch.Columns);
            KernelProperty.Write(writer, "PerSequence", scratch.PerSequence);
            KernelProperty.Write(writer, "TrainingStateLength", scratch.TrainingStateLength);
            KernelProperty.Write(writer, "LastColumn", scratch.Value(plan.Staged.Last));
            KernelProperty.Write(writer, "SpareColumn", scratch.Spare);
            KernelProperty.Write(writer, "GradientColumn", scratch.Gradient(plan.Staged.Last));
        }
    }

    /// <summary>Whether a stream begins at another state than zero.</summary>
    public static bool Begins(NetworkPlan plan) => plan.Stages.Any(static stage => stage.Time is { HasInitial: true });

    /// <summary>Steps that an output depends on, the current one included; 0 where there is no bound.</summary>
    public static int ReceptiveField(NetworkPlan plan) => PastSteps.Of(plan.Spec.Layers) is long steps and <= int.MaxValue ? (int)steps : 0;

    private static void EmitBlock(SourceWriter writer, StagedNetworkPlan plan, StageScratch scratch)
    {
        writer.Line("// All stages for up to 64 steps of one stream, which has seen `position` steps before.");
        writer.Line(KernelWriter.Optimized);
        using (writer.Block($"public static void Block({Floats} w, {Floats} state, {Floats} s, int position, int steps)"))
        {
            writer.Line($"int blockRows = __S::Math.Max(steps, {CSharpLiteral.Of(ScratchPlan.MinimumRows)});");
            StagedForward.EmitFolding(writer, plan, scratch, scratch.InferenceColumns * scratch.Rows, PassKind.Inference);
            StagedForward.EmitSteps(writer, plan, scratch, PassKind.Inference);
        }
    }

    private static void EmitStates(SourceWriter writer, StagedNetworkPlan plan, StageScratch scratch, StateStep step, string signature)
    {
        using (writer.Block($"public static void {signature}"))
        {
            for (int i = 0; i < plan.Staged.Stages.Count; i++)
            {
                StagePlan stage = plan.Staged.Stages[i];
                if (stage.Time is TimePlan time && (step != StateStep.Begin || time.HasInitial))
                {
                    StageEmitters.Of(stage).States(writer, new StageCall(plan, scratch, i), step);
                }
            }
        }
    }

    private static void EmitTraining(SourceWriter writer, StagedNetworkPlan plan, StageScratch scratch)
    {
        EmitStates(writer, plan, scratch, StateStep.Clear, $"ClearStates({Floats} s, int capacity, int sequences)");
        writer.Line();
        EmitStates(writer, plan, scratch, StateStep.Load, $"LoadStates({Floats} s, int capacity, {Floats} states, int stateStride, int sequences)");
        writer.Line();
        EmitStates(writer, plan, scratch, StateStep.Save, $"SaveStates({Floats} s, int capacity, {Floats} states, int stateStride, int steps, int sequences)");
        writer.Line();
        SequencePassesEmitter.Emit(writer, plan, scratch);
    }
}
