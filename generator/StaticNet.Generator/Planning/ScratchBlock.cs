namespace StaticNet.Generator.Planning;

/// <summary>Memory for the intermediate values of a pass: on the stack where it is little, otherwise what each thread keeps.</summary>
/// <param name="Floats">How much, in floats.</param>
internal readonly record struct ScratchBlock(int Floats)
{
    /// <summary>Up to this many floats lie on the stack: 16 KiB.</summary>
    public const int MaxStackFloats = 4096;

    /// <summary>Floats a block on the stack has beyond its content, so that a 64-byte boundary is found in it.</summary>
    public const int StackSlack = 16;

    public bool IsOnStack => Floats <= MaxStackFloats;

    /// <summary>What the pass takes of the stack.</summary>
    public int StackFloats => IsOnStack ? Floats + StackSlack : 0;

    /// <summary>What the pass takes of the thread's memory.</summary>
    public int WorkspaceFloats => IsOnStack ? 0 : Floats;
}
