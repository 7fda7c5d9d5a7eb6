using System;

namespace StaticNet;

/// <summary>
/// What a network may cost, beside the attribute that declares it. Sizes are checked while you type: one that is exceeded is an error that names the number
/// that was reached and the layer that spends most. Time is checked by <c>BudgetCheck.Run()</c>, which the class gets where <see cref="Nanoseconds"/> is set.
/// 0 sets no limit.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class BudgetAttribute : Attribute
{
    /// <summary>Most bytes of parameters: 4 for each, padding not counted.</summary>
    public int ParameterBytes { get; set; }

    /// <summary>Most multiply-add operations of one forward pass.</summary>
    public int MultiplyAdds { get; set; }

    /// <summary>Most bytes of scratch memory that a pass takes on the stack; what registers spill and calls push comes on top.</summary>
    public int StackBytes { get; set; }

    /// <summary>Most bytes of scratch memory that inference keeps for each thread after its first call.</summary>
    public int WorkspaceBytes { get; set; }

    /// <summary>Most nanoseconds of one <c>Forward</c>, as the median over repetitions.</summary>
    public int Nanoseconds { get; set; }
}
