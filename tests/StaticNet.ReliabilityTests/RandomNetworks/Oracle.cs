using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.ReliabilityTests.RandomNetworks;

/// <summary>What a network should compute, and how far rounding alone can move it.</summary>
internal sealed class Oracle
{
    /// <summary>The fixtures' tolerance, relative to the largest value of an array.</summary>
    private const double Relative = 4e-6;

    private readonly RandomNetwork _declared;
    private readonly ReferenceResult _exact;
    private readonly Lazy<ReferenceResult[]> _moved;

    public Oracle(RandomNetwork declared, ParameterBuffer parameters, float[] inputs, Func<ReferenceMlp, float[], ReferenceResult> compute)
    {
        _declared = declared;
        List<(string Name, float[] Values)> values = Read(parameters);
        _exact = compute(Reference(values), inputs);

        // Where a result is what cancellation leaves over, an error of the last places of parameters and inputs is magnified: the
        // first-order estimate is what the oracle itself does when every number moves by two units in the last place.
        _moved = new(() =>
        [
            .. Enumerable.Range(1, 4).Select(seed =>
            {
                var random = new Random(seed);
                return compute(Reference([.. values.Select(p => (p.Name, Moved(p.Values, random)))]), Moved(inputs, random));
            }),
        ]);
    }

    public void CheckGradients(ParameterBuffer gradients, int times = 1)
    {
        foreach ((string name, float[] values) in Read(gradients))
        {
            Check($"d {name}", [.. values.Select(v => v / times)], r => r.Gradients[name]);
        }
    }

    public void Check(string what, float[] actual, Func<ReferenceResult, double[]> of)
    {
        double[] expected = of(_exact);
        Assert.Equal(expected.Length, actual.Length);
        double allowed = (Relative * expected.Max(Math.Abs)) + (_declared.HasTanhshrink ? 1e-7 : 0) + 1e-30;
        if (Distance(expected, actual) is var distance && !(distance <= allowed))
        {
            allowed += 4 * _moved.Value.Max(moved => of(moved).Zip(expected, (m, e) => Math.Abs(m - e)).Max());
            Assert.True(distance <= allowed, $"{what} is off by {distance:G3}, more than {allowed:G3}: {_declared}");
        }
    }

    // NaN where there should be a number gives NaN, which no comparison accepts.
    private static double Distance(double[] expected, float[] actual) =>
        expected.Zip(actual, (e, a) => Math.Abs(e - a)).Aggregate(0.0, (worst, d) => double.IsNaN(d) ? d : Math.Max(worst, d));

    private ReferenceMlp Reference(IReadOnlyList<(string Name, float[] Values)> parameters) => new(_declared.Sizes, parameters)
    {
        HiddenActivation = _declared.Activation.ToString(),
        OutputActivation = _declared.Output.ToString(),
    };

    private static List<(string Name, float[] Values)> Read(ParameterBuffer buffer)
    {
        var list = new List<(string, float[])>();
        foreach (ParameterInfo parameter in buffer.Layout.Parameters)
        {
            var values = new float[parameter.Count];
            buffer.CopyTo(parameter.Name, values);
            list.Add((parameter.Name, values));
        }

        return list;
    }

    private static float[] Moved(float[] values, Random random) => Array.ConvertAll(
        values, v => random.Next(2) == 0 ? MathF.BitIncrement(MathF.BitIncrement(v)) : MathF.BitDecrement(MathF.BitDecrement(v)));
}
