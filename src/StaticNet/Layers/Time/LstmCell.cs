using System.Runtime.CompilerServices;
using StaticNet.Activations;
using StaticNet.Numerics.Kernels;

namespace StaticNet.Layers;

/// <summary>
/// Long short-term memory (Hochreiter and Schmidhuber 1997) as PyTorch defines it: i, f, o = σ(sums), g = tanh(sum), c′ = f·c + i·g,
/// h′ = o·tanh c′. A row of sums is [i | f | g | o]; a kept row is [i | f | g | o | c′ | tanh c′ | h′].
/// </summary>
internal readonly struct LstmCell : IRecurrentCell
{
    public static int Gates => 4;

    public static int SumBlocks => 4;

    public static int FirstHiddenBlock => 0;

    public static int StateBlocks => 2;

    public static int KeptBlocks => 7;

    public static int CellBlock => 4;

    public static int HiddenBlock => 6;

    public static bool HasDirectGradient => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Step<TWords, TVector>(ref float sums, ref float state, int p, int u)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        TVector i = TWords.Apply<SigmoidOperator>(Sums.Load<TWords, TVector>(ref sums, u, p));
        TVector g = TWords.Apply<TanhOperator>(Sums.Load<TWords, TVector>(ref sums, (2 * p) + u, p));
        TVector f = TWords.Apply<SigmoidOperator>(Sums.Load<TWords, TVector>(ref sums, p + u, p));
        TVector c = TWords.Fma(f, TWords.Load(ref state, p + u), TWords.Multiply(i, g));
        TWords.Store(c, ref state, p + u);
        TVector o = TWords.Apply<SigmoidOperator>(Sums.Load<TWords, TVector>(ref sums, (3 * p) + u, p));
        TWords.Store(TWords.Multiply(o, TWords.Apply<TanhOperator>(c)), ref state, u);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Keep<TWords, TVector>(ref float row, ref float previous, int p, int u)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        TVector i = TWords.Apply<SigmoidOperator>(Sums.Load<TWords, TVector>(ref row, u, p));
        TWords.Store(i, ref row, u);
        TVector g = TWords.Apply<TanhOperator>(Sums.Load<TWords, TVector>(ref row, (2 * p) + u, p));
        TWords.Store(g, ref row, (2 * p) + u);
        TVector f = TWords.Apply<SigmoidOperator>(Sums.Load<TWords, TVector>(ref row, p + u, p));
        TWords.Store(f, ref row, p + u);
        TVector c = TWords.Fma(f, TWords.Load(ref previous, (4 * p) + u), TWords.Multiply(i, g));
        TWords.Store(c, ref row, (4 * p) + u);
        TVector o = TWords.Apply<SigmoidOperator>(Sums.Load<TWords, TVector>(ref row, (3 * p) + u, p));
        TWords.Store(o, ref row, (3 * p) + u);
        TVector t = TWords.Apply<TanhOperator>(c);
        TWords.Store(t, ref row, (5 * p) + u);
        TWords.Store(TWords.Multiply(o, t), ref row, (6 * p) + u);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Back<TWords, TVector>(ref float row, ref float previous, ref float dh, ref float dc, int p, int u)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        TVector i = TWords.Load(ref row, u), f = TWords.Load(ref row, p + u), g = TWords.Load(ref row, (2 * p) + u), o = TWords.Load(ref row, (3 * p) + u);
        TVector t = TWords.Load(ref row, (5 * p) + u), h = TWords.Load(ref dh, u);
        TVector c = TWords.Add(TWords.Load(ref dc, u), TWords.Derive<TanhOperator>(TWords.Multiply(h, o), t));
        TWords.Store(TWords.Derive<SigmoidOperator>(TWords.Multiply(c, g), i), ref row, u);
        TWords.Store(TWords.Derive<SigmoidOperator>(TWords.Multiply(c, TWords.Load(ref previous, (4 * p) + u)), f), ref row, p + u);
        TWords.Store(TWords.Derive<TanhOperator>(TWords.Multiply(c, i), g), ref row, (2 * p) + u);
        TWords.Store(TWords.Derive<SigmoidOperator>(TWords.Multiply(h, t), o), ref row, (3 * p) + u);
        TWords.Store(TWords.Multiply(c, f), ref dc, u);
    }
}
