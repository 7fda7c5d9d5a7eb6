using System;
using System.Runtime.CompilerServices;

namespace StaticNet;

/// <summary>Range checks of the optimizers' arguments.</summary>
internal static class HyperParameter
{
    /// <summary>Finite and not negative: learning rate, momentum, weight decay.</summary>
    public static double NotNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!double.IsFinite(value) || value < 0)
        {
            throw new ArgumentOutOfRangeException(name, value, "Expected a finite number that is 0 or more.");
        }

        return value;
    }

    /// <summary>Positive also as float: a denominator's epsilon. With 0 a parameter without gradient would become 0/0.</summary>
    public static double Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!double.IsFinite(value) || !((float)value > 0))
        {
            throw new ArgumentOutOfRangeException(name, value, "Expected a positive number (that float can hold).");
        }

        return value;
    }

    /// <summary>In [0, 1): the weight of the past in a running mean.</summary>
    public static double Decay(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value >= 0 && value < 1))
        {
            throw new ArgumentOutOfRangeException(name, value, "Expected a number from 0 to below 1.");
        }

        return value;
    }

    /// <summary>Refuses <c>default(T)</c>, whose hyper-parameters are all 0.</summary>
    public static void Constructed(bool isDefault, string type)
    {
        if (isDefault)
        {
            throw new InvalidOperationException($"This is default({type}), all hyper-parameters are 0; use new {type}(...).");
        }
    }
}
