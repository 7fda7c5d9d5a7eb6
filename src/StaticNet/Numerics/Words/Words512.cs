using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Activations;

namespace StaticNet.Numerics.Words;

/// <summary>Vectors of 512 bits: sixteen floats.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Words512 : ILaneWords<Vector512<float>>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(ref float at, int offset) =>
        Vector512.LoadUnsafe(ref at, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> All(ref float at, int offset) =>
        Vector512.Create(Unsafe.Add(ref at, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Lane(Vector512<float> a, int lane) =>
        Vector512.Shuffle(a, Vector512.Create(lane));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Fma(Vector512<float> a, ref float at, int offset, Vector512<float> c) =>
        Vector512.FusedMultiplyAdd(a, Vector512.LoadUnsafe(ref at, (nuint)offset), c);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Mul(Vector512<float> a, ref float at, int offset) =>
        a * Vector512.LoadUnsafe(ref at, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) =>
        a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ReLU(Vector512<float> a) =>
        Vector512.MaxNative(Vector512<float>.Zero, a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ReLUGradient(Vector512<float> gradient, Vector512<float> output) =>
        gradient & Vector512.GreaterThan(output, Vector512<float>.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Apply<TActivation>(Vector512<float> a)
        where TActivation : struct, IActivation =>
        TActivation.Forward(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Derive<TActivation>(Vector512<float> gradient, Vector512<float> kept)
        where TActivation : struct, IActivation =>
        TActivation.Backward(gradient, kept);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Apply1<TActivation>(Vector512<float> a, float constant)
        where TActivation : struct, IActivation1 =>
        TActivation.Forward(a, constant);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Derive1<TActivation>(Vector512<float> gradient, Vector512<float> kept, float constant)
        where TActivation : struct, IActivation1 =>
        TActivation.Backward(gradient, kept, constant);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Apply2<TActivation>(Vector512<float> a, float first, float second)
        where TActivation : struct, IActivation2 =>
        TActivation.Forward(a, first, second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Derive2<TActivation>(Vector512<float> gradient, Vector512<float> kept, float first, float second)
        where TActivation : struct, IActivation2 =>
        TActivation.Backward(gradient, kept, first, second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> a, ref float at, int offset) =>
        a.StoreUnsafe(ref at, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreProduct(Vector512<float> a, Vector512<float> b, ref float at, int offset) =>
        (a * b).StoreUnsafe(ref at, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst(Vector512<float> a, ref float at, int offset, int count)
    {
        if (count >= 16)
        {
            a.StoreUnsafe(ref at, (nuint)offset);
            return;
        }

        Words256.StoreFirst(a.GetLower(), ref at, offset, count);
        if (count > 8)
        {
            Words256.StoreFirst(a.GetUpper(), ref at, offset + 8, count - 8);
        }
    }

    /// <inheritdoc/>
    public static int Lanes => 16;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> FmaAll(Vector512<float> a, ref float at, int offset, Vector512<float> c) =>
        Vector512.FusedMultiplyAdd(a, Vector512.Create(Unsafe.Add(ref at, offset)), c);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MulAll(Vector512<float> a, ref float at, int offset) =>
        a * Vector512.Create(Unsafe.Add(ref at, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(ref float at, int offset, Vector512<float> a) =>
        (Vector512.LoadUnsafe(ref at, (nuint)offset) + a).StoreUnsafe(ref at, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProductTo(ref float at, int offset, Vector512<float> a, Vector512<float> b) =>
        Vector512.FusedMultiplyAdd(a, b, Vector512.LoadUnsafe(ref at, (nuint)offset)).StoreUnsafe(ref at, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Max(Vector512<float> a, Vector512<float> b) =>
        Vector512.MaxNative(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ExpBelow(Vector512<float> a, Vector512<float> b) =>
        VectorMath.ExpNonPositive(a - b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Reciprocal(Vector512<float> a) =>
        Vector512<float>.One / a;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Times(Vector512<float> a, Vector512<float> b) =>
        a * b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Minus(Vector512<float> a, Vector512<float> b) =>
        a - b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log(Vector512<float> a) =>
        VectorMath.Log(a);

    /// <summary>Lanes 0…7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Lower(Vector512<float> a) =>
        a.GetLower();

    /// <summary>Lanes 8…15.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Upper(Vector512<float> a) =>
        a.GetUpper();

    /// <summary>Lane <paramref name="lane"/> of eight in all sixteen.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Spread8(Vector256<float> a, int lane) =>
        Vector512.Shuffle(Vector256.ToVector512Unsafe(a), Vector512.Create(lane));

    /// <summary>Lane <paramref name="lane"/> of four in all sixteen.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Spread4(Vector128<float> a, int lane) =>
        Vector512.Create(a.GetElement(lane));
}
