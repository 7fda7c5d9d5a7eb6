namespace StaticNet.Generator.Model;

/// <summary>What <c>[Budget]</c> allows; 0 for no limit.</summary>
internal sealed record BudgetSpec(int ParameterBytes, int MultiplyAdds, int StackBytes, int WorkspaceBytes, int Nanoseconds)
{
    /// <summary>Which of the type's attributes it is.</summary>
    public int Attribute { get; init; }
}
