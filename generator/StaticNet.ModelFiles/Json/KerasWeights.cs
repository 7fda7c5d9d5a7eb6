using System;
using System.Linq;

namespace StaticNet.ModelFiles.Json;

/// <summary>Weights of Keras in PyTorch's layout: kernels are [inputs, outputs] there, a GRU's gates z r h, a convolution's kernel [kernel, inputs, outputs].</summary>
internal static class KerasWeights
{
    /// <summary>[inputs, gates·units] to [gates·units, inputs], a GRU's gates z r h to r z n; an LSTM's i f c o are PyTorch's i f g o.</summary>
    public static JsonTensor Gates(JsonTensor kernel, string kind)
    {
        JsonTensor matrix = Transposed(kernel);
        return kind == "GRU" ? matrix with { Values = Swapped(matrix.Values) } : matrix;
    }

    /// <summary>One row of a GRU's bias [2, 3·units].</summary>
    public static JsonTensor GruBias(JsonTensor bias, int row)
    {
        int count = bias.Shape[1];
        return new([count], Swapped([.. bias.Values.Skip(row * count).Take(count)]));
    }

    /// <summary>[kernel, inputs, outputs] to [outputs, inputs, kernel]; both have the oldest tap first.</summary>
    public static JsonTensor Kernel(JsonTensor weights)
    {
        int kernel = weights.Shape[0], inputs = weights.Shape[1], outputs = weights.Shape[2];
        var values = new float[weights.Values.Length];
        for (int tap = 0; tap < kernel; tap++)
        {
            for (int input = 0; input < inputs; input++)
            {
                for (int output = 0; output < outputs; output++)
                {
                    values[(((output * inputs) + input) * kernel) + tap] = weights.Values[(((tap * inputs) + input) * outputs) + output];
                }
            }
        }

        return new([outputs, inputs, kernel], values);
    }

    /// <summary>The layer's activation by our name; null for none.</summary>
    public static string? Activation(RTNeuralLayer layer) => layer.Activation switch
    {
        "" or "linear" => null,
        "tanh" => "Tanh",
        "relu" => "ReLU",
        "sigmoid" => "Sigmoid",
        "softmax" => "Softmax",
        "elu" => "ELU",
        _ => throw layer.Fault($"its activation is '{layer.Activation}'; tanh, relu, sigmoid, softmax, elu and linear are supported"),
    };

    /// <summary>[inputs, outputs] to [outputs, inputs].</summary>
    public static JsonTensor Transposed(JsonTensor matrix)
    {
        int rows = matrix.Shape[0], columns = matrix.Shape[1];
        var values = new float[matrix.Values.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                values[(column * rows) + row] = matrix.Values[(row * columns) + column];
            }
        }

        return new([columns, rows], values);
    }

    /// <summary>The first two thirds exchanged.</summary>
    private static float[] Swapped(float[] values)
    {
        int third = values.Length / 3;
        var swapped = (float[])values.Clone();
        Array.Copy(values, third, swapped, 0, third);
        Array.Copy(values, 0, swapped, third, third);
        return swapped;
    }
}
