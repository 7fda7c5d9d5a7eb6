using System;
using System.Buffers;
using System.ComponentModel;

namespace StaticNet;

/// <summary>Initial values of parameters inside a buffer. Values are drawn in PyTorch's order and do not depend on the storage.</summary>
public static class ParameterInitializers
{
    /// <summary>Initializes a linear layer: its weight, then its bias. Called by generated constructors.</summary>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="weightIndex">Index of the weight [outputs, inputs] in <c>parameters.Layout.Parameters</c>.</param>
    /// <param name="biasIndex">Index of the bias, or −1 where the layer has none.</param>
    /// <param name="initializer">How the weight starts; the bias follows <see cref="Initializer"/>.</param>
    /// <param name="random">The source of numbers.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void Linear(ParameterBuffer parameters, int weightIndex, int biasIndex, Initializer initializer, ref Pcg32 random)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ParameterInfo weight = parameters.Layout.Parameters[weightIndex];
        Draw(parameters, weight, initializer, null, ref random);
        if (biasIndex >= 0)
        {
            ParameterInfo bias = parameters.Layout.Parameters[biasIndex];
            if (initializer == Initializer.Auto)
            {
                DrawUniform(parameters, bias, 1 / Math.Sqrt(Inputs(weight)), ref random);
            }
            else
            {
                Fill(parameters, biasIndex, 0);
            }
        }
    }

    /// <summary>Sets every value of a parameter. Called by generated constructors.</summary>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="index">Index in <c>parameters.Layout.Parameters</c>.</param>
    /// <param name="value">The value.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void Fill(ParameterBuffer parameters, int index, float value)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Fill(parameters, parameters.Layout.Parameters[index], value);
    }

    /// <summary>Draws a parameter from the uniform distribution between ±1/√fanIn. Called by generated constructors.</summary>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="index">Index in <c>parameters.Layout.Parameters</c>.</param>
    /// <param name="fanIn">Terms of each output's sum; for a recurrent layer its units, as PyTorch has it.</param>
    /// <param name="random">The source of numbers.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void Uniform(ParameterBuffer parameters, int index, int fanIn, ref Pcg32 random)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        DrawUniform(parameters, parameters.Layout.Parameters[index], 1 / Math.Sqrt(fanIn), ref random);
    }

    extension(ParameterBuffer parameters)
    {
        /// <summary>Gives one parameter new random values, for example <c>model.Parameters.Initialize("hidden.weight", Initializer.XavierUniform, seed: 1)</c>.</summary>
        /// <param name="name">The parameter's name.</param>
        /// <param name="initializer">The distribution. <see cref="Initializer.Auto"/> on a bias takes the bound from the weight of the same layer.</param>
        /// <param name="seed">Equal seeds give equal values.</param>
        /// <param name="gain">Replaces the factor in the formula: √2 for Kaiming (see <see cref="Initializers.Gain"/>), 1 for all others. Null keeps it.</param>
        /// <exception cref="ArgumentException">The name is unknown, or the initializer needs a matrix and the parameter is a vector.</exception>
        public void Initialize(string name, Initializer initializer, ulong seed, double? gain = null)
        {
            ArgumentNullException.ThrowIfNull(parameters);
            var random = new Pcg32(seed);
            ParameterInfo parameter = parameters.Layout.Find(name);
            if (initializer == Initializer.Auto && parameter.Shape.Length < 2)
            {
                ParameterInfo weight = parameters.Layout.Find(WeightBeside(name));
                DrawUniform(parameters, parameter, (gain ?? 1) / Math.Sqrt(Inputs(weight)), ref random);
                return;
            }

            Draw(parameters, parameter, initializer, gain, ref random);
        }

        /// <summary>Sets every value of one parameter, for example <c>model.Parameters.Initialize("hidden.bias", 0.1f)</c>.</summary>
        /// <param name="name">The parameter's name.</param>
        /// <param name="value">The value.</param>
        /// <exception cref="ArgumentException">The name is unknown.</exception>
        public void Initialize(string name, float value)
        {
            ArgumentNullException.ThrowIfNull(parameters);
            Fill(parameters, parameters.Layout.Find(name), value);
        }
    }

    private static string WeightBeside(string name)
    {
        int dot = name.LastIndexOf('.');
        return dot < 0 ? "weight" : string.Concat(name.AsSpan(0, dot), ".weight");
    }

    private static void Fill(ParameterBuffer parameters, ParameterInfo parameter, float value)
    {
        Span<float> values = parameters.Values;
        for (int i = 0; i < parameter.Count; i++)
        {
            values[parameter.StorageIndex(i)] = value;
        }
    }

    private static void DrawUniform(ParameterBuffer parameters, ParameterInfo parameter, double bound, ref Pcg32 random)
    {
        float[] rented = ArrayPool<float>.Shared.Rent(parameter.Count);
        Span<float> values = rented.AsSpan(0, parameter.Count);
        Initializers.Uniform(values, -bound, bound, ref random);
        parameters.CopyFrom(parameter, values);
        ArrayPool<float>.Shared.Return(rented);
    }

    private static void Draw(ParameterBuffer parameters, ParameterInfo parameter, Initializer initializer, double? gain, ref Pcg32 random)
    {
        float[] rented = ArrayPool<float>.Shared.Rent(parameter.Count);
        Span<float> values = rented.AsSpan(0, parameter.Count);
        switch (initializer)
        {
            case Initializer.Auto:
                // kaiming_uniform with a = √5 is gain √(1/3): the bound is 1/√inputs.
                double bound = (gain ?? 1) / Math.Sqrt(Inputs(parameter));
                Initializers.Uniform(values, -bound, bound, ref random);
                break;
            case Initializer.KaimingUniform:
                Initializers.KaimingUniform(values, Inputs(parameter), gain ?? Math.Sqrt(2), ref random);
                break;
            case Initializer.KaimingNormal:
                Initializers.KaimingNormal(values, Inputs(parameter), gain ?? Math.Sqrt(2), ref random);
                break;
            case Initializer.XavierUniform:
                Initializers.XavierUniform(values, Outputs(parameter), Inputs(parameter), gain ?? 1, ref random);
                break;
            case Initializer.XavierNormal:
                Initializers.XavierNormal(values, Outputs(parameter), Inputs(parameter), gain ?? 1, ref random);
                break;
            case Initializer.LeCunUniform:
                Initializers.KaimingUniform(values, Inputs(parameter), gain ?? 1, ref random);
                break;
            case Initializer.LeCunNormal:
                Initializers.KaimingNormal(values, Inputs(parameter), gain ?? 1, ref random);
                break;
            case Initializer.Orthogonal:
                Initializers.Orthogonal(values, parameter.Count / Inputs(parameter), Inputs(parameter), gain ?? 1, ref random);
                break;
            case Initializer.TruncatedNormal:
                double deviation = 0.02 * (gain ?? 1);
                Initializers.TruncatedNormal(values, 0, deviation, -2 * deviation, 2 * deviation, ref random);
                break;
            case Initializer.Zeros:
                values.Clear();
                break;
            case Initializer.Ones:
                values.Fill(1);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(initializer), initializer, "This is not a member of Initializer.");
        }

        parameters.CopyFrom(parameter, values);
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>fan_in: the product of all dimensions but the first.</summary>
    private static int Inputs(ParameterInfo parameter)
    {
        CheckMatrix(parameter);
        return parameter.Count / parameter.Shape[0];
    }

    /// <summary>fan_out: as PyTorch, the first dimension times the receptive field.</summary>
    private static int Outputs(ParameterInfo parameter)
    {
        CheckMatrix(parameter);
        return parameter.Count / parameter.Shape[1];
    }

    private static void CheckMatrix(ParameterInfo parameter)
    {
        if (parameter.Shape.Length < 2)
        {
            throw new ArgumentException(
                $"'{parameter.Name}' has shape [{string.Join(", ", parameter.Shape)}]; this initializer needs [outputs, inputs]. For a vector use Zeros, Ones, TruncatedNormal or a constant.",
                nameof(parameter));
        }
    }
}
