using System;
using System.Linq;
using System.Reflection;
using System.Runtime.Intrinsics;
using StaticNet.Activations;

namespace StaticNet.Tests.Activations;

/// <summary>The operator of an activation, found by its name and called on arrays in any width.</summary>
internal sealed class ActivationOperator
{
    private readonly Type _type;
    private readonly object[] _parameters;

    public ActivationOperator(Activation function, params float[] parameters)
    {
        _type = typeof(DerivativeNeeds).Assembly.GetType($"StaticNet.Activations.{function}Operator")
            ?? throw new InvalidOperationException($"There is no operator for Activation.{function}.");
        Needs = (DerivativeNeeds)_type.GetField("Needs")!.GetRawConstantValue()!;
        object[] defaults = [.. _type.GetMethods().First(m => m.Name == "Forward").GetParameters().Skip(1).Select(p => p.DefaultValue!)];
        _parameters = [.. defaults.Select((value, i) => i < parameters.Length ? (object)parameters[i] : value)];
    }

    public DerivativeNeeds Needs { get; }

    /// <summary>f of every element; the length is a multiple of 16.</summary>
    public float[] Forward(float[] x, int width = 256) => Call("Forward", width, x);

    /// <summary>gradient · f′, given what the operator asks for.</summary>
    public float[] Backward(float[] gradient, float[] x, int width = 256) => Call("Backward", width, gradient, Needs switch
    {
        DerivativeNeeds.Input => x,
        DerivativeNeeds.Output => Forward(x, width),
        _ => new float[x.Length],
    });

    private float[] Call(string name, int width, params float[][] arguments)
    {
        MethodInfo method = _type.GetMethods().Single(m => m.Name == name && m.ReturnType == VectorType(width));
        float[] result = new float[arguments[0].Length];
        for (int i = 0; i < result.Length; i += width / 32)
        {
            object[] call = [.. arguments.Select(a => Load(a, i, width)), .. _parameters];
            object value = method.Invoke(null, call)!;
            switch (value)
            {
                case Vector128<float> v: v.CopyTo(result, i); break;
                case Vector256<float> v: v.CopyTo(result, i); break;
                case Vector512<float> v: v.CopyTo(result, i); break;
            }
        }

        return result;
    }

    private static object Load(float[] values, int index, int width) => width switch
    {
        128 => Vector128.Create(values, index),
        256 => Vector256.Create(values, index),
        _ => Vector512.Create(values, index),
    };

    private static Type VectorType(int width) => width switch
    {
        128 => typeof(Vector128<float>),
        256 => typeof(Vector256<float>),
        _ => typeof(Vector512<float>),
    };
}
