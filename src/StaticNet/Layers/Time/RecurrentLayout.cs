using System.Runtime.CompilerServices;

namespace StaticNet.Layers;

/// <summary>Where a recurrent layer's values lie: numbers that follow from its sizes.</summary>
internal static class RecurrentLayout<TShape, TCell>
    where TShape : struct, IRecurrent
    where TCell : struct, IRecurrentCell
{
    /// <summary>P: hidden units as whole vectors of 256 bits.</summary>
    public static int Padded
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (TShape.Hidden + 7) & ~7;
    }

    /// <summary>Columns of a weight matrix that count.</summary>
    public static int Columns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TCell.Gates * Padded;
    }

    /// <summary>Floats from one row of a weight matrix to the next: whole vectors of 512 bits.</summary>
    public static int ColumnStride
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (Columns + 15) & ~15;
    }

    /// <summary>Where the sums that the state adds to begin in a row of sums.</summary>
    public static int FirstHidden
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TCell.FirstHiddenBlock * Padded;
    }

    /// <summary>Floats from one row of sums to the next in a stream's scratch memory; the last vector of 512 bits of the state's sums fits in.</summary>
    public static int SumStride
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (FirstHidden + ColumnStride + 15) & ~15;
    }

    /// <summary>Floats from one kept row to the next.</summary>
    public static int KeptStride
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TCell.KeptBlocks * Padded;
    }

    /// <summary>Where the hidden state lies in a kept row.</summary>
    public static int KeptHidden
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TCell.HiddenBlock * Padded;
    }

    /// <summary>Whether odd state terms have sums of their own: up to 16 units a step is bound by the latency of one chain.</summary>
    public static bool IsSplit
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TShape.Hidden <= 16;
    }
}
