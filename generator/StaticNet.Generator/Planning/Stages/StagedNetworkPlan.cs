using System.Collections.Generic;
using StaticNet.Generator.Model;

namespace StaticNet.Generator.Planning.Stages;

/// <summary>A network that is more than linear layers with activations: stages over matrices in the scratch memory.</summary>
/// <param name="Spec">What was declared.</param>
/// <param name="Layers">The linear layers in order, each with the activation that follows it.</param>
/// <param name="RowActivation">Softmax or log-softmax after the last stage, or Identity.</param>
/// <param name="BufferLength">Floats of parameter storage.</param>
/// <param name="TrainableLength">Floats an optimizer updates.</param>
/// <param name="Staged">The stages and the values between them.</param>
internal sealed record StagedNetworkPlan(
    NetworkSpec Spec,
    IReadOnlyList<LinearPlan> Layers,
    ActivationPlan RowActivation,
    int BufferLength,
    int TrainableLength,
    StagedPlan Staged) : NetworkPlan(Spec, Layers, RowActivation, BufferLength)
{
    public override int TrainableLength { get; } = TrainableLength;

    public override int ChunkRows => Spec.IsStreaming ? NetworkPlanner.BlockSteps : NetworkPlanner.ChunkRows;

    public override int OutputSize => Staged.Sizes[Staged.Last];

    public override int OutputStride => Staged.Stride(Staged.Last);

    public override ActivationPlan ElementActivation => Staged.OutputActivation;

    public override int GradientRows => Spec.IsStreaming || Staged.NeedsWholeBatch ? 0 : ChunkRows;

    public override IReadOnlyList<StagePlan> Stages => Staged.Stages;

    public override IReadOnlyList<StagePlan> Unwritten => Staged.Unwritten;

    public override MemoryPlan Memory => MemoryPlan.Of(this);

    /// <summary>Where all values lie.</summary>
    public StageScratch Scratch => field ??= new StageScratch(this);

    /// <summary>All values of one sample.</summary>
    public ScratchBlock SampleScratch => new(Scratch.SampleColumns + Scratch.FoldedLength);
}
