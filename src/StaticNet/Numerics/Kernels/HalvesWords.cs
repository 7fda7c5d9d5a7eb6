using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics.Kernels;

/// <summary>Eight floats in two vectors of 128 bits.</summary>
internal readonly struct HalvesWords : IEightWords<HalvesWords.Halves>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Halves Load(ref float from, int offset) =>
        new(Vector128.LoadUnsafe(ref Unsafe.Add(ref from, offset)), Vector128.LoadUnsafe(ref Unsafe.Add(ref from, offset + 4)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Halves LoadFirst(ref float from, int offset, int count)
    {
        ref float at = ref Unsafe.Add(ref from, offset);
        return new(
            Vector128.Create(at, count > 1 ? Unsafe.Add(ref at, 1) : 0f, count > 2 ? Unsafe.Add(ref at, 2) : 0f, count > 3 ? Unsafe.Add(ref at, 3) : 0f),
            Vector128.Create(count > 4 ? Unsafe.Add(ref at, 4) : 0f, count > 5 ? Unsafe.Add(ref at, 5) : 0f, count > 6 ? Unsafe.Add(ref at, 6) : 0f, 0f));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Halves Pair(ref float from, int offset) =>
        new(Vector128.Create(Unsafe.Add(ref from, offset)), Vector128.Create(Unsafe.Add(ref from, offset + 1)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Halves Single(ref float from, int offset) => new(Vector128.Create(Unsafe.Add(ref from, offset)), Vector128<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Halves PairOf(Halves eight, ref float from, int offset, int lane) => Pair(ref from, offset + lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Halves Multiply(Halves a, ref float b, int offset)
    {
        Halves values = Load(ref b, offset);
        return new(a.Lower * values.Lower, a.Upper * values.Upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Halves Fma(Halves a, ref float b, int offset, Halves c)
    {
        Halves values = Load(ref b, offset);
        return new(Vector128.MultiplyAddEstimate(a.Lower, values.Lower, c.Lower), Vector128.MultiplyAddEstimate(a.Upper, values.Upper, c.Upper));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Halves Add(Halves a, Halves b) => new(a.Lower + b.Lower, a.Upper + b.Upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Join(Halves sum) => sum.Lower + sum.Upper;

    internal readonly struct Halves(Vector128<float> lower, Vector128<float> upper)
    {
        public Vector128<float> Lower { get; } = lower;

        public Vector128<float> Upper { get; } = upper;
    }
}
