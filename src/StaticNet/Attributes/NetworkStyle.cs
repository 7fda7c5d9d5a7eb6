namespace StaticNet;

/// <summary>What the generated code of a network is written for. Both styles give the same bits, in inference and in training.</summary>
public enum NetworkStyle
{
    /// <summary>For speed: vector instructions, no loops where the network is small.</summary>
    Fast,
    /// <summary>For reading: plain loops over single numbers, to step through in a debugger; slower.</summary>
    Readable,
}
