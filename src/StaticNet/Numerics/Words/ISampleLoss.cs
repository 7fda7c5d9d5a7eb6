using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using StaticNet.Losses;

namespace StaticNet.Numerics.Words;

/// <summary>The loss of one sample, between forward and backward.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ISampleLoss
{
    /// <summary>Whether the first layer's gradient must be left in the scratch memory, for the gradient with respect to the input.</summary>
    static abstract bool KeepsFirstGradient { get; }

    /// <summary>The gradient before the output activation, from up to four values <paramref name="z"/> in a register.</summary>
    Vector128<float> Gradient(Vector128<float> z, int count, ref float s, out double loss);

    /// <summary>The loss, from the row of values in the scratch memory; writes the row of gradients there.</summary>
    double Row(ref float s);
}

/// <summary>Cross-entropy of up to four logits against a class label.</summary>
/// <param name="label">The class.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct LabelLoss(int label) : ISampleLoss
{
    /// <inheritdoc/>
    public static bool KeepsFirstGradient => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> Gradient(Vector128<float> z, int count, ref float s, out double loss)
    {
        Vector128<float> gradient = RegisterSoftmax.CrossEntropy(z, count, label, 1f, out float value);
        loss = value;
        return gradient;
    }

    /// <inheritdoc/>
    public double Row(ref float s) => throw new UnreachableException("Only networks whose outputs fit a register take this path.");
}

/// <summary>The mean squared error of up to four outputs. Same bits as <see cref="MeanSquaredErrorLoss"/> over the row.</summary>
/// <typeparam name="TKernels">The network.</typeparam>
/// <param name="targets">The first target.</param>
internal readonly ref struct SquaredErrorLoss<TKernels>(ref float targets) : ISampleLoss
    where TKernels : struct, ILanesKernels
{
    private readonly ref float _targets = ref targets;

    public static bool KeepsFirstGradient => false;

    private static float Scale => (float)(1.0 / TKernels.Outputs);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> Gradient(Vector128<float> z, int count, ref float s, out double loss)
    {
        Vector128<float> difference = z - RowVector.Load(ref _targets, count).GetLower();
        difference = count == 4 ? difference : difference & RowVector.MaskOf(count).GetLower();
        loss = (double)RowVector.Sum(Vector256.Create(difference * difference, Vector128<float>.Zero)).ToScalar() * Scale;
        return (difference + difference) * Scale;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Row(ref float s) => MeanSquaredErrorLoss.Targets(
        ref Floats.At(ref s, TKernels.Rows), 1, TKernels.Outputs, TKernels.OutputStride, MemoryMarshal.CreateReadOnlySpan(ref _targets, TKernels.Outputs), [],
        default, Scale, ref Floats.At(ref s, TKernels.RowGradient));
}

/// <summary>A loss of rows over one of them.</summary>
/// <typeparam name="TKernels">The network.</typeparam>
/// <typeparam name="TLoss">The loss.</typeparam>
/// <param name="batch">Read through a pointer, since no field can refer to it; it stays where it is, on the stack.</param>
/// <param name="row">The row.</param>
/// <param name="loss">The loss.</param>
/// <param name="scale">1/N.</param>
internal readonly unsafe ref struct RowSample<TKernels, TLoss>(in Batch batch, int row, in TLoss loss, float scale) : ISampleLoss
    where TKernels : struct, ILanesKernels
    where TLoss : struct, IRowLoss, allows ref struct
{
    private readonly void* _batch = Unsafe.AsPointer(in batch);
    private readonly TLoss _loss = loss;
    private readonly float _scale = scale;
    private readonly int _row = row;

    public static bool KeepsFirstGradient => TLoss.KeepsFirstGradient;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> Gradient(Vector128<float> z, int count, ref float s, out double loss)
    {
        Words128.Store(z, ref s, TKernels.Rows);
        loss = Row(ref s);
        return Words128.Load(ref s, TKernels.RowGradient);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Row(ref float s) => _loss.Rows(
        ref Floats.At(ref s, TKernels.Rows), ref Floats.At(ref s, TKernels.RowOutputs), 1, in Unsafe.AsRef<Batch>(_batch), _row, _scale,
        ref Floats.At(ref s, TKernels.RowGradient));
}
