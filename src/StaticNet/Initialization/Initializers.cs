using System;

namespace StaticNet;

/// <summary>
/// Random starting values, as in <c>torch.nn.init</c>. All fill a span in order, so a weight matrix filled in
/// PyTorch's [outputs, inputs] order starts the same however it is stored.
/// </summary>
public static class Initializers
{
    /// <summary>The factor by which a nonlinearity shrinks the deviation of its input, as <c>torch.nn.init.calculate_gain</c>.</summary>
    /// <param name="nonlinearity"><c>linear</c>, <c>sigmoid</c>, <c>tanh</c>, <c>relu</c>, <c>leaky_relu</c> or <c>selu</c>, in any case, with or without underscore.</param>
    /// <param name="negativeSlope">Slope of <c>leaky_relu</c> left of 0; used by no other.</param>
    /// <exception cref="ArgumentException">The nonlinearity is not one of these.</exception>
    public static double Gain(string nonlinearity, double negativeSlope = 0.01)
    {
        ArgumentNullException.ThrowIfNull(nonlinearity);
        return nonlinearity.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant() switch
        {
            "LINEAR" or "IDENTITY" or "SIGMOID" => 1,
            "TANH" => 5.0 / 3,
            "RELU" => Math.Sqrt(2),
            "LEAKYRELU" => Math.Sqrt(2 / (1 + (negativeSlope * negativeSlope))),
            "SELU" => 3.0 / 4,
            _ => throw new ArgumentException(
                $"No gain is defined for '{nonlinearity}'; known are linear, sigmoid, tanh, relu, leaky_relu and selu. Use the nearest of them, or a gain of 1.",
                nameof(nonlinearity)),
        };
    }

    /// <summary>Uniform in [<paramref name="minimum"/>, <paramref name="maximum"/>].</summary>
    /// <exception cref="ArgumentException">The bounds are not finite or in the wrong order.</exception>
    public static void Uniform(Span<float> values, double minimum, double maximum, ref Pcg32 random)
    {
        if (!(minimum <= maximum) || !double.IsFinite(maximum - minimum))
        {
            throw new ArgumentException($"Expected finite bounds with minimum <= maximum, found [{minimum}, {maximum}].", nameof(minimum));
        }

        for (int i = 0; i < values.Length; i++)
        {
            // The middle of one of 2³² equal cells: symmetrical around the center, and never the bound itself before rounding.
            double position = (random.NextUInt32() + 0.5) * (1.0 / 4294967296.0);
            values[i] = (float)(minimum + (position * (maximum - minimum)));
        }
    }

