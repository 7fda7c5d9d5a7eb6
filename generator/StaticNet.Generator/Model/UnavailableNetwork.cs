namespace StaticNet.Generator.Model;

/// <summary>A network whose declaration or model file has an error: its class gets its members all the same, which throw.</summary>
/// <param name="Type">The user's class.</param>
/// <param name="Problem">Why, for the exception.</param>
internal sealed record UnavailableNetwork(TypeShell Type, string Problem)
{
    /// <summary>The weights would be constants.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>Training would be left out.</summary>
    public bool IsInferenceOnly { get; init; }

    /// <summary>A layer has a state.</summary>
    public bool IsStreaming { get; init; }

    /// <summary>Whether it gets a <c>SelfTest()</c>.</summary>
    public bool HasSelfTest { get; init; }

    /// <summary>Whether it gets a <c>Predict()</c> of one number: not where the user wrote one.</summary>
    public bool HasPredict { get; init; }

    /// <summary>Whether it gets a <c>BudgetCheck</c>.</summary>
    public bool HasBudgetCheck { get; init; }

    /// <summary>The types of rows and targets; null where rows are matrices.</summary>
    public (string Input, string Output)? Rows { get; init; }
}
