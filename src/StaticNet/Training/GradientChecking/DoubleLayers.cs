using System;
using StaticNet.Layers;

namespace StaticNet;

/// <summary>The layers of a network in double, as their definitions say; matrices are row-major without padding.</summary>
internal static class DoubleLayers
{
    public static void Linear(double[] x, double[] y, int rows, int inputs, int outputs, double[] weight, double[]? bias)
    {
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<double> from = x.AsSpan(row * inputs, inputs);
            for (int o = 0; o < outputs; o++)
            {
                double sum = bias?[o] ?? 0;
                ReadOnlySpan<double> w = weight.AsSpan(o * inputs, inputs);
                for (int k = 0; k < w.Length; k++)
                {
                    sum += w[k] * from[k];
                }

                y[(row * outputs) + o] = sum;
            }
        }
    }

    public static void LayerNorm(double[] x, double[] y, int rows, int size, double[]? weight, double[]? bias, double epsilon)
    {
        for (int row = 0; row < rows; row++)
        {
            double mean = 0, variance = 0;
            foreach (double value in x.AsSpan(row * size, size))
            {
                mean += value / size;
            }

            foreach (double value in x.AsSpan(row * size, size))
            {
                variance += (value - mean) * (value - mean) / size;
            }

            for (int i = 0; i < size; i++)
            {
                y[(row * size) + i] = ((x[(row * size) + i] - mean) / Math.Sqrt(variance + epsilon) * (weight?[i] ?? 1)) + (bias?[i] ?? 0);
            }
        }
    }

    public static void RMSNorm(double[] x, double[] y, int rows, int size, double[]? weight, double epsilon)
    {
        for (int row = 0; row < rows; row++)
        {
            double meanSquare = 0;
            foreach (double value in x.AsSpan(row * size, size))
            {
                meanSquare += value * value / size;
            }

            for (int i = 0; i < size; i++)
            {
                y[(row * size) + i] = x[(row * size) + i] / Math.Sqrt(meanSquare + epsilon) * (weight?[i] ?? 1);
            }
        }
    }

    /// <summary>With given statistics, or with those of the rows.</summary>
    public static void BatchNorm(
        double[] x, double[] y, int rows, int size, double[]? weight, double[]? bias, double epsilon, double[]? means = null, double[]? variances = null)
    {
        for (int column = 0; column < size; column++)
        {
            double mean = means?[column] ?? 0, variance = variances?[column] ?? 0;
            for (int row = 0; row < rows && means is null; row++)
            {
                mean += x[(row * size) + column] / rows;
            }

            for (int row = 0; row < rows && variances is null; row++)
            {
                double centered = x[(row * size) + column] - mean;
                variance += centered * centered / rows;
            }

            for (int row = 0; row < rows; row++)
            {
                int at = (row * size) + column;
                y[at] = ((x[at] - mean) / Math.Sqrt(variance + epsilon) * (weight?[column] ?? 1)) + (bias?[column] ?? 0);
            }
        }
    }

    /// <summary>0 or 1/(1 − probability) for every value: the masks of the float kernel.</summary>
    public static double[] DropoutMask(int rows, int size, float probability, ulong seed, int layer)
    {
        int stride = (size + 3) & ~3;
        var ones = new float[rows * stride];
        Array.Fill(ones, 1f);
        DropoutRows.Apply(ref ones[0], ref ones[0], rows, stride, probability, seed, layer, 0);
        var mask = new double[rows * size];
        for (int i = 0; i < mask.Length; i++)
        {
            mask[i] = ones[(i / size * stride) + (i % size)] == 0f ? 0 : 1 / (1 - (double)probability);
        }

        return mask;
    }

    public static void Multiply(double[] x, double[] factors, double[] y)
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = x[i] * factors[i];
        }
    }

    public static void AddColumns(double[] x, double[] added, double[] y, int rows, int size, int first)
    {
        int width = added.Length / rows;
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < size; i++)
            {
                y[(row * size) + i] = x[(row * size) + i] + added[(row * width) + first + i];
            }
        }
    }

    public static void Select(double[] x, int size, int[] indices, double[] y, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < indices.Length; i++)
            {
                y[(row * indices.Length) + i] = x[(row * size) + indices[i]];
            }
        }
    }

    public static void Concat(double[] x, int size, double[] appended, int first, int appendedSize, double[] y, int rows)
    {
        int width = appended.Length / rows;
        for (int row = 0; row < rows; row++)
        {
            Span<double> to = y.AsSpan(row * (size + appendedSize), size + appendedSize);
            x.AsSpan(row * size, size).CopyTo(to);
            appended.AsSpan((row * width) + first, appendedSize).CopyTo(to[size..]);
        }
    }

    public static void ScaleShift(double[] x, double[] y, double[]? mean, double[] scale, double[] shift)
    {
        for (int i = 0; i < y.Length; i++)
        {
            int column = i % scale.Length;
            y[i] = ((x[i] - (mean?[column] ?? 0)) * scale[column]) + shift[column];
        }
    }

    /// <summary>Standardize ([0, 1] and the deviation) and MinMax ([low, high] and maximum − minimum).</summary>
    public static void Scaling(double[] x, double[] y, double[] center, double[] spread, double low, double high, bool isInverse)
    {
        for (int i = 0; i < y.Length; i++)
        {
            int column = i % center.Length;
            double width = spread[column] == 0 ? 1 : spread[column];
            y[i] = isInverse
                ? ((x[i] - low) / (high - low) * width) + center[column]
                : ((x[i] - center[column]) / width * (high - low)) + low;
        }
    }

    public static void PReLU(double[] x, double[] y, int size, double[] slopes)
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = x[i] > 0 ? x[i] : slopes[slopes.Length == 1 ? 0 : i % size] * x[i];
        }
    }

    public static void Softmax(double[] x, double[] y, int rows, int size, bool exponential)
    {
        x.CopyTo(y, 0);
        for (int row = 0; row < rows; row++)
        {
            Span<double> values = y.AsSpan(row * size, size);
            DoubleActivations.LogSoftmax(values);
            if (exponential)
            {
                foreach (ref double value in values)
                {
                    value = Math.Exp(value);
                }
            }
        }
    }
}
