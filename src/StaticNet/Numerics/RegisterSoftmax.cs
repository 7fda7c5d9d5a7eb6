using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics.Words;

namespace StaticNet.Numerics;

/// <summary>
/// Softmax and log-softmax of a row of at most eight values that lies in registers. Same bits as the row form: eight partial sums
/// l = i mod 8, joined l + (l+4), l + (l+2), 0 + 1, one reciprocal.
/// </summary>
/// <remarks><c>count</c> is a constant at every call site, so the masks are constants too.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RegisterSoftmax
{
    /// <summary>Softmax of the first <paramref name="count"/> of four lanes; the others become 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Softmax(Vector128<float> x, int count)
    {
        Vector128<float> e = Exponentials(x, count, out _, out float sum);
        return e * Vector128.Create(1f / sum);
    }

    /// <summary>Softmax of the first <paramref name="count"/> of eight lanes; the others become 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Softmax(Vector256<float> x, int count)
    {
        Vector256<float> e = Exponentials(x, count, out _, out float sum);
        return e * Vector256.Create(1f / sum);
    }

    /// <summary>Log-softmax of the first <paramref name="count"/> of four lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LogSoftmax(Vector128<float> x, int count)
    {
        Exponentials(x, count, out float max, out float sum);
        return (x - Vector128.Create(max)) - VectorMath.Log(Vector128.Create(sum));
    }

    /// <summary>Log-softmax of the first <paramref name="count"/> of eight lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LogSoftmax(Vector256<float> x, int count)
    {
        Exponentials(x, count, out float max, out float sum);
        return (x - Vector256.Create(max)) - Vector256.Create(VectorMath.Log(Vector128.Create(sum)).ToScalar());
    }

    /// <summary>
    /// Cross-entropy of the first <paramref name="count"/> of 4 lanes as logits against a class label: the gradient (softmax − one-hot)·scale, other
    /// lanes 0, and the loss log Σexp(x − max) − (x[label] − max). Same bits as <see cref="Losses.CrossEntropyLoss"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> CrossEntropy(Vector128<float> x, int count, int label, float scale, out float loss)
    {
        Vector128<float> e = Exponentials(x, count, out float max, out float sum);
        loss = VectorMath.Log(Vector128.CreateScalar(sum)).ToScalar() - (x.GetElement(label) - max);
        Vector128<float> oneHot = Vector128.Equals(Vector128<int>.Indices, Vector128.Create(label)).AsSingle() & Vector128<float>.One;
        return ((e * Vector128.Create(1f / sum)) - oneHot) * Vector128.Create(scale);
    }

    /// <summary>
    /// Cross-entropy of the first <paramref name="count"/> of 8 lanes as logits against a class label: the gradient (softmax − one-hot)·scale, other
    /// lanes 0, and the loss log Σexp(x − max) − (x[label] − max). Same bits as <see cref="Losses.CrossEntropyLoss"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> CrossEntropy(Vector256<float> x, int count, int label, float scale, out float loss)
    {
        Vector256<float> e = Exponentials(x, count, out float max, out float sum);
        loss = VectorMath.Log(Vector128.CreateScalar(sum)).ToScalar() - (x.GetElement(label) - max);
        Vector256<float> oneHot = Vector256.Equals(Vector256<int>.Indices, Vector256.Create(label)).AsSingle() & Vector256<float>.One;
        return ((e * Vector256.Create(1f / sum)) - oneHot) * Vector256.Create(scale);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Exponentials(Vector128<float> x, int count, out float max, out float sum)
    {
        Vector128<float> mask = Vector128.LessThan(Vector128.Create(0, 1, 2, 3), Vector128.Create(count)).AsSingle();
        Vector128<float> m = Vector128.ConditionalSelect(mask, x, Vector128.Create(float.NegativeInfinity));
        m = Vector128.MaxNative(m, Vector128.Shuffle(m, Vector128.Create(2, 3, 0, 1)));
        m = Vector128.MaxNative(m, Vector128.Shuffle(m, Vector128.Create(1, 0, 3, 2)));
        max = m.ToScalar();
        Vector128<float> e = VectorMath.ExpNonPositive(x - m) & mask;
        sum = SumOfQuarters(e);
        return e;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Exponentials(Vector256<float> x, int count, out float max, out float sum)
    {
        Vector256<float> mask = Vector256.LessThan(Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7), Vector256.Create(count)).AsSingle();
        Vector256<float> masked = Vector256.ConditionalSelect(mask, x, Vector256.Create(float.NegativeInfinity));
        Vector128<float> m = Vector128.MaxNative(masked.GetLower(), masked.GetUpper());
        m = Vector128.MaxNative(m, Vector128.Shuffle(m, Vector128.Create(2, 3, 0, 1)));
        m = Vector128.MaxNative(m, Vector128.Shuffle(m, Vector128.Create(1, 0, 3, 2)));
        max = m.ToScalar();
        Vector256<float> e = VectorMath.ExpNonPositive(x - Vector256.Create(max)) & mask;
        sum = SumOfQuarters(e.GetLower() + e.GetUpper());
        return e;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Exponentials(TwoVectors x, int count, out TwoVectors exponentials, out float max, out float sum)
    {
        Vector128<float> mask = Vector128.LessThan(Vector128.Create(4, 5, 6, 7), Vector128.Create(count)).AsSingle();
        Vector128<float> m = Vector128.MaxNative(x.Lower, Vector128.ConditionalSelect(mask, x.Upper, Vector128.Create(float.NegativeInfinity)));
        m = Vector128.MaxNative(m, Vector128.Shuffle(m, Vector128.Create(2, 3, 0, 1)));
        m = Vector128.MaxNative(m, Vector128.Shuffle(m, Vector128.Create(1, 0, 3, 2)));
        max = m.ToScalar();
        exponentials = new(VectorMath.ExpNonPositive(x.Lower - m), VectorMath.ExpNonPositive(x.Upper - m) & mask);
        sum = SumOfQuarters(exponentials.Lower + exponentials.Upper);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float SumOfQuarters(Vector128<float> quarters)
    {
        Vector128<float> half = quarters + Vector128.Shuffle(quarters, Vector128.Create(2, 3, 0, 1));
        return (half + Vector128.Shuffle(half, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }
}
