using System;
using System.Collections.Generic;
using System.Globalization;

namespace StaticNet.Samples.LowLatency;

/// <summary>The command line: <c>[folder] [--rate hertz] [--seconds seconds] [--draw file.csv …]</c>.</summary>
internal sealed class Settings
{
    public const string Usage = "LowLatency [folder] [--rate 1000] [--seconds 10] | LowLatency [folder] --draw file.csv [more.csv]";

    public string Folder { get; private set; } = "artifacts/low-latency";

    public double Rate { get; private set; } = 1000;

    public double Seconds { get; private set; } = 10;

    /// <summary>Files of earlier runs to draw instead of running.</summary>
    public List<string> Draw { get; } = [];

    /// <exception cref="FormatException">A switch is unknown or its value is none.</exception>
    public static Settings Parse(string[] arguments)
    {
        var settings = new Settings();
        for (int i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--rate": settings.Rate = Positive(arguments, ++i); break;
                case "--seconds": settings.Seconds = Positive(arguments, ++i); break;
                case "--draw" when i + 1 < arguments.Length: settings.Draw.AddRange(arguments[(i + 1)..]); return settings;
                case ['-', ..]: throw new FormatException($"'{arguments[i]}' is not understood.");
                default: settings.Folder = arguments[i]; break;
            }
        }

        return settings;
    }

    private static double Positive(string[] arguments, int index) =>
        index < arguments.Length && double.TryParse(arguments[index], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value > 0 && value <= 1e6
            ? value
            : throw new FormatException($"{arguments[index - 1]} needs a number above 0, up to a million.");
}
