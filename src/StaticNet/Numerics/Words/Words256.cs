using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Activations;

namespace StaticNet.Numerics.Words;

/// <summary>Vectors of 256 bits: eight floats.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Words256 : IWords8<Vector256<float>>, ILaneWords<Vector256<float>>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(ref float at, int offset) =>
        Vector256.LoadUnsafe(ref at, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> All(ref float at, int offset) =>
        Vector256.Create(Unsafe.Add(ref at, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Lane(Vector256<float> a, int lane) =>
        Vector256.Shuffle(a, Vector256.Create(lane));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Fma(Vector256<float> a, ref float at, int offset, Vector256<float> c) =>
        Vector256.FusedMultiplyAdd(a, Vector256.LoadUnsafe(ref at, (nuint)offset), c);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Mul(Vector256<float> a, ref float at, int offset) =>
        a * Vector256.LoadUnsafe(ref at, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) =>
        a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ReLU(Vector256<float> a) =>
        Vector256.MaxNative(Vector256<float>.Zero, a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ReLUGradient(Vector256<float> gradient, Vector256<float> output) =>
        gradient & Vector256.GreaterThan(output, Vector256<float>.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Apply<TActivation>(Vector256<float> a)
        where TActivation : struct, IActivation =>
        TActivation.Forward(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Derive<TActivation>(Vector256<float> gradient, Vector256<float> kept)
        where TActivation : struct, IActivation =>
        TActivation.Backward(gradient, kept);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Apply1<TActivation>(Vector256<float> a, float constant)
        where TActivation : struct, IActivation1 =>
        TActivation.Forward(a, constant);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Derive1<TActivation>(Vector256<float> gradient, Vector256<float> kept, float constant)
        where TActivation : struct, IActivation1 =>
        TActivation.Backward(gradient, kept, constant);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Apply2<TActivation>(Vector256<float> a, float first, float second)
        where TActivation : struct, IActivation2 =>
        TActivation.Forward(a, first, second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Derive2<TActivation>(Vector256<float> gradient, Vector256<float> kept, float first, float second)
        where TActivation : struct, IActivation2 =>
        TActivation.Backward(gradient, kept, first, second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> a, ref float at, int offset) =>
        a.StoreUnsafe(ref at, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreProduct(Vector256<float> a, Vector256<float> b, ref float at, int offset) =>
        (a * b).StoreUnsafe(ref at, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst(Vector256<float> a, ref float at, int offset, int count)
    {
        if (count >= 8)
        {
            a.StoreUnsafe(ref at, (nuint)offset);
            return;
        }

        Words128.StoreFirst(a.GetLower(), ref at, offset, count);
        if (count > 4)
        {
            Words128.StoreFirst(a.GetUpper(), ref at, offset + 4, count - 4);
        }
    }

    /// <inheritdoc/>
    public static int Lanes => 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> FmaAll(Vector256<float> a, ref float at, int offset, Vector256<float> c) =>
        Vector256.FusedMultiplyAdd(a, Vector256.Create(Unsafe.Add(ref at, offset)), c);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MulAll(Vector256<float> a, ref float at, int offset) =>
        a * Vector256.Create(Unsafe.Add(ref at, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(ref float at, int offset, Vector256<float> a) =>
        (Vector256.LoadUnsafe(ref at, (nuint)offset) + a).StoreUnsafe(ref at, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProductTo(ref float at, int offset, Vector256<float> a, Vector256<float> b) =>
        Vector256.FusedMultiplyAdd(a, b, Vector256.LoadUnsafe(ref at, (nuint)offset)).StoreUnsafe(ref at, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Max(Vector256<float> a, Vector256<float> b) =>
        Vector256.MaxNative(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ExpBelow(Vector256<float> a, Vector256<float> b) =>
        VectorMath.ExpNonPositive(a - b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Reciprocal(Vector256<float> a) =>
        Vector256<float>.One / a;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Times(Vector256<float> a, Vector256<float> b) =>
        a * b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Minus(Vector256<float> a, Vector256<float> b) =>
        a - b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log(Vector256<float> a) =>
        VectorMath.Log(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadFirst(ref float at, int offset, int count) =>
        count >= 8 ? Load(ref at, offset) : Vector256.Create(
            count > 0 ? Unsafe.Add(ref at, offset + 0) : 0f,
            count > 1 ? Unsafe.Add(ref at, offset + 1) : 0f,
            count > 2 ? Unsafe.Add(ref at, offset + 2) : 0f,
            count > 3 ? Unsafe.Add(ref at, offset + 3) : 0f,
            count > 4 ? Unsafe.Add(ref at, offset + 4) : 0f,
            count > 5 ? Unsafe.Add(ref at, offset + 5) : 0f,
            count > 6 ? Unsafe.Add(ref at, offset + 6) : 0f,
            count > 7 ? Unsafe.Add(ref at, offset + 7) : 0f);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> First(Vector256<float> a, int count) =>
        count >= 8 ? a : a & Vector256.Create(
            -1, count > 1 ? -1 : 0, count > 2 ? -1 : 0, count > 3 ? -1 : 0, count > 4 ? -1 : 0, count > 5 ? -1 : 0, count > 6 ? -1 : 0, 0).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Lower(Vector256<float> a) =>
        a.GetLower();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Upper(Vector256<float> a) =>
        a.GetUpper();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Spread(Vector128<float> a, int lane) =>
        Vector256.Create(a.GetElement(lane));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Low(Vector128<float> a) =>
        Vector256.Create(a, Vector128<float>.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Both(Vector128<float> a) =>
        Vector256.Create(a, a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Pair(Vector256<float> a, int lane) =>
        Vector256.Shuffle(a, Vector256.Create(lane, lane, lane, lane, lane + 1, lane + 1, lane + 1, lane + 1));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Last(Vector256<float> a, int lane) =>
        Low(Vector128.Create(a.GetElement(lane)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> PairOf(Vector128<float> a, int lane) =>
        Vector256.Create(Vector128.Create(a.GetElement(lane)), Vector128.Create(a.GetElement(lane + 1)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LastOf(Vector128<float> a, int lane) =>
        Low(Vector128.Create(a.GetElement(lane)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> PairAt(ref float at, int offset) =>
        Vector256.Create(Vector128.Create(Unsafe.Add(ref at, offset)), Vector128.Create(Unsafe.Add(ref at, offset + 1)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LastAt(ref float at, int offset) =>
        Low(Vector128.Create(Unsafe.Add(ref at, offset)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Join(Vector256<float> a) =>
        a.GetLower() + a.GetUpper();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Total(Vector256<float> a)
    {
        Vector128<float> quarters = Join(a);
        Vector128<float> half = quarters + Vector128.Shuffle(quarters, Vector128.Create(2, 3, 0, 1));
        return half + Vector128.Shuffle(half, Vector128.Create(1, 0, 3, 2));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Softmax(Vector256<float> a, int count) =>
        RegisterSoftmax.Softmax(a, count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LogSoftmax(Vector256<float> a, int count) =>
        RegisterSoftmax.LogSoftmax(a, count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> InputGradient(Vector128<float> dz, int outputs, ref float w, int offset, int inputs)
    {
        Words128.WeightColumns(ref w, offset, inputs, out Vector128<float> a, out Vector128<float> b, out Vector128<float> c, out Vector128<float> d);
        Words128.WeightColumns(ref w, offset + 16, inputs - 4, out Vector128<float> e, out Vector128<float> f, out Vector128<float> g, out Vector128<float> h);
        Vector256<float> sum = Spread(dz, 0) * Vector256.Create(a, e);
        if (outputs > 1)
        {
            sum = Vector256.FusedMultiplyAdd(Spread(dz, 1), Vector256.Create(b, f), sum);
        }

        if (outputs > 2)
        {
            sum = Vector256.FusedMultiplyAdd(Spread(dz, 2), Vector256.Create(c, g), sum);
        }

        if (outputs > 3)
        {
            sum = Vector256.FusedMultiplyAdd(Spread(dz, 3), Vector256.Create(d, h), sum);
        }

        return sum;
    }
}
