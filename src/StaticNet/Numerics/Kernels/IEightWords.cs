using System.Runtime.Intrinsics;

namespace StaticNet.Numerics.Kernels;

/// <summary>
/// What the kernels of layers with few outputs say of eight floats: one vector, or two halves where vectors have 128 bits. There each half is a
/// partial sum of its own, so that both add in the same order.
/// </summary>
internal interface IEightWords<TVector>
    where TVector : struct
{
    static abstract TVector Load(ref float from, int offset);

    /// <summary>The first <paramref name="count"/> of eight floats, zeros behind them; nothing beyond is read.</summary>
    static abstract TVector LoadFirst(ref float from, int offset, int count);

    /// <summary>Two floats, four lanes each.</summary>
    static abstract TVector Pair(ref float from, int offset);

    /// <summary>One float in the lower four lanes, zeros in the upper.</summary>
    static abstract TVector Single(ref float from, int offset);

    /// <summary>
    /// Two of eight floats that lie at <paramref name="offset"/>, four lanes each: numbers <paramref name="lane"/> (a constant) and
    /// <paramref name="lane"/> + 1, from the vector or from memory, as is faster.
    /// </summary>
    static abstract TVector PairOf(TVector eight, ref float from, int offset, int lane);

    static abstract TVector Multiply(TVector a, ref float b, int offset);

    /// <summary>a·b + c with b read from memory.</summary>
    static abstract TVector Fma(TVector a, ref float b, int offset, TVector c);

    static abstract TVector Add(TVector a, TVector b);

    /// <summary>Lower half + upper half.</summary>
    static abstract Vector128<float> Join(TVector sum);
}
