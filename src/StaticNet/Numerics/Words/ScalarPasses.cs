using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StaticNet.Activations;
using StaticNet.Losses;

namespace StaticNet.Numerics.Words;

/// <summary>
/// Loss and gradients of a network that is generated for reading: forward, loss, backward, row after row. The order of every sum is that of the
/// vectorized passes (<see cref="LanesPasses{TKernels, TOutput}"/>, <see cref="RowPasses{TKernels, TOutput}"/>), so the bits are too.
/// </summary>
/// <typeparam name="TKernels">The network.</typeparam>
/// <typeparam name="TOutput">The element-wise function over the outputs, or the identity.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ScalarPasses<TKernels, TOutput>
    where TKernels : struct, IScalarKernels
    where TOutput : struct, IActivation
{
    // Losses of narrow rows are computed eight or sixteen rows at a time, and read so many.
    private const int LeastLossRows = 16;

    private static int MatrixRows => Math.Max(TKernels.LossRows, LeastLossRows);

    /// <summary>The mean loss of a batch.</summary>
    /// <param name="w">The parameters.</param>
    /// <param name="batch">Rows with targets or labels.</param>
    /// <param name="options">What the network's losses take.</param>
    public static float ComputeLoss(ReadOnlySpan<float> w, in Batch batch, in LossOptions options)
    {
        int count = NetworkLoss<TKernels, TOutput>.Check(in batch);
        if (count == 0)
        {
            return 0f;
        }

        float scale = batch.Part?.Scale ?? NetworkLoss<TKernels, TOutput>.Scale(in batch, count, in options);
        var scratch = new Scratch(0);
        double loss = 0;
        for (int start = 0; start < count; start += TKernels.LossRows)
        {
            int rows = Math.Min(TKernels.LossRows, count - start);
            Forward(w, in batch, start, rows, in scratch);
            loss += NetworkLoss<TKernels, TOutput>.Rows(
                ref scratch.LastValues[0], ref scratch.Outputs[0], rows, in batch, start, in options, scale, ref Unsafe.NullRef<float>());
        }

        return (float)loss;
    }

    /// <summary>The mean loss of a batch and its gradient.</summary>
    /// <param name="w">The parameters.</param>
    /// <param name="layout">The network's layout.</param>
    /// <param name="batch">Rows with targets or labels.</param>
    /// <param name="gradients">Overwritten, or added to.</param>
    /// <param name="accumulate">Whether they are added to.</param>
    /// <param name="options">What the network's losses take.</param>
    public static float ComputeGradients(
        ReadOnlySpan<float> w, ParameterLayout layout, in Batch batch, ParameterBuffer gradients, bool accumulate, in LossOptions options)
    {
        GradientLengths.Check(TKernels.Name, layout, gradients);
        if (batch.Part?.OutputLoss is { } outputLoss)
        {
            return batch.Finish(Gradients(
                w, in batch, batch.Inputs.Length / TKernels.Inputs, gradients.Values, accumulate, new OutputRows<TKernels, TOutput>(outputLoss), outputLoss.InputGradients));
        }

        int count = NetworkLoss<TKernels, TOutput>.Check(in batch);
        if (count == 0)
        {
            if (!accumulate)
            {
                gradients.Clear();
            }

            return 0f;
        }

        return batch.Finish(Gradients(w, in batch, count, gradients.Values, accumulate, new DeclaredLoss<TKernels, TOutput>(in options), default));
    }

    /// <summary>The vector-Jacobian product of one row.</summary>
    /// <param name="w">The parameters.</param>
    /// <param name="layout">The network's layout.</param>
    /// <param name="input">[inputs].</param>
    /// <param name="outputGradient">[outputs].</param>
    /// <param name="gradients">Added to.</param>
    /// <param name="inputGradient">[inputs], overwritten, or empty.</param>
    /// <exception cref="ArgumentException">A length does not fit, or the gradients are of another network.</exception>
    public static void Backward(
        ReadOnlySpan<float> w, ParameterLayout layout, ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradient, ParameterBuffer gradients, Span<float> inputGradient)
    {
        GradientLengths.CheckSample<TKernels>(layout, input.Length, outputGradient.Length, gradients, inputGradient.Length);
        var scratch = new Scratch(1);
        var batch = new Batch(input, outputGradient);
        Forward(w, in batch, 0, 1, in scratch);
        scratch.LastGradients[..TKernels.OutputStride].Clear();
        outputGradient.CopyTo(scratch.LastGradients);
        NetworkLoss<TKernels, TOutput>.OutputGradient(ref scratch.LastValues[0], ref scratch.Outputs[0], 1, ref scratch.LastGradients[0]);
        Span<float> sum = scratch.Sums[..TKernels.Length];
        sum.Fill(StartOf(1));
        BackwardRow(w, in batch, 0, 0, in scratch, sum);
        Add(sum, gradients.Values);
        if (!inputGradient.IsEmpty)
        {
            TKernels.InputGradient(w, scratch.Gradients, inputGradient);
        }
    }

    private static double Gradients<TLoss>(
        ReadOnlySpan<float> w, in Batch batch, int count, Span<float> g, bool accumulate, in TLoss loss, Span<float> inputGradients)
        where TLoss : struct, IRowLoss, allows ref struct
    {
        float scale = loss.Scale(in batch, count);
        double sum = 0;
        for (int start = 0; start < count; start += TKernels.BlockRows)
        {
            sum += Block(w, in batch, start, Math.Min(TKernels.BlockRows, count - start), g, accumulate || start > 0, in loss, scale, inputGradients);
        }

        return sum;
    }

    /// <summary>The summed loss of a block of rows and its gradient.</summary>
    private static double Block<TLoss>(
        ReadOnlySpan<float> w, in Batch batch, int start, int count, Span<float> g, bool accumulate, in TLoss rowLoss, float scale, Span<float> inputGradients)
        where TLoss : struct, IRowLoss, allows ref struct
    {
        int sums = count == 1 ? 1 : TKernels.GradientSums;
        var scratch = new Scratch(sums);
        scratch.Sums.Fill(StartOf(count));
        double loss = 0;
        for (int row = 0; row < count; row += TKernels.LossRows)
        {
            int rows = Math.Min(TKernels.LossRows, count - row);
            Forward(w, in batch, start + row, rows, in scratch);
            loss += rowLoss.Rows(
                ref scratch.LastValues[0], ref scratch.Outputs[0], rows, in batch, start + row, scale, ref scratch.LastGradients[0]);
            for (int i = 0; i < rows; i++)
            {
                BackwardRow(w, in batch, start + row, i, in scratch, scratch.Sums.Slice((row + i) % sums * TKernels.Length, TKernels.Length));
                if (!inputGradients.IsEmpty)
                {
                    TKernels.InputGradient(w, scratch.Gradients, inputGradients.Slice((start + row + i) * TKernels.Inputs, TKernels.Inputs));
                }
            }
        }

        Span<float> parts = stackalloc float[sums];
        for (int p = 0; p < TKernels.Length; p++)
        {
            for (int i = 0; i < sums; i++)
            {
                parts[i] = scratch.Sums[(i * TKernels.Length) + p];
            }

            float sum = Scalar.Join(parts, lanes: sums);
            g[p] = accumulate ? g[p] + sum : sum;
        }

        return loss;
    }

    /// <summary>
    /// What sums begin with: zero. A single row of a small network is no sum but its products, which −0 + a·b is and 0 + a·b is not where a·b is −0.
    /// </summary>
    private static float StartOf(int count) => count == 1 && TKernels.GradientSums > 1 ? -0f : 0f;

    /// <summary>Rows forward; their last values lie as a matrix for the loss.</summary>
    private static void Forward(ReadOnlySpan<float> w, in Batch batch, int start, int rows, in Scratch scratch)
    {
        scratch.LastValues.Clear();
        for (int row = 0; row < rows; row++)
        {
            Span<float> values = scratch.Row(row);
            TKernels.Forward(batch.Inputs.Slice((start + row) * TKernels.Inputs, TKernels.Inputs), w, values);
            values.Slice(TKernels.LastValues, TKernels.Outputs).CopyTo(scratch.LastValues[(row * TKernels.OutputStride)..]);
        }
    }

    private static void BackwardRow(ReadOnlySpan<float> w, in Batch batch, int start, int row, in Scratch scratch, Span<float> g)
    {
        scratch.LastGradients.Slice(row * TKernels.OutputStride, TKernels.Outputs).CopyTo(scratch.Gradients[TKernels.LastValues..]);
        TKernels.Backward(batch.Inputs.Slice((start + row) * TKernels.Inputs, TKernels.Inputs), w, scratch.Row(row), scratch.Gradients, g);
    }

    private static void Add(ReadOnlySpan<float> from, Span<float> to)
    {
        for (int i = 0; i < from.Length; i++)
        {
            to[i] += from[i];
        }
    }

    /// <summary>The thread's scratch memory.</summary>
    private readonly ref struct Scratch
    {
        private readonly Span<float> _values;

        public Scratch(int sums)
        {
            int matrix = MatrixRows * TKernels.OutputStride;
            int values = RoundUp(TKernels.LossRows * TKernels.Values), gradients = RoundUp(TKernels.Values);
            int length = checked(values + gradients + (3 * matrix) + (sums * TKernels.Length));
            Span<float> memory = MemoryMarshal.CreateSpan(ref Workspace.Take(length), length);
            LastValues = memory[..matrix];
            Outputs = memory.Slice(matrix, matrix);
            LastGradients = memory.Slice(2 * matrix, matrix);
            _values = memory.Slice(3 * matrix, values);
            Gradients = memory.Slice((3 * matrix) + values, gradients);
            Sums = memory[((3 * matrix) + values + gradients)..];
        }

        /// <summary>[rows, output stride]: the last layer before its activation.</summary>
        public Span<float> LastValues { get; }

        /// <summary>[rows, output stride]: room for the outputs.</summary>
        public Span<float> Outputs { get; }

        /// <summary>[rows, output stride]: the gradients before the output activation.</summary>
        public Span<float> LastGradients { get; }

        /// <summary>The gradients of one row's values.</summary>
        public Span<float> Gradients { get; }

        /// <summary>The partial sums of the parameters' gradients.</summary>
        public Span<float> Sums { get; }

        /// <summary>All values of one row.</summary>
        public Span<float> Row(int row) => _values.Slice(row * TKernels.Values, TKernels.Values);

        private static int RoundUp(int count) => (count + 15) & ~15;
    }
}
