using System;
using System.Collections.Generic;
using System.Linq;
using StaticNet.Generator.Model;
using StaticNet.Generator.Planning;
using StaticNet.Generator.Planning.Stages;

namespace StaticNet.Generator.Emit.Frozen;

/// <summary>A file's weights as the parameter storage holds them, padding included: what a ParameterBuffer would hold.</summary>
internal static class WeightImage
{
    /// <summary>The bytes of the storage: little-endian floats.</summary>
    public static byte[] Of(NetworkPlan plan, ModelWeights weights)
    {
        var image = new byte[4 * plan.BufferLength];
        Dictionary<string, ModelTensor> tensors = weights.Tensors.ToDictionary(static tensor => tensor.Name, StringComparer.Ordinal);
        foreach (LinearPlan layer in plan.Layers)
        {
            CopyMatrix(Values(tensors, layer.Name + ".weight", layer.Outputs, layer.Inputs), layer, image);
            if (layer.HasBias)
            {
                CopyVector(Values(tensors, layer.Name + ".bias", layer.Outputs, 1), layer.BiasOffset, image);
            }
        }

        foreach (ParameterPlan parameter in plan.Stages.SelectMany(static stage => stage.Parameters))
        {
            // A file may leave out what changes nothing, such as a bias of zeros.
            byte[] values = tensors.ContainsKey(parameter.Name)
                ? Values(tensors, parameter.Name, parameter.Count, 1)
                : Bytes([.. Enumerable.Repeat(parameter.InitialValue, parameter.Count)]);
            if (parameter.Grouped is GroupedTensor grouped)
            {
                CopyGrouped(values, parameter, grouped, image);
            }
            else
            {
                CopyVector(values, parameter.Offset, image);
            }
        }

        if (plan.Spec.ModelFile is { IsFrozen: true })
        {
            Fold(plan, image);
        }

        return image;
    }

    /// <summary>Running averages that stay as they are become the factor and summand per column that inference computes of them, bit for bit.</summary>
    private static void Fold(NetworkPlan plan, byte[] image)
    {
        foreach (StagePlan stage in plan.Stages)
        {
            if (stage.Folded?.Statistics is not RunningStatisticsPlan norm)
            {
                continue;
            }

            for (int i = 0; i < norm.Mean.Count; i++)
            {
                float deviation = (float)Math.Sqrt((float)(At(image, norm.Variance, i) + norm.Epsilon));
                float scale = (norm.Weight is null ? 1f : At(image, norm.Weight, i)) / deviation;
                float product = At(image, norm.Mean, i) * scale;
                float shift = (norm.Bias is null ? 0f : At(image, norm.Bias, i)) - product;
                CopyVector(Bytes([scale]), norm.Mean.Offset + i, image);
                CopyVector(Bytes([shift]), norm.Variance.Offset + i, image);
            }
        }
    }

    private static float At(byte[] image, ParameterPlan parameter, int index)
    {
        byte[] bytes = new byte[4];
        Buffer.BlockCopy(image, 4 * (parameter.Offset + index), bytes, 0, 4);
        if (!BitConverter.IsLittleEndian)
        {
            Array.Reverse(bytes);
        }

        return BitConverter.ToSingle(bytes, 0);
    }

    /// <summary>The bytes of floats, little-endian whatever this machine is.</summary>
    public static byte[] Bytes(float[] values)
    {
        var bytes = new byte[4 * values.Length];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        for (int i = 0; !BitConverter.IsLittleEndian && i < bytes.Length; i += 4)
        {
            Array.Reverse(bytes, i, 4);
        }

        return bytes;
    }

    private static byte[] Values(Dictionary<string, ModelTensor> tensors, string name, int rows, int columns)
    {
        ModelTensor tensor = tensors[name];
        long count = (long)rows * columns;
        byte[] values = Convert.FromBase64String(tensor.Base64 ?? "");
        if (values.Length != 4 * count)
        {
            throw new InvalidOperationException($"'{name}' has {values.Length / 4} values, expected {count}.");
        }

        if (tensor.IsTransposed)
        {
            values = Transposed(values, rows, columns);
        }

        return tensor.RotatedColumns == 0 ? values : Rotated(values, columns, tensor.RotatedColumns);
    }

    /// <summary>[columns, rows] to [rows, columns].</summary>
    private static byte[] Transposed(byte[] values, int rows, int columns)
    {
        var transposed = new byte[values.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                Buffer.BlockCopy(values, 4 * ((column * rows) + row), transposed, 4 * ((row * columns) + column), 4);
            }
        }

        return transposed;
    }

    private static byte[] Rotated(byte[] values, int columns, int rotation)
    {
        var rotated = new byte[values.Length];
        for (int i = 0; i < values.Length / 4; i++)
        {
            int column = i % columns;
            int target = i - column + ((column + columns - rotation) % columns);
            Buffer.BlockCopy(values, 4 * i, rotated, 4 * target, 4);
        }

        return rotated;
    }

    // Bytes are moved, never floats: a NaN keeps its payload.
    private static void CopyVector(byte[] values, int offset, byte[] image) => Buffer.BlockCopy(values, 0, image, 4 * offset, values.Length);

    /// <summary>[outputs, inputs] to [tile][input][column of the tile]; see ParameterInfo.StorageIndex, which this mirrors.</summary>
    private static void CopyMatrix(byte[] values, LinearPlan layer, byte[] image)
    {
        for (int output = 0; output < layer.Outputs; output++)
        {
            int tile = output / LinearPlan.TileWidth;
            int width = layer.WidthOf(tile);
            int column = layer.WeightOffset + layer.TileOffset(tile) + (output - (tile * LinearPlan.TileWidth));
            for (int input = 0; input < layer.Inputs; input++)
            {
                Buffer.BlockCopy(values, 4 * ((output * layer.Inputs) + input), image, 4 * (column + (input * width)), 4);
            }
        }
    }

    /// <summary>Rows of inputs, outputs in padded groups; see ParameterInfo.StorageIndex, which this mirrors.</summary>
    private static void CopyGrouped(byte[] values, ParameterPlan parameter, GroupedTensor tensor, byte[] image)
    {
        int perOutput = parameter.Count / tensor.Shape[0];
        int perGroup = tensor.Shape[0] / tensor.Groups;
        for (int i = 0; i < parameter.Count; i++)
        {
            int output = i / perOutput;
            int row = i - (output * perOutput);
            if (tensor.Shape.Count == 3)
            {
                int input = row / tensor.Shape[2];
                row = ((row - (input * tensor.Shape[2])) * tensor.Shape[1]) + input;
            }

            int group = output / perGroup;
            int slot = (group + tensor.FirstSlot) % tensor.Groups;
            int place = parameter.Offset + (row * tensor.Stride) + (slot * tensor.GroupStride) + (output - (group * perGroup));
            Buffer.BlockCopy(values, 4 * i, image, 4 * place, 4);
        }
    }
}
