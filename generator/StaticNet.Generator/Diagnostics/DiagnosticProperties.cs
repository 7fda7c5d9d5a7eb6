namespace StaticNet.Generator.Diagnostics;

/// <summary>What a diagnostic tells the code fixes.</summary>
internal static class DiagnosticProperties
{
    /// <summary>The value that fits; it goes to the first additional location, or to the diagnostic's own.</summary>
    public const string Replacement = nameof(Replacement);

    /// <summary>The name of the member that the diagnostic is about, where it stands elsewhere.</summary>
    public const string Member = nameof(Member);
}
