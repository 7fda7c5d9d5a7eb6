namespace StaticNet.Numerics.Kernels.Time;

/// <summary>What a sum begins with.</summary>
internal enum SumStart
{
    /// <summary>One value per column, for example a bias.</summary>
    Vector,

    /// <summary>What is stored where the result goes: the sum goes on.</summary>
    Result,

    /// <summary>Zero.</summary>
    Zero,

    /// <summary>Zero; the finished sum is added to what is stored where the result goes.</summary>
    ZeroAdded,
}

/// <summary>The numbers of a product over rows of time as constants of a type.</summary>
internal interface ITimeProduct
{
    /// <summary>Floats from A(i, k) to A(i + 1, k).</summary>
    static abstract int InputStride { get; }

    /// <summary>Floats from A(i, k) to A(i, k + 1).</summary>
    static abstract int InputStep { get; }

    /// <summary>Floats from B(k, j) to B(k + 1, j).</summary>
    static abstract int MatrixStride { get; }

    /// <summary>Floats from C(i, j) to C(i + 1, j).</summary>
    static abstract int ResultStride { get; }

    /// <summary>What the sums begin with.</summary>
    static abstract SumStart Start { get; }

    /// <summary>Whether odd terms have a sum of their own, added at the end: a shorter chain for few terms.</summary>
    static abstract bool IsSplit { get; }
}
