using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics;

/// <summary>Eight consecutive values of a matrix row: loads and stores that stay inside the row, and the fixed order of its sums.</summary>
/// <remarks>
/// Rows are processed eight columns at a time on every processor, so that sums have one order; where 256-bit vectors are not
/// accelerated the framework works on the two halves. The mathematical functions take the 128-bit form there.
/// </remarks>
internal static class RowVector
{
    /// <summary>Columns per vector.</summary>
    public const int Width = 8;

    /// <summary>The lanes 0…7 whose number is below <paramref name="count"/>, as a mask.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MaskOf(int count) => Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle();

    /// <summary>The first <paramref name="count"/> values (0 or more; from 8 on all lanes), the other lanes 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(ref float source, int count)
    {
        if (count >= Width)
        {
            return Vector256.LoadUnsafe(ref source);
        }

        return (count & 4) != 0
            ? Vector256.Create(Vector128.LoadUnsafe(ref source), LoadUpToThree(ref Unsafe.Add(ref source, 4), count & 3))
            : Vector256.Create(LoadUpToThree(ref source, count & 3), Vector128<float>.Zero);
    }

    /// <summary>Writes the first <paramref name="count"/> lanes (0 or more; from 8 on all).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, ref float destination, int count)
    {
        if (count >= Width)
        {
            value.StoreUnsafe(ref destination);
        }
        else if ((count & 4) != 0)
        {
            value.GetLower().StoreUnsafe(ref destination);
            StoreUpToThree(value.GetUpper(), ref Unsafe.Add(ref destination, 4), count & 3);
        }
        else
        {
            StoreUpToThree(value.GetLower(), ref destination, count & 3);
        }
    }

    /// <summary>Writes 0 to the columns from <paramref name="columns"/> to <paramref name="stride"/> − 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ClearAfter(ref float row, int columns, int stride)
    {
        for (int i = columns; i < stride; i += Width)
        {
            Store(Vector256<float>.Zero, ref Unsafe.Add(ref row, i), stride - i);
        }
    }

    /// <summary>(l₀ + l₄) + (l₂ + l₆) and (l₁ + l₅) + (l₃ + l₇), added: the tree of every row sum, in all lanes of the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sum(Vector256<float> partialSums)
    {
        Vector128<float> quarter = partialSums.GetLower() + partialSums.GetUpper();
        Vector128<float> pair = quarter + Vector128.Shuffle(quarter, Vector128.Create(2, 3, 0, 1));
        return pair + Vector128.Shuffle(pair, Vector128.Create(1, 0, 3, 2));
    }

    /// <summary><see cref="Sum"/> of four vectors, one lane each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sums(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d) =>
        Vector128.Create(Sum(a).ToScalar(), Sum(b).ToScalar(), Sum(c).ToScalar(), Sum(d).ToScalar());

    /// <summary>The largest lane, in all lanes of the result. (With a NaN among the lanes it is one of the lanes.)</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Max(Vector256<float> values)
    {
        Vector128<float> four = Vector128.MaxNative(values.GetLower(), values.GetUpper());
        Vector128<float> two = Vector128.MaxNative(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        return Broadcast(Vector128.MaxNative(two, Vector128.Shuffle(two, Vector128.Create(1, 0, 3, 2))));
    }

    /// <summary>The four values twice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(Vector128<float> values) => Vector256.Create(values, values);

    /// <summary>a·b + c in every lane, in the form that is fast on this processor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Vector256.IsHardwareAccelerated
        ? Vector256.FusedMultiplyAdd(a, b, c)
        : Vector256.Create(
            Vector128.MultiplyAddEstimate(a.GetLower(), b.GetLower(), c.GetLower()),
            Vector128.MultiplyAddEstimate(a.GetUpper(), b.GetUpper(), c.GetUpper()));

    /// <summary><see cref="VectorMath.ExpNonPositive(Vector256{float})"/> in the form that is fast on this processor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ExpNonPositive(Vector256<float> x) => Vector256.IsHardwareAccelerated
        ? VectorMath.ExpNonPositive(x)
        : Vector256.Create(VectorMath.ExpNonPositive(x.GetLower()), VectorMath.ExpNonPositive(x.GetUpper()));

    /// <summary><see cref="VectorMath.Log(Vector256{float})"/> in the form that is fast on this processor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log(Vector256<float> x) => Vector256.IsHardwareAccelerated
        ? VectorMath.Log(x)
        : Vector256.Create(VectorMath.Log(x.GetLower()), VectorMath.Log(x.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> LoadUpToThree(ref float source, int count)
    {
        if ((count & 2) == 0)
        {
            return count == 0 ? Vector128<float>.Zero : Vector128.CreateScalar(source);
        }

        ref byte bytes = ref Unsafe.As<float, byte>(ref source);
        Vector128<float> two = Vector128.CreateScalar(Unsafe.ReadUnaligned<double>(ref bytes)).AsSingle();
        return count == 2 ? two : two.WithElement(2, Unsafe.Add(ref source, 2));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreUpToThree(Vector128<float> value, ref float destination, int count)
    {
        if ((count & 2) != 0)
        {
            Unsafe.WriteUnaligned(ref Unsafe.As<float, byte>(ref destination), value.AsDouble().ToScalar());
            if (count == 3)
            {
                Unsafe.Add(ref destination, 2) = value.GetElement(2);
            }
        }
        else if (count != 0)
        {
            destination = value.ToScalar();
        }
    }
}
