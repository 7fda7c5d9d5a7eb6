using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using StaticNet.Numerics.Kernels;
using StaticNet.Numerics.Kernels.Time;

namespace StaticNet.Layers;

/// <summary>
/// What one tap of a convolution adds over some rows. Groups whose outputs are whole vectors of four are products of their own; other groups
/// are computed four outputs at a time, each lane with its own input.
/// </summary>
internal static class ConvTaps<TShape>
    where TShape : struct, ICausalConv1d
{
    private static int GroupInputs => TShape.Inputs / TShape.Groups;

    private static int GroupOutputs => TShape.Outputs / TShape.Groups;

    private static bool IsDense => TShape.Groups == 1;

    private static bool HasWholeVectors => IsDense || GroupOutputs % 4 == 0;

    // Columns of a product: all stored ones, or a group's.
    private static int ProductColumns => IsDense ? TShape.OutputStride : GroupOutputs;

    /// <summary>Y = bias + X·W[0].</summary>
    public static void First<TWords, TVector>(ref float x, ref float w, ref float y, int rows)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        ref float bias = ref Unsafe.Add(ref w, TShape.Bias);
        ref float weights = ref Unsafe.Add(ref w, TShape.Weights);
        if (!HasWholeVectors)
        {
            Lanes(ref x, ref weights, ref bias, ref y, rows, isFirst: true);
            return;
        }

        for (int group = 0; group < TShape.Groups; group++)
        {
            int output = group * GroupOutputs;
            TimeProduct.Run<FirstTap<TShape>, TWords, TVector>(
                ref Unsafe.Add(ref x, group * GroupInputs),
                ref Unsafe.Add(ref weights, output),
                ref Unsafe.Add(ref y, output),
                ref Unsafe.Add(ref bias, output),
                rows,
                GroupInputs,
                ProductColumns);
        }

        if (!IsDense && TShape.Outputs < TShape.OutputStride)
        {
            for (int row = 0; row < rows; row++)
            {
                MemoryMarshal.CreateSpan(ref Unsafe.Add(ref y, (row * TShape.OutputStride) + TShape.Outputs), TShape.OutputStride - TShape.Outputs).Clear();
            }
        }
    }

    /// <summary>Y += X·W[tap].</summary>
    public static void Next<TWords, TVector>(ref float x, ref float w, int tap, ref float y, int rows)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        ref float weights = ref Unsafe.Add(ref w, TShape.Weights + (tap * GroupInputs * TShape.OutputStride));
        if (!HasWholeVectors)
        {
            Lanes(ref x, ref weights, ref weights, ref y, rows, isFirst: false);
            return;
        }

        for (int group = 0; group < TShape.Groups; group++)
        {
            int output = group * GroupOutputs;
            TimeProduct.Run<NextTap<TShape>, TWords, TVector>(
                ref Unsafe.Add(ref x, group * GroupInputs),
                ref Unsafe.Add(ref weights, output),
                ref Unsafe.Add(ref y, output),
                ref Unsafe.NullRef<float>(),
                rows,
                GroupInputs,
                ProductColumns);
        }
    }

    /// <summary>dX = dY·W[newest]ᵀ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void NewestInputGradient<TWords, TVector>(ref float dy, ref float transposed, ref float dx, int rows)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        ref float weights = ref Unsafe.Add(ref transposed, (TShape.Kernel - 1) * TShape.Outputs * TShape.InputStride);
        if (IsDense)
        {
            TimeProduct.Run<NewestTapGradient<TShape>, TWords, TVector>(
                ref dy, ref weights, ref dx, ref Unsafe.NullRef<float>(), rows, TShape.Outputs, TShape.InputStride);
            return;
        }

        MemoryMarshal.CreateSpan(ref dx, rows * TShape.InputStride).Clear();
        GroupInputGradient(ref dy, ref weights, ref dx, rows);
    }

    /// <summary>dX += dY·W[tap]ᵀ.</summary>
    public static void OlderInputGradient<TWords, TVector>(ref float dy, ref float transposed, int tap, ref float dx, int rows)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        ref float weights = ref Unsafe.Add(ref transposed, tap * TShape.Outputs * TShape.InputStride);
        if (IsDense)
        {
            TimeProduct.Run<OlderTapGradient<TShape>, TWords, TVector>(
                ref dy, ref weights, ref dx, ref Unsafe.NullRef<float>(), rows, TShape.Outputs, TShape.InputStride);
        }
        else
        {
            GroupInputGradient(ref dy, ref weights, ref dx, rows);
        }
    }

    /// <summary>dW[tap] += Xᵀ·dY.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WeightGradient<TWords, TVector>(ref float x, ref float dy, ref float g, int tap, int rows)
        where TWords : struct, IVectorWords<TVector>
        where TVector : struct
    {
        ref float weights = ref Unsafe.Add(ref g, TShape.Weights + (tap * GroupInputs * TShape.OutputStride));
        if (!HasWholeVectors)
        {
            LaneWeightGradient(ref x, ref dy, ref weights, rows);
            return;
        }

        for (int group = 0; group < TShape.Groups; group++)
        {
            int output = group * GroupOutputs;
            TimeProduct.Run<TapWeightGradient<TShape>, TWords, TVector>(
                ref Unsafe.Add(ref x, group * GroupInputs),
                ref Unsafe.Add(ref dy, output),
                ref Unsafe.Add(ref weights, output),
                ref Unsafe.NullRef<float>(),
                GroupInputs,
                rows,
                ProductColumns);
        }
    }

    /// <summary>db += Σ dY.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BiasGradient(ref float dy, ref float g, int rows)
    {
        ref float bias = ref Unsafe.Add(ref g, TShape.Bias);
        for (int column = 0; column < TShape.OutputStride; column += 4)
        {
            Vector128<float> sum = Vector128.LoadUnsafe(ref bias, (nuint)column);
            for (int row = 0; row < rows; row++)
            {
                sum += Vector128.LoadUnsafe(ref dy, (nuint)((row * TShape.OutputStride) + column));
            }

            sum.StoreUnsafe(ref bias, (nuint)column);
        }
    }

    // Input number `input` of the groups that four outputs belong to; 0 for padding.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Inputs(ref float x, int output, int input) => GroupInputs == 1 && GroupOutputs == 1 && output + 4 <= TShape.Inputs
        ? Vector128.LoadUnsafe(ref x, (nuint)output)
        : Vector128.Create(Input(ref x, output, input), Input(ref x, output + 1, input), Input(ref x, output + 2, input), Input(ref x, output + 3, input));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Input(ref float x, int output, int input) =>
        output < TShape.Outputs ? Unsafe.Add(ref x, (output / GroupOutputs * GroupInputs) + input) : 0f;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Lanes(ref float x, ref float weights, ref float bias, ref float y, int rows, bool isFirst)
    {
        for (int output = 0; output < TShape.OutputStride; output += 4)
        {
            for (int row = 0; row < rows; row++)
            {
                ref float from = ref Unsafe.Add(ref x, row * TShape.InputStride);
                ref float to = ref Unsafe.Add(ref y, (row * TShape.OutputStride) + output);
                Vector128<float> sum = isFirst ? Vector128.LoadUnsafe(ref bias, (nuint)output) : Vector128<float>.Zero;
                for (int input = 0; input < GroupInputs; input++)
                {
                    sum = Words128.Fma(Inputs(ref from, output, input), ref weights, (input * TShape.OutputStride) + output, sum);
                }

                (isFirst ? sum : Vector128.LoadUnsafe(ref to) + sum).StoreUnsafe(ref to);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LaneWeightGradient(ref float x, ref float dy, ref float weights, int rows)
    {
        for (int input = 0; input < GroupInputs; input++)
        {
            for (int output = 0; output < TShape.OutputStride; output += 4)
            {
                ref float to = ref Unsafe.Add(ref weights, (input * TShape.OutputStride) + output);
                Vector128<float> sum = Vector128.LoadUnsafe(ref to);
                for (int row = 0; row < rows; row++)
                {
                    sum = Words128.Fma(Inputs(ref Unsafe.Add(ref x, row * TShape.InputStride), output, input), ref dy, (row * TShape.OutputStride) + output, sum);
                }

                sum.StoreUnsafe(ref to);
            }
        }
    }

    // Grouped: each input takes the outputs of its group, ascending.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GroupInputGradient(ref float dy, ref float weights, ref float dx, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            ref float from = ref Unsafe.Add(ref dy, (nint)row * TShape.OutputStride);
            ref float to = ref Unsafe.Add(ref dx, (nint)row * TShape.InputStride);
            for (int channel = 0; channel < TShape.Inputs; channel++)
            {
                int group = channel / GroupInputs, input = channel % GroupInputs;
                Vector128<float> sum = Vector128<float>.Zero;
                for (int output = group * GroupOutputs; output < (group + 1) * GroupOutputs; output++)
                {
                    sum = Vector128.MultiplyAddEstimate(
                        Vector128.CreateScalar(Unsafe.Add(ref from, output)),
                        Vector128.CreateScalar(Unsafe.Add(ref weights, (output * TShape.InputStride) + input)),
                        sum);
                }

                Unsafe.Add(ref to, channel) += sum.ToScalar();
            }
        }
    }
}
