using System;
using System.Runtime.Intrinsics;
using StaticNet.Layers;
using StaticNet.Numerics.Kernels;
using Xunit;

namespace StaticNet.Tests.Layers.Time;

/// <summary>The kernels of causal convolutions at every vector width, against double precision; single steps, which go another way, among longer calls.</summary>
public sealed class ConvKernelTests
{
    private const double Tolerance = 4e-6;
    private static readonly int[] s_calls = [1, 64, 1, 1, 9, 40, 1, 1, 1, 30];

    private delegate void Process(ref float x, ref float w, ref float y, ref float state, int position, int steps);

    [Fact]
    public void EveryWidthGivesTheBitsOfTheOthers_AndIsCloseToDouble()
    {
        Check<N1, N1, N2, N1>();
        Check<N1, N8, N3, N5>();
        Check<N5, N3, N3, N17>();
        Check<N8, N8, N3, N24>();
        Check<N3, N12, N5, N2>();
        Check<N16, N16, N3, N40>();
        Check<N12, N17, N2, N67>();
        Check<N2, N40, N1, N1>();
    }

    private static void Check<TInputs, TOutputs, TKernel, TDilation>()
        where TInputs : struct, IConstant
        where TOutputs : struct, IConstant
        where TKernel : struct, IConstant
        where TDilation : struct, IConstant
    {
        int steps = 0;
        Array.ForEach(s_calls, call => steps += call);
        int ins = TInputs.Value, outs = TOutputs.Value, inputStride = ConvShape<TInputs, TOutputs, TKernel, TDilation>.InputStride, stride = ConvShape<TInputs, TOutputs, TKernel, TDilation>.OutputStride;
        var random = new Pcg32(3, (ulong)outs);
        float[] x = Rows.Random(random, steps, ins, inputStride);
        float[] w = Rows.Random(new Pcg32(4), (TKernel.Value * ins) + 1, outs, stride);
        float[] widest = Run<TInputs, TOutputs, TKernel, TDilation>(CausalConv1dRows<ConvShape<TInputs, TOutputs, TKernel, TDilation>>.Process<Words512, Vector512<float>>, x, w, steps);
        Assert.Equal(widest, Run<TInputs, TOutputs, TKernel, TDilation>(CausalConv1dRows<ConvShape<TInputs, TOutputs, TKernel, TDilation>>.Process<Words256, Vector256<float>>, x, w, steps));
        Assert.Equal(widest, Run<TInputs, TOutputs, TKernel, TDilation>(CausalConv1dRows<ConvShape<TInputs, TOutputs, TKernel, TDilation>>.Process<Words128, Vector128<float>>, x, w, steps));
        for (int step = 0; step < steps; step++)
        {
            for (int output = 0; output < outs; output++)
            {
                double sum = w[(TKernel.Value * ins * stride) + output];
                for (int tap = 0; tap < TKernel.Value; tap++)
                {
                    int from = step - ((TKernel.Value - 1 - tap) * TDilation.Value);
                    for (int input = 0; input < ins && from >= 0; input++)
                    {
                        sum += (double)x[(from * inputStride) + input] * w[(((tap * ins) + input) * stride) + output];
                    }
                }

                double actual = widest[(step * stride) + output];
                Assert.True(Math.Abs(actual - sum) <= Tolerance, $"Conv1d({ins}, {outs}, {TKernel.Value}, dilation {TDilation.Value}), step {step}, channel {output}: {actual}, double precision gives {sum}.");
            }
        }
    }

    private static float[] Run<TInputs, TOutputs, TKernel, TDilation>(Process process, float[] x, float[] w, int steps)
        where TInputs : struct, IConstant
        where TOutputs : struct, IConstant
        where TKernel : struct, IConstant
        where TDilation : struct, IConstant
    {
        float[] y = Rows.Result(steps * ConvShape<TInputs, TOutputs, TKernel, TDilation>.OutputStride);
        float[] state = Rows.Result(CausalConv1dRows<ConvShape<TInputs, TOutputs, TKernel, TDilation>>.StateLength);
        state.AsSpan(0, state.Length - Rows.Guard).Clear();

        // A stream that has run for so long that the number of its steps wraps around.
        int position = -7, first = 0;
        foreach (int call in s_calls)
        {
            process(ref x[first * ConvShape<TInputs, TOutputs, TKernel, TDilation>.InputStride], ref w[0], ref y[first * ConvShape<TInputs, TOutputs, TKernel, TDilation>.OutputStride], ref state[0], position, call);
            position += call;
            first += call;
        }

        Assert.True(Rows.IsUntouched(y) && Rows.IsUntouched(state));
        return y;
    }
}
