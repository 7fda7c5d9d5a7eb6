using System.Runtime.CompilerServices;
using StaticNet.Numerics.Kernels;

namespace StaticNet.Layers;

/// <summary>Reads sums that were just stored: in vectors that begin at multiples of their length, wherever a block of units begins.</summary>
internal static class Sums
{
    /// <summary>A vector of sums.</summary>
    /// <param name="sums">A row of sums.</param>
    /// <param name="offset">Where in it.</param>
    /// <param name="p">Units per block, a constant where this is inlined.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load<TWords, TVector>(ref float sums, int offset, int p)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct => p % TWords.Lanes == 0 ? TWords.Load(ref sums, offset) : TWords.LoadHalves(ref sums, offset);
}
