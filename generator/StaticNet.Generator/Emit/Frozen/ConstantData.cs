namespace StaticNet.Generator.Emit.Frozen;

/// <summary>
/// How does data of the assembly stand in the text? As a span over the literals, which optimized code reads where they lie. Code without optimization
/// would allocate 72 bytes at each access (the handle of the field), so a Debug build has an array.
/// </summary>
internal static class ConstantData
{
    /// <summary>The property without its value: an array creation has to follow.</summary>
    public static void Begin(SourceWriter writer, string visibility, string element, string name)
    {
        writer.Line($$"""
            #if DEBUG
            // Code that is not optimized would allocate at each access to data in place.
            {{visibility}} static global::System.ReadOnlySpan<{{element}}> {{name}} => s_{{name}};
            private static readonly {{element}}[] s_{{name}} =
            #else
            {{visibility}} static global::System.ReadOnlySpan<{{element}}> {{name}} =>
            #endif
            """);
    }
}
