using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Planning;

/// <summary>How one sample is computed.</summary>
internal enum SampleRegime
{
    /// <summary>No loops, all activations in registers.</summary>
    StraightLine,

    /// <summary>Loops with constant bounds over tiles of weights, activations in memory.</summary>
    Loops,
}

/// <summary>How a straight-line sample is computed in vectors of 128 bits, where each value of eight floats is two of the JIT's.</summary>
internal enum SampleForm128
{
    /// <summary>The text of eight floats.</summary>
    OneMethod,

    /// <summary>The same text, cut into a method per layer with values in memory between them.</summary>
    MethodPerLayer,

    /// <summary>Loops over tiles of weights.</summary>
    Loops,
}

/// <summary>A network, all decisions taken. Emitters print it and choose nothing.</summary>
/// <param name="Spec">What was declared.</param>
/// <param name="Layers">The linear layers in order, each with the activation that follows it.</param>
/// <param name="RowActivation">Softmax or log-softmax after the last layer, or Identity.</param>
/// <param name="BufferLength">Floats of parameter storage.</param>
/// <param name="Sample">How one sample is computed.</param>
/// <param name="LanesForward">Whether a batch of 16 and more is computed with samples in lanes (otherwise as matrix products).</param>
/// <param name="LanesGradient">Whether gradients are computed with samples in lanes (otherwise as matrix products).</param>
/// <param name="ChunkRows">Rows that pass through the network together in matrix products: bounds the scratch memory.</param>
internal sealed record NetworkPlan(
    NetworkSpec Spec,
    IReadOnlyList<LinearPlan> Layers,
    ActivationPlan RowActivation,
    int BufferLength,
    SampleRegime Sample,
    bool LanesForward,
    bool LanesGradient,
    int ChunkRows)
{
    public int InputSize => Spec.InputSize;

    /// <summary>Floats an optimizer updates; running statistics lie behind them.</summary>
    public int TrainableLength { get; init; } = BufferLength;

    /// <summary>The stages of a network that is more than linear layers with activations; null otherwise.</summary>
    public StagedPlan? Staged { get; init; }

    /// <summary>Whether the code is plain loops over single numbers.</summary>
    public bool IsReadable => Spec.Style == NetworkStyle.Readable;

    /// <summary>Whether losses and gradients are computed at all; frozen running statistics cannot follow a batch.</summary>
    public bool HasBackward => Spec.ModelFile is not { IsInferenceOnly: true }
        && !(Spec.ModelFile is { IsFrozen: true } && Staged is { HasRunningStatistics: true });

    /// <summary>Rows whose gradients are summed together; such sums are added in order. 0 where batch statistics need all rows at once, and for sequences.</summary>
    public int GradientRows => Spec.IsStreaming || Staged is { NeedsWholeBatch: true } ? 0 : Staged is null && LanesGradient ? NetworkPlanner.LanesGradientRows : ChunkRows;

    /// <summary>Whether one sample has a straight-line form in 512 bits.</summary>
    public bool StraightLine512 => UnrollPolicy.Has512(Layers);

    /// <summary>How a straight-line sample is computed in vectors of 128 bits.</summary>
    public SampleForm128 Form128 => UnrollPolicy.Form128(Layers);

    /// <summary>Whether the loops of a layer over one row have a 512-bit form.</summary>
    public bool HasRow512(LinearPlan layer) => UnrollPolicy.Loops512(MultiplyAdds, layer);

    public LinearPlan Last => Layers[Layers.Count - 1];

    public int OutputSize => Staged is null ? Last.Outputs : Staged.Sizes[Staged.Last];

    /// <summary>Floats from one row of outputs to the next in the scratch memory.</summary>
    public int OutputStride => Staged is null ? Last.PaddedOutputs : Staged.Stride(Staged.Last);

    /// <summary>The element-wise activation of the outputs, or Identity.</summary>
    public ActivationPlan ElementActivation => Staged is null ? Last.Activation : Staged.OutputActivation;

    public int ParameterCount
    {
        get
        {
            int count = 0;
            foreach (LinearPlan layer in Layers)
            {
                count += layer.MultiplyAdds + (layer.HasBias ? layer.Outputs : 0);
            }

            return count + (Staged?.Stages.Sum(stage => stage.Parameters.Where(parameter => parameter.IsTrainable).Sum(parameter => parameter.Count)) ?? 0);
        }
    }

    public int MultiplyAdds
    {
        get
        {
            int count = 0;
            foreach (LinearPlan layer in Layers)
            {
                count += layer.MultiplyAdds;
            }

            return count + (Staged?.Stages.Sum(static stage => stage.MultiplyAdds) ?? 0);
        }
    }

    /// <summary>The activation the user sees on the outputs.</summary>
    public ActivationPlan OutputActivation => RowActivation.IsIdentity ? ElementActivation : RowActivation;
}
