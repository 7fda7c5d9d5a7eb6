using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Activations;

namespace StaticNet.Numerics.Words;

/// <summary>Eight floats as two vectors of 128 bits: SSE, and NEON on arm64.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Halves8 : IWords8<TwoVectors>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors Load(ref float at, int offset) =>
        new(Words128.Load(ref at, offset), Words128.Load(ref at, offset + 4));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors All(ref float at, int offset) =>
        Both(Words128.All(ref at, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors Lane(TwoVectors a, int lane) =>
        Spread(lane < 4 ? a.Lower : a.Upper, lane & 3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors Fma(TwoVectors a, ref float at, int offset, TwoVectors c) =>
        new(Words128.Fma(a.Lower, ref at, offset, c.Lower), Words128.Fma(a.Upper, ref at, offset + 4, c.Upper));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors Mul(TwoVectors a, ref float at, int offset) =>
        new(Words128.Mul(a.Lower, ref at, offset), Words128.Mul(a.Upper, ref at, offset + 4));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors Add(TwoVectors a, TwoVectors b) =>
        new(a.Lower + b.Lower, a.Upper + b.Upper);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors ReLU(TwoVectors a) =>
        new(Words128.ReLU(a.Lower), Words128.ReLU(a.Upper));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors ReLUGradient(TwoVectors gradient, TwoVectors output) =>
        new(Words128.ReLUGradient(gradient.Lower, output.Lower), Words128.ReLUGradient(gradient.Upper, output.Upper));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors Apply<TActivation>(TwoVectors a)
        where TActivation : struct, IActivation =>
        new(TActivation.Forward(a.Lower), TActivation.Forward(a.Upper));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors Derive<TActivation>(TwoVectors gradient, TwoVectors kept)
        where TActivation : struct, IActivation =>
        new(TActivation.Backward(gradient.Lower, kept.Lower), TActivation.Backward(gradient.Upper, kept.Upper));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors Apply1<TActivation>(TwoVectors a, float constant)
        where TActivation : struct, IActivation1 =>
        new(TActivation.Forward(a.Lower, constant), TActivation.Forward(a.Upper, constant));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors Derive1<TActivation>(TwoVectors gradient, TwoVectors kept, float constant)
        where TActivation : struct, IActivation1 =>
        new(TActivation.Backward(gradient.Lower, kept.Lower, constant), TActivation.Backward(gradient.Upper, kept.Upper, constant));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors Apply2<TActivation>(TwoVectors a, float first, float second)
        where TActivation : struct, IActivation2 =>
        new(TActivation.Forward(a.Lower, first, second), TActivation.Forward(a.Upper, first, second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors Derive2<TActivation>(TwoVectors gradient, TwoVectors kept, float first, float second)
        where TActivation : struct, IActivation2 =>
        new(TActivation.Backward(gradient.Lower, kept.Lower, first, second), TActivation.Backward(gradient.Upper, kept.Upper, first, second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(TwoVectors a, ref float at, int offset)
    {
        Words128.Store(a.Lower, ref at, offset);
        Words128.Store(a.Upper, ref at, offset + 4);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreProduct(TwoVectors a, TwoVectors b, ref float at, int offset)
    {
        Words128.StoreProduct(a.Lower, b.Lower, ref at, offset);
        Words128.StoreProduct(a.Upper, b.Upper, ref at, offset + 4);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst(TwoVectors a, ref float at, int offset, int count)
    {
        Words128.StoreFirst(a.Lower, ref at, offset, count);
        if (count > 4)
        {
            Words128.StoreFirst(a.Upper, ref at, offset + 4, count - 4);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors LoadFirst(ref float at, int offset, int count) =>
        new(LoadFirst4(ref at, offset, count), LoadFirst4(ref at, offset + 4, count - 4));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors First(TwoVectors a, int count) =>
        new(Words128.First(a.Lower, count), count > 4 ? Words128.First(a.Upper, count - 4) : Vector128<float>.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Lower(TwoVectors a) =>
        a.Lower;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Upper(TwoVectors a) =>
        a.Upper;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors Spread(Vector128<float> a, int lane) =>
        Both(Words128.Lane(a, lane));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors Low(Vector128<float> a) =>
        new(a, Vector128<float>.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors Both(Vector128<float> a) =>
        new(a, a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors Pair(TwoVectors a, int lane) =>
        PairOf(lane < 4 ? a.Lower : a.Upper, lane & 3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors Last(TwoVectors a, int lane) =>
        LastOf(lane < 4 ? a.Lower : a.Upper, lane & 3);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors PairOf(Vector128<float> a, int lane) =>
        new(Words128.Lane(a, lane), Words128.Lane(a, lane + 1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors LastOf(Vector128<float> a, int lane) =>
        Low(Words128.Lane(a, lane));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors PairAt(ref float at, int offset) =>
        new(Words128.All(ref at, offset), Words128.All(ref at, offset + 1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors LastAt(ref float at, int offset) =>
        Low(Words128.All(ref at, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Join(TwoVectors a) =>
        a.Lower + a.Upper;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Total(TwoVectors a)
    {
        Vector128<float> quarters = Join(a);
        Vector128<float> half = quarters + Vector128.Shuffle(quarters, Vector128.Create(2, 3, 0, 1));
        return half + Vector128.Shuffle(half, Vector128.Create(1, 0, 3, 2));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors Softmax(TwoVectors a, int count)
    {
        RegisterSoftmax.Exponentials(a, count, out TwoVectors e, out _, out float sum);
        Vector128<float> reciprocal = Vector128.Create(1f / sum);
        return new(e.Lower * reciprocal, e.Upper * reciprocal);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors LogSoftmax(TwoVectors a, int count)
    {
        RegisterSoftmax.Exponentials(a, count, out _, out float max, out float sum);
        Vector128<float> m = Vector128.Create(max), log = VectorMath.Log(Vector128.Create(sum));
        return new((a.Lower - m) - log, (a.Upper - m) - log);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors InputGradient(Vector128<float> dz, int outputs, ref float w, int offset, int inputs) =>
        new(
            Words128.InputGradient(dz, outputs, ref w, offset, inputs),
            Words128.InputGradient(dz, outputs, ref w, offset + 16, inputs - 4));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> LoadFirst4(ref float at, int offset, int count) => count >= 4
        ? Words128.Load(ref at, offset)
        : Vector128.Create(
            count > 0 ? Unsafe.Add(ref at, offset + 0) : 0f,
            count > 1 ? Unsafe.Add(ref at, offset + 1) : 0f,
            count > 2 ? Unsafe.Add(ref at, offset + 2) : 0f,
            0f);
}
