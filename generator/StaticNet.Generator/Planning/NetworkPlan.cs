using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Planning;

/// <summary>
/// A network, all decisions taken: a <see cref="DensePlan"/> of linear layers with activations, or a <see cref="StagedNetworkPlan"/> of anything else.
/// Emitters print it and choose nothing.
/// </summary>
/// <param name="Spec">What was declared.</param>
/// <param name="Layers">The linear layers in order, each with the activation that follows it.</param>
/// <param name="RowActivation">Softmax or log-softmax after the last layer, or Identity.</param>
/// <param name="BufferLength">Floats of parameter storage.</param>
internal abstract record NetworkPlan(NetworkSpec Spec, IReadOnlyList<LinearPlan> Layers, ActivationPlan RowActivation, int BufferLength)
{
    public int InputSize => Spec.InputSize;

    public abstract int OutputSize { get; }

    /// <summary>Floats from one row of outputs to the next in the scratch memory.</summary>
    public abstract int OutputStride { get; }

    /// <summary>The element-wise activation of the outputs, or Identity.</summary>
    public abstract ActivationPlan ElementActivation { get; }

    /// <summary>Floats an optimizer updates; running statistics lie behind them.</summary>
    public virtual int TrainableLength => BufferLength;

    /// <summary>Rows that pass through the network together in matrix products: bounds the scratch memory.</summary>
    public virtual int ChunkRows => NetworkPlanner.ChunkRows;

    /// <summary>Rows whose gradients are summed together; such sums are added in order. 0 where batch statistics need all rows at once, and for sequences.</summary>
    public abstract int GradientRows { get; }

    /// <summary>The stages of a staged network; none of a dense one.</summary>
    public virtual IReadOnlyList<StagePlan> Stages => [];

    /// <summary>Layers that continue from an earlier value as it is; nothing is computed for them.</summary>
    public virtual IReadOnlyList<StagePlan> Unwritten => [];

    /// <summary>What was planned for a declared layer; null for a linear layer of a dense network, and an activation that went into another stage or behind the last.</summary>
    public StagePlan? StageOf(int layer) => Stages.Concat(Unwritten).FirstOrDefault(stage => stage.Layer == layer);

    /// <summary>What inference keeps on the stack and for each thread.</summary>
    public abstract MemoryPlan Memory { get; }

    /// <summary>Whether the code is plain loops over single numbers.</summary>
    public bool IsReadable => Spec.Style == NetworkStyle.Readable;

    /// <summary>Whether losses and gradients are computed at all; frozen running statistics cannot follow a batch.</summary>
    public bool HasBackward => Spec.ModelFile is not { IsInferenceOnly: true }
        && !(Spec.ModelFile is { IsFrozen: true } && Stages.Any(static stage => stage.HasRunningStatistics));

    public LinearPlan Last => Layers[Layers.Count - 1];

    public int ParameterCount => Layers.Sum(static layer => layer.MultiplyAdds + (layer.HasBias ? layer.Outputs : 0))
        + Stages.Sum(static stage => stage.Parameters.Where(static parameter => parameter.IsTrainable).Sum(static parameter => parameter.Count));

    public int MultiplyAdds => Layers.Sum(static layer => layer.MultiplyAdds) + Stages.Sum(static stage => stage.MultiplyAdds);

    /// <summary>The activation the user sees on the outputs.</summary>
    public ActivationPlan OutputActivation => RowActivation.IsIdentity ? ElementActivation : RowActivation;
}
