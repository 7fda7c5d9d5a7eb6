using System.ComponentModel;

namespace StaticNet.Numerics.Words;

/// <summary>The forward pass of a small network with samples in lanes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ILanesForward : INetworkFacts
{
    /// <summary>Whether every value stays in registers, so that the output activation is part of the pass, softmax too where it is of at most 8 values.</summary>
    static abstract bool IsInRegisters { get; }

    /// <summary>Where the last layer's values lie after training's pass, in floats, as [unit][16].</summary>
    static abstract int LastLanes { get; }

    /// <summary>
    /// Sixteen samples through all layers, from [input][16] at <paramref name="s"/>. Values that backward needs are left in the memory where
    /// <typeparamref name="U"/> is <see cref="ForTraining"/>.
    /// </summary>
    static abstract void ForwardLanes<W, V, U>(ref float w, ref float s)
        where W : struct, ILaneWords<V>
        where U : struct, ILanesUse;
}
