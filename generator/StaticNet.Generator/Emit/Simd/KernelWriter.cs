namespace StaticNet.Generator.Emit.Simd;

/// <summary>Text that all kernels share: the attribute of a method that is optimized at once, reference arithmetic.</summary>
internal static class KernelWriter
{
    public const string Optimized = "[__C::MethodImpl(__C::MethodImplOptions.AggressiveOptimization)]";

    /// <summary>A reference moved by a constant.</summary>
    public static string At(string reference, int offset) =>
        offset == 0 ? $"ref {reference}" : $"ref __C::Unsafe.Add(ref {reference}, {CSharpLiteral.Of(offset)})";

    /// <summary>A reference, given with <c>ref</c>, moved by a constant.</summary>
    public static string Moved(string reference, int offset) =>
        offset == 0 ? reference : $"ref __C::Unsafe.Add({reference}, {CSharpLiteral.Of(offset)})";

    /// <summary>The float at a constant distance.</summary>
    public static string Element(string reference, int offset) =>
        offset == 0 ? reference : $"__C::Unsafe.Add(ref {reference}, {CSharpLiteral.Of(offset)})";
}
