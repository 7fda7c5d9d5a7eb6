using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using StaticNet.Activations;
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

/// <summary>The network's loss of a batch of one row.</summary>
/// <typeparam name="TKernels">The network.</typeparam>
/// <typeparam name="TOutput">The element-wise function over the outputs, or the identity.</typeparam>
/// <param name="batch">One row.</param>
/// <param name="options">What the network's losses take.</param>
/// <param name="scale">1/N.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct BatchLoss<TKernels, TOutput>(Batch batch, in LossOptions options, float scale) : ISampleLoss
    where TKernels : struct, ILanesKernels
    where TOutput : struct, IActivation
{
    private readonly Batch _batch = batch;
    private readonly float _scale = scale;
    private readonly ref readonly LossOptions _options = ref options;

    /// <inheritdoc/>
    public static bool KeepsFirstGradient => false;

    /// <inheritdoc/>
    public Vector128<float> Gradient(Vector128<float> z, int count, ref float s, out double loss)
    {
        Words128.Store(z, ref s, TKernels.Rows);
        loss = Row(ref s);
        return Words128.Load(ref s, TKernels.RowGradient);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Row(ref float s) => NetworkLoss<TKernels, TOutput>.Rows(
        ref Floats.At(ref s, TKernels.Rows), ref Floats.At(ref s, TKernels.RowOutputs), 1, in _batch, 0, in _options, _scale,
        ref Floats.At(ref s, TKernels.RowGradient));
}

/// <summary>In the place of a loss: a gradient with respect to the outputs that the caller gives.</summary>
/// <typeparam name="TKernels">The network.</typeparam>
/// <typeparam name="TOutput">The element-wise function over the outputs, or the identity.</typeparam>
/// <param name="gradient">One value per output.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct GivenGradient<TKernels, TOutput>(ReadOnlySpan<float> gradient) : ISampleLoss
    where TKernels : struct, ILanesKernels
    where TOutput : struct, IActivation
{
    private readonly ReadOnlySpan<float> _gradient = gradient;

    /// <inheritdoc/>
    public static bool KeepsFirstGradient => true;

    /// <inheritdoc/>
    public Vector128<float> Gradient(Vector128<float> z, int count, ref float s, out double loss)
    {
        Words128.Store(z, ref s, TKernels.Rows);
        loss = Row(ref s);
        return Words128.Load(ref s, TKernels.RowGradient);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Row(ref float s)
    {
        ref float row = ref Floats.At(ref s, TKernels.RowGradient);
        Span<float> values = MemoryMarshal.CreateSpan(ref row, TKernels.OutputStride);
        values.Clear();
        _gradient.CopyTo(values);
        NetworkLoss<TKernels, TOutput>.OutputGradient(ref Floats.At(ref s, TKernels.Rows), ref Floats.At(ref s, TKernels.RowOutputs), 1, ref row);
        return 0;
    }
}
