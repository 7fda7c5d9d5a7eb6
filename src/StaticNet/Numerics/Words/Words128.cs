using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Activations;

namespace StaticNet.Numerics.Words;

/// <summary>Vectors of 128 bits: four floats.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Words128 : ILaneWords<Vector128<float>>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(ref float at, int offset) =>
        Vector128.LoadUnsafe(ref at, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> All(ref float at, int offset) =>
        Vector128.Create(Unsafe.Add(ref at, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Lane(Vector128<float> a, int lane) =>
        Vector128.Shuffle(a, Vector128.Create(lane));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Fma(Vector128<float> a, ref float at, int offset, Vector128<float> c) =>
        Vector128.MultiplyAddEstimate(a, Vector128.LoadUnsafe(ref at, (nuint)offset), c);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Mul(Vector128<float> a, ref float at, int offset) =>
        a * Vector128.LoadUnsafe(ref at, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) =>
        a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ReLU(Vector128<float> a) =>
        Vector128.MaxNative(Vector128<float>.Zero, a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ReLUGradient(Vector128<float> gradient, Vector128<float> output) =>
        gradient & Vector128.GreaterThan(output, Vector128<float>.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Apply<TActivation>(Vector128<float> a)
        where TActivation : struct, IActivation =>
        TActivation.Forward(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Derive<TActivation>(Vector128<float> gradient, Vector128<float> kept)
        where TActivation : struct, IActivation =>
        TActivation.Backward(gradient, kept);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Apply1<TActivation>(Vector128<float> a, float constant)
        where TActivation : struct, IActivation1 =>
        TActivation.Forward(a, constant);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Derive1<TActivation>(Vector128<float> gradient, Vector128<float> kept, float constant)
        where TActivation : struct, IActivation1 =>
        TActivation.Backward(gradient, kept, constant);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Apply2<TActivation>(Vector128<float> a, float first, float second)
        where TActivation : struct, IActivation2 =>
        TActivation.Forward(a, first, second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Derive2<TActivation>(Vector128<float> gradient, Vector128<float> kept, float first, float second)
        where TActivation : struct, IActivation2 =>
        TActivation.Backward(gradient, kept, first, second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> a, ref float at, int offset) =>
        a.StoreUnsafe(ref at, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreProduct(Vector128<float> a, Vector128<float> b, ref float at, int offset) =>
        (a * b).StoreUnsafe(ref at, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst(Vector128<float> a, ref float at, int offset, int count)
    {
        if (count >= 4)
        {
            a.StoreUnsafe(ref at, (nuint)offset);
            return;
        }

        ref float start = ref Unsafe.Add(ref at, offset);
        if (count == 1)
        {
            start = a.ToScalar();
            return;
        }

        Unsafe.WriteUnaligned(ref Unsafe.As<float, byte>(ref start), a.AsDouble().ToScalar());
        if (count == 3)
        {
            Unsafe.Add(ref start, 2) = a.GetElement(2);
        }
    }

    /// <inheritdoc/>
    public static int Lanes => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> FmaAll(Vector128<float> a, ref float at, int offset, Vector128<float> c) =>
        Vector128.MultiplyAddEstimate(a, Vector128.Create(Unsafe.Add(ref at, offset)), c);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MulAll(Vector128<float> a, ref float at, int offset) =>
        a * Vector128.Create(Unsafe.Add(ref at, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(ref float at, int offset, Vector128<float> a) =>
        (Vector128.LoadUnsafe(ref at, (nuint)offset) + a).StoreUnsafe(ref at, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProductTo(ref float at, int offset, Vector128<float> a, Vector128<float> b) =>
        Vector128.MultiplyAddEstimate(a, b, Vector128.LoadUnsafe(ref at, (nuint)offset)).StoreUnsafe(ref at, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Max(Vector128<float> a, Vector128<float> b) =>
        Vector128.MaxNative(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ExpBelow(Vector128<float> a, Vector128<float> b) =>
        VectorMath.ExpNonPositive(a - b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Reciprocal(Vector128<float> a) =>
        Vector128<float>.One / a;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Times(Vector128<float> a, Vector128<float> b) =>
        a * b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Minus(Vector128<float> a, Vector128<float> b) =>
        a - b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Log(Vector128<float> a) =>
        VectorMath.Log(a);

    /// <summary>The first <paramref name="count"/> lanes, then zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> First(Vector128<float> a, int count) =>
        count >= 4 ? a : a & Vector128.Create(-1, count > 1 ? -1 : 0, count > 2 ? -1 : 0, 0).AsSingle();

    /// <summary>Softmax of the first <paramref name="count"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Softmax(Vector128<float> a, int count) =>
        RegisterSoftmax.Softmax(a, count);

    /// <summary>Log-softmax of the first <paramref name="count"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LogSoftmax(Vector128<float> a, int count) =>
        RegisterSoftmax.LogSoftmax(a, count);

    /// <summary>dz·Wᵀ for up to four inputs of a layer of up to four outputs, whose weights lie as [input][4]; beyond <paramref name="inputs"/> zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> InputGradient(Vector128<float> dz, int outputs, ref float w, int offset, int inputs)
    {
        WeightColumns(ref w, offset, inputs, out Vector128<float> a, out Vector128<float> b, out Vector128<float> c, out Vector128<float> d);
        Vector128<float> sum = Lane(dz, 0) * a;
        if (outputs > 1)
        {
            sum = Vector128.MultiplyAddEstimate(Lane(dz, 1), b, sum);
        }

        if (outputs > 2)
        {
            sum = Vector128.MultiplyAddEstimate(Lane(dz, 2), c, sum);
        }

        if (outputs > 3)
        {
            sum = Vector128.MultiplyAddEstimate(Lane(dz, 3), d, sum);
        }

        return sum;
    }

    /// <summary>Four rows of four weights as columns; rows from <paramref name="inputs"/> on are zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void WeightColumns(
        ref float w, int offset, int inputs, out Vector128<float> a, out Vector128<float> b, out Vector128<float> c, out Vector128<float> d)
    {
        a = inputs > 0 ? Load(ref w, offset) : Vector128<float>.Zero;
        b = inputs > 1 ? Load(ref w, offset + 4) : Vector128<float>.Zero;
        c = inputs > 2 ? Load(ref w, offset + 8) : Vector128<float>.Zero;
        d = inputs > 3 ? Load(ref w, offset + 12) : Vector128<float>.Zero;
        if (inputs > 0)
        {
            Numerics.Lanes.Transpose(ref a, ref b, ref c, ref d);
        }
    }
}
