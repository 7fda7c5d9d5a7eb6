using System;
using StaticNet.Numerics;

namespace StaticNet;

/// <content>What <c>Warmup</c> of a trainer takes.</content>
internal sealed partial class TrainerCore<TOptimizer>
{
    /// <summary>What a trainer that runs the same code is created with.</summary>
    public TrainerOptions Options => _options;

    /// <summary>Whether a step on one row is refused: it has no variance.</summary>
    public bool NeedsTwoRows => Array.Exists(_description.Layers, static layer => layer.Kind == "BatchNorm1d");

    /// <summary>Locks all that a step reads and writes in physical memory.</summary>
    public void Pin()
    {
        ResidentMemory.Keep(Parameters);
        ResidentMemory.Keep(Gradients);
        foreach (ParameterBuffer moment in State.Moments)
        {
            ResidentMemory.Keep(moment);
        }
    }
}
