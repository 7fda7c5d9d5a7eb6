using StaticNet.Numerics.Kernels.Time;

namespace StaticNet.Layers;

/// <summary>The oldest tap: Y = bias + X·W.</summary>
internal readonly struct FirstTap<TShape> : ITimeProduct
    where TShape : struct, ICausalConv1d
{
    public static int InputStride => TShape.InputStride;

    public static int InputStep => 1;

    public static int MatrixStride => TShape.OutputStride;

    public static int ResultStride => TShape.OutputStride;

    public static SumStart Start => SumStart.Vector;

    public static bool IsSplit => false;
}

/// <summary>Another tap: Y += X·W, summed on its own.</summary>
internal readonly struct NextTap<TShape> : ITimeProduct
    where TShape : struct, ICausalConv1d
{
    public static int InputStride => TShape.InputStride;

    public static int InputStep => 1;

    public static int MatrixStride => TShape.OutputStride;

    public static int ResultStride => TShape.OutputStride;

    public static SumStart Start => SumStart.ZeroAdded;

    public static bool IsSplit => false;
}

/// <summary>The newest tap: dX = dY·Wᵀ.</summary>
internal readonly struct NewestTapGradient<TShape> : ITimeProduct
    where TShape : struct, ICausalConv1d
{
    public static int InputStride => TShape.OutputStride;

    public static int InputStep => 1;

    public static int MatrixStride => TShape.InputStride;

    public static int ResultStride => TShape.InputStride;

    public static SumStart Start => SumStart.Zero;

    public static bool IsSplit => false;
}

/// <summary>An older tap: dX += dY·Wᵀ, summed on its own.</summary>
internal readonly struct OlderTapGradient<TShape> : ITimeProduct
    where TShape : struct, ICausalConv1d
{
    public static int InputStride => TShape.OutputStride;

    public static int InputStep => 1;

    public static int MatrixStride => TShape.InputStride;

    public static int ResultStride => TShape.InputStride;

    public static SumStart Start => SumStart.ZeroAdded;

    public static bool IsSplit => false;
}

/// <summary>A tap's weights: dW += Xᵀ·dY.</summary>
internal readonly struct TapWeightGradient<TShape> : ITimeProduct
    where TShape : struct, ICausalConv1d
{
    public static int InputStride => 1;

    public static int InputStep => TShape.InputStride;

    public static int MatrixStride => TShape.OutputStride;

    public static int ResultStride => TShape.OutputStride;

    public static SumStart Start => SumStart.Result;

    public static bool IsSplit => false;
}
