using System;
using StaticNet.Layers;

namespace StaticNet.Tests.Layers.Time;

/// <summary>A number as a type.</summary>
internal interface IConstant
{
    static abstract int Value { get; }
}

internal readonly struct N1 : IConstant
{
    public static int Value => 1;
}

internal readonly struct N2 : IConstant
{
    public static int Value => 2;
}

internal readonly struct N3 : IConstant
{
    public static int Value => 3;
}

internal readonly struct N5 : IConstant
{
    public static int Value => 5;
}

internal readonly struct N8 : IConstant
{
    public static int Value => 8;
}

internal readonly struct N12 : IConstant
{
    public static int Value => 12;
}

internal readonly struct N16 : IConstant
{
    public static int Value => 16;
}

internal readonly struct N17 : IConstant
{
    public static int Value => 17;
}

internal readonly struct N24 : IConstant
{
    public static int Value => 24;
}

internal readonly struct N40 : IConstant
{
    public static int Value => 40;
}

internal readonly struct N67 : IConstant
{
    public static int Value => 67;
}

/// <summary>A recurrent layer of any sizes: both matrices, then both biases.</summary>
internal readonly struct RecurrentShape<TInputs, THidden, TCell> : IRecurrent
    where TInputs : struct, IConstant
    where THidden : struct, IConstant
    where TCell : struct, IRecurrentCell
{
    public static int Padded => (Hidden + 7) & ~7;

    public static int ColumnStride => ((TCell.Gates * Padded) + 15) & ~15;

    public static int Length => HiddenBias + ColumnStride;

    public static int Inputs => TInputs.Value;

    public static int Hidden => THidden.Value;

    public static int InputStride => (Inputs + 3) & ~3;

    public static int OutputStride => (Hidden + 3) & ~3;

    public static int InputWeights => 0;

    public static int HiddenWeights => Inputs * ColumnStride;

    public static int InputBias => HiddenWeights + (Hidden * ColumnStride);

    public static int HiddenBias => InputBias + ColumnStride;

    public static bool HasBias => true;
}

/// <summary>A dense convolution of any sizes.</summary>
internal readonly struct ConvShape<TInputs, TOutputs, TKernel, TDilation> : ICausalConv1d
    where TInputs : struct, IConstant
    where TOutputs : struct, IConstant
    where TKernel : struct, IConstant
    where TDilation : struct, IConstant
{
    public static int Length => Bias + OutputStride;

    public static int Inputs => TInputs.Value;

    public static int Outputs => TOutputs.Value;

    public static int InputStride => (Inputs + 3) & ~3;

    public static int OutputStride => (Outputs + 3) & ~3;

    public static int Kernel => TKernel.Value;

    public static int Dilation => TDilation.Value;

    public static int Groups => 1;

    public static int Weights => 0;

    public static int Bias => Kernel * Inputs * OutputStride;

    public static bool HasBias => true;
}

/// <summary>Random numbers with zeros as padding, and floats behind the end that nothing may touch.</summary>
internal static class Rows
{
    public const float Untouched = 12345.5f;
    public const int Guard = 32;

    public static float[] Random(Pcg32 random, int rows, int columns, int stride)
    {
        float[] values = new float[(rows * stride) + Guard];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                values[(row * stride) + column] = (float)((random.NextDouble() - 0.5) * 1.2);
            }
        }

        return values;
    }

    /// <summary>A result of some floats between others.</summary>
    public static float[] Result(int length)
    {
        float[] values = new float[length + Guard];
        values.AsSpan(length).Fill(Untouched);
        return values;
    }

    public static bool IsUntouched(float[] values) => values.AsSpan(values.Length - Guard).IndexOfAnyExcept(Untouched) < 0;
}
