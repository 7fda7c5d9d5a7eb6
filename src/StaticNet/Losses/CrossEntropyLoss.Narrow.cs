using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;

namespace StaticNet.Losses;

public static partial class CrossEntropyLoss
{
    private const int NarrowStride = EightRows.MaxColumns;

    /// <summary>Class labels, at most four classes in rows of four, eight rows at a time; the same bits as row by row. Labels have been checked.</summary>
    /// <returns>The number of rows done, a multiple of eight.</returns>
    private static int LabelsOfEightRows(
        ref float logits, int outputs, ReadOnlySpan<int> labels, ReadOnlySpan<float> sampleWeights, ReadOnlySpan<float> classWeights,
        float scale, ref float gradient, ref double sum)
    {
        Span<float> weights = stackalloc float[EightRows.Count];
        Span<float> losses = stackalloc float[EightRows.Count];
        weights.Fill(1f);
        bool isWeighted = !sampleWeights.IsEmpty || !classWeights.IsEmpty;
        int row = 0;
        for (; row <= labels.Length - EightRows.Count; row += EightRows.Count)
        {
            if (isWeighted)
            {
                for (int i = 0; i < weights.Length; i++)
                {
                    weights[i] = (classWeights.IsEmpty ? 1f : classWeights[labels[row + i]]) * (sampleWeights.IsEmpty ? 1f : sampleWeights[row + i]);
                }
            }

            EightRows.Load(
                ref Unsafe.Add(ref logits, (nint)row * NarrowStride), NarrowStride, outputs,
                out Vector256<float> c0, out Vector256<float> c1, out Vector256<float> c2, out Vector256<float> c3);
            Vector256<int> label = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(labels), (nuint)row);
            Vector256<float> is0 = Is(label, 0), is1 = Is(label, 1), is2 = Is(label, 2), is3 = Is(label, 3);
            Vector256<float> labeled = Vector256.ConditionalSelect(
                is0, c0, Vector256.ConditionalSelect(is1, c1, Vector256.ConditionalSelect(is2, c2, c3)));
            EightRows.Exponentials(ref c0, ref c1, ref c2, ref c3, out Vector256<float> max, out Vector256<float> total);
            if (!Unsafe.IsNullRef(ref gradient))
            {
                Vector256<float> inverse = Vector256<float>.One / total;
                Vector256<float> scales = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(weights)) * scale;
                c0 = Gradient(c0, inverse, is0, scales);
                c1 = outputs > 1 ? Gradient(c1, inverse, is1, scales) : default;
                c2 = outputs > 2 ? Gradient(c2, inverse, is2, scales) : default;
                c3 = outputs > 3 ? Gradient(c3, inverse, is3, scales) : default;
                EightRows.Store(c0, c1, c2, c3, ref Unsafe.Add(ref gradient, (nint)row * NarrowStride), NarrowStride, NarrowStride);
            }

            (VectorMath.Log(total) - (labeled - max)).StoreUnsafe(ref MemoryMarshal.GetReference(losses));
            for (int i = 0; i < losses.Length; i++)
            {
                sum += (double)losses[i] * weights[i];
            }
        }

        return row;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Is(Vector256<int> labels, int label) => Vector256.Equals(labels, Vector256.Create(label)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Gradient(Vector256<float> exponentials, Vector256<float> inverse, Vector256<float> isLabel, Vector256<float> scales) =>
        ((exponentials * inverse) - (isLabel & Vector256<float>.One)) * scales;
}
