using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Model;

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

/// <summary>A network of linear layers, each with at most one activation behind it.</summary>
/// <param name="Spec">What was declared.</param>
/// <param name="Layers">The layers in order, each with the activation that follows it.</param>
/// <param name="RowActivation">Softmax or log-softmax after the last layer, or Identity.</param>
/// <param name="BufferLength">Floats of parameter storage.</param>
/// <param name="Sample">How one sample is computed.</param>
/// <param name="LanesForward">Whether a batch of 16 and more is computed with samples in lanes (otherwise as matrix products).</param>
/// <param name="LanesGradient">Whether gradients are computed with samples in lanes (otherwise as matrix products).</param>
internal sealed record DensePlan(
    NetworkSpec Spec,
    IReadOnlyList<LinearPlan> Layers,
    ActivationPlan RowActivation,
    int BufferLength,
    SampleRegime Sample,
    bool LanesForward,
    bool LanesGradient) : NetworkPlan(Spec, Layers, RowActivation, BufferLength)
{
    public override int OutputSize => Last.Outputs;

    public override int OutputStride => Last.PaddedOutputs;

    public override ActivationPlan ElementActivation => Last.Activation;

    public override int GradientRows => LanesGradient ? NetworkPlanner.LanesGradientRows : ChunkRows;

    public override MemoryPlan Memory => MemoryPlan.Of(this);

    /// <summary>Whether one sample has a straight-line form in 512 bits.</summary>
    public bool StraightLine512 => UnrollPolicy.Has512(Layers);

    /// <summary>How a straight-line sample is computed in vectors of 128 bits.</summary>
    public SampleForm128 Form128 => UnrollPolicy.Form128(Layers);

    /// <summary>Whether the loops of a layer over one row have a 512-bit form.</summary>
    public bool HasRow512(LinearPlan layer) => UnrollPolicy.Loops512(MultiplyAdds, layer);

    /// <summary>Whether one sample passes through memory at some width of vectors: loops over rows of every layer's outputs.</summary>
    public bool HasRowScratch => Sample == SampleRegime.Loops || Form128 == SampleForm128.Loops;

    /// <summary>A row of each layer's outputs, for one sample in loops.</summary>
    public ScratchBlock RowScratch => new(Layers.Sum(static layer => layer.PaddedOutputs));

    /// <summary>The outputs of all layers but the last, where vectors of 128 bits have a method per layer; they need no alignment.</summary>
    public int LayerScratch => Form128 == SampleForm128.MethodPerLayer ? RowScratch.Floats - Last.PaddedOutputs : 0;

    /// <summary>Sixteen samples in lanes.</summary>
    public ScratchBlock LanesScratch => new(LanesPlan.BatchLength(this));
}
