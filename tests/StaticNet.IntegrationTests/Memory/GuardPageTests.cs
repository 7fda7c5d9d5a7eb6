using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using StaticNet.IntegrationTests.Harness;
using Xunit;

namespace StaticNet.IntegrationTests.Memory;

/// <summary>Nothing is read or written outside the spans a caller hands over: they lie against pages that may not be touched.</summary>
public class GuardPageTests
{
    public static IEnumerable<TheoryDataRow<string>> Networks =>
        [.. NetworkProbe.Rows("Widths"), .. NetworkProbe.Rows("Edges"), .. NetworkProbe.Rows("Losses"), .. NetworkProbe.Rows("Exact")];

    [Theory]
    [MemberData(nameof(Networks))]
    public void SpansEndAtTheirEnds(string name)
    {
        INetworkProbe network = NetworkProbe.Create(name);
        NetworkDescription description = network.Description;
        int ins = description.InputSize, outs = description.OutputSize;
        ParameterBuffer gradients = new(description.Layout), plain = new(description.Layout);
        foreach (bool atEnd in (bool[])[true, false])
        {
            using (var input = new GuardedFloats(TestData.Uniform(ins, 1), atEnd))
            using (var output = new GuardedFloats(new float[outs], atEnd))
            using (var outputGradient = new GuardedFloats(TestData.Uniform(outs, 2), atEnd))
            using (var inputGradient = new GuardedFloats(new float[ins], atEnd))
            {
                network.Forward(input.Span, output.Span);
                network.Backward(input.Span, outputGradient.Span, gradients, inputGradient.Span);
                Assert.True(float.IsFinite(output.Span[0]) && float.IsFinite(inputGradient.Span[0]));
            }

            foreach (int rows in (int[])[1, 2, 3, 5, 7, 8, 9, 11, 15, 16, 17, 23, 31, 33, 64, 127, 129, 135])
            {
                float[] x = TestData.Uniform(rows * ins, rows), t = TestData.Targets(description.NumberLoss, rows, outs, rows + 1), y = new float[rows * outs];
                using var inputs = new GuardedFloats(x, atEnd);
                using var outputs = new GuardedFloats(new float[rows * outs], atEnd);
                using var targets = new GuardedFloats(t, atEnd);
                network.ForwardBatch(inputs.Span, outputs.Span);
                network.ForwardBatch(x, y);
                Bits.Equal(y, outputs.Span, $"{name}, {rows} rows, output ");
                network.ComputeGradients(new Batch(inputs.Span, targets.Span), gradients, accumulate: false);
                network.ComputeGradients(new Batch(x, t), plain, accumulate: false);
                Bits.Equal(plain.Values, gradients.Values, $"{name}, {rows} rows, gradient ");
                if (description.LabelLoss is not null)
                {
                    using var labels = new GuardedFloats(MemoryMarshal.Cast<int, float>(TestData.Labels(rows, Math.Max(2, outs), rows)), atEnd);
                    network.ComputeGradients(new Batch(inputs.Span, MemoryMarshal.Cast<float, int>(labels.Span)), gradients, accumulate: false);
                    network.ComputeLoss(new Batch(inputs.Span, MemoryMarshal.Cast<float, int>(labels.Span)));
                }
            }
        }
    }
}
