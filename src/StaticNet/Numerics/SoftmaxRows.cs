using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace StaticNet.Numerics;

/// <summary>Softmax and log-softmax of the rows of a row-major matrix, and their vector-Jacobian products.</summary>
/// <remarks>
/// One order of operations for every processor, so that other code can reproduce the bits. For a row x of n values:
/// <list type="number">
/// <item>m = max xᵢ and eᵢ = <see cref="VectorMath.ExpNonPositive(float)"/>(xᵢ − m);</item>
/// <item>eight partial sums p_l, l = 0…7, over i ≡ l (mod 8), ascending, starting from the first term; the last eight columns are filled up with +0 terms;</item>
/// <item>q_l = p_l + p_(l+4) for l = 0…3, r_l = q_l + q_(l+2) for l = 0, 1, and s = r₀ + r₁;</item>
/// <item>softmaxᵢ = eᵢ·(1/s) with one division per row; log-softmaxᵢ = (xᵢ − m) − <see cref="VectorMath.Log(float)"/>(s).</item>
/// </list>
/// Every method works in place (the result may be an argument), and reads and writes the columns 0…columns − 1 of each row only.
/// A NaN or +∞ makes its whole row NaN, as does a row of −∞ alone; −∞ beside finite values gives probability 0.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class SoftmaxRows
{
    /// <summary>The sum of a row's values in the order of step 2 and 3.</summary>
    private static Vector256<float> PartialSums(ref float row, int columns)
    {
        Vector256<float> sums = RowVector.Load(ref row, columns);
        for (int i = RowVector.Width; i < columns; i += RowVector.Width)
        {
            sums += RowVector.Load(ref Unsafe.Add(ref row, i), columns - i);
        }

        return sums;
    }

    /// <summary>The largest value of a row of more than sixteen, in all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> RowMax(ref float row, int columns)
    {
        Vector256<float> max = Vector256.LoadUnsafe(ref row);
        int i = RowVector.Width;
        for (; i <= columns - RowVector.Width; i += RowVector.Width)
        {
            max = Vector256.MaxNative(max, Vector256.LoadUnsafe(ref Unsafe.Add(ref row, i)));
        }

        // The last eight once more: a maximum does not mind being asked twice.
        return RowVector.Max(Vector256.MaxNative(max, Vector256.LoadUnsafe(ref Unsafe.Add(ref row, columns - RowVector.Width))));
    }

    /// <summary>The row's columns from <paramref name="index"/> on minus the maximum; −∞ in lanes behind the end, whose exponential is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Shifted(ref float row, int index, int columns, Vector256<float> max)
    {
        Vector256<float> values = RowVector.Load(ref Unsafe.Add(ref row, index), columns - index) - max;
        return columns - index >= RowVector.Width
            ? values
            : Vector256.ConditionalSelect(RowVector.MaskOf(columns - index), values, Vector256.Create(float.NegativeInfinity));
    }
}
