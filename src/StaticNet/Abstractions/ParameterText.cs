using System;
using System.Globalization;
using System.Linq;
using System.Text;

namespace StaticNet;

/// <summary>Parameters as text for reading: named matrices, one row per line, columns aligned. Summarized as PyTorch prints tensors.</summary>
internal static class ParameterText
{
    // torch.set_printoptions: threshold, edgeitems, precision.
    private const int Threshold = 1000;
    private const int EdgeItems = 3;

    public static string Of(ParameterBuffer buffer)
    {
        var text = new StringBuilder();
        foreach (ParameterInfo parameter in buffer.Layout.Parameters)
        {
            if (text.Length > 0)
            {
                text.Append('\n');
            }

            text.Append(parameter);
            var values = new float[parameter.Count];
            buffer.CopyTo(parameter, values);
            Append(text, values, parameter.Shape.Length > 1 ? parameter.Count / parameter.Shape[0] : parameter.Count);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, float[] values, int columns)
    {
        bool isLarge = values.Length > Threshold;
        int[] rows = Indices(values.Length / columns, isLarge), shown = Indices(columns, isLarge);
        string[][] cells = [.. rows.Select(row => shown.Select(column => Cell(values, row, column, columns)).ToArray())];
        int width = cells.SelectMany(row => row).Select(cell => cell.Length).DefaultIfEmpty(0).Max();
        foreach (string[] row in cells)
        {
            text.Append('\n');
            foreach (string cell in row)
            {
                text.Append("  ").Append(cell.PadLeft(width));
            }
        }
    }

    /// <summary>All indices, or the first and last with −1 for the rest between them.</summary>
    private static int[] Indices(int count, bool isLarge) => isLarge && count > 2 * EdgeItems
        ? [.. Enumerable.Range(0, EdgeItems), -1, .. Enumerable.Range(count - EdgeItems, EdgeItems)]
        : [.. Enumerable.Range(0, count)];

    private static string Cell(float[] values, int row, int column, int columns)
    {
        if (row < 0 || column < 0)
        {
            return "...";
        }

        float value = values[(row * columns) + column];
        return MathF.Abs(value) is 0 or (>= 1e-3f and < 1e5f)
            ? value.ToString("F4", CultureInfo.InvariantCulture)
            : value.ToString("0.0000e+00", CultureInfo.InvariantCulture);
    }
}
