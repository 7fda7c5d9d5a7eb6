using System.Collections.Generic;
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

    public LinearPlan Last => Layers[Layers.Count - 1];

    public int OutputSize => Last.Outputs;

    public int ParameterCount
    {
        get
        {
            int count = 0;
            foreach (LinearPlan layer in Layers)
            {
                count += layer.MultiplyAdds + (layer.HasBias ? layer.Outputs : 0);
            }

            return count;
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

            return count;
        }
    }

    /// <summary>The activation the user sees on the outputs.</summary>
    public ActivationPlan OutputActivation => RowActivation.IsIdentity ? Last.Activation : RowActivation;
}
