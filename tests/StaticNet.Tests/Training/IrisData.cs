using System;
using System.Globalization;
using System.IO;
using StaticNet.Tests.Shared;

namespace StaticNet.Tests.Training;

/// <summary>The 150 iris flowers, standardized.</summary>
internal static class IrisData
{
    public static (float[] Inputs, int[] Labels) Load()
    {
        string[] lines = File.ReadAllLines(FixtureFiles.Find("data/iris.csv"));
        var inputs = new float[600];
        var labels = new int[150];
        int row = 0;
        foreach (string line in lines)
        {
            string[] cells = line.Split(',');
            if (cells.Length < 5 || !float.TryParse(cells[0], CultureInfo.InvariantCulture, out _))
            {
                continue;
            }

            for (int c = 0; c < 4; c++)
            {
                inputs[(row * 4) + c] = float.Parse(cells[c], CultureInfo.InvariantCulture);
            }

            labels[row] = int.TryParse(cells[4], CultureInfo.InvariantCulture, out int label) ? label : row / 50;
            row++;
        }

        for (int c = 0; c < 4; c++)
        {
            double mean = 0, square = 0;
            for (int i = 0; i < row; i++)
            {
                mean += inputs[(i * 4) + c] / row;
                square += (double)inputs[(i * 4) + c] * inputs[(i * 4) + c] / row;
            }

            for (int i = 0; i < row; i++)
            {
                inputs[(i * 4) + c] = (float)((inputs[(i * 4) + c] - mean) / Math.Sqrt(square - (mean * mean)));
            }
        }

        return (inputs[..(row * 4)], labels[..row]);
    }
}
