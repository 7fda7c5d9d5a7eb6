using System.ComponentModel;
using StaticNet.Activations;

namespace StaticNet.Numerics.Words;

/// <summary>
/// The words that generated arithmetic is written in, once for every width of vectors: <c>W.Fma(a, ref w, 16, c)</c> is a·w[16…] + c. Each is one
/// instruction, or few, and inlines to it. One name and one signature each, which is cheap to compile.
/// </summary>
/// <typeparam name="V">The vectors: the bare hardware type wherever there is one, since a struct around it costs up to a third of the speed.</typeparam>
/// <remarks>
/// a·b + c is rounded once. Only vectors of 128 bits take the estimate, which has the same bits wherever the processor has FMA and rounds twice
/// where it has none.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IWords<V>
{
    /// <summary>The floats from <paramref name="offset"/> on.</summary>
    static abstract V Load(ref float at, int offset);

    /// <summary>The float at <paramref name="offset"/> in all lanes.</summary>
    static abstract V All(ref float at, int offset);

    /// <summary>Lane <paramref name="lane"/> in all lanes.</summary>
    static abstract V Lane(V a, int lane);

    /// <summary>a·at[offset…] + c.</summary>
    static abstract V Fma(V a, ref float at, int offset, V c);

    /// <summary>a·at[offset…].</summary>
    static abstract V Mul(V a, ref float at, int offset);

    /// <summary>a + b.</summary>
    static abstract V Add(V a, V b);

    /// <summary>max(0, a); NaN stays NaN.</summary>
    static abstract V ReLU(V a);

    /// <summary>The gradient where the output of ReLU is positive, otherwise 0.</summary>
    static abstract V ReLUGradient(V gradient, V output);

    /// <summary>An activation without constants.</summary>
    static abstract V Apply<TActivation>(V a)
        where TActivation : struct, IActivation;

    /// <summary>The gradient before an activation from the one after it and the output or input that it needs.</summary>
    static abstract V Derive<TActivation>(V gradient, V kept)
        where TActivation : struct, IActivation;

    /// <summary>An activation with one constant.</summary>
    static abstract V Apply1<TActivation>(V a, float constant)
        where TActivation : struct, IActivation1;

    /// <summary>The gradient before an activation with one constant.</summary>
    static abstract V Derive1<TActivation>(V gradient, V kept, float constant)
        where TActivation : struct, IActivation1;

    /// <summary>An activation with two constants.</summary>
    static abstract V Apply2<TActivation>(V a, float first, float second)
        where TActivation : struct, IActivation2;

    /// <summary>The gradient before an activation with two constants.</summary>
    static abstract V Derive2<TActivation>(V gradient, V kept, float first, float second)
        where TActivation : struct, IActivation2;

    /// <summary>at[offset…] = a.</summary>
    static abstract void Store(V a, ref float at, int offset);

    /// <summary>at[offset…] = a·b.</summary>
    static abstract void StoreProduct(V a, V b, ref float at, int offset);

    /// <summary>The first <paramref name="count"/> lanes to at[offset…], and nothing behind them.</summary>
    static abstract void StoreFirst(V a, ref float at, int offset, int count);
}
