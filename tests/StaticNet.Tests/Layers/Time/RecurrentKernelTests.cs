using System;
using System.Runtime.Intrinsics;
using StaticNet.Activations;
using StaticNet.Layers;
using StaticNet.Numerics.Kernels;
using Xunit;

namespace StaticNet.Tests.Layers.Time;

/// <summary>
/// The kernels of recurrent layers at every vector width, against double precision: sizes that fill no vector, fill one, or need several and a
/// narrower one; calls of one step and of many; nothing behind the results touched.
/// </summary>
public sealed class RecurrentKernelTests
{
    // Of values within -1 to 1, after 21 steps.
    private const double Tolerance = 4e-6;
    private static readonly int[] s_calls = [1, 7, 1, 1, 8, 3];

    private delegate void Process(ref float x, ref float w, ref float y, ref float state, ref float scratch, int steps);

    [Fact]
    public void Lstm_EveryWidthGivesTheBitsOfTheOthers_AndIsCloseToDouble()
    {
        Check<N1, N1, LstmCell>();
        Check<N1, N8, LstmCell>();
        Check<N5, N12, LstmCell>();
        Check<N3, N16, LstmCell>();
        Check<N1, N17, LstmCell>();
        Check<N2, N24, LstmCell>();
        Check<N1, N40, LstmCell>();
        Check<N17, N67, LstmCell>();
    }

    [Fact]
    public void Gru_EveryWidthGivesTheBitsOfTheOthers_AndIsCloseToDouble()
    {
        Check<N1, N1, GruCell>();
        Check<N3, N5, GruCell>();
        Check<N1, N16, GruCell>();
        Check<N5, N17, GruCell>();
        Check<N1, N24, GruCell>();
        Check<N3, N40, GruCell>();
        Check<N2, N67, GruCell>();
    }

    [Fact]
    public void Rnn_EveryWidthGivesTheBitsOfTheOthers_AndIsCloseToDouble()
    {
        Check<N1, N3, RnnCell<TanhOperator>>();
        Check<N2, N16, RnnCell<TanhOperator>>();
        Check<N17, N24, RnnCell<TanhOperator>>();
        Check<N1, N67, RnnCell<TanhOperator>>();
    }

    private static void Check<TInputs, THidden, TCell>()
        where TInputs : struct, IConstant
        where THidden : struct, IConstant
        where TCell : struct, IRecurrentCell
    {
        string what = $"{typeof(TCell).Name}({TInputs.Value}, {THidden.Value})";
        float[] w = Weights<TInputs, THidden, TCell>(out float[] x, out int steps);
        double[] expected = Oracle<TInputs, THidden, TCell>(x, w, steps);
        float[] widest = Run<TInputs, THidden, TCell>(Recurrent<RecurrentShape<TInputs, THidden, TCell>, TCell>.Process<Words512, Vector512<float>>, x, w);
        Assert.Equal(widest, Run<TInputs, THidden, TCell>(Recurrent<RecurrentShape<TInputs, THidden, TCell>, TCell>.Process<Words256, Vector256<float>>, x, w));
        Assert.Equal(widest, Run<TInputs, THidden, TCell>(Recurrent<RecurrentShape<TInputs, THidden, TCell>, TCell>.Process<Words128, Vector128<float>>, x, w));
        int stride = RecurrentShape<TInputs, THidden, TCell>.OutputStride;
        for (int step = 0; step < steps; step++)
        {
            for (int u = 0; u < stride; u++)
            {
                double value = u < THidden.Value ? expected[(step * THidden.Value) + u] : 0;
                Assert.True(Math.Abs(widest[(step * stride) + u] - value) <= Tolerance, $"{what}, step {step}, unit {u}: {widest[(step * stride) + u]}, double precision gives {value}.");
            }
        }
    }

