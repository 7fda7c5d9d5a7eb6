using StaticNet.Activations;

namespace StaticNet.Numerics.Kernels;

/// <summary>
/// What a kernel says of vectors of one width. A kernel is written once in these words and compiled for each width. The vector type stands
/// beside its words as a type argument of its own: a struct around it takes 3 to 38 % longer.
/// </summary>
internal interface IVectorWords<TVector>
    where TVector : struct
{
    /// <summary>Floats in a vector.</summary>
    static abstract int Lanes { get; }

    static abstract TVector Zero { get; }

    static abstract TVector Load(ref float from, int offset);

    /// <summary>
    /// As <see cref="Load"/>, for values just stored in vectors that begin elsewhere, at multiples of eight floats: 16 floats are read in halves,
    /// because a load that spans two stores waits until both have left the store buffer.
    /// </summary>
    static abstract TVector LoadHalves(ref float from, int offset);

    /// <summary>All lanes = one float.</summary>
    static abstract TVector All(ref float from, int offset);

    static abstract void Store(TVector value, ref float to, int offset);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>1 − a.</summary>
    static abstract TVector OneMinus(TVector a);

    /// <summary>a·b + c.</summary>
    static abstract TVector Fma(TVector a, TVector b, TVector c);

    /// <summary>a·b + c with b read from memory.</summary>
    static abstract TVector Fma(TVector a, ref float b, int offset, TVector c);

    /// <summary>The activation of every lane.</summary>
    static abstract TVector Apply<TActivation>(TVector x)
        where TActivation : struct, IActivation;

    /// <summary>The gradient before the activation from the one after it.</summary>
    static abstract TVector Derive<TActivation>(TVector gradient, TVector kept)
        where TActivation : struct, IActivation;
}
