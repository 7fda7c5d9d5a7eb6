using System;
using System.Runtime.CompilerServices;

namespace StaticNet.IntegrationTests.RealTime;

/// <summary>How deep a call reaches into the stack: its memory is painted, the call runs, and the deepest byte that lost the paint is sought.</summary>
internal static unsafe class StackDepth
{
    private const int PaintedBytes = 128 << 10;
    private const byte Paint = 0xA5;

    /// <summary>The least of several runs: interruptions by the runtime use the same stack.</summary>
    public static int Of(Action action)
    {
        action();
        int least = PaintedBytes;
        for (int run = 0; run < 5; run++)
        {
            byte* bottom = PaintStack();
            action();
            least = Math.Min(least, Unpainted(bottom));
        }

        return least;
    }

    // Both have the same frame at the same place: what the first paints, the second reads.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static byte* PaintStack()
    {
        byte* stack = stackalloc byte[PaintedBytes];
        new Span<byte>(stack, PaintedBytes).Fill(Paint);
        return stack;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int Unpainted(byte* bottom)
    {
        // Below this frame, whose own bytes lie above the painted ones.
        int kept = new ReadOnlySpan<byte>(bottom, PaintedBytes).IndexOfAnyExcept(Paint);
        return kept < 0 ? 0 : PaintedBytes - kept;
    }
}
