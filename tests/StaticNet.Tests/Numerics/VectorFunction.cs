using System;
using System.Collections.Generic;
using System.Runtime.Intrinsics;
using StaticNet.Numerics;

namespace StaticNet.Tests.Numerics;

/// <summary>A function of <see cref="VectorMath"/> in its widths, its double reference and the accuracy its documentation promises.</summary>
/// <param name="MaximumUlp">The largest error where the result is a normal number, or everywhere if <paramref name="FlushesSubnormals"/> is false.</param>
internal sealed record VectorFunction(
    Func<Vector128<float>, Vector128<float>> On128,
    Func<Vector256<float>, Vector256<float>> On256,
    Func<Vector512<float>, Vector512<float>> On512,
    Func<float, float> OnScalar,
    Func<double, double> Reference,
    double MaximumUlp,
    float From = float.NegativeInfinity,
    float To = float.PositiveInfinity,
    bool FlushesSubnormals = false)
{
    public static readonly Dictionary<string, VectorFunction> All = new()
    {
        ["Exp"] = new(VectorMath.Exp, VectorMath.Exp, VectorMath.Exp, VectorMath.Exp, Math.Exp, 0.98),
        ["ExpNonPositive"] = new(
            VectorMath.ExpNonPositive, VectorMath.ExpNonPositive, VectorMath.ExpNonPositive, VectorMath.ExpNonPositive,
            Math.Exp, 0.98, To: 0, FlushesSubnormals: true),
        ["Expm1NonPositive"] = new(
            VectorMath.Expm1NonPositive, VectorMath.Expm1NonPositive, VectorMath.Expm1NonPositive, VectorMath.Expm1NonPositive,
            ReferenceMath.Expm1, 0.95, To: 0),
        ["Log"] = new(VectorMath.Log, VectorMath.Log, VectorMath.Log, VectorMath.Log, Math.Log, 0.8),
        ["Log1pOfUnit"] = new(
            VectorMath.Log1pOfUnit, VectorMath.Log1pOfUnit, VectorMath.Log1pOfUnit, VectorMath.Log1pOfUnit, ReferenceMath.Log1p, 1.4, From: 0, To: 1),
        ["Tanh"] = new(VectorMath.Tanh, VectorMath.Tanh, VectorMath.Tanh, VectorMath.Tanh, Math.Tanh, 2.5),
        ["Sigmoid"] = new(
            VectorMath.Sigmoid, VectorMath.Sigmoid, VectorMath.Sigmoid, VectorMath.Sigmoid, ReferenceMath.Sigmoid, 2.5, FlushesSubnormals: true),
        ["Softplus"] = new(
            VectorMath.Softplus, VectorMath.Softplus, VectorMath.Softplus, VectorMath.Softplus, ReferenceMath.Softplus, 1.7, FlushesSubnormals: true),
        ["Erf"] = new(VectorMath.Erf, VectorMath.Erf, VectorMath.Erf, VectorMath.Erf, ReferenceMath.Erf, 1),
        ["NormalCdf"] = new(
            x => VectorMath.NormalCdf(x, out _), x => VectorMath.NormalCdf(x, out _), x => VectorMath.NormalCdf(x, out _), VectorMath.NormalCdf,
            ReferenceMath.NormalCdf, 4, From: -1, FlushesSubnormals: true),
    };
}
