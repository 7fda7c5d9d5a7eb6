using System.Runtime.CompilerServices;
using StaticNet.Activations;

namespace StaticNet.Numerics.Kernels;

/// <summary>Y = f(X·W + b).</summary>
internal readonly struct Forward<TLayer, TActivation> : IProduct
    where TLayer : struct, IDense
    where TActivation : struct, IActivation
{
    public static int InputStride => TLayer.InputStride;

    public static int InputStep => 1;

    public static int MatrixTile => TLayer.Inputs * Dense.TileWidth;

    public static int ResultTile => Dense.TileWidth;

    public static int SideStride => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Terms(int rows) => TLayer.Inputs;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MatrixStride(int tileWidth) => tileWidth;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ResultStride(int tileWidth) => TLayer.OutputStride;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Start<TWords, TVector>(ref float start, int offset)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct => TWords.Load(ref start, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish<TWords, TVector>(TVector sum, ref float result, int offset, ref float side, int sideOffset, int apart)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct => TWords.Store(TWords.Apply<TActivation>(sum), ref result, offset);
}

/// <summary>Y = f((X·W + b)·factor + summand); <c>side</c> holds a factor per output, and <c>apart</c> floats behind it its summand.</summary>
internal readonly struct ScaledForward<TLayer, TActivation> : IProduct
    where TLayer : struct, IDense
    where TActivation : struct, IActivation
{
    public static int InputStride => TLayer.InputStride;

    public static int InputStep => 1;

    public static int MatrixTile => TLayer.Inputs * Dense.TileWidth;

    public static int ResultTile => Dense.TileWidth;

    public static int SideStride => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Terms(int rows) => TLayer.Inputs;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MatrixStride(int tileWidth) => tileWidth;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ResultStride(int tileWidth) => TLayer.OutputStride;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Start<TWords, TVector>(ref float start, int offset)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct => TWords.Load(ref start, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish<TWords, TVector>(TVector sum, ref float result, int offset, ref float side, int sideOffset, int apart)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        TVector scaled = TWords.Fma(sum, TWords.Load(ref side, sideOffset), TWords.Load(ref side, sideOffset + apart));
        TWords.Store(TWords.Apply<TActivation>(scaled), ref result, offset);
    }
}

/// <summary>dW = Xᵀ·dZ, summed over the rows in order, in the layout of the weights.</summary>
internal readonly struct WeightGradient<TLayer> : IProduct
    where TLayer : struct, IDense
{
    public static int InputStride => 1;

    public static int InputStep => TLayer.InputStride;

    public static int MatrixTile => Dense.TileWidth;

    public static int ResultTile => TLayer.Inputs * Dense.TileWidth;

    public static int SideStride => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Terms(int rows) => rows;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MatrixStride(int tileWidth) => TLayer.OutputStride;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ResultStride(int tileWidth) => tileWidth;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Start<TWords, TVector>(ref float start, int offset)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct => TWords.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish<TWords, TVector>(TVector sum, ref float result, int offset, ref float side, int sideOffset, int apart)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct => TWords.Store(sum, ref result, offset);
}

/// <summary>dX = dZ·Wᵀ times the derivative of the activation before the layer; <c>side</c> is what that was kept of.</summary>
internal readonly struct InputGradient<TLayer, TActivation> : IProduct
    where TLayer : struct, IDense
    where TActivation : struct, IActivation
{
    public static int InputStride => TLayer.OutputStride;

    public static int InputStep => 1;

    public static int MatrixTile => TLayer.Outputs * Dense.TileWidth;

    public static int ResultTile => Dense.TileWidth;

    public static int SideStride => TLayer.InputStride;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Terms(int rows) => TLayer.Outputs;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MatrixStride(int tileWidth) => tileWidth;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ResultStride(int tileWidth) => TLayer.InputStride;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Start<TWords, TVector>(ref float start, int offset)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct => TWords.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish<TWords, TVector>(TVector sum, ref float result, int offset, ref float side, int sideOffset, int apart)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        // The identity keeps nothing: there is nothing to read.
        TVector before = typeof(TActivation) == typeof(IdentityOperator) ? sum : TWords.Derive<TActivation>(sum, TWords.Load(ref side, sideOffset));
        TWords.Store(before, ref result, offset);
    }
}
