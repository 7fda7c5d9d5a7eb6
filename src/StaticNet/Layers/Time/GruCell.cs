using System.Runtime.CompilerServices;
using StaticNet.Activations;
using StaticNet.Numerics.Kernels;

namespace StaticNet.Layers;

/// <summary>
/// Gated recurrent unit (Cho et al. 2014) as PyTorch defines it: r, z = σ(sums), n = tanh(x's sum + r·h's sum), h′ = (1 − z)·n + z·h, computed as
/// z·(h − n) + n. A row of sums is [x's n | r | z | h's n]: <c>weight_ih</c> has its columns as n, r, z and <c>weight_hh</c> as r, z, n, so that the
/// gradients of both lie together. A kept row is [n | r | z | h's n | h′].
/// </summary>
internal readonly struct GruCell : IRecurrentCell
{
    public static int Gates => 3;

    public static int SumBlocks => 4;

    public static int FirstHiddenBlock => 1;

    public static int StateBlocks => 1;

    public static int KeptBlocks => 5;

    public static int CellBlock => 0;

    public static int HiddenBlock => 4;

    public static bool HasDirectGradient => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step<TWords, TVector>(ref float sums, ref float state, int p, int u)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        TVector r = TWords.Apply<SigmoidOperator>(Sums.Load<TWords, TVector>(ref sums, p + u, p));
        TVector n = TWords.Apply<TanhOperator>(TWords.Fma(r, Sums.Load<TWords, TVector>(ref sums, (3 * p) + u, p), Sums.Load<TWords, TVector>(ref sums, u, p)));
        TVector z = TWords.Apply<SigmoidOperator>(Sums.Load<TWords, TVector>(ref sums, (2 * p) + u, p));
        TWords.Store(TWords.Fma(z, TWords.Subtract(TWords.Load(ref state, u), n), n), ref state, u);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Keep<TWords, TVector>(ref float row, ref float previous, int p, int u)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        TVector r = TWords.Apply<SigmoidOperator>(Sums.Load<TWords, TVector>(ref row, p + u, p));
        TWords.Store(r, ref row, p + u);
        TVector n = TWords.Apply<TanhOperator>(TWords.Fma(r, Sums.Load<TWords, TVector>(ref row, (3 * p) + u, p), Sums.Load<TWords, TVector>(ref row, u, p)));
        TWords.Store(n, ref row, u);
        TVector z = TWords.Apply<SigmoidOperator>(Sums.Load<TWords, TVector>(ref row, (2 * p) + u, p));
        TWords.Store(z, ref row, (2 * p) + u);
        TWords.Store(TWords.Fma(z, TWords.Subtract(TWords.Load(ref previous, (4 * p) + u), n), n), ref row, (4 * p) + u);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Back<TWords, TVector>(ref float row, ref float previous, ref float dh, ref float dc, int p, int u)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        TVector n = TWords.Load(ref row, u), r = TWords.Load(ref row, p + u), z = TWords.Load(ref row, (2 * p) + u);
        TVector h = TWords.Load(ref dh, u);
        TVector dn = TWords.Derive<TanhOperator>(TWords.Multiply(h, TWords.OneMinus(z)), n);
        TVector before = TWords.Subtract(TWords.Load(ref previous, (4 * p) + u), n);
        TWords.Store(TWords.Derive<SigmoidOperator>(TWords.Multiply(h, before), z), ref row, (2 * p) + u);
        TWords.Store(TWords.Derive<SigmoidOperator>(TWords.Multiply(dn, TWords.Load(ref row, (3 * p) + u)), r), ref row, p + u);
        TWords.Store(dn, ref row, u);
        TWords.Store(TWords.Multiply(dn, r), ref row, (3 * p) + u);
        TWords.Store(TWords.Multiply(h, z), ref dh, u);
    }
}
