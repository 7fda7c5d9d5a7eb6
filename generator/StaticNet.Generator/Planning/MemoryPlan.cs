using System;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Planning;

/// <summary>
/// How much scratch memory a network's inference takes. Its passes are given the blocks that are added up here. A network with memory keeps scratch
/// beside each state, and as much for each thread that computes whole sequences.
/// </summary>
/// <param name="StackBytes">Bytes of the largest block that a pass of inference takes on the stack, whatever the width of the vectors.</param>
/// <param name="WorkspaceBytes">Bytes that inference keeps for each thread, and a network with memory for each state, too.</param>
/// <param name="StateBytes">Bytes of the values of one stream's state; 0 for networks without memory.</param>
internal sealed record MemoryPlan(int StackBytes, long WorkspaceBytes, long StateBytes)
{
    /// <summary>Outputs that a prediction of a class keeps on the stack.</summary>
    public const int MaxStackOutputs = 1024;

    public static MemoryPlan Of(DensePlan plan)
    {
        int outputs = StackOutputs(plan);
        if (plan.IsReadable)
        {
            var places = new ReadablePlan(plan);
            return Of(outputs + (2 * places.PartialSums), places.Scratch, default, 0);
        }

        ScratchBlock lanes = plan.LanesForward ? plan.LanesScratch : default;
        int matrices = plan.LanesForward ? 0 : new ScratchPlan(plan).ForwardLength;
        return plan.HasRowScratch
            ? Of(outputs, plan.RowScratch, lanes, matrices)
            : Of(outputs + plan.LayerScratch, default, lanes, matrices);
    }

    public static MemoryPlan Of(StagedNetworkPlan plan)
    {
        StageScratch scratch = plan.Scratch;
        return plan.Spec.IsStreaming
            ? new MemoryPlan(plan.Spec.IsManyToOne ? 4 * StackOutputs(plan) : 0, 4L * (scratch.StateLength + scratch.StreamLength), 4L * scratch.StateSize)
            : Of(StackOutputs(plan), plan.SampleScratch, default, (scratch.InferenceColumns * scratch.Rows) + scratch.FoldedLength);
    }

    /// <summary>A prediction holds the outputs while one sample goes forward.</summary>
    private static int StackOutputs(NetworkPlan plan) => plan.OutputSize is > 1 and <= MaxStackOutputs ? plan.OutputSize : 1;

    /// <summary>Of one sample, with what lies beside its block, and of a batch: the larger one.</summary>
    private static MemoryPlan Of(int beside, ScratchBlock sample, ScratchBlock batch, int matrices) => new(
        4 * Math.Max(beside + Stack(sample), Stack(batch)),
        4L * Math.Max(Math.Max(sample.WorkspaceFloats, batch.WorkspaceFloats), matrices),
        StateBytes: 0);

    private static int Stack(ScratchBlock block) => block.Floats == 0 ? 0 : block.StackFloats;
}
