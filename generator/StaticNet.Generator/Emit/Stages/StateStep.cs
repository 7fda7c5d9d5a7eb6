namespace StaticNet.Generator.Emit.Stages;

/// <summary>What happens to the states of stages over time.</summary>
internal enum StateStep
{
    /// <summary>A stream's state, all zeros, gets what it begins with; only of stages that begin elsewhere. In scope: state.</summary>
    Begin,

    /// <summary>Training starts from where a stream begins. In scope: f, s, capacity, sequences.</summary>
    Clear,

    /// <summary>Training starts from kept states. In scope: also states, stateStride.</summary>
    Load,

    /// <summary>Training keeps the states behind the last step. In scope: also steps.</summary>
    Save,

    /// <summary>A stream's state becomes values in their public order. In scope: state, position, values.</summary>
    Read,

    /// <summary>And back.</summary>
    Write,
}
