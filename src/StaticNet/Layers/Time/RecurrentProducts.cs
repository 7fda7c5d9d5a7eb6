using System.Runtime.CompilerServices;
using StaticNet.Numerics.Kernels.Time;

namespace StaticNet.Layers;

/// <summary>Z = X·W_ih + biases, rows of a stream's scratch memory.</summary>
internal readonly struct StreamInputSums<TShape, TCell> : ITimeProduct
    where TShape : struct, IRecurrent
    where TCell : struct, IRecurrentCell
{
    public static int InputStride => TShape.InputStride;

    public static int InputStep => 1;

    public static int MatrixStride => RecurrentLayout<TShape, TCell>.ColumnStride;

    public static int ResultStride => RecurrentLayout<TShape, TCell>.SumStride;

    public static SumStart Start => SumStart.Vector;

    public static bool IsSplit => false;
}

/// <summary>Z = X·W_ih + biases, kept rows.</summary>
internal readonly struct InputSums<TShape, TCell> : ITimeProduct
    where TShape : struct, IRecurrent
    where TCell : struct, IRecurrentCell
{
    public static int InputStride => TShape.InputStride;

    public static int InputStep => 1;

    public static int MatrixStride => RecurrentLayout<TShape, TCell>.ColumnStride;

    public static int ResultStride => RecurrentLayout<TShape, TCell>.KeptStride;

    public static SumStart Start => SumStart.Vector;

    public static bool IsSplit => false;
}

/// <summary>Z += H·W_hh, kept rows.</summary>
internal readonly struct HiddenSums<TShape, TCell> : ITimeProduct
    where TShape : struct, IRecurrent
    where TCell : struct, IRecurrentCell
{
    public static int InputStride => RecurrentLayout<TShape, TCell>.KeptStride;

    public static int InputStep => 1;

    public static int MatrixStride => RecurrentLayout<TShape, TCell>.ColumnStride;

    public static int ResultStride => RecurrentLayout<TShape, TCell>.KeptStride;

    public static SumStart Start => SumStart.Result;

    public static bool IsSplit => RecurrentLayout<TShape, TCell>.IsSplit;
}

/// <summary>dH = dZ·W_hhᵀ, beside the direct part where there is one.</summary>
internal readonly struct HiddenGradient<TShape, TCell> : ITimeProduct
    where TShape : struct, IRecurrent
    where TCell : struct, IRecurrentCell
{
    public static int InputStride => RecurrentLayout<TShape, TCell>.KeptStride;

    public static int InputStep => 1;

    public static int MatrixStride => RecurrentLayout<TShape, TCell>.Padded;

    public static int ResultStride => RecurrentLayout<TShape, TCell>.Padded;

    public static SumStart Start
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TCell.HasDirectGradient ? SumStart.Result : SumStart.Zero;
    }

    public static bool IsSplit => false;
}

/// <summary>dX = dZ·W_ihᵀ.</summary>
internal readonly struct StepInputGradient<TShape, TCell> : ITimeProduct
    where TShape : struct, IRecurrent
    where TCell : struct, IRecurrentCell
{
    public static int InputStride => RecurrentLayout<TShape, TCell>.KeptStride;

    public static int InputStep => 1;

    public static int MatrixStride => TShape.InputStride;

    public static int ResultStride => TShape.InputStride;

    public static SumStart Start => SumStart.Zero;

    public static bool IsSplit => false;
}

/// <summary>dW_ih += Xᵀ·dZ.</summary>
internal readonly struct InputWeightGradient<TShape, TCell> : ITimeProduct
    where TShape : struct, IRecurrent
    where TCell : struct, IRecurrentCell
{
    public static int InputStride => 1;

    public static int InputStep => TShape.InputStride;

    public static int MatrixStride => RecurrentLayout<TShape, TCell>.KeptStride;

    public static int ResultStride => RecurrentLayout<TShape, TCell>.ColumnStride;

    public static SumStart Start => SumStart.Result;

    public static bool IsSplit => false;
}

/// <summary>dW_hh += Hᵀ·dZ.</summary>
internal readonly struct HiddenWeightGradient<TShape, TCell> : ITimeProduct
    where TShape : struct, IRecurrent
    where TCell : struct, IRecurrentCell
{
    public static int InputStride => 1;

    public static int InputStep => RecurrentLayout<TShape, TCell>.KeptStride;

    public static int MatrixStride => RecurrentLayout<TShape, TCell>.KeptStride;

    public static int ResultStride => RecurrentLayout<TShape, TCell>.ColumnStride;

    public static SumStart Start => SumStart.Result;

    public static bool IsSplit => false;
}
