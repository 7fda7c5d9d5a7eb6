namespace StaticNet.Generator.Model;

/// <summary>A constant of a layer.</summary>
/// <param name="Argument">Which argument of the attribute's constructor it is.</param>
/// <param name="Value">What was written.</param>
/// <param name="Holds">Whether the formula has a meaning for it; NaN and the infinities never have one.</param>
/// <param name="What">How a message speaks of it: "The epsilon of LayerNorm".</param>
/// <param name="Must">What it must be: "it must be greater than 0".</param>
internal sealed record LayerOption(int Argument, float Value, bool Holds, string What, string Must)
{
    /// <summary>Which property of the attribute it is, if not an argument.</summary>
    public string? Property { get; init; }
}
