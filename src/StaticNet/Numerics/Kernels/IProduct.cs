namespace StaticNet.Numerics.Kernels;

/// <summary>
/// A matrix product that a layer needs: C(i, j) = Σₖ A(i, k)·B(k, j), where each sum begins at some value and goes through some function. B has
/// tiles of columns. Forward, the gradient of the weights and that of the inputs are the same kernels over other strides.
/// </summary>
internal interface IProduct
{
    /// <summary>Floats from A(i, k) to A(i + 1, k).</summary>
    static abstract int InputStride { get; }

    /// <summary>Floats from A(i, k) to A(i, k + 1).</summary>
    static abstract int InputStep { get; }

    /// <summary>Floats from one tile of B to the next.</summary>
    static abstract int MatrixTile { get; }

    /// <summary>Floats from one tile of C to the next.</summary>
    static abstract int ResultTile { get; }

    /// <summary>Floats from one row of <c>side</c> to the next; its columns are those of C.</summary>
    static abstract int SideStride { get; }

    /// <summary>The number of terms of a sum; <paramref name="rows"/> where it is the batch's.</summary>
    static abstract int Terms(int rows);

    /// <summary>Floats from B(k, j) to B(k + 1, j) in a tile.</summary>
    static abstract int MatrixStride(int tileWidth);

    /// <summary>Floats from C(i, j) to C(i + 1, j) in a tile.</summary>
    static abstract int ResultStride(int tileWidth);

    /// <summary>What the first partial sums of some columns begin with.</summary>
    static abstract TVector Start<TWords, TVector>(ref float start, int offset)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct;

    /// <summary>Stores the function of a finished sum. <paramref name="apart"/> is the distance between two rows of <paramref name="side"/> that belong together.</summary>
    static abstract void Finish<TWords, TVector>(TVector sum, ref float result, int offset, ref float side, int sideOffset, int apart)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct;
}
