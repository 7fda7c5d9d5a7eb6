namespace StaticNet.Generator.Emit;

/// <summary>One file of generated source.</summary>
internal sealed record GeneratedFile(string HintName, string Text);
