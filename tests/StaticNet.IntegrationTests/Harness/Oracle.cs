using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.Tests.Shared;

namespace StaticNet.IntegrationTests.Harness;

/// <summary>The double-precision oracle of a generated network, and its comparison with what the network computes.</summary>
internal static class Oracle
{
    /// <summary>Input, hidden layers, output.</summary>
    public static int[] Sizes(NetworkDescription description) =>
        [description.InputSize, .. description.Layers.Where(l => l.Kind == "Linear").Select(l => l.OutputSize)];

    /// <summary>The oracle with the network's parameters as they are now. All hidden layers must have the same activation.</summary>
    /// <param name="network">The network.</param>
    /// <param name="moveSeed">Unless 0, moves every parameter by two units in the last place, up or down.</param>
    public static ReferenceMlp Of(INetworkProbe network, int moveSeed = 0)
    {
        IReadOnlyList<(string Name, float[] Values)> parameters = Parameters(network.Parameters);
        if (moveSeed != 0)
        {
            var random = new Random(moveSeed);
            parameters = [.. parameters.Select(p => (p.Name, Moved(p.Values, random)))];
        }

        NetworkDescription description = network.Description;
        int last = Array.FindLastIndex(description.Layers, l => l.Kind == "Linear");
        LayerDescription? hidden = description.Layers.Take(last).FirstOrDefault(l => l.Kind != "Linear");
        return new ReferenceMlp(Sizes(description), parameters)
        {
            HiddenActivation = hidden?.Kind ?? "Identity",
            HiddenArguments = hidden?.Arguments.ToDictionary(a => a.Name, a => a.Value) ?? [],
            OutputActivation = description.OutputActivation,
        };
    }

    public static IReadOnlyList<(string Name, float[] Values)> Parameters(ParameterBuffer buffer)
    {
        var list = new List<(string, float[])>();
        foreach (ParameterInfo parameter in buffer.Layout.Parameters)
        {
            list.Add((parameter.Name, Read(buffer, parameter.Name)));
        }

        return list;
    }

    public static float[] Read(ParameterBuffer buffer, string name)
    {
        foreach (ParameterInfo parameter in buffer.Layout.Parameters)
        {
            if (parameter.Name == name)
            {
                var values = new float[parameter.Count];
                buffer.CopyTo(name, values);
                return values;
            }
        }

        throw new ArgumentException($"There is no parameter '{name}'.", nameof(name));
    }

    /// <summary>
    /// The fixtures' tolerance; where a result is left over from cancellation, also four times what it moves when every parameter and
    /// input moves by two units in the last place, the first-order estimate of what rounding alone does. tanhshrink(x) = x − tanh(x)
    /// is judged absolutely near 0, as the fixtures' README says.
    /// </summary>
    public static void CheckConditioned(
        INetworkProbe network, ReadOnlySpan<float> inputs, Func<ReferenceMlp, float[], ReferenceResult> compute, float[] outputs, float loss, ParameterBuffer? gradients, string what)
    {
        float[] x = inputs.ToArray();
        ReferenceResult exact = compute(Of(network), x);
        Lazy<ReferenceResult[]> moved = new(() => [.. Enumerable.Range(1, 4).Select(seed => compute(Of(network, seed), Moved(x, new Random(seed))))]);
        double absolute = network.Description.Layers.Any(l => l.Kind == "Tanhshrink") ? 1e-7 : 0;
        CheckOne(exact.Output, outputs, () => moved.Value.Select(m => m.Output), absolute, $"{what}, output");
        if (gradients is null)
        {
            return;
        }

        CheckOne([exact.Loss], [loss], () => moved.Value.Select(m => (double[])[m.Loss]), absolute, $"{what}, loss");
        foreach ((string name, double[] values) in exact.Gradients)
        {
            CheckOne(values, Read(gradients, name), () => moved.Value.Select(m => m.Gradients[name]), absolute, $"{what}, d {name}");
        }
    }

    public static void CheckOne(double[] expected, float[] actual, Func<IEnumerable<double[]>> moved, double absolute, string what)
    {
        double allowed = (Tolerance.OfFixtures * expected.Max(Math.Abs)) + absolute + 1e-30;
        bool isClose = expected.Zip(actual).All(p => Math.Abs(p.First - p.Second) <= allowed);
        if (!isClose)
        {
            double conditioned = 4 * moved().Max(m => m.Zip(expected).Max(p => Math.Abs(p.First - p.Second)));
            Tolerance.Check(expected, actual, what, (allowed + conditioned) / expected.Max(Math.Abs));
        }
    }

    public static void CheckGradients(IReadOnlyDictionary<string, double[]> expected, ParameterBuffer actual, string what, double factor = Tolerance.OfFixtures)
    {
        foreach ((string name, double[] values) in expected)
        {
            Tolerance.Check(values, Read(actual, name), $"{what}, d {name}", factor);
        }
    }

    private static float[] Moved(float[] values, Random random) => Array.ConvertAll(
        values, v => random.Next(2) == 0 ? MathF.BitIncrement(MathF.BitIncrement(v)) : MathF.BitDecrement(MathF.BitDecrement(v)));
}