    private static float[] Run<TInputs, THidden, TCell>(Process process, float[] x, float[] w)
        where TInputs : struct, IConstant
        where THidden : struct, IConstant
        where TCell : struct, IRecurrentCell
    {
        int steps = 0;
        Array.ForEach(s_calls, call => steps += call);
        float[] y = Rows.Result(steps * RecurrentShape<TInputs, THidden, TCell>.OutputStride);
        float[] state = Rows.Result(Recurrent<RecurrentShape<TInputs, THidden, TCell>, TCell>.StateLength);
        float[] scratch = Rows.Result(Recurrent<RecurrentShape<TInputs, THidden, TCell>, TCell>.ScratchLength);
        state.AsSpan(0, state.Length - Rows.Guard).Clear();
        int first = 0;
        foreach (int call in s_calls)
        {
            process(
                ref x[first * RecurrentShape<TInputs, THidden, TCell>.InputStride],
                ref w[0],
                ref y[first * RecurrentShape<TInputs, THidden, TCell>.OutputStride],
                ref state[0],
                ref scratch[0],
                call);
            first += call;
        }

        Assert.True(Rows.IsUntouched(y) && Rows.IsUntouched(state) && Rows.IsUntouched(scratch));
        return y;
    }

    private static float[] Weights<TInputs, THidden, TCell>(out float[] x, out int steps)
        where TInputs : struct, IConstant
        where THidden : struct, IConstant
        where TCell : struct, IRecurrentCell
    {
        steps = 0;
        foreach (int call in s_calls)
        {
            steps += call;
        }

        var random = new Pcg32(11, (ulong)THidden.Value);
        x = Rows.Random(random, steps, TInputs.Value, RecurrentShape<TInputs, THidden, TCell>.InputStride);
        float[] w = new float[RecurrentShape<TInputs, THidden, TCell>.Length];
        int stride = RecurrentShape<TInputs, THidden, TCell>.ColumnStride, padded = RecurrentShape<TInputs, THidden, TCell>.Padded;
        for (int row = 0; row * stride < w.Length; row++)
        {
            for (int gate = 0; gate < TCell.Gates; gate++)
            {
                for (int u = 0; u < THidden.Value; u++)
                {
                    // As PyTorch draws them: larger ones make chaotic networks, in which rounding grows.
                    w[(row * stride) + (gate * padded) + u] = (float)((random.NextDouble() - 0.5) * 2 / Math.Sqrt(THidden.Value));
                }
            }
        }

        return w;
    }

    // The layer's equations over the stored weights; the columns of a GRU are n, r, z for the inputs and r, z, n for the state.
    private static double[] Oracle<TInputs, THidden, TCell>(float[] x, float[] w, int steps)
        where TInputs : struct, IConstant
        where THidden : struct, IConstant
        where TCell : struct, IRecurrentCell
    {
        int hidden = THidden.Value, padded = RecurrentShape<TInputs, THidden, TCell>.Padded, stride = RecurrentShape<TInputs, THidden, TCell>.ColumnStride;
        double[] h = new double[hidden], c = new double[hidden], outputs = new double[steps * hidden];
        for (int step = 0; step < steps; step++)
        {
            double[] before = [.. h];
            for (int u = 0; u < hidden; u++)
            {
                double Input(int gate) => Sum(RecurrentShape<TInputs, THidden, TCell>.InputBias, 0, TInputs.Value, (gate * padded) + u, k => x[(step * RecurrentShape<TInputs, THidden, TCell>.InputStride) + k]);
                double State(int gate) => Sum(RecurrentShape<TInputs, THidden, TCell>.HiddenBias, RecurrentShape<TInputs, THidden, TCell>.HiddenWeights, hidden, (gate * padded) + u, k => before[k]);
                if (typeof(TCell) == typeof(LstmCell))
                {
                    c[u] = (Sigmoid(Input(1) + State(1)) * c[u]) + (Sigmoid(Input(0) + State(0)) * Math.Tanh(Input(2) + State(2)));
                    h[u] = Sigmoid(Input(3) + State(3)) * Math.Tanh(c[u]);
                }
                else if (typeof(TCell) == typeof(GruCell))
                {
                    double r = Sigmoid(Input(1) + State(0)), z = Sigmoid(Input(2) + State(1)), n = Math.Tanh(Input(0) + (r * State(2)));
                    h[u] = ((1 - z) * n) + (z * before[u]);
                }
                else
                {
                    h[u] = Math.Tanh(Input(0) + State(0));
                }
            }

            h.CopyTo(outputs, step * hidden);
        }

        return outputs;

        double Sum(int bias, int weights, int terms, int column, Func<int, double> value)
        {
            double sum = w[bias + column];
            for (int k = 0; k < terms; k++)
            {
                sum += value(k) * w[weights + (k * stride) + column];
            }

            return sum;
        }
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
