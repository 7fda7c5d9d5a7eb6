using System.Runtime.CompilerServices;
using StaticNet.Activations;
using StaticNet.Numerics.Kernels;

namespace StaticNet.Layers;

/// <summary>The simple recurrent unit (Elman 1990): h′ = f(sum). A kept row is [sum | h′].</summary>
/// <typeparam name="TActivation">f, whose derivative needs its output.</typeparam>
internal readonly struct RnnCell<TActivation> : IRecurrentCell
    where TActivation : struct, IActivation
{
    public static int Gates => 1;

    public static int SumBlocks => 1;

    public static int FirstHiddenBlock => 0;

    public static int StateBlocks => 1;

    public static int KeptBlocks => 2;

    public static int CellBlock => 0;

    public static int HiddenBlock => 1;

    public static bool HasDirectGradient => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step<TWords, TVector>(ref float sums, ref float state, int p, int u)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct => TWords.Store(TWords.Apply<TActivation>(Sums.Load<TWords, TVector>(ref sums, u, p)), ref state, u);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Keep<TWords, TVector>(ref float row, ref float previous, int p, int u)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct => TWords.Store(TWords.Apply<TActivation>(Sums.Load<TWords, TVector>(ref row, u, p)), ref row, p + u);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Back<TWords, TVector>(ref float row, ref float previous, ref float dh, ref float dc, int p, int u)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct => TWords.Store(TWords.Derive<TActivation>(TWords.Load(ref dh, u), TWords.Load(ref row, p + u)), ref row, u);
}
