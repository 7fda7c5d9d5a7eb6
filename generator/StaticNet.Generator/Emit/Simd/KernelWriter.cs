using System;
using System.Collections.Generic;
using StaticNet.Generator.Planning;

namespace StaticNet.Generator.Emit.Simd;

/// <summary>Text that all kernels share: headers, ladders of instruction sets, reference arithmetic.</summary>
internal static class KernelWriter
{
    public const string Optimized = "[__C::MethodImpl(__C::MethodImplOptions.AggressiveOptimization)]";

    /// <summary>Prints the same body once per width, widest first; the JIT keeps one of them.</summary>
    public static void Ladder(SourceWriter writer, Action<Dialect> body, bool with512)
    {
        var widths = new List<Dialect>();
        if (with512)
        {
            widths.Add(Dialect.Bits512);
        }

        widths.Add(Dialect.Bits256);
        for (int i = 0; i < widths.Count; i++)
        {
            using (writer.Block((i == 0 ? "if (" : "else if (") + widths[i].IsSupported + ")"))
            {
                body(widths[i]);
            }
        }

        using (writer.Block("else"))
        {
            body(Dialect.Bits128);
        }
    }

    /// <summary>A reference moved by a constant.</summary>
    public static string At(string reference, int offset) =>
        offset == 0 ? $"ref {reference}" : $"ref __C::Unsafe.Add(ref {reference}, {CSharpLiteral.Of(offset)})";

    /// <summary>The float at a constant distance.</summary>
    public static string Element(string reference, int offset) =>
        offset == 0 ? reference : $"__C::Unsafe.Add(ref {reference}, {CSharpLiteral.Of(offset)})";
}