    /// <summary>Normal with the given mean and standard deviation.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is negative or not finite.</exception>
    public static void Normal(Span<float> values, double mean, double standardDeviation, ref Pcg32 random)
    {
        CheckScale(standardDeviation, nameof(standardDeviation));
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(mean + (standardDeviation * random.NextNormal()));
        }
    }

    /// <summary>Normal, drawn again while outside [<paramref name="minimum"/>, <paramref name="maximum"/>].</summary>
    /// <exception cref="ArgumentException">The interval does not reach within 4 deviations of the mean, so that almost every draw would fail.</exception>
    public static void TruncatedNormal(
        Span<float> values, double mean, double standardDeviation, double minimum, double maximum, ref Pcg32 random)
    {
        CheckScale(standardDeviation, nameof(standardDeviation));
        if (!(minimum < maximum) || minimum > mean + (4 * standardDeviation) || maximum < mean - (4 * standardDeviation))
        {
            throw new ArgumentException(
                $"[{minimum}, {maximum}] must be an interval that reaches within 4 deviations ({standardDeviation}) of the mean ({mean}).", nameof(minimum));
        }

        for (int i = 0; i < values.Length; i++)
        {
            double value;
            do
            {
                value = mean + (standardDeviation * random.NextNormal());
            }
            while (value < minimum || value > maximum);
            values[i] = (float)value;
        }
    }

    /// <summary>He et al. 2015: uniform in ±gain·√(3/fan). Pass the number of inputs (fan-in) or of outputs (fan-out) as fan.</summary>
    public static void KaimingUniform(Span<float> values, int fan, double gain, ref Pcg32 random)
    {
        double bound = CheckScale(gain, nameof(gain)) * Math.Sqrt(3.0 / CheckFan(fan, nameof(fan)));
        Uniform(values, -bound, bound, ref random);
    }

    /// <summary>He et al. 2015: normal with deviation gain/√fan. Pass the number of inputs (fan-in) or of outputs (fan-out) as fan.</summary>
    public static void KaimingNormal(Span<float> values, int fan, double gain, ref Pcg32 random) =>
        Normal(values, 0, CheckScale(gain, nameof(gain)) / Math.Sqrt(CheckFan(fan, nameof(fan))), ref random);

    /// <summary>Glorot and Bengio 2010: uniform in ±gain·√(6/(inputs + outputs)).</summary>
    public static void XavierUniform(Span<float> values, int outputs, int inputs, double gain, ref Pcg32 random)
    {
        double bound = CheckScale(gain, nameof(gain)) * Math.Sqrt(6.0 / CheckFan((double)outputs + inputs, nameof(outputs)));
        Uniform(values, -bound, bound, ref random);
    }

    /// <summary>Glorot and Bengio 2010: normal with deviation gain·√(2/(inputs + outputs)).</summary>
    public static void XavierNormal(Span<float> values, int outputs, int inputs, double gain, ref Pcg32 random) =>
        Normal(values, 0, CheckScale(gain, nameof(gain)) * Math.Sqrt(2.0 / CheckFan((double)outputs + inputs, nameof(outputs))), ref random);

    /// <summary>
    /// Saxe et al. 2014: a random matrix [outputs, inputs] with orthonormal rows (outputs ≤ inputs) or columns, times gain.
    /// Takes outputs·inputs·min(outputs, inputs)·4 operations.
    /// </summary>
    /// <remarks>
    /// Normal draws, then Gram–Schmidt in double, each vector orthogonalized twice: the Q of a QR decomposition whose R has a
    /// positive diagonal, which makes Q uniformly distributed (Mezzadri 2007).
    /// </remarks>
    /// <exception cref="ArgumentException">The span has another length than outputs·inputs.</exception>
    public static void Orthogonal(Span<float> values, int outputs, int inputs, double gain, ref Pcg32 random)
    {
        CheckFan(outputs, nameof(outputs));
        CheckFan(inputs, nameof(inputs));
        CheckScale(gain, nameof(gain));
        if (values.Length != (long)outputs * inputs)
        {
            throw new ArgumentException($"A [{outputs}, {inputs}] matrix has {(long)outputs * inputs} values, but the span has {values.Length}.", nameof(values));
        }

        bool wide = outputs <= inputs;
        int count = wide ? outputs : inputs;
        int length = wide ? inputs : outputs;
        var vectors = new double[count * length];
        for (int v = 0; v < count; v++)
        {
            Span<double> vector = vectors.AsSpan(v * length, length);
            do
            {
                foreach (ref double value in vector)
                {
                    value = random.NextNormal();
                }
            }
            while (!Orthonormalize(vector, vectors.AsSpan(0, v * length)));
        }

        for (int v = 0; v < count; v++)
        {
            for (int i = 0; i < length; i++)
            {
                values[wide ? (v * inputs) + i : (i * inputs) + v] = (float)(gain * vectors[(v * length) + i]);
            }
        }
    }

    private static bool Orthonormalize(Span<double> vector, ReadOnlySpan<double> earlier)
    {
        for (int pass = 0; pass < 2; pass++)
        {
            for (int start = 0; start < earlier.Length; start += vector.Length)
            {
                ReadOnlySpan<double> other = earlier.Slice(start, vector.Length);
                double dot = Dot(vector, other);
                for (int i = 0; i < vector.Length; i++)
                {
                    vector[i] -= dot * other[i];
                }
            }
        }

        double norm = Math.Sqrt(Dot(vector, vector));
        if (norm < 1e-8)
        {
            return false;
        }

        foreach (ref double value in vector)
        {
            value /= norm;
        }

        return true;
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static double CheckFan(double fan, string name)
    {
        if (fan < 1)
        {
            throw new ArgumentOutOfRangeException(name, fan, "The number of inputs or outputs must be 1 or more.");
        }

        return fan;
    }

    private static double CheckScale(double scale, string name)
    {
        if (!double.IsFinite(scale) || scale < 0)
        {
            throw new ArgumentOutOfRangeException(name, scale, "Expected a finite number that is not negative.");
        }

        return scale;
    }
}
