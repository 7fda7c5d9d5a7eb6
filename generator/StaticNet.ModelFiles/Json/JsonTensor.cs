using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace StaticNet.ModelFiles.Json;

/// <summary>An array of JSON as a tensor: every list of a level has the same length, and every value is a finite number.</summary>
/// <param name="Shape">From the outermost list inwards.</param>
/// <param name="Values">Row-major.</param>
internal sealed record JsonTensor(int[] Shape, float[] Values)
{
    private const int MaximumRank = 8;

    /// <summary>The shape, for messages.</summary>
    public string Shown => $"[{string.Join(", ", Shape)}]";

    /// <summary>Reads a tensor.</summary>
    /// <param name="value">A list of numbers, or of lists.</param>
    /// <param name="what">What it is, for messages.</param>
    /// <exception cref="ModelFileException">It is no tensor of finite numbers.</exception>
    public static JsonTensor Read(object? value, string what)
    {
        var shape = new List<int>();
        for (object? level = value; level is List<object?> list && shape.Count <= MaximumRank; level = list.Count > 0 ? list[0] : null)
        {
            shape.Add(list.Count);
        }

        if (shape.Count == 0 || shape.Count > MaximumRank)
        {
            throw new ModelFileException("", "", $"{what} is {Kind(value)}, expected a list of numbers");
        }

        var values = new List<float>();
        Collect(value, [.. shape], 0, values, what);
        return new([.. shape], [.. values]);
    }

    /// <summary>What a value is, for messages.</summary>
    public static string Kind(object? value) => value switch
    {
        null => "null",
        string => "a text",
        bool => "true or false",
        double number => "the number " + number.ToString("R", CultureInfo.InvariantCulture),
        List<object?> => "a list",
        _ => "an object",
    };

    private static void Collect(object? value, int[] shape, int level, List<float> values, string what)
    {
        if (level == shape.Length)
        {
            float number = value is double exact ? (float)exact : throw new ModelFileException("", "", $"{what} holds {Kind(value)} where a number is expected");
            values.Add(!float.IsNaN(number) && !float.IsInfinity(number) ? number
                : throw new ModelFileException("", "", $"{what} holds {((double)value).ToString("R", CultureInfo.InvariantCulture)}, which is no finite float32"));
            return;
        }

        if (value is not List<object?> list || list.Count != shape[level])
        {
            throw new ModelFileException("", "", $"{what} is no tensor: a list of {shape[level]} is followed by {(value is List<object?> other ? $"one of {other.Count}" : Kind(value))}");
        }

        foreach (object? element in list)
        {
            Collect(element, shape, level + 1, values, what);
        }
    }
}
