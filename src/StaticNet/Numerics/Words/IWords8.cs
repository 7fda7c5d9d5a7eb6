using System.ComponentModel;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics.Words;

/// <summary>Words of eight floats, for code without loops over one sample: one vector of 256 bits, or two of 128.</summary>
/// <typeparam name="V">Eight floats.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IWords8<V> : IWords<V>
{
    /// <summary>The floats at[offset…offset + count − 1], then zeros; nothing behind them is read.</summary>
    static abstract V LoadFirst(ref float at, int offset, int count);

    /// <summary>The first <paramref name="count"/> lanes, then zeros.</summary>
    static abstract V First(V a, int count);

    /// <summary>Lanes 0…3.</summary>
    static abstract Vector128<float> Lower(V a);

    /// <summary>Lanes 4…7.</summary>
    static abstract Vector128<float> Upper(V a);

    /// <summary>Lane <paramref name="lane"/> of four in all eight.</summary>
    static abstract V Spread(Vector128<float> a, int lane);

    /// <summary>Four lanes, then zeros.</summary>
    static abstract V Low(Vector128<float> a);

    /// <summary>Four lanes twice.</summary>
    static abstract V Both(Vector128<float> a);

    /// <summary>Lane <paramref name="lane"/> four times, then the next one four times: two inputs for four outputs each.</summary>
    static abstract V Pair(V a, int lane);

    /// <summary>Lane <paramref name="lane"/> four times, then zeros: an odd last input.</summary>
    static abstract V Last(V a, int lane);

    /// <summary><see cref="Pair"/> of four lanes.</summary>
    static abstract V PairOf(Vector128<float> a, int lane);

    /// <summary><see cref="Last"/> of four lanes.</summary>
    static abstract V LastOf(Vector128<float> a, int lane);

    /// <summary>The float at <paramref name="offset"/> four times, then the next one four times.</summary>
    static abstract V PairAt(ref float at, int offset);

    /// <summary>The float at <paramref name="offset"/> four times, then zeros.</summary>
    static abstract V LastAt(ref float at, int offset);

    /// <summary>Lanes 0…3 plus lanes 4…7.</summary>
    static abstract Vector128<float> Join(V a);

    /// <summary>The sum of all lanes, l + (l + 4), l + (l + 2), 0 + 1, in each of four.</summary>
    static abstract Vector128<float> Total(V a);

    /// <summary>Softmax of the first <paramref name="count"/> lanes.</summary>
    static abstract V Softmax(V a, int count);

    /// <summary>Log-softmax of the first <paramref name="count"/> lanes.</summary>
    static abstract V LogSoftmax(V a, int count);

    /// <summary>
    /// dz·Wᵀ for up to eight inputs of a layer of up to four outputs, whose weights lie as [input][4] from <paramref name="offset"/> on; beyond
    /// <paramref name="inputs"/> zeros.
    /// </summary>
    static abstract V InputGradient(Vector128<float> dz, int outputs, ref float w, int offset, int inputs);
}
